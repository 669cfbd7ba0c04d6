"""Reading ready words from `message_templates/`: a folder a purpose, `about.toml` and one text a language."""

import tomllib
from functools import cache
from pathlib import Path

import app
from app.domain.wording.rules import ReadyWords, blanks_in, is_cleared
from app.foundation.languages import ENGLISH

SHELF = Path(app.__file__).parent.parent / "message_templates"


@cache
def ready_words(purpose: str, language: str) -> ReadyWords:
    """The words for a purpose in a language, English where there are none. KeyError for a purpose we do not have."""
    folder = SHELF / purpose
    about = _about(folder)
    file = folder / f"{language}.txt"
    if not file.exists():
        language, file = ENGLISH.code, folder / f"{ENGLISH.code}.txt"
    text = file.read_text(encoding="utf-8").strip("\n")
    return ReadyWords(purpose, language, text, blanks_in(text), about["checked"].get(language, "draft"))


def ready_piece(purpose: str, blank: str, language: str) -> str:
    """Ready words that go into one blank of a purpose now and then; English where there are none. KeyError for a blank
    that has no words of its own."""
    pieces = _about(SHELF / purpose)[blank]
    return pieces.get(language) or pieces[ENGLISH.code]


def automatic_words(purpose: str, language: str) -> ReadyWords:
    """The same for a text that goes out by itself: English until a person has read the family's language."""
    words = ready_words(purpose, language)
    return words if is_cleared(words.checked) else ready_words(purpose, ENGLISH.code)


def purposes() -> list[str]:
    """Every purpose there is."""
    return sorted(folder.name for folder in SHELF.iterdir() if (folder / "about.toml").exists())


def _about(folder: Path) -> dict[str, dict[str, str]]:
    try:
        with (folder / "about.toml").open("rb") as file:
            about: dict[str, dict[str, str]] = tomllib.load(file)
    except FileNotFoundError:
        raise KeyError(folder.name) from None
    return about
