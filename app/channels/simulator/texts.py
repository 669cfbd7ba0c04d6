"""Texts and calls in the pretend network: kept and found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from sqlite3 import Row

from app.channels.simulator.shapes import CallOutcome, Direction, PretendCall, PretendText, TextStatus
from app.channels.simulator.store import Store, to_moment, to_moment_or_none, to_seconds
from app.foundation.sms import parts_of


@dataclass(frozen=True)
class Wanted:
    """Which texts a list is to hold; None and "" mean any. `before_seq` continues an older list."""

    to_number: str = ""
    from_number: str = ""
    sent_from: datetime | None = None
    sent_until: datetime | None = None
    before_seq: int | None = None
    limit: int = 50


def new_text(
    *,
    direction: Direction,
    from_number: str,
    to_number: str,
    body: str,
    status: TextStatus,
    now: datetime,
    num_media: int = 0,
    status_callback: str = "",
    ends_at: datetime | None = None,
    due_at: datetime | None = None,
    is_by_network: bool = False,
) -> PretendText:
    """A text with a new id, not kept yet. One that begins as queued was not sent yet."""
    return PretendText(
        sid="SM" + token_hex(16),
        direction=direction,
        from_number=from_number,
        to_number=to_number,
        body=body,
        status=status,
        error_code=None,
        created_at=now,
        sent_at=None if status is TextStatus.QUEUED else now,
        updated_at=now,
        num_segments=parts_of(body).count,
        num_media=num_media,
        status_callback=status_callback,
        ends_at=ends_at,
        due_at=due_at,
        is_by_network=is_by_network,
    )


def save_text(store: Store, text: PretendText) -> None:
    """Keep a text, or how far it has come."""
    with store.writing():
        store.rows(
            "INSERT INTO text (sid, direction, from_number, to_number, body, status, error_code, created_at, sent_at,"
            " updated_at, num_segments, num_media, status_callback, ends_at, due_at, is_by_network)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sid) DO UPDATE SET"
            " status = excluded.status, error_code = excluded.error_code, sent_at = excluded.sent_at,"
            " updated_at = excluded.updated_at, due_at = excluded.due_at",
            text.sid,
            text.direction,
            text.from_number,
            text.to_number,
            text.body,
            text.status,
            text.error_code,
            to_seconds(text.created_at),
            _seconds_or_none(text.sent_at),
            to_seconds(text.updated_at),
            text.num_segments,
            text.num_media,
            text.status_callback,
            _seconds_or_none(text.ends_at),
            _seconds_or_none(text.due_at),
            text.is_by_network,
        )


def find_text(store: Store, sid: str) -> PretendText | None:
    """The text with this id."""
    rows = store.rows("SELECT * FROM text WHERE sid = ?", sid)
    return _text(rows[0]) if rows else None


def listed_texts(store: Store, wanted: Wanted) -> list[PretendText]:
    """What the provider's own list shows, newest first."""
    conditions, values = ["NOT is_by_network"], list[object]()
    for condition, value in (
        ("to_number = ?", wanted.to_number or None),
        ("from_number = ?", wanted.from_number or None),
        ("sent_at >= ?", _seconds_or_none(wanted.sent_from)),
        ("sent_at < ?", _seconds_or_none(wanted.sent_until)),
        ("seq < ?", wanted.before_seq),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    where = " AND ".join(conditions)
    # Only the conditions above are put together; every value is a parameter.
    rows = store.rows(f"SELECT * FROM text WHERE {where} ORDER BY seq DESC LIMIT ?", *values, wanted.limit)  # noqa: S608
    return _texts(rows)


def texts_on(store: Store, number: str) -> list[PretendText]:
    """What the owner of this phone sees, oldest first: what they typed, and what reached them."""
    return _texts(
        store.rows(
            "SELECT * FROM text WHERE (direction = 'inbound' AND from_number = ?)"
            " OR (direction <> 'inbound' AND to_number = ? AND status = 'delivered') ORDER BY"
            " CASE direction WHEN 'inbound' THEN created_at ELSE updated_at END, seq",
            number,
            number,
        )
    )


def due_texts(store: Store, now: datetime, *, limit: int = 200) -> list[PretendText]:
    """Texts whose next step has come, the longest waiting first."""
    rows = store.rows("SELECT * FROM text WHERE due_at <= ? ORDER BY due_at LIMIT ?", to_seconds(now), limit)
    return _texts(rows)


def save_call(store: Store, call: PretendCall) -> None:
    """Keep a call, or what became of it."""
    with store.writing():
        store.rows(
            "INSERT INTO call (sid, from_number, to_number, created_at, outcome) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (sid) DO UPDATE SET outcome = excluded.outcome",
            call.sid,
            call.from_number,
            call.to_number,
            to_seconds(call.created_at),
            call.outcome,
        )


def set_outcome(store: Store, sid: str, outcome: CallOutcome) -> None:
    """What became of a call."""
    with store.writing():
        store.rows("UPDATE call SET outcome = ? WHERE sid = ?", outcome, sid)


def calls_from(store: Store, number: str) -> list[PretendCall]:
    """The calls that this phone made, oldest first."""
    rows = store.rows("SELECT * FROM call WHERE from_number = ? ORDER BY created_at, rowid", number)
    return [
        PretendCall(
            row["sid"],
            row["from_number"],
            row["to_number"],
            to_moment(row["created_at"]),
            CallOutcome(row["outcome"]),
        )
        for row in rows
    ]


def _texts(rows: Sequence[Row]) -> list[PretendText]:
    return [_text(row) for row in rows]


def _text(row: Row) -> PretendText:
    return PretendText(
        sid=row["sid"],
        direction=Direction(row["direction"]),
        from_number=row["from_number"],
        to_number=row["to_number"],
        body=row["body"],
        status=TextStatus(row["status"]),
        error_code=row["error_code"],
        created_at=to_moment(row["created_at"]),
        sent_at=to_moment_or_none(row["sent_at"]),
        updated_at=to_moment(row["updated_at"]),
        num_segments=row["num_segments"],
        num_media=row["num_media"],
        status_callback=row["status_callback"],
        ends_at=to_moment_or_none(row["ends_at"]),
        due_at=to_moment_or_none(row["due_at"]),
        is_by_network=bool(row["is_by_network"]),
        seq=row["seq"],
    )


def _seconds_or_none(moment: datetime | None) -> float | None:
    return None if moment is None else to_seconds(moment)
