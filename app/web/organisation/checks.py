"""The checks of staff: a manager records that they saw the papers; a second person looks at the same ones.

A safeguarding lead or deputy who is no manager finds those that wait for a second look on a page of their own.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import clearance, members
from app.domain.people.clearance import OnRecord
from app.domain.people.rules import Check
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import member, staff_words
from app.web.organisation.group import REFUSED, house, safe
from app.web.trusted_person.group import refusal_of


@dataclass(frozen=True)
class SecondLook:
    """One check of somebody's that nobody has confirmed yet. `may_confirm`: the actor may."""

    membership_id: MembershipId
    name: str
    role_words: str
    words: str
    found: OnRecord
    may_confirm: bool


@house.does("/staff/<uuid:membership_id>/checks")
def record(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """The papers were seen, and count until this day."""
    person = members.at(work, work.staff.organisation_id, membership_id)

    def saw() -> None:
        until = forms.typed("lapses_on", limit=20)
        clearance.record(work, person.id, _kind(), lapses_on=forms.read_day(until))

    return member.after(work, person, "checks", saw, field="lapses_on" if _has_kind() else "kind")


@house.does("/staff/<uuid:membership_id>/checks/<uuid:clearance_id>")
def confirm(work: Work, membership_id: UUID, clearance_id: UUID) -> ResponseReturnValue:
    """A second person has seen the same papers."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if clearance_id not in {one.id for one in clearance.of(work, person)}:
        raise NotFound
    return member.after(work, person, "checks", lambda: clearance.confirm(work, clearance_id))


@safe.shows("/checks")
def second_looks(work: Work) -> ResponseReturnValue:
    """What waits for a second look."""
    return _draw(work)


@safe.does("/checks/<uuid:clearance_id>")
def confirm_as_lead(work: Work, clearance_id: UUID) -> ResponseReturnValue:
    """The lead has seen the same papers."""
    problem = refusal_of(work, lambda: clearance.confirm(work, clearance_id))
    if problem:
        return _draw(work, problem), REFUSED
    return redirect(url_for("safeguarding.second_looks", _anchor="main"), 303)


def waiting_for_second_look(work: Work) -> list[SecondLook]:
    """Every check at this organisation that still counts, that somebody who writes to families needs, and that nobody
    has confirmed; but for the actor's own."""
    place = work.staff.organisation_id
    roles, records = members.roles_at(work, place), clearance.at_place(work)
    return [
        SecondLook(
            membership_id=person.id,
            name=f"{person.first_name} {person.last_name}".strip(),
            role_words=person.role_words,
            words=staff_words.check(found.kind, found),
            found=found,
            may_confirm=found.may_confirm,
        )
        for person in members.working_here(work, place)
        if staff_words.writes_to_families(roles.get(person.id, frozenset())) and person.id != work.staff.membership_id
        for found in records.get(person.id, [])
        if not found.confirmed_by and not found.has_lapsed
    ]


def _draw(work: Work, problem: str = "") -> str:
    return render_template(
        "organisation/checks.html",
        waiting=waiting_for_second_look(work),
        errors=[("main", problem)] if problem else [],
    )


def _has_kind() -> bool:
    return request.form.get("kind", "") in set(Check)


def _kind() -> Check:
    if not _has_kind():
        raise Refused("Choose which of the two you saw.")
    return Check(request.form["kind"])
