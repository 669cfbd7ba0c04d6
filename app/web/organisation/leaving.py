"""Somebody of ours leaves: their last day, who comes next for each family, and closing their place. Never a word that a
family wrote."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.handover import actions, queries
from app.domain.people import members
from app.domain.people.models import Membership
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import REFUSED, colleagues, house
from app.web.trusted_person.group import refusal_of

Errors = tuple[tuple[str, str], ...]


@house.shows("/staff/<uuid:membership_id>/leaving")
def leaving(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """How far it is. NotFound for somebody who does not work here."""
    return _draw(work, _person(work, membership_id))


@house.does("/staff/<uuid:membership_id>/leaving")
def start_leaving(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Their last day is known, or is another one now."""
    person = _person(work, membership_id)
    return _then(
        work,
        person,
        "last_day",
        lambda: actions.start_leaving(work, person.id, last_day=forms.read_day(forms.typed("last_day", limit=20))),
    )


@house.does("/staff/<uuid:membership_id>/leaving/next")
def choose_next(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Who comes next, for all families at once: each has its own field."""
    person = _person(work, membership_id)

    def choose() -> None:
        for family in queries.families_of(work, person.id):
            chosen = forms.typed(f"next-{family.contact_id}", limit=40)
            if chosen:
                fresh = forms.ticked(f"fresh-{family.contact_id}")
                actions.choose_next(work, person.id, family.contact_id, _id(chosen), starts_fresh=fresh)

    return _then(work, person, "families", choose)


@house.does("/staff/<uuid:membership_id>/leaving/told/<uuid:contact_id>")
def told_face_to_face(work: Work, membership_id: UUID, contact_id: UUID) -> ResponseReturnValue:
    """This family was told by somebody, at the gate or on the phone."""
    person = _person(work, membership_id)
    return _then(work, person, "families", lambda: actions.told_face_to_face(work, person.id, contact_id))


@house.does("/staff/<uuid:membership_id>/leaving/stay")
def stay_after_all(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """They do not leave."""
    person = _person(work, membership_id)
    return _then(work, person, "last_day", lambda: actions.stay_after_all(work, person.id))


@house.does("/staff/<uuid:membership_id>/leaving/close")
def close(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Everything is done: their place closes now."""
    person = _person(work, membership_id)
    problem = refusal_of(work, lambda: actions.close(work, person.id))
    return (_draw(work, person, (("families", problem),)), REFUSED) if problem else _gone()


@house.does("/staff/<uuid:membership_id>/leaving/at-once")
def leave_at_once(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """It is urgent: their place closes with this press."""
    person = _person(work, membership_id)
    why = forms.typed("why", limit=2000)
    problem = refusal_of(work, lambda: actions.leave_at_once(work, person.id, why=why))
    return (_draw(work, person, (("why", problem),)), REFUSED) if problem else _gone()


def _person(work: Work, membership_id: MembershipId) -> Membership:
    return members.at(work, work.staff.organisation_id, membership_id)


def _then(work: Work, person: Membership, field: str, act: Callable[[], object]) -> ResponseReturnValue:
    problem = refusal_of(work, act)
    if problem:
        return _draw(work, person, ((field, problem),)), REFUSED
    return redirect(url_for("house.leaving", membership_id=person.id, _anchor=field), 303)


def _gone() -> ResponseReturnValue:
    return redirect(url_for("house.staff"), 303)


def _id(text: str) -> MembershipId:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("Choose a colleague from the list.") from None


def _draw(work: Work, person: Membership, errors: Errors = ()) -> str:
    found = queries.leaving(work, person.id)
    staying = [one for one in colleagues(work) if one.id != person.id and not queries.leaving(work, one.id)]
    left = queries.left_to_do(work, person.id) if found else None
    return render_template(
        "organisation/leaving.html",
        person=person,
        leaving=found,
        families=queries.families_of(work, person.id),
        left=left.sentences(person.first_name) if left else [],
        choices_of_next=[("", "Choose somebody"), *((str(one.id), f"{one.name}, {one.does}") for one in staying)],
        typed=request.form,
        errors=errors,
        wrong=dict(errors),
    )
