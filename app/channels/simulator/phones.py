"""Pretend phones, the service's lines, and who has said STOP to which line: kept and found."""

from sqlite3 import Row

from app.channels.simulator.shapes import Handset, HandsetKind, Line, Mood
from app.channels.simulator.store import Store


def save_handset(store: Store, handset: Handset) -> None:
    """Add a phone, or change how it is shown. The mood of one that is there stays."""
    with store.writing():
        store.rows(
            "INSERT INTO handset (number, label, kind, language, mood, shared_by) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (number) DO UPDATE SET label = excluded.label, kind = excluded.kind,"
            " language = excluded.language, shared_by = excluded.shared_by",
            handset.number,
            handset.label,
            handset.kind,
            handset.language,
            handset.mood,
            handset.shared_by,
        )


def handsets(store: Store) -> list[Handset]:
    """All phones, in the order in which they were added."""
    return [_handset(row) for row in store.rows("SELECT * FROM handset ORDER BY rowid")]


def find_handset(store: Store, number: str) -> Handset | None:
    """The phone with this number."""
    rows = store.rows("SELECT * FROM handset WHERE number = ?", number)
    return _handset(rows[0]) if rows else None


def set_mood(store: Store, number: str, mood: Mood) -> None:
    """From now on this phone does that with texts."""
    with store.writing():
        store.rows("UPDATE handset SET mood = ? WHERE number = ?", mood, number)


def save_line(store: Store, line: Line) -> None:
    """Add a number that the service owns, or change where it calls."""
    with store.writing():
        store.rows(
            "INSERT INTO line (number, label, webhook_base) VALUES (?, ?, ?) ON CONFLICT (number) DO UPDATE"
            " SET label = excluded.label, webhook_base = excluded.webhook_base",
            line.number,
            line.label,
            line.webhook_base,
        )


def lines(store: Store) -> list[Line]:
    """All lines, in the order in which they were added."""
    return [Line(*row) for row in store.rows("SELECT number, label, webhook_base FROM line ORDER BY rowid")]


def find_line(store: Store, number: str) -> Line | None:
    """The line with this number."""
    return next((line for line in lines(store) if line.number == number), None)


def is_blocked(store: Store, *, line: str, number: str) -> bool:
    """Did this phone say STOP to this line?"""
    return bool(store.rows("SELECT 1 FROM blocked WHERE line = ? AND number = ?", line, number))


def block(store: Store, *, line: str, number: str) -> None:
    """This phone said STOP to this line."""
    with store.writing():
        store.rows("INSERT OR IGNORE INTO blocked (line, number) VALUES (?, ?)", line, number)


def unblock(store: Store, *, line: str, number: str) -> None:
    """This phone said START to this line."""
    with store.writing():
        store.rows("DELETE FROM blocked WHERE line = ? AND number = ?", line, number)


def _handset(row: Row) -> Handset:
    return Handset(
        number=row["number"],
        label=row["label"],
        kind=HandsetKind(row["kind"]),
        language=row["language"],
        mood=Mood(row["mood"]),
        shared_by=row["shared_by"],
    )
