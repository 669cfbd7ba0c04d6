"""How long things last and how often they may be tried. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from ipaddress import IPv6Address, ip_address, ip_network

from app.foundation.text import as_meant

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
KNOWN = timedelta(days=180)  # since it was last used: then a browser is a stranger again
FORGOTTEN_AFTER = timedelta(days=30)  # what has ended says nothing any more
INVITATION_LASTS = timedelta(days=2)
STAFF_LINK_LASTS = timedelta(hours=1)
LINK_LASTS = timedelta(hours=24)
FAMILY_VISIT = timedelta(hours=1)
FAMILY_ONLY_MINE = timedelta(days=60)
WORD_OPENS_FOR = timedelta(hours=1)
TOLD_AT = (80, 100)  # per cent of a day's automatic texts at which operators hear of it
SHORTEST_PASSWORD = 10
SHORTEST_FAMILY_WORD, LONGEST_FAMILY_WORD = 4, 60  # letters; characters
LONGEST_PASSWORD = 200
SHORTEST_WORD = 3
CODE_DIGITS = 6
CODE_EVERY = 30  # seconds
RECOVERY_CODES = 10
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that looks like another
RECOVERY_LENGTH = 16
_NO_WORD = re.compile(r"[\W_]+")


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
    ANSWER_BY_NUMBER = auto()  # automatic texts to one phone, of whatever kind
    AUTOMATIC_TEXT = auto()  # all of them together: how many a day is a setting (see `budget`)
    BUDGET_TOLD = auto()
    WORD_BY_VISIT = auto()
    WORD_BY_CONTACT = auto()

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
    Limited.ANSWER_BY_NUMBER: (Limit(6, timedelta(hours=1)), Limit(10, timedelta(days=1))),
    Limited.AUTOMATIC_TEXT: (),
    Limited.BUDGET_TOLD: (Limit(1, timedelta(days=1)),),
    Limited.WORD_BY_VISIT: (Limit(5, timedelta(hours=1)),),
    Limited.WORD_BY_CONTACT: (Limit(10, timedelta(days=1)),),
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


def is_remembered(remembered_until: datetime | None, now: datetime) -> bool:
    """Does this browser stand for the code from the phone?"""
    return remembered_until is not None and remembered_until > now


def code_in(typed: str) -> str:
    """The digits of a code as people type it: "123 456" is 123456. Empty when it is no code."""
    kept = typed.replace(" ", "").replace("-", "")
    return kept if len(kept) == CODE_DIGITS and kept.isascii() and kept.isdigit() else ""


def recovery_code_in(typed: str) -> str:
    """A recovery code as it was made, however it was typed: with or without spaces, small or large."""
    return "".join(letter for letter in typed.casefold() if letter in RECOVERY_LETTERS)


def in_fours(secret: str) -> str:
    """In groups of four, to read and to type."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def network_of(address: str) -> str:
    """Where on the internet somebody is, to count tries by: an IPv4 address; of IPv6 the /64, of which one household
    has billions of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


def own_words(facts: Iterable[str]) -> tuple[str, ...]:
    """What somebody who knows a person would try first: the words of their names, address and organisations."""
    words = {word for fact in facts for word in _NO_WORD.split(fact.casefold())}
    return tuple(sorted((word for word in words if len(word) >= SHORTEST_WORD), key=lambda word: (-len(word), word)))


def family_word(typed: str) -> str:
    """A family's word as it counts, however it was typed: accents, capitals and what stands around it do not matter."""
    return "".join(letter for letter in as_meant(typed[:LONGEST_FAMILY_WORD]) if letter.isalnum())


def what_is_wrong_with_word(typed: str, names: Iterable[str]) -> str | None:
    """A sentence when this cannot be a family's word, else None. `names`: first names that anybody would try."""
    word = family_word(typed)
    if len(typed) > LONGEST_FAMILY_WORD:
        return "Please choose a shorter word."
    if sum(letter.isalpha() for letter in word) < SHORTEST_FAMILY_WORD:
        return f"Their word needs at least {SHORTEST_FAMILY_WORD} letters."
    if word in {family_word(name) for name in names}:
        return "That is the first thing somebody would try: a name of the family. Choose another word together."
    return None
