"""Whom somebody may find who looks for a person to talk to: what they want, and what there is. Reads only.

Whoever's job has a part about fines or court is left out until asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request

from app.domain.people import profiles
from app.domain.people import queries as people
from app.domain.people.models import Area, Organisation
from app.domain.people.profiles import Profile
from app.foundation.identifiers import MembershipId
from app.foundation.languages import LANGUAGES
from app.foundation.phone_numbers import for_people
from app.foundation.text import folded
from app.foundation.work import Work
from app.web.language import _
from app.web.person_card import Card, card_of, faces_of, name_of_language

AT_ONCE = 30  # people on one page
YES = "yes"


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. `area` and `speaks` are empty for all; `everybody`: also whose job is about fines."""

    speaks: str = ""
    area: str = ""
    is_not_school: bool = False
    everybody: bool = False
    page: int = 1

    def query(self, **changed: str) -> dict[str, Any]:
        """The same as the end of an address, with something changed. The language of the page comes along."""
        said = {
            "in": request.args.get("in", ""),
            "speaks": self.speaks,
            "area": self.area,
            "not_school": YES if self.is_not_school else "",
            "all": YES if self.everybody else "",
        }
        return {name: words for name, words in (said | changed).items() if words}


@dataclass(frozen=True)
class Place:
    """One organisation and whom one may find there. `is_shared`: a first text there is read by whoever is on duty;
    `line` is the number that takes it, on the place's own page."""

    name: str
    slug: str
    kind: str
    is_school: bool
    area: str
    public_phone: str
    website: str
    welcome: tuple[str, ...]
    line: str = ""
    cards: tuple[Card, ...] = ()
    is_shared: bool = False


@dataclass(frozen=True)
class Found:
    """What stands on one page of the list. `without` are places at which nobody is named."""

    wanted: Wanted
    places: tuple[Place, ...]
    without: tuple[Place, ...] = ()
    are_some_left_out: bool = False
    languages: tuple[tuple[str, str], ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    has_more: bool = False


def everywhere(work: Work) -> Found:
    """Everybody in the service who is wanted, borough by borough, place by place."""
    areas = people.areas(work)
    wanted = _wanted(areas)
    here = _wanted_places(work, areas, wanted)
    everybody = profiles.listed(work, [one.id for one in here])
    meant = [(place, one) for place in here for one in everybody if one.organisation_id == place.id]
    meant = [(place, one) for place, one in meant if _is_meant(one, wanted)]
    first, last = (wanted.page - 1) * AT_ONCE, wanted.page * AT_ONCE
    named = {one.organisation_id for one in everybody}
    names: dict[UUID | None, str] = {area.id: area.name for area in areas} if len(areas) > 1 else {}
    nobody_there = [] if wanted.speaks or len(meant) > last else [one for one in here if one.id not in named]
    return Found(
        wanted=wanted,
        places=tuple(_with_people(work, meant[first:last], names)),
        without=tuple(_place(one, [], {}, names) for one in nobody_there),
        are_some_left_out=_are_some_left_out(everybody, wanted),
        languages=_languages_among(everybody),
        areas=tuple((key_of(one), one.name) for one in areas) if len(areas) > 1 else (),
        has_more=len(meant) > last,
    )


def at(work: Work, slug: str) -> Found:
    """Everybody at one place who is wanted. NotFound for an unknown name."""
    place = profiles.place(work, slug)
    wanted = _wanted(())
    everybody = profiles.listed(work, [place.id])
    meant = [one for one in everybody if _is_meant(one, wanted)]
    here = _place(place, meant, faces_of(work, [one.id for one in meant]), {})
    line = next((line for line in people.lines_at(work, place.id) if line.membership_id is None), None)
    return Found(
        wanted=wanted,
        places=(replace(here, line=for_people(line.number) if line else ""),),
        are_some_left_out=_are_some_left_out(everybody, wanted),
        languages=_languages_among(everybody),
    )


def key_of(area: Area) -> str:
    """A borough in an address."""
    return "-".join(folded(area.name).split())


def kind_in_words(kind: str) -> str:
    """What an organisation is; empty for one that is none of these."""
    kinds = {
        "school": _("A school"),
        "council": _("A council"),
        "charity": _("A charity"),
        "health": _("A health team"),
    }
    return kinds.get(kind, "")


def website_of(place: Organisation) -> str:
    """An organisation's own page, if its address is one that may be followed."""
    return place.public_website if place.public_website.startswith(("https://", "http://")) else ""


def _wanted(areas: Iterable[Area]) -> Wanted:
    speaks, area, page = (request.args.get(name, "") for name in ("speaks", "area", "page"))
    return Wanted(
        speaks=speaks if speaks in LANGUAGES else "",
        area=area if area in {key_of(one) for one in areas} else "",
        is_not_school=bool(request.args.get("not_school")),
        everybody=bool(request.args.get("all")),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )


def _wanted_places(work: Work, areas: Sequence[Area], wanted: Wanted) -> list[Organisation]:
    order = {area.id: number for number, area in enumerate(areas)}
    chosen = {area.id for area in areas if key_of(area) == wanted.area}
    here = [
        one
        for one in profiles.places(work)
        if (not chosen or one.area_id in chosen) and not (wanted.is_not_school and one.kind == "school")
    ]
    return sorted(here, key=lambda one: order.get(one.area_id, len(order)) if one.area_id else len(order))


def _is_meant(one: Profile, wanted: Wanted) -> bool:
    return (not wanted.speaks or wanted.speaks in one.languages) and (wanted.everybody or not one.is_enforcing)


def _are_some_left_out(everybody: Iterable[Profile], wanted: Wanted) -> bool:
    speaking = [one for one in everybody if not wanted.speaks or wanted.speaks in one.languages]
    return not wanted.everybody and any(one.is_enforcing for one in speaking)


def _languages_among(everybody: Iterable[Profile]) -> tuple[tuple[str, str], ...]:
    """What is spoken there, each in its own name and in the page's language, if there is a choice at all."""
    there = {code for one in everybody for code in one.languages}
    pairs = [(code, _both_names(code)) for code in LANGUAGES if code in there]
    return tuple(pairs) if len(pairs) > 1 else ()


def _both_names(code: str) -> str:
    own, here = LANGUAGES[code].own, name_of_language(code)
    return own if folded(own) == folded(here) else f"{own} ({here})"


def _with_people(
    work: Work, pairs: Sequence[tuple[Organisation, Profile]], areas: Mapping[UUID | None, str]
) -> Iterable[Place]:
    faces = faces_of(work, [one.id for _place_there, one in pairs])
    for _id, grouped in groupby(pairs, key=lambda pair: pair[0].id):
        together = list(grouped)
        yield _place(together[0][0], [one for _place_there, one in together], faces, areas)


def _place(
    place: Organisation,
    found: Sequence[Profile],
    faces: Mapping[MembershipId, str],
    areas: Mapping[UUID | None, str],
) -> Place:
    return Place(
        name=place.name,
        slug=place.slug,
        kind=kind_in_words(place.kind),
        is_school=place.kind == "school",
        area=areas.get(place.area_id, ""),
        public_phone=place.public_phone,
        website=website_of(place),
        welcome=tuple(words for words in (place.welcome_who, place.welcome_door, place.welcome_more) if words),
        cards=tuple(card_of(one, faces.get(one.id, "")) for one in found),
        is_shared=any(one.number and not one.has_own_line for one in found),
    )
