"""Problem pages where a family reads: what happened and what to do, in its language, with a way out.

They never name anybody and never repeat a sentence that was written for staff: what went wrong is one of a few kinds.
"""

from enum import Enum, auto

from flask import render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from app.domain.permissions import queries as permissions
from app.domain.private_pages import private_links
from app.foundation.actors import Anybody
from app.foundation.languages import Language
from app.web.forms import kept_words
from app.web.guards import family_cookie
from app.web.language import _, speak, speak_as_the_phone_does, with_words
from app.web.pages import house

PLACES = ("/my", "/check")


class Trouble(Enum):
    """What kind of problem a family can meet."""

    NOT_THERE = auto()
    OPEN_TOO_LONG = auto()
    TOO_BIG = auto()
    NOT_TAKEN = auto()
    OUR_FAULT = auto()


def is_a_familys(path: str) -> bool:
    """Is this an address that families open?"""
    return any(path == place or path.startswith(f"{place}/") for place in PLACES)


def page(trouble: Trouble) -> str:
    """One problem page, in the language of the visit; without one, in the language of the phone."""
    reads = _reads()
    if reads:
        speak(reads)
    else:
        speak_as_the_phone_does()
    title, sentence = _words(trouble)
    return render_template(
        "family/trouble.html",
        heading=title,
        sentence=sentence,
        kept=kept_words(),
        way_on=_way_on(),
        languages=_languages(is_visiting=bool(reads)),
    )


def _words(trouble: Trouble) -> tuple[str, str]:
    match trouble:
        case Trouble.NOT_THERE:
            return (
                _("We could not find that page"),
                _("Perhaps a part of its address is missing. Your messages are safe."),
            )
        case Trouble.OPEN_TOO_LONG:
            return (
                _("Please try that again"),
                _(
                    "We could not be sure that it was you, so nothing was sent. This can happen when a page was open "
                    "for a long time. Open it again and try once more."
                ),
            )
        case Trouble.TOO_BIG:
            return (
                _("That was too long"),
                _("That is far more than fits, so nothing was sent. Please send it in smaller parts."),
            )
        case Trouble.NOT_TAKEN:
            return (
                _("That did not work"),
                _("We could not take that. Please try once more, or text your person instead."),
            )
        case Trouble.OUR_FAULT:
            return (
                _("Sorry, that did not work"),
                _(
                    "The fault is ours. If you were sending something, it did not arrive. Please try again in a few "
                    "minutes, or text your person."
                ),
            )


def _reads() -> str:
    """The language of the visit; empty without one, or while the database cannot say."""
    try:
        with house().database.reading(Anybody()) as work:
            secret = request.cookies.get(family_cookie(work.settings), "")
            visiting = private_links.family_by_session(work, secret) if secret else None
            return permissions.wishes_of(work, visiting.contact_id).reads if visiting else ""
    except SQLAlchemyError:
        return ""


def _way_on() -> str:
    """Where to go from here: to the link that was pressed, else to the private page."""
    secret = (request.view_args or {}).get("secret")
    if secret:
        return url_for("family_link.link", secret=secret)
    return url_for("family.people")


def _languages(*, is_visiting: bool) -> tuple[Language, ...]:
    # The same page in another language is a GET: it would answer something else than what was sent.
    return () if is_visiting or request.method != "GET" else with_words()
