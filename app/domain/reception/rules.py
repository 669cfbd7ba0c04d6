"""Understanding what came in. Pure: a word means something only when it is the whole message."""

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
    MESSAGE = "message"


TRIES = 3
LONGEST_LOCK = 60  # characters with all that may stand round the word: longer ones are not even looked at
_LINK = frozenset({"link"})
_RING = frozenset({"ring", "ring me"})
# None of them is a word by which a network stops or starts texts. Without accents, as `as_meant` makes them.
_LOCK = frozenset(
    {
        *("lock", "lock it", "lock now", "lock page", "lock pages", "lock my page", "lock my pages", "lock the page"),
        *("close page", "close pages", "close my page", "close my pages", "close the page"),
        *("zablokuj", "zablokuj strone", "blokada", "zamknij", "zamknij strone"),
        *("لاک", "لاک کریں", "لاک کرو", "تالا", "صفحہ بند", "صفحہ بند کریں", "صفحہ بند کرو"),
    }
)
# What stands in the place of a number when a caller withholds it: a word, or that word on a keypad.
WITHHELD = frozenset({"anonymous", "restricted", "blocked", "unknown", "unavailable", "private", "withheld"})
WITHHELD |= {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"}


def meaning(words: str) -> Meaning:
    """What these words ask for, read in order: STOP and START first, then LOCK, LINK and RING."""
    if permissions.is_stop(words):
        return Meaning.STOP
    if permissions.is_start(words):
        return Meaning.START
    if is_lock(words):
        return Meaning.LOCK
    bare = " ".join(permissions.bare(words).split())
    if bare in _LINK:
        return Meaning.LINK
    if bare in _RING:
        return Meaning.RING
    return Meaning.MESSAGE


def acts_at_once(words: str) -> bool:
    """Must this be done the moment it is taken in, before anybody has sorted it?"""
    return permissions.is_stop(words) or permissions.is_start(words) or is_lock(words)


def is_lock(words: str) -> bool:
    """Does this whole message ask for every private page on this phone to be closed?"""
    return len(words) <= LONGEST_LOCK and as_meant(permissions.bare(words)) in _LOCK


def is_withheld(number: str) -> bool:
    """Did whoever rang or texted keep their number back? Then two of them need not be the same person."""
    return number.strip().casefold() in WITHHELD


def number_of_pictures(raw: object) -> int:
    """How many pictures a provider says came along: 0 to 99, whatever it sends."""
    text = str(raw or "0").strip()
    return min(int(text), 99) if text.isascii() and text.isdigit() and len(text) < 5 else 0
