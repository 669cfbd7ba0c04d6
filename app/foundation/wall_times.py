"""Wall times and instants. A day and a time on the clocks of a zone is not always one instant: when clocks go forward
an hour is missing, when they go back an hour comes twice. Pure.
"""

from datetime import UTC, date, datetime, time
from enum import Enum
from zoneinfo import ZoneInfo


class Odd(Enum):
    """Why a wall time is not exactly one instant."""

    MISSING = "missing"
    TWICE = "twice"


def odd(day: date, wall: time, zone: str) -> Odd | None:
    """Is this wall time missing on that day, or does it come twice? None for all others."""
    early = datetime.combine(day, wall, tzinfo=ZoneInfo(zone))
    back = early.astimezone(UTC).astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != early.replace(tzinfo=None):
        return Odd.MISSING
    return Odd.TWICE if early.utcoffset() != early.replace(fold=1).utcoffset() else None


def instant(day: date, wall: time, zone: str) -> datetime:
    """The instant (UTC) of a wall time; of one that comes twice, the first."""
    return datetime.combine(day, wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_of(at: datetime, zone: str) -> tuple[date, time]:
    """The day and the wall time of an instant (UTC)."""
    here = at.astimezone(ZoneInfo(zone))
    return here.date(), here.time().replace(tzinfo=None)
