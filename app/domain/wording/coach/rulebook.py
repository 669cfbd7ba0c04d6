"""The coach's rules for one language, read from a file and made ready to look with. Pure: a mapping in, rules out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from app.domain.wording.coach.patterns import GAP, NAME, NAME_S, Index, Kind, Part, Pattern, Rule
from app.domain.wording.coach.reading import fold, words_of


@dataclass(frozen=True)
class Rulebook:
    """All rules of one language. Lengths are in words; `easy` are the words that everybody knows: a longer one that is
    not among them is hard."""

    language: str
    checked: str
    index: Index
    telling: Index
    place: Index
    official: Index
    too_long: int
    too_long_young: int
    good_openings: tuple[str, ...]
    known_capitals: frozenset[str] = frozenset()
    shouted: frozenset[str] = frozenset()
    easy: frozenset[str] = frozenset()
    worry: Index = field(default_factory=Index)
    good: Index = field(default_factory=Index)


_NO_RULE = Rule(Kind.LOCK_SCREEN, "", "")


def read(file: Mapping[str, Any], known: Sequence[str] = ()) -> Rulebook:
    """The rules that stand in a file; `known` are words that every child knows. KeyError or ValueError for a file that
    is not as it should be."""
    groups = {name: index_of(alternatives) for name, alternatives in file.get("groups", {}).items()}
    words: Mapping[str, Any] = file.get("words", {})
    index = Index()
    for one in file["phrase"]:
        rule = Rule(
            kind=Kind(one["kind"]),
            better=one["better"],
            why=one["why"],
            whole=one.get("whole", False),
            ask_again=one.get("ask_again", False),
            only_near=one.get("only_near", False),
            begins=one.get("begins", False),
        )
        _add_all(index, one["find"], rule, groups)
        _add_all(index, one.get("but", ()), rule, groups, is_but=True)
    for key, better in file.get("jargon", {}).items():
        _add_all(index, [key], Rule(Kind.JARGON, better, "Not everybody knows these words."), groups)
    for key, better in file.get("plain", {}).items():
        _add_all(index, [key], Rule(Kind.HARD, better, "A word from letters. There is a plain one."), groups)
    longest, drafts = file["measure"]["longest_sentence"], file.get("drafts", {})
    return Rulebook(
        language=file["language"],
        checked=file["checked"],
        index=index,
        telling=index_of(words.get("telling", ())),
        place=index_of(words.get("place", ())),
        official=index_of(words.get("official", ())),
        too_long=drafts.get("too_long", longest + longest // 3),
        too_long_young=drafts.get("too_long_young", longest + longest // 2),
        good_openings=tuple(file["good_openings"]),
        known_capitals=frozenset(words.get("known_capitals", ())),
        shouted=frozenset(words.get("shouted", ())),
        easy=frozenset(fold(word) for word in (*words.get("easy", "").split(), *known)),
        worry=index_of(words.get("worry", ())),
        good=index_of(words.get("good", ())),
    )


def index_of(words: Sequence[str]) -> Index:
    """Words to look for, with nothing to say about them."""
    index = Index()
    _add_all(index, words, _NO_RULE, {})
    return index


def _add_all(
    index: Index, find: Sequence[str], rule: Rule, groups: Mapping[str, Index], *, is_but: bool = False
) -> None:
    for words in find:
        parts = tuple(part for word in words.split() for part in _parts(word))
        if not parts:
            raise ValueError(words)
        index.add(Pattern(parts, rule, is_but), groups)


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[Part, ...]:
    if word in {NAME, NAME_S, GAP}:
        return (Part(word),)
    if word.startswith("{") and word.endswith("}"):
        return (Part("", group=word[1:-1]),)
    if word.isascii() and word.isalpha() and not word.isupper():
        return (Part(word.lower()),)
    return tuple(_pieces(word))


def _pieces(word: str) -> Iterator[Part]:
    read_as = words_of(word.rstrip("*"))
    for piece in read_as:
        is_beginning = word.endswith("*") and piece is read_as[-1]
        is_capitals = len(piece.text) > 1 and piece.text.isupper() and piece.text.isascii()
        yield Part(piece.folded, is_beginning, is_capitals)
