"""Filling blanks in ready words. Pure, and only blanks that were named: what people type is never run as a template."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.foundation.languages import direction_of

Blanks = Callable[[str], Mapping[str, str]]  # what stands in the blanks, in a language (BCP-47)
READ_BY_NOBODY = "draft"
LOCK_SCREEN = 40  # characters that a locked phone shows to whoever picks it up
_BLANK = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class ReadyWords:
    """One purpose in one language. `checked` says honestly how far somebody has read it."""

    purpose: str
    language: str
    text: str
    blanks: frozenset[str]
    checked: str


class Suits(StrEnum):
    """Whom ready words are for."""

    PARENT = "a parent or carer"
    YOUNG = "a young person"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Purpose:
    """One moment that matters: when its words help and when not, what its blanks mean, whose they are, and when
    somebody reads them again. `is_automatic`: Kettle sends them by itself, as an answer."""

    name: str
    title: str
    is_automatic: bool
    suits: Suits
    when: str
    not_when: str
    blanks: Mapping[str, str]
    owner: str
    source: str
    next_review: date

    def is_for(self, *, young: bool) -> bool:
        """Do these words suit this reader?"""
        return self.suits is Suits.EVERYBODY or (self.suits is Suits.YOUNG) == young


def blanks_in(text: str) -> frozenset[str]:
    """The blanks that a text has, as in "Hello {name}"."""
    return frozenset(_BLANK.findall(text))


def fill(text: str, blanks: Mapping[str, str]) -> str:
    """Put words into the blanks. What is put in is never looked at again, so a name like "{link}" stays a name."""
    return _BLANK.sub(lambda blank: blanks[blank.group(1)], text)


def fill_or_gap(text: str, blanks: Mapping[str, str]) -> str:
    """The same, with a gap in brackets ("[day]") for each blank that nobody knows the words for."""
    return _BLANK.sub(lambda blank: blanks.get(blank.group(1)) or f"[{blank.group(1).replace('_', ' ')}]", text)


def begins_with_name(text: str, first_name: str) -> bool:
    """Do the first words of a text bear this first name?"""
    opening = text.strip().casefold()
    name = first_name.strip().casefold()
    return bool(name) and opening.startswith(name) and not opening[len(name) : len(name) + 1].isalpha()


def as_sent(text: str, first_name: str) -> str:
    """A text as it leaves: it begins with its author's first name.

    In front of words that run from right to left the name stands on a line of its own; on the same line it would
    turn the whole text round on the phone.
    """
    if begins_with_name(text, first_name):
        return text
    return f"{first_name}:\n{text}" if direction_of(text) == "rtl" else f"{first_name}: {text}"
