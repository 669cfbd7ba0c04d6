"""The pretend network's own SQLite file. Must never be the service's database: nothing real is kept here.

Web pages, the carrier's thread and a second process may use it at once: one connection behind a lock in each process,
write-ahead log, and every change in a transaction that locks first.
"""

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

BUSY_SECONDS = 10.0

TABLES = """
CREATE TABLE IF NOT EXISTS handset (
    number TEXT PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, mood TEXT NOT NULL,
    shared_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS line (number TEXT PRIMARY KEY, label TEXT NOT NULL, webhook_base TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocked (line TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (line, number));
CREATE TABLE IF NOT EXISTS text (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL,
    from_number TEXT NOT NULL, to_number TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL, error_code INTEGER,
    created_at REAL NOT NULL, sent_at REAL, updated_at REAL NOT NULL, num_segments INTEGER NOT NULL,
    num_media INTEGER NOT NULL, status_callback TEXT NOT NULL, ends_at REAL, due_at REAL,
    is_by_network INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS text_due ON text (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS text_to ON text (to_number);
CREATE INDEX IF NOT EXISTS text_from ON text (from_number);
CREATE TABLE IF NOT EXISTS call (
    sid TEXT PRIMARY KEY, from_number TEXT NOT NULL, to_number TEXT NOT NULL, created_at REAL NOT NULL,
    outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS errand (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, about TEXT NOT NULL, url TEXT NOT NULL,
    fields TEXT NOT NULL, due_at REAL NOT NULL, tries_left INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS errand_due ON errand (due_at);
CREATE TABLE IF NOT EXISTS fault (
    only INTEGER PRIMARY KEY CHECK (only = 1), kind TEXT NOT NULL, times INTEGER, code INTEGER NOT NULL,
    seconds REAL NOT NULL, is_for_lookups_too INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, to_address TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
    sent_at REAL NOT NULL);
"""
EVERYTHING = ("handset", "line", "blocked", "text", "call", "errand", "fault", "mail")


class Store:
    """The file and its lock. What is in it is read and written by the modules beside this one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._closed = weakref.finalize(self, self._connection.close)
        self._connection.row_factory = sqlite3.Row
        self._prepare()

    def _prepare(self) -> None:
        """Make the tables, if they are not there. Several processes may open a new file at the same moment.

        SQLite does not wait for its lock while it changes to a write-ahead log, so we try again ourselves.
        """
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                self._connection.executescript(TABLES)
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Run one statement and return all its rows. Outside `writing` only to read."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All of what is inside, or nothing. May be nested: the outermost one counts."""
        with self._lock:
            if not self._depth:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if not self._depth:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if not self._depth:
                self._connection.execute("COMMIT")

    def clear(self) -> None:
        """Forget everything: phones, lines, texts, mails, faults."""
        with self.writing():
            for table in EVERYTHING:
                self.rows(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def close(self) -> None:
        """Let go of the file. Happens by itself at the end."""
        self._closed()


def to_seconds(moment: datetime) -> float:
    """As the file keeps it."""
    return moment.timestamp()


def to_moment(seconds: float) -> datetime:
    """As everybody else reads it."""
    return datetime.fromtimestamp(seconds, UTC)


def to_moment_or_none(seconds: float | None) -> datetime | None:
    """The same for a time that may be missing."""
    return None if seconds is None else to_moment(seconds)
