"""Writing down a family member: who they are, their phone and language, a child, and the person they chose. A young
person may have a phone of their own, or none."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import actions as permissions
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId
from app.foundation.phone_numbers import read_number
from app.foundation.text import folded
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import REFUSED, colleagues, languages, pages
from app.web.trusted_person.group import refusal_of

ALREADY = "We have somebody with this name already. If this is somebody else, tick that below."


@pages.shows("/family/new")
def new_family(work: Work) -> ResponseReturnValue:
    """The empty form."""
    return _draw(work)


@pages.does("/family/new")
def write_down(work: Work) -> ResponseReturnValue:
    """All of it or nothing of it; a refusal keeps everything typed."""
    made: list[Contact] = []
    problem = refusal_of(work, lambda: made.append(_make(work)))
    if problem:
        return _draw(work, problem), REFUSED
    return redirect(url_for("organisation.family_member", contact_id=made[0].id), 303)


def _make(work: Work) -> Contact:
    first_name, last_name = forms.typed("first_name", limit=100), forms.typed("last_name", limit=100)
    number = forms.typed("number", limit=60)
    if not forms.ticked("somebody_else") and _is_known(work, f"{first_name} {last_name}", number):
        raise Refused(ALREADY)
    contact = people_actions.add_contact(
        work,
        work.staff.organisation_id,
        first_name=first_name,
        last_name=last_name,
        relation=forms.typed("relation", limit=60),
        number=number,
        is_young=forms.ticked("is_young"),
    )
    permissions.set_wishes(work, contact.id, reads=forms.typed("reads", limit=10) or "en")
    child = forms.typed("child", limit=100)
    if child.strip() and contact.household_id:
        people_actions.add_young_person(
            work,
            contact.household_id,
            first_name=child,
            school_name=forms.typed("school", limit=100),
            year_group=forms.typed("year", limit=40),
        )
    relationships.choose(work, contact.id, _person(work), by=ChosenBy.FAMILY)
    return contact


def _is_known(work: Work, name: str, typed_number: str) -> bool:
    """Do we have somebody of this name, with this number or with none? Pressing twice must not make two."""
    wanted, number = folded(name), read_number(typed_number)
    found = people.find(work, work.staff.organisation_id, wanted)
    same = [one for one in found if folded(f"{one.first_name} {one.last_name}") == wanted]
    return any(not number or not one.numbers or number in one.numbers for one in same)


def _person(work: Work) -> MembershipId:
    try:
        chosen = UUID(forms.typed("person", limit=40))
    except ValueError:
        chosen = None
    if chosen not in {one.id for one in colleagues(work)}:
        raise Refused("Choose their person from the list.")
    assert chosen is not None
    return chosen


def _draw(work: Work, problem: str = "") -> str:
    me = work.staff.membership_id
    staff = colleagues(work)
    field = _field_of(problem)
    return render_template(
        "organisation/new_family.html",
        languages=languages(),
        colleagues=staff,
        me=str(me) if me in {one.id for one in staff if not one.is_enforcing} else "",
        typed=request.form,
        errors=[(field, problem)] if problem else [],
        wrong=field,
        is_known_already=problem == ALREADY or forms.ticked("somebody_else"),
    )


def _field_of(problem: str) -> str:
    if problem == ALREADY:
        return "somebody_else"
    if "number" in problem:
        return "number"
    return "person" if "person" in problem else "first_name"
