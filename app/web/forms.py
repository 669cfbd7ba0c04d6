"""Reading what people sent. Everything is text of bounded length until a rule says otherwise."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.exceptions import HTTPException

from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.foundation.text import storable

LONGEST = 20_000
KEPT_FIELDS = ("text", "words", "body", "note")
NEVER_KEPT = {"password", "present", "code", "recovery", "proof"}  # a form with one of these is not carried along


def typed(name: str, *, limit: int = LONGEST) -> str:
    """What somebody typed into a field, storable, at most `limit` characters; empty when it is not there."""
    return storable(request.form.get(name, ""))[:limit]


def kept_words() -> list[str]:
    """What somebody had written into a form that could not be taken."""
    try:
        form = request.form
    except HTTPException:  # too big to read: it never got in
        return []
    return [form[name] for name in KEPT_FIELDS if form.get(name, "").strip()]


def ticked(name: str) -> bool:
    """Is this box ticked?"""
    return bool(request.form.get(name))


def form_mark() -> str:
    """A mark for a fresh form: sent twice, it acts once."""
    return f"form:{new_id()}"


def once() -> str:
    """The mark of the form that was sent; a fresh one for a form without. Only marks of our own shape count."""
    sent = request.form.get("once", "")
    kind, _, rest = sent.partition(":")
    return sent if kind == "form" and _is_id(rest) else form_mark()


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def an_id(name: str) -> UUID:
    """An id out of a form. NotFound for anything else."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def seen() -> UUID | None:
    """The family's newest word that stood on the page from which a form came. None when the form does not say;
    NotFound for anything but an id."""
    return an_id("seen") if "seen" in request.form else None


def wanted_time(now: datetime, zone: str) -> datetime | None:
    """When a text shall go (UTC): None for now; `when` is now, today or tomorrow, `clock` a wall time like 16:30.

    Refused for a time that is no time, or that has passed.
    """
    when = request.form.get("when", "now")
    if when not in {"today", "tomorrow"}:
        return None
    wall = read_clock(request.form.get("clock", ""))
    local = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1 if when == "tomorrow" else 0)
    at = datetime.combine(local, wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at <= now:
        raise Refused("That time has passed today. Choose a later one, or tomorrow.")
    return at


def read_clock(text: str) -> time:
    """A wall time like 16:30. Refused for anything else."""
    try:
        found = time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        raise Refused("Please write a time like 16:30.") from None
    if found.tzinfo:
        raise Refused("Please write a time like 16:30.")
    return found


def read_moment(day: str, clock: str, zone: str) -> datetime:
    """A day like 2027-03-10 and a wall time, as an instant (UTC). Refused for anything else."""
    return datetime.combine(read_day(day), read_clock(clock), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def read_day(text: str) -> date:
    """A day like 2027-03-10. Refused for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("Please choose a day.") from None
