"""In which language a page speaks. English, until a family's own is known. Words come from `translations/`."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g

import app
from app.foundation.languages import ENGLISH, Language, language

SHELF = Path(app.__file__).parent.parent / "translations"


def speak(code: str) -> None:
    """Use this language for the rest of the request."""
    g.language = language(code)


def spoken() -> Language:
    """The language of this request."""
    found: Language = g.get("language", ENGLISH)
    return found


@cache
def translations(code: str) -> NullTranslations:
    """The words of one language; English stands for itself. Read from the .po files, so nothing must be compiled."""
    file = SHELF / code / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return NullTranslations()
    with file.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def _(words: str) -> str:
    """These words in the language of this request."""
    return translations(spoken().code).ugettext(words)


def teach(flask_app: Flask) -> None:
    """Give templates `_()` and the page's language and direction."""
    flask_app.jinja_env.add_extension("jinja2.ext.i18n")
    environment: Any = flask_app.jinja_env
    environment.install_gettext_callables(
        _, lambda one, many, count: translations(spoken().code).ungettext(one, many, count), newstyle=True
    )

    @flask_app.context_processor
    def _page_language() -> dict[str, str]:
        return {"lang": spoken().code, "dir": spoken().direction}
