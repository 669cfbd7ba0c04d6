"""Looking over a draft. It never decides anything and never blocks: what it says is for whoever writes.

The rules are files, one a language. A draft to a family that reads Polish is looked at with the English and the Polish
rules, because staff may type either; how long sentences and words may be goes by the language that it is written in.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from app.domain.wording.coach import matching, plainness, shapes
from app.domain.wording.coach.matching import Match
from app.domain.wording.coach.patterns import Kind, is_a_name
from app.domain.wording.coach.reading import Sentence, sentences_of
from app.domain.wording.coach.remarks import Reader, Remark, in_order
from app.domain.wording.coach.rulebook import Rulebook
from app.domain.wording.rules import LOCK_SCREEN, as_sent

LONGEST = 5_000  # characters; a longer draft is looked at as far as this
_INTRODUCED = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\b[^.!?\n]{0,30}[,.!–-]\s*)?"
    r"(?:it is|it['’]s|this is|i am|i['’]m|my name is)?\s*[A-Z][\w'’-]+\s*(?:here\b|from\b|at\b|:|,|\.)",
    re.I,
)
_CAPITALS = re.compile(r"\b(?:[A-Z][A-Z&]*[0-9]?[A-Z]*s?|[A-Z]{3,}[a-z]|[A-Z][a-z][A-Z]s?)\b")


def look(draft: str, reader: Reader, rulebook_of: Callable[[str], Rulebook]) -> tuple[Remark, ...]:
    """What somebody might stumble over, what matters most first. `rulebook_of` gives the rules of a language."""
    text = draft[:LONGEST]
    sentences = sentences_of(text)
    if not sentences:
        return ()
    english = rulebook_of("en")
    books = [english] if reader.language == "en" else [english, rulebook_of(reader.language)]
    written_in = books[-1] if len(books) > 1 and not plainness.is_english(sentences) else english
    found = [
        *(remark for book in books for remark in _words(text, sentences, book, reader)),
        *_initials(text, sentences, books),
        *shapes.look(text),
        *plainness.look(text, sentences, written_in, reader),
        *_lock_screen(text, books, reader),
        *_surnames(sentences, reader),
        *_beginning(text, sentences, written_in, reader),
    ]
    return in_order(_without_doubles(found))


def asks_again(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """Those for which sending asks for a second press."""
    return tuple(remark for remark in remarks if remark.ask_again)


def is_worry(text: str, rulebook: Rulebook) -> bool:
    """Is there a worry in these words, and nothing good?"""
    sentences = sentences_of(text)
    return matching.has_any(rulebook.worry, sentences) and not matching.has_any(rulebook.good, sentences)


def _words(text: str, sentences: Sequence[Sentence], book: Rulebook, reader: Reader) -> Iterator[Remark]:
    is_official = matching.has_any(book.official, sentences)
    for sentence in sentences:
        for match in matching.find(book.index, sentence):
            if match.rule.kind is Kind.YOUNG and not reader.is_young:
                continue
            if is_official or not match.rule.only_near:
                yield _remark(text, match)


def _remark(text: str, match: Match) -> Remark:
    start, end = match.words[0].start, match.words[-1].end
    first, better = (0, match.better()) if match.rule.whole else match.joined()
    swap_start, swap_end = match.sentence.words[first].start, end
    if match.rule.whole:
        swap_start, swap_end = match.sentence.start, _end_of(text, match.sentence)
    while text[swap_start : swap_start + 1].isspace():
        swap_start += 1
    if better and first == 0 and text[swap_start : swap_start + 1].isupper():
        better = better[:1].upper() + better[1:]
    return Remark(
        match.rule.kind,
        start,
        end,
        text[start:end],
        match.rule.why,
        swap=better or None,
        swap_start=swap_start,
        swap_end=swap_end,
        ask_again=match.rule.ask_again,
    )


def _end_of(text: str, sentence: Sentence) -> int:
    """Where a sentence ends, with its last sign."""
    end = sentence.end
    while sentence.ends_with and end < len(text) and text[end] in ".!?…؟۔।":
        end += 1
    return end


def _initials(text: str, sentences: Sequence[Sentence], books: Sequence[Rulebook]) -> Iterator[Remark]:
    known = frozenset().union(*(book.known_capitals for book in books))
    for found in _CAPITALS.finditer(text):
        bare = found.group().rstrip("s")
        if any(found.group() in book.shouted for book in books):
            yield Remark(
                Kind.LOUD, found.start(), found.end(), found.group(), "It shouts. Quiet words are read to the end."
            )
            continue
        is_initials = 2 <= len(bare) <= 6 and bare not in known and found.group() not in known
        if is_initials and not _is_shouted(found, sentences):
            yield Remark(
                Kind.INITIALS,
                found.start(),
                found.end(),
                found.group(),
                "Not everybody knows what these letters stand for. Say it in words.",
            )


def _is_shouted(found: re.Match[str], sentences: Sequence[Sentence]) -> bool:
    """Is the whole sentence in capitals? Then they are no initials."""
    for sentence in sentences:
        if sentence.start <= found.start() <= sentence.end:
            long = [word.text for word in sentence.words if len(word.text) > 1]
            return len(long) > 2 and sum(word.isupper() for word in long) > len(long) / 2
    return False


def _lock_screen(text: str, books: Sequence[Rulebook], reader: Reader) -> Iterator[Remark]:
    if reader.is_hello:
        return  # the first text of all says from where, or nobody would trust it
    sent = as_sent(text, reader.author) if reader.author else text
    ahead = len(sent) - len(text)
    shown = sentences_of(sent[: LOCK_SCREEN + 20])
    for kind, words in ((Kind.LOCK_SCREEN, [book.telling for book in books]), (Kind.PLACE, [books[0].place])):
        for match in (one for index in words for sentence in shown for one in matching.find(index, sentence)):
            start, end = match.words[0].start, match.words[-1].end
            if ahead <= start < LOCK_SCREEN:
                why = "A locked phone shows this to whoever picks it up. Put it further back."
                yield Remark(kind, start - ahead, end - ahead, sent[start:end], why)
                return


def _surnames(sentences: Sequence[Sentence], reader: Reader) -> Iterator[Remark]:
    unwanted = {name.casefold() for name in reader.surnames if len(name) > 1}
    for sentence in sentences:
        for word in sentence.words:
            if word.folded.removesuffix("'s") in unwanted and is_a_name(word):
                yield Remark(Kind.SURNAME, word.start, word.end, word.text, "First names are enough in a text.")


def _beginning(text: str, sentences: Sequence[Sentence], book: Rulebook, reader: Reader) -> Iterator[Remark]:
    if not reader.author and book.language == "en" and not _INTRODUCED.match(text.strip()):
        yield Remark(Kind.NO_NAME, 0, 0, "", "Nobody's name stands at the start. Say who you are.")
    if reader.last_were_worries and not matching.has_any(book.good, sentences[:2]) and book.good_openings:
        opening = book.good_openings[0].replace("{child}", reader.child or "your child")
        yield Remark(
            Kind.OPENING,
            0,
            0,
            "",
            "The last words to them were worries. Begin with something good?",
            swap=f"{opening} ",
        )


def _without_doubles(found: Sequence[Remark]) -> list[Remark]:
    """One remark for one place: the first, and the others only where they say something else."""
    kept: list[Remark] = []
    for remark in found:
        if not any(_is_same_place(remark, other) for other in kept):
            kept.append(remark)
    return kept


def _is_same_place(one: Remark, other: Remark) -> bool:
    about_words = {Kind.LONG, Kind.QUESTIONS, Kind.LOCK_SCREEN, Kind.PLACE, Kind.OPENING, Kind.NO_NAME, Kind.SURNAME}
    if one.kind in about_words or other.kind in about_words:
        return one.kind is other.kind and one.start == other.start
    if one.kind is other.kind:
        return one.start < other.end and other.start < one.end
    return (one.start <= other.start and other.end <= one.end) or (other.start <= one.start and one.end <= other.end)
