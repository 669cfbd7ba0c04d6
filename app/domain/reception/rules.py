"""Understanding what came in. Pure: a word means something only when it is the whole message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from app.domain.permissions import rules as permissions
from app.foundation.text import as_meant


class Kind(StrEnum):
    """What arrived. An open set: stored as text."""

    TEXT = "text"
    CALL = "call"
    PAGE = "page"  # written on a family's private page
    LINK_WANTED = "link_wanted"  # "text me a new link", pressed on an expired page


class Result(StrEnum):
    """What became of it. Stored as text."""

    THREAD = "thread"  # it is in a conversation
    FRONT_DOOR = "front_door"  # it could not be understood and was handed to a person as it was
    NO_LINE = "no_line"  # it came to a number that is not ours: for the operator
    NOTHING_TO_DO = "nothing_to_do"


class Meaning(Enum):
    """What a message asks of Kettle itself. Everything else is for a person."""

    STOP = "stop"
    START = "start"
    LOCK = "lock"
    LINK = "link"
    RING = "ring"
    LANGUAGE = "language"
    LANGUAGE_NAMED = "language named"
    TIME = "time"
    MESSAGE = "message"


TRIES = 3
LONGEST_ASK = 60  # characters with all that may stand round the words: longer ones are not even looked at


@dataclass(frozen=True)
class Asks:
    """The words by which families ask for something, as `as_asked` makes them; `names` are of languages (BCP-47)."""

    lock: frozenset[str]
    link: frozenset[str]
    ring: frozenset[str]
    language: frozenset[str]
    time: frozenset[str]
    names: Mapping[str, str]


# What stands in the place of a number when a caller withholds it: a word, or that word on a keypad.
WITHHELD = frozenset({"anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld"})
WITHHELD |= {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"}


def meaning(words: str, asks: Asks) -> Meaning:
    """What these words ask for, read in order: STOP and START first, then LOCK, LINK, RING, LANGUAGE and TIME."""
    if permissions.is_stop(words):
        return Meaning.STOP
    if permissions.is_start(words):
        return Meaning.START
    asked = _asked(words)
    for kind, said in (
        (Meaning.LOCK, asks.lock),
        (Meaning.LINK, asks.link),
        (Meaning.RING, asks.ring),
        (Meaning.LANGUAGE, asks.language),
        (Meaning.LANGUAGE_NAMED, asks.names),
        (Meaning.TIME, asks.time),
    ):
        if asked in said:
            return kind
    return Meaning.MESSAGE


def acts_at_once(words: str, asks: Asks) -> bool:
    """Must this be done the moment it is taken in, before anybody has sorted it?"""
    return permissions.is_stop(words) or permissions.is_start(words) or is_lock(words, asks)


def is_lock(words: str, asks: Asks) -> bool:
    """Does this whole message ask for every private page on this phone to be closed?"""
    return _asked(words) in asks.lock


def language_named(words: str, asks: Asks) -> str | None:
    """The language whose name this whole message is."""
    return asks.names.get(_asked(words))


def as_asked(words: Iterable[str]) -> frozenset[str]:
    """Words to compare with what a family texts: on whichever keyboard, with or without accents and capitals."""
    return frozenset(as_meant(permissions.bare(one)) for one in words)


def _asked(words: str) -> str:
    return as_meant(permissions.bare(words)) if len(words) <= LONGEST_ASK else ""


def is_withheld(number: str) -> bool:
    """Did whoever rang or texted keep their number back? Then two of them need not be the same person."""
    return number.strip().casefold() in WITHHELD


def number_of_pictures(raw: object) -> int:
    """How many pictures a provider says came along: 0 to 99, whatever it sends."""
    text = str(raw or "0").strip()
    return min(int(text), 99) if text.isascii() and text.isdigit() and len(text) < 5 else 0
