"""One store, queue and lock: SQLite for one school, PostgreSQL for more. Opens Works; knows no table."""

import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

from app.foundation import clock
from app.foundation.actors import Actor
from app.foundation.settings import Settings
from app.foundation.work import Work

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
TRUSTED_FOR = 1.0  # seconds that a connection may rest without being asked whether it lives
LONGEST_STATEMENT = 15.0  # seconds
# Seconds that a Work may do nothing. Whoever is silent for longer is asleep or dead, with locks that others wait for.
LONGEST_PAUSE = 15.0


class Table(SQLModel):
    """The base of every table. Does not validate: what comes from outside is checked at the door."""

    metadata = sa.MetaData(naming_convention=NAMING)


def closed_set(kind: type[Enum], name: str) -> sa.Enum:
    """A column type for a closed set, kept by a CHECK. Stores values, not names, so that code may be renamed."""
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        values_callable=lambda members: [member.value for member in members],
        name=name,
        length=20,
    )


def engine_for(url: str | sa.URL, *, threads: int = 8, commits_itself: bool = False) -> Engine:
    """An engine whose pool fits the given number of threads. With `commits_itself` (PostgreSQL only), every statement
    is a transaction of its own."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url, threads)
    engine = sa.create_engine(
        url,
        pool_size=threads + 2,
        max_overflow=0,
        pool_timeout=10,
        **({"isolation_level": "AUTOCOMMIT"} if commits_itself else {}),
        connect_args={"connect_timeout": 5, "options": _postgres_options()},
    )
    _ask_whether_it_lives(engine)
    return engine


def _postgres_options() -> str:
    limits = {"statement_timeout": LONGEST_STATEMENT, "idle_in_transaction_session_timeout": LONGEST_PAUSE}
    return " ".join([f"-c {name}={int(1000 * seconds)}" for name, seconds in limits.items()] + ["-c timezone=UTC"])


def _ask_whether_it_lives(engine: Engine) -> None:
    """Before a connection that has rested is used again. One used a moment ago lives: to ask each time would cost a
    webhook a tenth of its time."""

    @sa.event.listens_for(engine, "checkin")
    def _rests(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _wakes(connection: DBAPIConnection, record: ConnectionPoolEntry, _user: object) -> None:
        if time.monotonic() - record.info.get("rests_since", math.inf) < TRUSTED_FOR:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            raise sa.exc.InvalidatePoolError from None  # the pool opens new ones, and nobody notices


def _sqlite(url: str | sa.URL, threads: int) -> Engine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, pool_size=threads + 2, max_overflow=0, connect_args={"timeout": LONGEST_STATEMENT})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        _write_ahead(connection)
        # Recursive, so that REPLACE cannot take a row away behind the back of a trigger that keeps rows.
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "recursive_triggers=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred BEGIN that writes later fails with "locked" under load; IMMEDIATE waits its turn.
        writes = connection.get_execution_options().get("kettle_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """So that readers and a writer do not wait for each other. When several processes open a new file at once, one of
    them switches it, and SQLite refuses the others at once instead of letting them wait."""
    give_up = time.monotonic() + LONGEST_STATEMENT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as refusal:
            if refusal.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(0.01)


class Database:
    """Opens Works on one engine."""

    def __init__(self, engine: Engine, settings: Settings, *, now: clock.Now = clock.now) -> None:
        self.engine = engine
        self.settings = settings
        self._now = now
        self.is_sqlite = engine.dialect.name == "sqlite"
        # Connections of its own: to tell one each time that it commits itself, and then again that it does not, would
        # cost what it saves. Opened when they are first needed.
        self._by_the_row = engine if self.is_sqlite else engine_for(engine.url, commits_itself=True)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        """A Work that may write. Commits at the end; any exception rolls all of it back."""
        with self.engine.connect().execution_options(kettle_writes=True) as connection, connection.begin():
            with Session(bind=connection, expire_on_commit=False) as session:
                work = Work(actor, self._now(), session, self.settings)
                yield work
                session.flush()

    @contextmanager
    def writing_one_row(self, actor: Actor) -> Iterator[Work]:
        """A Work for one single statement, which commits itself: PostgreSQL is asked once instead of three times.
        Nothing rolls back, so whoever does more than one thing opens `writing`."""
        if self.is_sqlite:  # asking costs nothing there
            with self.writing(actor) as work:
                yield work
            return
        with self._by_the_row.connect() as connection, Session(bind=connection, autoflush=False) as session:
            yield Work(actor, self._now(), session, self.settings)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        self._by_the_row.dispose()

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        """A Work that cannot write, because the database will not let it."""
        with self.engine.connect() as connection:
            with self._read_only(connection), Session(bind=connection, autoflush=False) as session:
                yield Work(actor, self._now(), session, self.settings)

    @contextmanager
    def _read_only(self, connection: Connection) -> Iterator[None]:
        if not self.is_sqlite:
            connection.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
            with connection.begin():  # nothing to roll back; and a ROLLBACK makes psycopg forget what it has prepared
                yield
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA query_only=ON")
        try:
            with connection.begin() as transaction:
                yield
                transaction.rollback()
        finally:
            raw.execute("PRAGMA query_only=OFF")
