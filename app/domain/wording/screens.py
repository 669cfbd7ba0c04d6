"""How far the words on families' screens are checked: what the files in `translations/` say of themselves."""

from functools import cache
from pathlib import Path

import app
from app.domain.wording.rules import READ_BY_NOBODY
from app.foundation.languages import ENGLISH

TRANSLATIONS = Path(app.__file__).parent.parent / "translations"


def catalogue_of(language: str) -> Path:
    """The file with the words of the screens in a language."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


@cache
def in_short(language: str) -> str:
    """ "draft", "read", or "-" where there are no words in this language."""
    file = catalogue_of(language)
    if language == ENGLISH.code:
        return "read"
    if not file.exists():
        return "-"
    return READ_BY_NOBODY if "\n# Draft" in file.read_text(encoding="utf-8")[:1000] else "read"
