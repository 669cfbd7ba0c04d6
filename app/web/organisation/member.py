"""One member of staff, for a manager: their name and roles, their checks, who reads when they cannot, how they come in.

What one may not see answers like what does not exist: somebody of another organisation is not there.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import coming_in
from app.domain.handover import queries as handover
from app.domain.people import clearance, joining, members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.people.rules import GIVEN_BY_MANAGERS, Check, Role
from app.domain.relationships import away as days_away
from app.domain.relationships import queries as relationships
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import staff_words
from app.web.organisation.group import REFUSED, colleagues, house, zone_of
from app.web.organisation.staff import seen_words
from app.web.trusted_person.group import refusal_of

DONE = {  # where it is said, and what
    "new": ("new", "An e-mail is on its way. Whoever writes to families needs their checks on record next."),
    "invited": ("sign-in", "An e-mail is on its way."),
    "lost-phone": (
        "sign-in",
        "All their devices are signed out, and an e-mail is on its way with which they set up a new phone.",
    ),
    **{part: (part, "Kept.") for part in ("checks", "cover", "away", "roles", "first_name")},
}


@house.shows("/staff/<uuid:membership_id>")
def member(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """The page. NotFound for somebody who does not work here."""
    return draw(work, members.at(work, work.staff.organisation_id, membership_id))


@house.does("/staff/<uuid:membership_id>/name")
def name_member(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Another name, or another word for what they do."""
    person = members.at(work, work.staff.organisation_id, membership_id)

    def name() -> None:
        joining.name_member(
            work,
            person.id,
            first_name=forms.typed("first_name", limit=100),
            last_name=forms.typed("last_name", limit=100),
            role_words=forms.typed("role_words", limit=200),
        )

    return after(work, person, "first_name", name)


@house.does("/staff/<uuid:membership_id>/roles")
def give_roles(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """What they may do here from now on."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return after(work, person, "roles", lambda: joining.set_roles(work, person.id, ticked_roles()))


def ticked_roles() -> frozenset[Role]:
    """The roles that were ticked; whatever is no role that managers give is nothing."""
    given = {role.value: role for role in GIVEN_BY_MANAGERS}
    return frozenset(given[value] for value in request.form.getlist("roles") if value in given)


def after(
    work: Work, person: Membership, anchor: str, act: Callable[[], object], *, field: str = "", done: str = ""
) -> ResponseReturnValue:
    """Do it and come back to the page; or show the page again with what was typed and why not."""
    problem = refusal_of(work, act)
    if problem:
        return draw(work, person, ((field or anchor, problem),)), REFUSED
    return redirect(url_for("house.member", membership_id=person.id, done=done or anchor, _anchor=anchor), 303)


def draw(work: Work, person: Membership, errors: Sequence[tuple[str, str]] = ()) -> str:
    """The whole page."""
    wrong, typed = dict(errors), request.form
    held = members.roles_of(work, person.id)
    zone, records = zone_of(work), {one.kind: one for one in clearance.of(work, person)}
    came = coming_in.who_came(work, [person.id]).get(person.id)
    stands_in = relationships.who_answers(work, person.id)
    is_away = stands_in != person.id and person.cleared_until is not None
    leaves = handover.leaving(work, person.id)
    return render_template(
        "organisation/member.html",
        person=person,
        is_me=person.id == work.staff.membership_id,
        names=typed if "first_name" in wrong else _names(person),
        roles=[(role, *staff_words.ROLES[role]) for role in GIVEN_BY_MANAGERS],
        held=ticked_roles() if "roles" in wrong else held,
        roles_said=staff_words.roles_in_words(held),
        needs_checks=staff_words.writes_to_families(held),
        checks=[(kind, records.get(kind), staff_words.check(kind, records.get(kind))) for kind in Check],
        kinds=[(kind.value, words) for kind, words in staff_words.CHECKS.items()],
        covers=[("", "Nobody by name: whoever is first contact"), *_others(work, person)],
        standing_in=[("", "Choose somebody"), *_others(work, person)],
        away=days_away.of(work, person.id),
        today=people.today_at(work, person.organisation_id),
        answers=members.membership(work, stands_in).first_name if is_away else "",
        has_come=came is not None,
        seen=seen_words(came, work.now, zone),
        last_day=staff_words.day(leaves.last_day) if leaves else "",
        done=None if errors else DONE.get(request.args.get("done", "")),
        typed=typed,
        errors=errors,
        wrong=wrong,
        words=staff_words,
        zone=zone,
    )


def _names(person: Membership) -> dict[str, str]:
    return {"first_name": person.first_name, "last_name": person.last_name, "role_words": person.role_words}


def _others(work: Work, person: Membership) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in colleagues(work) if one.id != person.id]
