"""An organisation's public page: where a family checks that a number is really ours. Never names a family."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.rules import Role
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.language import _, speak_as_the_phone_does
from app.web.welcome.group import pages


@pages.shows("/check/<slug>")
def check(work: Work, slug: str) -> ResponseReturnValue:
    """Our numbers, the organisation's own, and who writes from them. NotFound for an unknown name."""
    speak_as_the_phone_does()
    place = people.organisation_by_slug(work, slug)
    kinds = {
        "school": _("A school"),
        "council": _("A council"),
        "charity": _("A charity"),
        "health": _("A health team"),
    }
    return render_template(
        "welcome/check.html",
        place=place,
        kind=kinds.get(place.kind, ""),
        numbers=[for_people(line.number) for line in people.lines_at(work, place.id)],
        people=[one for one in members.working_here(work, place.id, Role.TRUSTED_PERSON) if one.is_public],
        website=place.public_website if place.public_website.startswith(("https://", "http://")) else "",
    )
