"""What a family hears about when it asks who has looked. Pure."""

from enum import StrEnum


class Looking(StrEnum):
    """How somebody came to read a thread that is not their own, or that they made a copy. Stored as an entry's verb."""

    READ = "read a thread"
    AS_COVER = "read a thread: cover"
    IN_THE_HOLIDAYS = "read a thread: holiday reader"
    ON_DUTY = "read a thread: on duty"
    COPIED = "copied a thread"
    COPIED_WITH_NOTES = "copied a thread with its notes"


COPIES = frozenset({Looking.COPIED, Looking.COPIED_WITH_NOTES})
READS = frozenset(Looking) - COPIES
