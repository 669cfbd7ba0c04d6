"""How long things last and how often they may be tried. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
KNOWN = timedelta(days=180)  # since it was last used: then a browser is a stranger again
INVITATION_LASTS = timedelta(days=2)
STAFF_LINK_LASTS = timedelta(hours=1)
LINK_LASTS = timedelta(hours=24)
FAMILY_VISIT = timedelta(hours=1)
FAMILY_ONLY_MINE = timedelta(days=60)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


@dataclass(frozen=True)
class Limit:
    """At most `times` in `within`."""

    times: int
    within: timedelta


class Limited(Enum):
    """What may be tried only so often. Each is counted on its own, also where two have the same limits."""

    SIGN_IN_AS = auto()  # an e-mail address from one place on the internet, in a browser that we do not know
    SIGN_IN_BY_DEVICE = auto()  # in a browser that its owner has signed in with before
    SIGN_IN_BY_ADDRESS = auto()
    CODE = auto()
    PRESENT_PASSWORD = auto()
    INVITATION = auto()
    FORGOTTEN_BY_EMAIL = auto()
    FORGOTTEN_BY_ADDRESS = auto()
    LINK_BY_NUMBER = auto()
    LINK_BY_SECRET = auto()  # with an old link, or from an ended visit
    LINK_BY_ADDRESS = auto()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All of them hold at once."""
        return _LIMITS[self]


_LINKS = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(days=1)))
_LIMITS = {  # a whole staff room may sit behind one address; what was right is not counted
    Limited.SIGN_IN_AS: (Limit(10, timedelta(minutes=30)),),
    Limited.SIGN_IN_BY_DEVICE: (Limit(10, timedelta(minutes=30)),),
    Limited.SIGN_IN_BY_ADDRESS: (Limit(200, timedelta(minutes=30)),),
    Limited.CODE: (Limit(5, timedelta(minutes=15)), Limit(50, timedelta(days=1))),
    Limited.PRESENT_PASSWORD: (Limit(10, timedelta(minutes=30)),),
    Limited.INVITATION: (Limit(5, timedelta(days=1)),),
    Limited.FORGOTTEN_BY_EMAIL: (Limit(2, timedelta(hours=1)), Limit(5, timedelta(days=1))),
    Limited.FORGOTTEN_BY_ADDRESS: (Limit(30, timedelta(hours=1)),),
    Limited.LINK_BY_NUMBER: _LINKS,
    Limited.LINK_BY_SECRET: _LINKS,
    Limited.LINK_BY_ADDRESS: (Limit(60, timedelta(hours=1)),),
}


class StaffLink(StrEnum):
    """What a link in an e-mail to a member of staff is for. Stored as text."""

    INVITATION = "invitation"
    FORGOTTEN = "forgotten"
    LOST_PHONE = "lost_phone"

    @property
    def lasts(self) -> timedelta:
        """For how long it opens something."""
        return INVITATION_LASTS if self is StaffLink.INVITATION else STAFF_LINK_LASTS


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
