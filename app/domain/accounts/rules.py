"""How long things last and how often they may be tried. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

STAFF_IDLE = timedelta(minutes=30)
STAFF_LONGEST = timedelta(hours=12)
REMEMBERED = timedelta(days=30)
KNOWN = timedelta(days=180)  # since it was last used: then a browser is a stranger again
FORGOTTEN_AFTER = timedelta(days=30)  # what has ended says nothing any more
INVITATION_LASTS = timedelta(days=2)
STAFF_LINK_LASTS = timedelta(hours=1)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
SHORTEST_WORD = 3
CODE_DIGITS = 6
CODE_EVERY = 30  # seconds
RECOVERY_CODES = 10
RECOVERY_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that looks like another
RECOVERY_LENGTH = 16
_NO_WORD = re.compile(r"[\W_]+")


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


def own_words(facts: Iterable[str]) -> tuple[str, ...]:
    """What somebody who knows a person would try first: the words of their names, address and organisations."""
    words = {word for fact in facts for word in _NO_WORD.split(fact.casefold())}
    return tuple(sorted((word for word in words if len(word) >= SHORTEST_WORD), key=lambda word: (-len(word), word)))
