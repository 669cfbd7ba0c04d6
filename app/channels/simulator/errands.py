"""The calls to our service that the pretend network still owes: kept, claimed, done or tried again."""

import json
from datetime import datetime, timedelta
from sqlite3 import Row

from app.channels.simulator.shapes import Errand, ErrandKind
from app.channels.simulator.store import Store, to_seconds

CLAIM = timedelta(seconds=60)  # a carrier that died in between leaves it to the next after this


def add_errand(
    store: Store,
    *,
    kind: ErrandKind,
    about: str,
    url: str,
    fields: dict[str, str],
    now: datetime,
    tries: int,
) -> None:
    """Owe one more call."""
    with store.writing():
        store.rows(
            "INSERT INTO errand (kind, about, url, fields, due_at, tries_left) VALUES (?, ?, ?, ?, ?, ?)",
            kind,
            about,
            url,
            json.dumps(fields),
            to_seconds(now),
            tries,
        )


def claim_errand(store: Store, now: datetime) -> Errand | None:
    """Take the next call that is due, so that no other carrier takes it too."""
    due = "SELECT * FROM errand WHERE due_at <= ? ORDER BY due_at, id LIMIT 1"
    if not store.rows(due, to_seconds(now)):  # most of the time: nothing to do, nothing to lock
        return None
    with store.writing():
        rows = store.rows(due, to_seconds(now))
        if not rows:
            return None
        until = to_seconds(now + CLAIM)
        store.rows("UPDATE errand SET due_at = ?, tries_left = tries_left - 1 WHERE id = ?", until, rows[0]["id"])
        return _errand(rows[0])


def done(store: Store, errand: Errand) -> None:
    """Nothing more to do about it."""
    with store.writing():
        store.rows("DELETE FROM errand WHERE id = ?", errand.id)


def again(store: Store, errand: Errand, when: datetime) -> None:
    """It did not work: once more, later."""
    with store.writing():
        store.rows("UPDATE errand SET due_at = ? WHERE id = ?", to_seconds(when), errand.id)


def how_many(store: Store) -> int:
    """How many calls are owed."""
    return int(store.rows("SELECT count(*) FROM errand")[0][0])


def _errand(row: Row) -> Errand:
    """`tries_left` is what is left after the try that the claim is for."""
    return Errand(
        row["id"],
        ErrandKind(row["kind"]),
        row["about"],
        row["url"],
        json.loads(row["fields"]),
        row["tries_left"] - 1,
    )
