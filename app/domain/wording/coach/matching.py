"""Finding the words of rules in a draft. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.wording.coach.patterns import Found, Index, Rule
from app.domain.wording.coach.reading import Sentence, Word

# What may stand before an order, and it is still one.
_BEFORE_AN_ORDER = frozenset({"please", "just", "so", "and", "but", "then", "now", "or"})
_ARTICLES = frozenset({"a", "an", "the"})
_WHOSE = frozenset({"your", "our", "my", "his", "her", "their", "this", "that", "another", "every"})
_SOMEBODY = frozenset({"somebody", "some", "people", "everybody"})
_OBJECT = {"he": "him", "she": "her", "they": "them"}


@dataclass(frozen=True)
class Match:
    """Where a rule's words stand in a sentence: its words from `first` to before `end`. `said` are the words that
    stood for its groups."""

    rule: Rule
    sentence: Sentence
    first: int
    end: int
    said: Mapping[str, str]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words found."""
        return self.sentence.words[self.first : self.end]

    def better(self) -> str:
        """The rule's better words, with those of its groups put in."""
        better = self.rule.better
        for group, words in self._names().items():
            better = better.replace(f"{{{group}}}", words)
        return better

    def joined(self) -> tuple[int, str]:
        """From which word on the better words go in, so that they join what stands before: "the TAF" becomes "the
        meeting of …", "an EWO" becomes "somebody from …"."""
        better = self.better()
        begins, _, rest = better.partition(" ")
        before = self.sentence.words[self.first - 1].folded if self.first else ""
        if not rest or before not in _ARTICLES | _WHOSE:
            return self.first, better
        if begins in _SOMEBODY or (begins in _ARTICLES and before in {"a", "an"}):
            return self.first - 1, better
        return self.first, rest if begins in _ARTICLES else better

    def _names(self) -> dict[str, str]:
        child = self.said.get("child", "")
        lower = child if child[:1].isupper() and child.casefold() not in _FIRST_WORDS else child.lower()
        them = self.said.get("them") or _OBJECT.get(lower, lower)
        return {"child": lower or "they", "them": them or "them", "their": self.said.get("their", "their")}


_FIRST_WORDS = frozenset({"he", "she", "they", "your child", "your son", "your daughter", "your boy", "your girl"})
_FIRST_WORDS |= {"the pupil", "this pupil", "the student", "the child"}


def find(index: Index, sentence: Sentence) -> list[Match]:
    """What the rules find in a sentence, from its beginning. Where two overlap, the longer one that begins first."""
    all_found = [found for at in range(len(sentence.words)) for found in _at(index, sentence, at)]
    silent = [match for match, is_but in all_found if is_but]
    found = [match for match, is_but in all_found if not is_but and _stands(match) and not _is_silent(match, silent)]
    found.sort(key=lambda match: (match.first, -match.end))
    kept: list[Match] = []
    for match in found:
        if not kept or match.first >= kept[-1].end:
            kept.append(match)
    return kept


def has_any(index: Index, sentences: Sequence[Sentence]) -> bool:
    """Does any of these words stand there?"""
    return any(_at(index, sentence, at) for sentence in sentences for at in range(len(sentence.words)))


def _stands(match: Match) -> bool:
    before = match.sentence.words[: match.first]
    return not match.rule.begins or all(word.folded in _BEFORE_AN_ORDER for word in before)


def _is_silent(match: Match, silent: Sequence[Match]) -> bool:
    return any(one.rule is match.rule and one.first < match.end and match.first < one.end for one in silent)


def _at(index: Index, sentence: Sentence, at: int) -> list[tuple[Match, bool]]:
    return [
        (Match(one.pattern.rule, sentence, at, one.end, _said(one, sentence)), one.pattern.is_but)
        for one in index.standing_at(sentence.words, at)
        if one.end > at
    ]


def _said(found: Found, sentence: Sentence) -> dict[str, str]:
    return {group: " ".join(word.text for word in sentence.words[first:end]) for group, first, end in found.said}
