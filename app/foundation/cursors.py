"""Where a list goes on: the time and id of the last thing shown, as an address carries them. Opens nothing."""

from datetime import UTC, datetime
from uuid import UUID

from app.foundation.errors import NotFound


def cursor_after(at: datetime, thing_id: UUID) -> str:
    """The cursor that asks for what stands before this one."""
    return f"{at.timestamp():.6f}_{thing_id}"


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """The time (UTC) and id in a cursor. NotFound for anything that is none."""
    try:
        seconds, _, thing_id = cursor.partition("_")
        return datetime.fromtimestamp(float(seconds), UTC), UUID(thing_id)
    except (ValueError, OverflowError, OSError):
        raise NotFound from None
