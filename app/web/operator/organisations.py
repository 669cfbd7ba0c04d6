"""The organisations of this service, for operators: making one. Never a family, a message, or who works where."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import places, standing
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.foundation.errors import Refused
from app.foundation.identifiers import OrganisationId
from app.foundation.work import Work
from app.web import forms
from app.web.operator.health import pages
from app.web.trusted_person.group import refusal_of

REFUSED = 409
KINDS = {
    "school": "A school",
    "council": "A council",
    "charity": "A charity",
    "health": "A health team",
    "operating": "Runs the service",
}
OFFERED = tuple((kind, words) for kind, words in KINDS.items() if kind != places.OPERATING)


@dataclass(frozen=True)
class Line:
    """One line of the list."""

    id: OrganisationId
    name: str
    kind: str
    area: str
    has_line: bool
    has_two_managers: bool


@pages.shows("/organisations")
def organisations(work: Work) -> ResponseReturnValue:
    """All of them, and an empty form for a new one."""
    return _draw(work)


@pages.does("/organisations")
def make_organisation(work: Work) -> ResponseReturnValue:
    """A new one. A refusal keeps everything typed."""
    made: list[Organisation] = []
    problem = refusal_of(work, lambda: made.append(_make(work)))
    if problem:
        return _draw(work, problem), REFUSED
    return redirect(url_for("operator.organisation", organisation_id=made[0].id), 303)


def _make(work: Work) -> Organisation:
    kind = forms.typed("kind", limit=20)
    if kind not in dict(OFFERED):
        raise Refused("Choose what kind of organisation it is.")
    return places.make_organisation(
        work,
        name=forms.typed("name", limit=300),
        kind=kind,
        public_phone=forms.typed("public_phone", limit=300),
        public_website=forms.typed("public_website", limit=500),
        area_id=_area(work),
    )


def _area(work: Work) -> UUID | None:
    """The borough that was chosen, or one that was written anew."""
    anew = forms.typed("new_area", limit=300)
    if anew.strip():
        return places.make_area(work, name=anew).id
    chosen = forms.typed("area", limit=40)
    found = {str(one.id): one.id for one in people.areas(work)}
    if chosen and chosen not in found:
        raise Refused("Choose a borough from the list, or write a new one.")
    return found.get(chosen)


def _draw(work: Work, problem: str = "") -> str:
    areas = {one.id: one.name for one in people.areas(work)}
    has_two, with_line = standing.with_two_managers(work), standing.with_line(work)
    field = _field_of(problem)
    return render_template(
        "operator/organisations.html",
        organisations=[
            Line(
                id=one.id,
                name=one.name,
                kind=KINDS.get(one.kind, one.kind),
                area=areas.get(one.area_id, "") if one.area_id else "",
                has_line=one.id in with_line or one.kind == places.OPERATING,
                has_two_managers=one.id in has_two or one.kind == places.OPERATING,
            )
            for one in people.organisations(work)
        ],
        kinds=OFFERED,
        areas=[("", "None of these"), *((str(one), name) for one, name in areas.items())],
        typed=request.form,
        errors=[(field, problem)] if problem else [],
        wrong={field: problem} if problem else {},
    )


def _field_of(problem: str) -> str:
    for word, field in (
        ("phone", "public_phone"),
        ("address", "public_website"),
        ("borough", "new_area"),
        ("kind", "kind"),
    ):
        if word in problem:
            return field
    return "name"
