"""One organisation, for operators: its phone lines, and its first two managers. Never a family or a message."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import actions as accounts
from app.domain.accounts import coming_in
from app.domain.conversations.phones import retiring
from app.domain.people import joining, lines, members
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.domain.people.rules import WRITE_TO_FAMILIES, Role
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, OrganisationId, PhoneLineId
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.operator.health import pages
from app.web.operator.organisations import KINDS, REFUSED
from app.web.pages import house
from app.web.trusted_person.group import refusal_of

DONE = {"invited": "An e-mail is on its way.", "line": "Kept.", "retired": "Nothing is sent from that line any more."}


@dataclass(frozen=True)
class Line:
    """One of its lines. `whose`: the name of the person whose own it is; empty for a shared one."""

    id: PhoneLineId
    number: str
    whose: str


@dataclass(frozen=True)
class InCharge:
    """Who manages it, by name, and whether they have come in."""

    id: MembershipId
    name: str
    has_come: bool
    may_be_invited: bool


@pages.shows("/organisations/<uuid:organisation_id>")
def organisation(work: Work, organisation_id: UUID) -> ResponseReturnValue:
    """The page."""
    return _draw(work, people.organisation(work, organisation_id))


@pages.does("/organisations/<uuid:organisation_id>/lines")
def give_line(work: Work, organisation_id: UUID) -> ResponseReturnValue:
    """A line of ours, for everybody there or for one person."""
    place = people.organisation(work, organisation_id)

    def gives() -> None:
        number, whose = forms.typed("number", limit=60), _person(work, place.id)
        given = lines.give_line(work, place.id, number=number, membership_id=whose)
        if house().network:  # the pretend provider of the demo sells every number at once
            house().pretend_network.add_line(given.number, place.name)

    return _after(work, place, "number", "line", gives)


@pages.does("/organisations/<uuid:organisation_id>/lines/<uuid:line_id>/retire")
def retire_line(work: Work, organisation_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Nothing goes out from it any more."""
    place = people.organisation(work, organisation_id)
    return _after(work, place, "lines", "retired", lambda: retiring.retire_line(work, place.id, line_id))


@pages.does("/organisations/<uuid:organisation_id>/managers")
def invite_manager(work: Work, organisation_id: UUID) -> ResponseReturnValue:
    """Its first or second manager. They invite everybody else."""
    place = people.organisation(work, organisation_id)

    def invites() -> None:
        person = joining.add_member(
            work,
            place.id,
            first_name=forms.typed("first_name", limit=100),
            last_name=forms.typed("last_name", limit=100),
            email=forms.typed("email", limit=300),
            roles=frozenset({Role.MANAGER}),
        )
        accounts.invite_by_email(work, person.id)

    return _after(work, place, "email", "invited", invites)


@pages.does("/organisations/<uuid:organisation_id>/managers/<uuid:membership_id>/invitation")
def invite_manager_again(work: Work, organisation_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """The e-mail was lost, or the two days are over. NotFound for whoever is no manager there, or has come in."""
    place = people.organisation(work, organisation_id)
    if membership_id not in {one.id for one in _managers(work, place.id) if one.may_be_invited}:
        raise NotFound
    return _after(work, place, "managers", "invited", lambda: accounts.invite_by_email(work, membership_id))


def _after(work: Work, place: Organisation, field: str, done: str, act: Callable[[], object]) -> ResponseReturnValue:
    problem = refusal_of(work, act)
    if problem:
        return _draw(work, place, (_field_of(problem, field), problem)), REFUSED
    return redirect(url_for("operator.organisation", organisation_id=place.id, done=done), 303)


def _draw(work: Work, place: Organisation, problem: tuple[str, str] | None = None) -> str:
    staff = {one.id: f"{one.first_name} {one.last_name}".strip() for one in members.working_here(work, place.id)}
    writing = [(str(one), staff[one]) for one in _who_write(work, place.id)]
    area = next((one.name for one in people.areas(work) if one.id == place.area_id), "")
    return render_template(
        "operator/organisation.html",
        place=place,
        kind=KINDS.get(place.kind, place.kind),
        area=area,
        lines=[
            Line(one.id, for_people(one.number), staff.get(one.membership_id, "somebody who has left"))
            if one.membership_id
            else Line(one.id, for_people(one.number), "")
            for one in people.lines_at(work, place.id)
        ],
        whose=[("", "Everybody there"), *writing],
        managers=_managers(work, place.id),
        has_two=joining.has_two_managers(work, place.id),
        typed=request.form,
        errors=[problem] if problem else [],
        wrong=dict([problem]) if problem else {},
        done="" if problem else DONE.get(request.args.get("done", ""), ""),
    )


def _managers(work: Work, place: OrganisationId) -> list[InCharge]:
    found = members.working_here(work, place, Role.MANAGER)
    came, roles = coming_in.who_came(work, [one.id for one in found]), members.roles_at(work, place)
    return [
        InCharge(
            id=one.id,
            name=f"{one.first_name} {one.last_name}".strip(),
            has_come=one.id in came,
            may_be_invited=one.id not in came and roles[one.id] == {Role.MANAGER},
        )
        for one in found
    ]


def _who_write(work: Work, place: OrganisationId) -> list[MembershipId]:
    """Who writes to families there: a line of one's own is of use to nobody else."""
    roles = members.roles_at(work, place)
    staff = members.working_here(work, place)
    return [one.id for one in staff if WRITE_TO_FAMILIES & roles.get(one.id, frozenset())]


def _person(work: Work, place: OrganisationId) -> MembershipId | None:
    chosen = forms.typed("whose", limit=40)
    if not chosen:
        return None
    if chosen not in {str(one) for one in _who_write(work, place)}:
        raise Refused("Choose whose line it is from the list.")
    return UUID(chosen)


def _field_of(problem: str, field: str) -> str:
    if field != "email":
        return "whose" if "whose line" in problem else field
    return "first_name" if "first name" in problem else "email"
