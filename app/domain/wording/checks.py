"""What ready words must keep to, whoever wrote them: those that ship, and those that a school makes its own. Pure.

Each thing that is wrong is one sentence for a person. Reading age: a text is one to four sentences, too short for any
grade formula; so we count what makes a short text hard, the length of its sentences and of its words, and the coach
looks for the words themselves.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.permissions.rules import START_WORDS, STOP_WORDS
from app.domain.wording.coach.reading import sentences_of, words_of
from app.domain.wording.rules import LOCK_SCREEN, Purpose, ReadyWords, as_sent
from app.foundation.languages import language
from app.foundation.sms import parts_of

LONGEST_SENTENCE = 15  # words, in English; a language that builds its sentences from fewer or more says so itself
LISTS = frozenset({"times"})  # a list of times takes as many texts as it needs, and is never cut
FIRST_WORDS_SAY_WHERE = frozenset({"hello"})  # the first text of all says from where, or nobody would trust it
SAYS_HOW_TO_STOP = frozenset({"hello", "welcome_back"})
REMINDER = "time_reminder"
# Names and places as they are: the fourth-longest of each kind that one meets, not the longest there is.
TYPICAL = {
    "first_name": "Charlotte",
    "organisation": "Tidewell Harbour School",
    "contact": "Magdalena",
    "child": "Charlotte",
    "giver": "The school office",
    "enforcing": "",
    "words": "",
    "link": "https://kettle.tidewell.example/my/0123456789abcdefghijkl",
    "next_name": "Magdalena",
    "cover": "Magdalena",
    "reader": "Magdalena",
    "day": "24.11.",
    "last_day": "27.11.",
    "back_on": "4.1.",
    "time": "9:20",
    "door": "Blue Door",
    "when": "Tue 24 Nov 3:20pm",
    "where": "Tidewell Library",
    "times": "1 Tue 24 Nov 3:20pm, Tidewell Library\n2 Wed 25 Nov 9am, school\n3 Thu 26 Nov 6pm, on the phone",
    "danger": "999",
    "nhs_page": "https://www.nhs.uk/live-well/is-my-child-too-ill-for-school/",
    "nhs_looked": "22.11.",
    "languages": "English\npolski\nromână\nукраїнська\nportuguês\nالعربية\nاردو\nਪੰਜਾਬੀ\nবাংলা\nગુજરાતી\nSoomaali\nفارسی",
    "language": "українська",
    "translation": "",
}
_BLANK = re.compile(r"\{[a-z_]+\}")
_CAPITALS = re.compile(r"\bSTOP\b")
_TELLING = re.compile(
    r"abus|police|social worker|court|fines?\b|prosecut|absen|attend|refuge|diagnos|school|council|hospital|clinic",
    re.I,
)
_LETTER_WORDS = re.compile(r"%|!!|unauthori|fines?\b|penalt|legal|percent|attendance|must\b|failure|prosecut", re.I)


@dataclass(frozen=True)
class Measure:
    """How one language says that nobody wrote a text (`automatic`, `reminder`), and how long its sentences (in words)
    and its words (in letters) may be."""

    automatic: str
    reminder: str
    longest_sentence: int = LONGEST_SENTENCE
    longest_word: int = 14


def problems(purpose: Purpose, words: ReadyWords, english: ReadyWords, measure: Measure) -> list[str]:
    """What is wrong with these words, each as a sentence; nothing for words that may stand on the shelf."""
    found = [
        *_blanks(purpose, words, english),
        *_beginning(purpose, words, measure),
        *_words_that_stop(purpose, words),
        *_cost(purpose, words),
        *_lock_screen(purpose, words),
        *_plainness(words, measure),
        *_links(words),
    ]
    if _LETTER_WORDS.search(_without_blanks(words.text)):
        found.append("It says what a school letter says: a percentage, a duty, a fine or a failure.")
    return found


def typical(text: str, changed: Mapping[str, str] | None = None) -> str:
    """Words as they would go, with names and places as they are. A blank that we do not know stays as it is."""
    known = {**TYPICAL, **(changed or {})}
    return _BLANK.sub(lambda blank: known.get(blank.group()[1:-1], blank.group()), text)


def _blanks(purpose: Purpose, words: ReadyWords, english: ReadyWords) -> Iterator[str]:
    if missing := sorted(english.blanks - words.blanks):
        yield f"It lacks {_listed(missing)}."
    if unknown := sorted(words.blanks - set(purpose.blanks)):
        yield f"{_listed(unknown)} is not one of its blanks. They are {_listed(sorted(purpose.blanks))}."
    if "{" in _without_blanks(words.text) or "}" in _without_blanks(words.text):
        yield "It has a bracket that is no blank."


def _listed(blanks: list[str]) -> str:
    return ", ".join(f"{{{blank}}}" for blank in blanks)


def _beginning(purpose: Purpose, words: ReadyWords, measure: Measure) -> Iterator[str]:
    by_name = words.text.startswith("{first_name}")
    if purpose.name == REMINDER:
        if not by_name and not words.text.startswith(measure.reminder):
            yield f"It must begin with “{measure.reminder}” and the name."
    elif purpose.is_automatic:
        if not words.text.startswith(measure.automatic):
            yield f"It must begin with “{measure.automatic}”: nobody wrote it."
    elif not by_name or as_sent(typical(words.text), TYPICAL["first_name"]) != typical(words.text):
        yield "It must begin with {first_name}, the name of whoever sends it."
    elif language(words.language).is_right_to_left and not words.text.startswith("{first_name}\n"):
        yield "The name stands on a line of its own in front of words from right to left."


def _words_that_stop(purpose: Purpose, words: ReadyWords) -> Iterator[str]:
    said = {word.folded for word in words_of(_without_blanks(words.text))}
    if invited := (STOP_WORDS | START_WORDS) & said - {"stop"}:
        yield f"“{min(invited)}” is a word by which a network stops or starts texts. Use another."
    if "stop" in said and not _CAPITALS.search(words.text):
        yield "STOP stands there only to say how to stop texts, in capitals."
    if purpose.name in SAYS_HOW_TO_STOP and not _CAPITALS.search(words.text):
        yield "It must say how to stop texts."


def _cost(purpose: Purpose, words: ReadyWords) -> Iterator[str]:
    if words.blanks & LISTS:
        return
    parts = parts_of(typical(words.text))
    is_short = purpose.is_automatic or "link" in words.blanks
    most = (1 if parts.is_gsm7 else 2) if is_short else (2 if parts.is_gsm7 else 3)
    if parts.count > most:
        yield f"It takes {parts.count} texts with typical names. {most} is the most."


def _lock_screen(purpose: Purpose, words: ReadyWords) -> Iterator[str]:
    shown = typical(words.text, {"first_name": "Neil"})[:LOCK_SCREEN]
    if purpose.name not in FIRST_WORDS_SAY_WHERE and _TELLING.search(shown):
        yield "A locked phone would show what it is about. Put that after the first 40 characters."
    if "http" in shown:
        yield "A locked phone would show the link. Put it at the end."


def _plainness(words: ReadyWords, measure: Measure) -> Iterator[str]:
    for sentence in sentences_of(typical(words.text, {"languages": "", "times": ""})):
        if len(sentence.words) > measure.longest_sentence:
            yield f"A sentence of {len(sentence.words)} words. {measure.longest_sentence} is the most."
    for word in words_of(_without_blanks(words.text)):
        if len(word.text) > measure.longest_word:
            yield f"“{word.text}” is a long word."


def _links(words: ReadyWords) -> Iterator[str]:
    for blank in ("{link}", "{nhs_page}"):
        if blank not in words.text:
            continue
        if not words.text.endswith(blank):
            yield f"{blank} stands at the very end, so that phones make it a link."
        if language(words.language).is_right_to_left and f"\n{blank}" not in words.text:
            yield f"{blank} has a line of its own beside words from right to left."


def _without_blanks(text: str) -> str:
    return _BLANK.sub("", text)
