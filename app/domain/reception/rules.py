"""Understanding what came in. Pure: a word means something only when it is the whole message."""

from enum import Enum, StrEnum

from app.domain.permissions import rules as permissions


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
    LINK = "link"
    RING = "ring"
    MESSAGE = "message"


TRIES = 3
_LINK = frozenset({"link"})
_RING = frozenset({"ring", "ring me"})


def meaning(words: str) -> Meaning:
    """What these words ask for, read in order: STOP and START first, then LINK and RING."""
    if permissions.is_stop(words):
        return Meaning.STOP
    if permissions.is_start(words):
        return Meaning.START
    bare = " ".join(words.strip().strip(".!?\"'“”‘’").casefold().split())
    if bare in _LINK:
        return Meaning.LINK
    if bare in _RING:
        return Meaning.RING
    return Meaning.MESSAGE


def number_of_pictures(raw: object) -> int:
    """How many pictures a provider says came along: 0 to 99, whatever it sends."""
    text = str(raw or "0").strip()
    return min(int(text), 99) if text.isascii() and text.isdigit() and len(text) < 5 else 0
