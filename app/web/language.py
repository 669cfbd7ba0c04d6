"""In which language a page speaks. English, until a family's own is known. Words come from `translations/`."""

from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, request

from app.domain.wording.screens import catalogue_of
from app.foundation.languages import ENGLISH, LANGUAGES, Language, direction_of, language


def speak(code: str) -> None:
    """Use this language for the rest of the request; English where we have no words of it yet."""
    g.language = language(code) if catalogue_of(code).exists() else ENGLISH


def speak_as_the_phone_does() -> None:
    """Before we may know who is there: the language of the browser, or the one chosen by `?in=pl`."""
    ours = [found.code for found in with_words()]
    theirs = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    speak(next((code for code in (request.args.get("in", ""), *theirs) if code in ours), ENGLISH.code))


@cache
def with_words() -> tuple[Language, ...]:
    """The languages that pages can speak."""
    return tuple(found for found in LANGUAGES.values() if found == ENGLISH or catalogue_of(found.code).exists())


def spoken() -> Language:
    """The language of this request."""
    found: Language = g.get("language", ENGLISH)
    return found


@cache
def translations(code: str) -> NullTranslations:
    """The words of one language; English stands for itself. Read from the .po files, so nothing must be compiled."""
    file = catalogue_of(code)
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


def language_of_words(body: str, theirs: str) -> str:
    """The likely `lang` of what somebody wrote in a thread with a family that speaks `theirs`; "" when nobody can say.

    Only for a screen reader's voice. Staff write English unless the letters say otherwise.
    """
    runs = direction_of(body)
    if runs != language(theirs).direction:
        return ENGLISH.code if runs == "ltr" else ""
    return theirs if runs == "rtl" or not body.isascii() else ENGLISH.code


def teach(flask_app: Flask) -> None:
    """Give templates `_()` and the page's language and direction."""
    flask_app.jinja_env.add_extension("jinja2.ext.i18n")
    environment: Any = flask_app.jinja_env
    environment.install_gettext_callables(
        _, lambda one, many, count: translations(spoken().code).ungettext(one, many, count), newstyle=True
    )

    environment.globals["page_languages"] = with_words

    @flask_app.context_processor
    def _page_language() -> dict[str, str]:
        return {"lang": spoken().code, "dir": spoken().direction}
