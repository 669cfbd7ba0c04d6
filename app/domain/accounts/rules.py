"""How long things last and how often they may be tried. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=12)
INVITATION_LASTS = timedelta(days=2)
LINK_LASTS = timedelta(hours=24)
FAMILY_VISIT = timedelta(hours=1)
FAMILY_ONLY_MINE = timedelta(days=60)
SHORTEST_PASSWORD = 10


@dataclass(frozen=True)
class Limit:
    """At most `times` in `within`."""

    times: int
    within: timedelta


class Limited(Enum):
    """What may be tried only so often, and how often. A whole staff room may sit behind one address."""

    SIGN_IN_BY_EMAIL = (Limit(10, timedelta(minutes=30)),)
    SIGN_IN_BY_ADDRESS = (Limit(100, timedelta(minutes=30)),)
    LINK_BY_NUMBER = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(days=1)))
    LINK_BY_ADDRESS = (Limit(60, timedelta(hours=1)),)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All of them hold at once."""
        limits: tuple[Limit, ...] = self.value
        return limits


def staff_session_lives(*, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Is this session neither idle too long nor too old?"""
    return now - seen_at < STAFF_IDLE and now - started_at < STAFF_LONGEST


def what_is_wrong_with(password: str, email: str) -> str | None:
    """A sentence when a password is too easy, else None."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Please use at least {SHORTEST_PASSWORD} characters. Three words in a row are easy to remember."
    if len(password) > 200:
        return "Please use at most 200 characters."
    if password.casefold() in {email.casefold(), email.split("@", maxsplit=1)[0].casefold()} or len(set(password)) < 4:
        return "That is too easy to guess. Three words in a row are easy to remember."
    return None
