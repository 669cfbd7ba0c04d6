"""Who can I talk to? For anybody, without signing in: at one place, or in the whole service.

Nothing here depends on any family, and a filter is all that an address ever says.
"""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import profiles
from app.foundation.work import Work
from app.web.language import speak_as_the_phone_does, spoken, with_words
from app.web.welcome import whom_to_find
from app.web.welcome.group import pages
from app.web.welcome.whom_to_find import Found


@pages.shows("/who-can-i-talk-to")
def talk_to(work: Work) -> ResponseReturnValue:
    """Everybody in the service who may be found, place by place."""
    speak_as_the_phone_does()
    return _draw("welcome/talk_to.html", whom_to_find.everywhere(work))


@pages.shows("/who-can-i-talk-to/<slug>")
def talk_to_at(work: Work, slug: str) -> ResponseReturnValue:
    """One place: who may be found, and how one is welcomed there. NotFound for an unknown name."""
    speak_as_the_phone_does()
    return _draw("welcome/talk_to_at.html", whom_to_find.at(work, slug))


@pages.shows("/who")
def who(_work: Work) -> ResponseReturnValue:
    """The short address, as it stands on a poster."""
    return redirect(url_for("welcome.talk_to", **_language_asked_for()))


@pages.shows("/who/<slug>")
def who_at(work: Work, slug: str) -> ResponseReturnValue:
    """The short address of one place. NotFound for an unknown name."""
    return redirect(url_for("welcome.talk_to_at", slug=profiles.place(work, slug).slug, **_language_asked_for()))


def _language_asked_for() -> dict[str, Any]:
    return {"in": request.args["in"]} if "in" in request.args else {}


def _draw(template: str, found: Found) -> str:
    def address(**changed: str) -> str:
        values: dict[str, Any] = {**(request.view_args or {}), **found.wanted.query(**changed)}
        return url_for(request.endpoint or "", **values)

    return render_template(
        template,
        found=found,
        address=address,
        other_languages=[(one, address(**{"in": one.code})) for one in with_words() if one != spoken()],
        all_languages=with_words(),
    )
