"""A formal letter, read for a family: what they will stumble over, what it asks for, and a first draft of humane words
to stand beside it. Pure, and never more than a draft: whoever sends it makes it true and their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.wording.coach import looking, matching
from app.domain.wording.coach.patterns import Index
from app.domain.wording.coach.reading import sentences_of
from app.domain.wording.coach.remarks import Reader, Remark
from app.domain.wording.coach.rulebook import Rulebook

LONGEST = 5_000  # characters
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(
    rf"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})"
    r"(?:\s+\d{4})?\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
    re.I,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\s*(?:am|pm)?\b|\b\d{1,2}\s*(?:am|pm)\b", re.I)
_MONEY = re.compile(r"£\s?\d[\d,]*(?:\.\d{2})?")


@dataclass(frozen=True)
class Piece:
    """A piece of the letter as it stands; `remark` where a family will stumble."""

    words: str
    remark: Remark | None = None


@dataclass(frozen=True)
class Asks:
    """Something that such letters ask for or talk about, and how to say it plainly."""

    index: Index
    plainly: str


@dataclass(frozen=True)
class Letter:
    """The letter with marks, what it is about in plain sentences, and a draft to send beside it."""

    pieces: tuple[Piece, ...]
    about: tuple[str, ...]
    draft: str


def read(letter: str, author: str, rulebook: Rulebook, asks: tuple[Asks, ...]) -> Letter:
    """Read a letter for a family. `author` is who would send the words beside it."""
    text = letter[:LONGEST]
    remarks = looking.look(text, Reader(is_hello=True, author=author), lambda _code: rulebook)
    about = tuple(_about(text, asks))
    return Letter(tuple(_pieces(text, remarks)), about, _draft(about))


def _about(text: str, asks: tuple[Asks, ...]) -> Iterator[str]:
    sentences = sentences_of(text)
    yield from (one.plainly for one in asks if matching.has_any(one.index, sentences))
    days = list(dict.fromkeys(found.group() for found in _DAY.finditer(text)))
    clocks = list(dict.fromkeys(found.group() for found in _CLOCK.finditer(text)))
    if days:
        yield f"The day in it is {' and '.join(days[:2])}{', ' + clocks[0] if clocks else ''}."
    if money := _MONEY.search(text):
        yield f"It names a sum of money: {money.group()}."


def _draft(about: tuple[str, ...]) -> str:
    middle = " ".join(about) if about else "It says: [what it says, in one plain sentence]."
    return (
        "You may have had a letter from us. It sounds stern, and I am sorry if it worried you. "
        f"{middle} I can read it with you and help with it. Ring or text me when it suits you."
    )


def _pieces(text: str, remarks: tuple[Remark, ...]) -> Iterator[Piece]:
    at = 0
    for remark in sorted(remarks, key=lambda one: (one.start, -one.end)):
        if remark.is_note or remark.start < at or not remark.found or len(remark.found.split()) > _LONGEST_MARK:
            continue
        yield Piece(text[at : remark.start])
        yield Piece(text[remark.start : remark.end], remark)
        at = remark.end
    yield Piece(text[at:])


_LONGEST_MARK = 8  # words; a whole long sentence is said beside the letter, not marked in it
