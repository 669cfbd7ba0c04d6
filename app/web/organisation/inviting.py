"""Inviting somebody to work here, sending the invitation again, and what to do when they lost their phone."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import actions as accounts
from app.domain.people import joining, members
from app.domain.people.models import Membership
from app.domain.people.rules import GIVEN_BY_MANAGERS, Role
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import member, staff_words
from app.web.organisation.group import REFUSED, house
from app.web.trusted_person.group import refusal_of


@house.shows("/staff/invite")
def invite(work: Work) -> ResponseReturnValue:
    """The empty form."""
    return _draw(work)


@house.does("/staff/invite")
def invite_now(work: Work) -> ResponseReturnValue:
    """Give them a place, and put their e-mail in line: both or neither. A refusal keeps everything typed."""
    made: list[Membership] = []
    problem = refusal_of(work, lambda: made.append(_add(work)))
    if problem:
        return _draw(work, problem), REFUSED
    return redirect(url_for("house.member", membership_id=made[0].id, done="new"), 303)


@house.does("/staff/<uuid:membership_id>/invitation")
def invite_again(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """The e-mail was lost, or the two days are over: another one."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return member.after(
        work, person, "sign-in", lambda: accounts.invite_by_email(work, person.id), field="invitation", done="invited"
    )


@house.does("/staff/<uuid:membership_id>/lost-phone")
def lost_phone(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Their phone with the codes is gone."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return member.after(
        work, person, "sign-in", lambda: accounts.lost_phone(work, person.id), field="lost_phone", done="lost-phone"
    )


def _add(work: Work) -> Membership:
    person = joining.add_member(
        work,
        work.staff.organisation_id,
        first_name=forms.typed("first_name", limit=100),
        last_name=forms.typed("last_name", limit=100),
        email=forms.typed("email", limit=300),
        role_words=forms.typed("role_words", limit=200),
        roles=member.ticked_roles(),
    )
    accounts.invite_by_email(work, person.id)
    return person


def _draw(work: Work, problem: str = "") -> str:
    place = work.staff.organisation_id
    has_two = joining.has_two_managers(work, place)
    field = _field_of(problem)
    return render_template(
        "organisation/invite.html",
        roles=[(role, *staff_words.ROLES[role]) for role in GIVEN_BY_MANAGERS],
        held=member.ticked_roles() if problem else frozenset() if has_two else frozenset({Role.MANAGER}),
        second_manager_first="" if has_two else joining.SECOND_MANAGER_FIRST,
        typed=request.form,
        errors=[(field, problem)] if problem else [],
        wrong=field,
    )


def _field_of(problem: str) -> str:
    if "e-mail" in problem:
        return "email"
    return "first_name" if "first name" in problem else "roles"
