"""An organisation's public page: where a family checks that a number is really ours. Never names a family."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.people import profiles
from app.domain.people import queries as people
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.language import speak_as_the_phone_does
from app.web.person_card import card_of, faces_of
from app.web.welcome.group import pages
from app.web.welcome.whom_to_find import kind_in_words, website_of


@pages.shows("/check/<slug>")
def check(work: Work, slug: str) -> ResponseReturnValue:
    """Our numbers, the organisation's own, and who writes from them. NotFound for an unknown name."""
    speak_as_the_phone_does()
    place = people.organisation_by_slug(work, slug)
    found = profiles.listed(work, [place.id])
    faces = faces_of(work, [one.id for one in found])
    return render_template(
        "welcome/check.html",
        place=place,
        kind=kind_in_words(place.kind),
        numbers=[for_people(line.number) for line in people.lines_at(work, place.id)],
        people=[card_of(one, faces.get(one.id, "")) for one in found],
        website=website_of(place),
    )
