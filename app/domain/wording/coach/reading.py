"""A draft taken apart into sentences and words, in any of our scripts. Pure; offsets count characters from 0."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters with the marks that some scripts hang on them (Python's \w stops at an Indian vowel sign), and the joiners
# that Farsi writes inside a word. An apostrophe or a hyphen between two letters belongs to the word.
_LETTER = r"[\w\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0963\u0966-\u0dff\u200c\u200d]"
_WORD = re.compile(rf"£[\d.,]*\d|{_LETTER}+(?:['’\-‑]{_LETTER}+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.I)
_END = re.compile(r"[.!?…؟۔।]+[\"'”’)\]]*(?=\s|$)|\n+")
_BLANK = re.compile(r"\{[a-z_]+\}")
_STANDS_FOR_ITSELF = str.maketrans({"’": "'", "‘": "'", "‑": "-", "ł": "l", "đ": "d", "ø": "o", "ي": "ی", "ك": "ک"})


@dataclass(frozen=True)
class Word:
    """One word as it stands, and folded to compare: lower case, without accents, on whichever keyboard."""

    text: str
    folded: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Sentence:
    """One sentence and the words in it. `ends_with` is its last sign: ".", "?" or what else, or nothing."""

    words: tuple[Word, ...]
    start: int
    end: int
    ends_with: str


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that have a word in them. An address or a blank like {link} is no word."""
    clean = _BLANK.sub(_same_length, _ADDRESS.sub(_same_length, text))
    found, start = [], 0
    for mark in _END.finditer(clean):
        found.append((start, mark.start(), mark.group().strip()[:1]))
        start = mark.end()
    found.append((start, len(clean), ""))
    read = (Sentence(_words(clean, begin, end), begin, end, sign) for begin, end, sign in found)
    return tuple(sentence for sentence in read if sentence.words)


def words_of(text: str) -> tuple[Word, ...]:
    """All words of a text."""
    return tuple(word for sentence in sentences_of(text) for word in sentence.words)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """A word to compare: lower case, without accents, one kind of apostrophe, one way to write each letter."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_STANDS_FOR_ITSELF)


def _same_length(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _words(text: str, start: int, end: int) -> tuple[Word, ...]:
    return tuple(Word(one.group(), fold(one.group()), one.start()) for one in _WORD.finditer(text, start, end))
