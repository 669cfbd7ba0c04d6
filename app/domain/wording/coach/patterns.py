"""Words in a row, and finding them fast. Pure.

A word of a pattern may end in * (any ending), be a group of words like {child}, be <name>, a word that begins with a
capital letter, or be ..., which stands for up to three words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from app.domain.wording.coach.reading import Word

NAME, NAME_S, GAP = "<name>", "<name>'s", "..."
_WIDEST_GAP = 3  # words
# Words that begin a sentence with a capital and are nobody's name.
_BEGINNERS = """
    i you we they he she it this that these those the a an and or but if when where why what who how which there here
    please thank thanks hello hi dear good so as at by for from in on of to with not no yes all any our your my their
    his her its is are was were be been have has had do does did can could will would shall should may might must let
    just also then than today tomorrow yesterday school parents carers mum dad monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays
    january february march april june july august september october november
    december"""
_NO_NAMES = frozenset(_BEGINNERS.split())
_ROUGH = 3  # letters by which a beginning is looked up
_ANY_ROUGH = ""


class Kind(StrEnum):
    """What sort of thing the coach has found."""

    THREAT = "threat"
    PROMISE = "promise"
    BLAME = "blame"
    YOUNG = "young"
    JARGON = "jargon"
    HARD = "hard"
    LOCK_SCREEN = "lock screen"
    PLACE = "place"
    SURNAME = "surname"
    GAP = "gap"
    NUMBER = "number"
    INITIALS = "initials"
    QUESTIONS = "questions"
    LONG = "long sentence"
    LOUD = "loud"
    NO_NAME = "no name"
    OPENING = "opening"


def is_a_name(word: Word) -> bool:
    """Does this look like somebody's name: a capital letter, and none of the words that begin sentences?"""
    return word.text[:1].isupper() and word.folded not in _NO_NAMES


@dataclass(frozen=True)
class Rule:
    """What to say when these words are found. `better` may stand in their place; `whole`: in that of the sentence.
    `only_near`: they mean harm only where official words stand in the same draft; `begins`: only where a sentence
    begins with them, because there they give an order."""

    kind: Kind
    better: str
    why: str
    whole: bool = False
    ask_again: bool = False
    only_near: bool = False
    begins: bool = False


class Part(NamedTuple):
    """One word of a pattern: exactly it, or any word that begins so; or one of a group of words, a name, a gap."""

    text: str
    is_beginning: bool = False
    is_capitals: bool = False
    group: str = ""

    def fits(self, word: Word) -> bool:
        """Does this word fit?"""
        if self.text in {NAME, NAME_S}:
            return is_a_name(word) and word.folded.endswith("'s") == (self.text == NAME_S)
        if self.is_capitals and not _is_in_capitals(word.text):
            return False
        return word.folded.startswith(self.text) if self.is_beginning else word.folded == self.text


def _is_in_capitals(text: str) -> bool:
    """SENCO, and the way many write it: SENCo."""
    return text.isupper() or (len(text) > 3 and text[:-1].isupper())


class Pattern(NamedTuple):
    """Words in a row, for a rule; `is_but`: where they stand, the rule has nothing to say."""

    parts: tuple[Part, ...]
    rule: Rule
    is_but: bool = False


@dataclass(frozen=True)
class Found:
    """A pattern that stands there, up to before word `end`. `said`: the words that stood for its groups, each as the
    first of them and the one after the last."""

    pattern: Pattern
    end: int
    said: tuple[tuple[str, int, int], ...] = ()


@dataclass(slots=True)
class Index:
    """Patterns as a tree of words: from a word on, only the few that fit so far are asked further."""

    ends: list[Pattern] = field(default_factory=list)
    _whole: dict[str, list[tuple[Part, "Index"]]] = field(default_factory=dict)
    _rough: dict[str, list[tuple[Part, "Index"]]] = field(default_factory=dict)
    _names: list[tuple[Part, "Index"]] = field(default_factory=list)
    _groups: dict[str, tuple["Index", "Index"]] = field(default_factory=dict)
    _gap: "Index | None" = None

    def add(self, pattern: Pattern, groups: Mapping[str, "Index"]) -> None:
        """Put a pattern where it will be found. KeyError for a group that there is not."""
        here = self
        for part in pattern.parts:
            here = here._after(part, groups)
        here.ends.append(pattern)

    def standing_at(self, words: Sequence[Word], at: int) -> Iterator[Found]:
        """Every pattern that stands there from word `at` on."""
        for pattern in self.ends:
            yield Found(pattern, at)
        if at < len(words):
            for part, after in self._asked(words[at]):
                if part.fits(words[at]):
                    yield from after.standing_at(words, at + 1)
            for name, (group, after) in self._groups.items():
                for end in {one.end for one in group.standing_at(words, at)}:
                    for found in after.standing_at(words, end):
                        yield replace(found, said=((name, at, end), *found.said))
        if self._gap:
            for further in range(at, min(at + _WIDEST_GAP, len(words)) + 1):
                yield from self._gap.standing_at(words, further)

    def _after(self, part: Part, groups: Mapping[str, "Index"]) -> "Index":
        if part.text == GAP:
            self._gap = self._gap or Index()
            return self._gap
        if part.group:
            return self._groups.setdefault(part.group, (groups[part.group], Index()))[1]
        branch = self._branch_for(part)
        for other, after in branch:
            if other == part:
                return after
        branch.append((part, Index()))
        return branch[-1][1]

    def _branch_for(self, part: Part) -> list[tuple[Part, "Index"]]:
        if part.text in {NAME, NAME_S}:
            return self._names
        if part.is_beginning:
            return self._rough.setdefault(part.text[:_ROUGH] if len(part.text) >= _ROUGH else _ANY_ROUGH, [])
        return self._whole.setdefault(part.text, [])

    def _asked(self, word: Word) -> Iterator[tuple[Part, "Index"]]:
        yield from self._whole.get(word.folded, ())
        yield from self._rough.get(word.folded[:_ROUGH], ())
        yield from self._rough.get(_ANY_ROUGH, ())
        yield from self._names
