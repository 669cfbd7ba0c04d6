"""The files in `message_templates/`: a folder a purpose, with `about.toml` and one text a language. Read once."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import app
from app.domain.wording.checks import Measure
from app.domain.wording.coach.rulebook import Rulebook, index_of
from app.domain.wording.coach.rulebook import read as read_rulebook
from app.domain.wording.letters import Asks
from app.domain.wording.rules import READ_BY_NOBODY, Purpose, ReadyWords, Suits, blanks_in
from app.foundation.languages import ENGLISH

SHELF = Path(app.__file__).parent.parent / "message_templates"


@cache
def purposes() -> tuple[str, ...]:
    """Every purpose there is, in the order of the alphabet."""
    return tuple(sorted(folder.name for folder in SHELF.iterdir() if (folder / "about.toml").exists()))


@cache
def purpose(name: str) -> Purpose:
    """What a purpose is for. KeyError for one that we do not have."""
    about = _about(name)
    return Purpose(
        name=name,
        title=about["title"],
        is_automatic=about["goes"] == "by itself",
        suits=Suits(about["suits"]),
        when=about["when"],
        not_when=about["not_when"],
        blanks=dict(about["blanks"]),
        owner=about["owner"],
        source=about["source"],
        next_review=about["next_review"],
    )


@cache
def ready_words(name: str, language: str) -> ReadyWords:
    """The words for a purpose in a language, English where there are none. KeyError for a purpose we do not have."""
    checked = _about(name)["checked"]
    file = SHELF / name / f"{language}.txt"
    if not file.exists():
        language, file = ENGLISH.code, SHELF / name / f"{ENGLISH.code}.txt"
    text = file.read_text(encoding="utf-8").strip("\n")
    return ReadyWords(name, language, text, blanks_in(text), checked.get(language, "draft"))


def in_short(name: str, language: str) -> str:
    """How far a text on the shelf is checked, in one word: "-" where there is none."""
    if language not in languages_of(name):
        return "-"
    return READ_BY_NOBODY if ready_words(name, language).checked == READ_BY_NOBODY else "read"


@cache
def languages_of(name: str) -> frozenset[str]:
    """The languages that a purpose has words in."""
    return frozenset(file.stem for file in (SHELF / name).glob("*.txt"))


def ready_piece(name: str, blank: str, language: str) -> str:
    """Ready words that go into one blank of a purpose now and then; English where there are none. KeyError for a blank
    that has no words of its own."""
    pieces = _about(name)[blank]
    words: str = pieces.get(language) or pieces[ENGLISH.code]
    return words


@cache
def measure(language: str) -> Measure:
    """How long sentences and words of a language may be, and how it says that nobody wrote a text."""
    rules = coach_file(language)
    return Measure(automatic=rules["says"]["automatic"], reminder=rules["says"]["reminder"], **rules["measure"])


@cache
def rulebook(language: str) -> Rulebook:
    """The coach's rules for a language, ready to look with. KeyError for a language without."""
    return read_rulebook(coach_file(language), known_words(language))


@cache
def letters_ask() -> tuple[Asks, ...]:
    """What formal letters ask for, and how to say it plainly."""
    return tuple(Asks(index_of(one["find"]), one["plainly"]) for one in coach_file(ENGLISH.code)["letter"])


def known_words(language: str) -> tuple[str, ...]:
    """The words of a language that every child of nine or ten knows, where we have a list of them."""
    file = SHELF / "coach" / f"known_words.{language}.txt"
    if not file.exists():
        return ()
    return tuple(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def asks_in(language: str) -> dict[str, list[str]]:
    """What families may text in a language as a whole message, by what it asks for. KeyError for a language without."""
    asks: dict[str, list[str]] = coach_file(language)["asks"]
    return asks


def coach_in_short(language: str) -> str:
    """How far the coach's rules of a language are checked, in one word."""
    return READ_BY_NOBODY if coach_file(language)["checked"] == READ_BY_NOBODY else "read"


@cache
def coach_file(language: str) -> dict[str, Any]:
    """The coach's rules for a language, as they stand in their file. KeyError for a language without."""
    try:
        return _read(SHELF / "coach" / f"{language}.toml")
    except FileNotFoundError:
        raise KeyError(language) from None


@cache
def outside() -> dict[str, Any]:
    """Telephone numbers and pages of others that our words point to."""
    return _read(SHELF / "outside.toml")


def outside_is_due(today: date) -> bool:
    """Is it time that somebody rings those numbers and opens those pages again?"""
    due: date = outside()["next_review"]
    return today >= due


@cache
def _about(name: str) -> dict[str, Any]:
    if name not in purposes():  # a name from outside is never made into a path
        raise KeyError(name)
    return _read(SHELF / name / "about.toml")


def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as source:
        return tomllib.load(source)
