"""Posters to print: who one can talk to, a number to text, and a code that opens the page in the poster's language."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.domain.people import profiles
from app.domain.people import queries as people
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.language import speak_as_the_phone_does, spoken, with_words
from app.web.person_card import as_address
from app.web.qr_code import qr_code
from app.web.welcome.group import pages
from app.web.welcome.whom_to_find import key_of

MOST_PLACES = 12
MOST_FACES = 6  # more do not fit beside each other, and nobody reads a list on a wall


@dataclass(frozen=True)
class OnTheWall:
    """One person on a poster. `number` is empty where all share one."""

    first_name: str
    role_words: str
    face: str
    number: str


@dataclass(frozen=True)
class Poster:
    """All that stands on one. `number` is the one to text, if there is only one; `typed` is the address as one types
    it; `places` are the names of several places, on a poster of them all."""

    title: str
    people: tuple[OnTheWall, ...]
    number: str
    public_phone: str
    code: Markup
    typed: str
    is_school: bool = False
    places: tuple[str, ...] = ()


@pages.shows("/who-can-i-talk-to/<slug>/poster")
def poster_at(work: Work, slug: str) -> ResponseReturnValue:
    """The poster of one place. NotFound for an unknown name."""
    speak_as_the_phone_does()
    return _draw(_of_a_place(work, slug))


@pages.shows("/poster")
def poster(work: Work) -> ResponseReturnValue:
    """The poster of a borough, or of the whole service."""
    speak_as_the_phone_does()
    return _draw(_of_them_all(work))


def _of_a_place(work: Work, slug: str) -> Poster:
    place = profiles.place(work, slug)
    found = [one for one in profiles.listed(work, [place.id]) if not one.is_enforcing][:MOST_FACES]
    line = next((one for one in people.lines_at(work, place.id) if one.membership_id is None), None)
    numbers = {one.number for one in found if one.number} or ({line.number} if line else set())
    only = for_people(numbers.pop()) if len(numbers) == 1 else ""
    faces = profiles.images_of(work, [one.id for one in found])
    return Poster(
        title=place.name,
        people=tuple(
            OnTheWall(
                first_name=one.first_name,
                role_words=one.role_words,
                face=as_address(faces[one.id]) if one.id in faces else "",
                number=for_people(one.number) if one.number and not only else "",
            )
            for one in found
        ),
        number=only,
        public_phone=place.public_phone,
        code=qr_code(_address(work, url_for("welcome.talk_to_at", slug=place.slug, **_in_this_language()))),
        typed=_typed(work, url_for("welcome.who_at", slug=place.slug)),
        is_school=place.kind == "school",
    )


def _of_them_all(work: Work) -> Poster:
    areas = people.areas(work)
    area = next((one for one in areas if key_of(one) == request.args.get("area") or len(areas) == 1), None)
    here = [one for one in profiles.places(work) if not area or one.area_id == area.id]
    named = {one.organisation_id for one in profiles.listed(work, [one.id for one in here])}
    key: dict[str, Any] = {"area": key_of(area)} if area and len(areas) > 1 else {}
    return Poster(
        title=area.name if area else "",
        people=(),
        number="",
        public_phone="",
        code=qr_code(_address(work, url_for("welcome.talk_to", **key, **_in_this_language()))),
        typed=_typed(work, url_for("welcome.who")),
        places=tuple(one.name for one in here if one.id in named)[:MOST_PLACES],
    )


def _in_this_language() -> dict[str, Any]:
    return {"in": spoken().code}


def _address(work: Work, path: str) -> str:
    """Where phones reach us: never what a request claims to be addressed to."""
    return f"{work.settings.public_url}{path}"


def _typed(work: Work, path: str) -> str:
    return _address(work, path).split("://", 1)[-1]


def _draw(found: Poster) -> str:
    def address(code: str) -> str:
        values: dict[str, Any] = {**(request.view_args or {}), "area": request.args.get("area"), "in": code}
        return url_for(request.endpoint or "", **values)

    others = [(one, address(one.code)) for one in with_words() if one != spoken()]
    return render_template("welcome/poster.html", poster=found, other_languages=others)
