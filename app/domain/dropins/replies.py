"""Reading the answer to a menu. Pure. A number counts only when it is the whole message: nothing is ever guessed.

A figure, in any script, may have a kind word or a friendly picture beside it ("2 please", "number 2", a thumb up). A
number word ("two", "dwa") may not: it is the whole message. Everything else is for a person, who sees which of the
times may be meant: "2?" asks something, and two babies are no time.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.foundation.text import as_meant

LONGEST = 60  # characters: a longer message says more than a number
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\u20e3\ufeff]")
_MARKS = re.compile(r"[\s.,!;:()\[\]#\"'“”‘’…،؛۔।–—-]+")
_ALONE = re.compile(r"(?<![\d:.,/])[0-9]{1,3}(?![:.,/]?\d)")
_STRUCK_OUT = re.compile(r"\d[\u0300-\u036f]")
_FRIENDLY = re.compile("[👍👌🙏🙂😊☺😀😃😄😁🤗🫶❤♥💚💛💙🧡💜✅✔☑🌸🌷☕🫖\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True)
class Numbers:
    """How one language says numbers, and what may stand beside a figure. All as `as_meant` makes them."""

    words: dict[str, int] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()


def numbers_from(file: dict[str, Any]) -> Numbers:
    """The numbers of one language out of its file (`[numbers]`)."""
    words = {_plain(word): int(key) for key, found in file.items() if key.isdecimal() for word in found}
    return Numbers(words, frozenset(_plain(word) for key in ("please", "number") for word in file[key]))


def read(words: str, known: Iterable[Numbers]) -> int | None:
    """The number that this whole message is, in one of these languages. None for anything else."""
    if len(words) > LONGEST or _STRUCK_OUT.search(words):
        return None
    languages = list(known)
    plain = _plain(words)
    said = {found for one in languages if (found := one.words.get(plain)) is not None}
    if said:
        return said.pop() if len(said) == 1 else None
    tokens = plain.split()
    figures = [place for place, token in enumerate(tokens) if token.isdecimal()]
    if len(figures) != 1:
        return None
    (place,) = figures
    beside = frozenset[str]().union(*(one.beside for one in languages))
    if not (_are_all(tokens[:place], beside) and _are_all(tokens[place + 1 :], beside)):
        return None
    return int(tokens[place]) if len(tokens[place]) < 4 else None


def mentioned(words: str, among: Sequence[int]) -> int | None:
    """The one number of a menu that stands by itself anywhere in these words, for a person to look at: an hour or a
    date is none. None when there are none or several."""
    figured = "".join(_figure(letter) for letter in _UNSEEN.sub("", words[:2000]))
    named = {int(found) for found in _ALONE.findall(figured)} & set(among)
    return named.pop() if len(named) == 1 else None


def _are_all(tokens: Sequence[str], phrases: frozenset[str]) -> bool:
    """Are these tokens nothing but such phrases, one after the other?"""
    if not tokens:
        return True
    return any(
        " ".join(tokens[:length]) in phrases and _are_all(tokens[length:], phrases)
        for length in range(1, min(3, len(tokens)) + 1)
    )


def _plain(words: str) -> str:
    """Without marks, pictures and unseen letters, with each figure as 0 to 9."""
    seen = _FRIENDLY.sub(" ", _UNSEEN.sub("", words))
    letters = "".join(_figure(letter) for letter in seen)
    return as_meant(_MARKS.sub(" ", letters)).strip()


def _figure(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)
