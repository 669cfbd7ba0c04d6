"""How long things last and how often they may be tried. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

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
    """What may be tried only so often. Each is counted on its own, also where two have the same limits."""

    SIGN_IN_BY_EMAIL = auto()
    SIGN_IN_BY_ADDRESS = auto()
    LINK_BY_NUMBER = auto()
    LINK_BY_SECRET = auto()  # with an old link, or from an ended visit
    LINK_BY_ADDRESS = auto()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All of them hold at once."""
        return _LIMITS[self]


_LINKS = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(days=1)))
_LIMITS = {  # a whole staff room may sit behind one address
    Limited.SIGN_IN_BY_EMAIL: (Limit(10, timedelta(minutes=30)),),
    Limited.SIGN_IN_BY_ADDRESS: (Limit(100, timedelta(minutes=30)),),
    Limited.LINK_BY_NUMBER: _LINKS,
    Limited.LINK_BY_SECRET: _LINKS,
    Limited.LINK_BY_ADDRESS: (Limit(60, timedelta(hours=1)),),
}


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
