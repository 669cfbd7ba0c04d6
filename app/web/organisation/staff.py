"""Who works here: what each may do, how their checks stand, who reads when they cannot. For managers."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.accounts import coming_in
from app.domain.handover import queries as handover
from app.domain.people import clearance, joining, members
from app.domain.people.clearance import OnRecord
from app.domain.people.models import Membership
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import times
from app.web.organisation import staff_words
from app.web.organisation.group import house, zone_of


@dataclass(frozen=True)
class Member:
    """One line of the list. `missing`: the checks that do not count, for somebody who needs them; else `checks` say
    until when. `answers` reads for them now, by first name. `seen`: the day they were last here, never the minute."""

    id: MembershipId
    first_name: str
    last_name: str
    role_words: str
    is_me: bool
    roles: list[str]
    missing: list[str]
    checks: list[str]
    cover: str
    answers: str
    leaves_on: date | None
    seen: str


@house.shows("/staff")
def staff(work: Work) -> ResponseReturnValue:
    """The list."""
    return render_template(
        "organisation/staff.html",
        staff=everybody(work),
        has_second_manager=joining.has_two_managers(work, work.staff.organisation_id),
        second_manager_first=joining.SECOND_MANAGER_FIRST,
        day=staff_words.day,
    )


def everybody(work: Work) -> list[Member]:
    """Everybody who works here, longest serving first."""
    place, zone = work.staff.organisation_id, zone_of(work)
    people = members.working_here(work, place)
    ids = [person.id for person in people]
    names = {person.id: person.first_name for person in people}
    roles, records, came = members.roles_at(work, place), clearance.at_place(work), coming_in.who_came(work, ids)
    answering = relationships.answering(work, ids)
    leaving = {one.membership_id: one.last_day for one in handover.not_ended(work) if one.membership_id in names}
    return [
        _member(
            person,
            roles.get(person.id, frozenset()),
            records.get(person.id, []),
            is_me=person.id == work.staff.membership_id,
            cover=names.get(person.cover_id, "") if person.cover_id else "",
            answers=names.get(answering[person.id], "") if answering[person.id] != person.id else "",
            leaves_on=leaving.get(person.id),
            seen=seen_words(came.get(person.id), work.now, zone),
        )
        for person in people
    ]


def _member(
    person: Membership,
    roles: frozenset[str],
    records: list[OnRecord],
    *,
    is_me: bool,
    cover: str,
    answers: str,
    leaves_on: date | None,
    seen: str,
) -> Member:
    needs_checks = staff_words.writes_to_families(roles)
    missing = staff_words.missing(records) if needs_checks else []
    checks = [] if missing or not needs_checks else staff_words.counting(records)
    return Member(
        id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        role_words=person.role_words,
        is_me=is_me,
        roles=staff_words.roles_in_words(roles),
        missing=missing,
        checks=checks,
        cover=cover,
        answers=answers if needs_checks and person.cleared_until else "",
        leaves_on=leaves_on,
        seen=seen,
    )


def seen_words(seen_at: datetime | None, now: datetime, zone: str) -> str:
    """ "Last here today", "Last here on Monday 8 March" """
    if seen_at is None:
        return "Invited, has not come in yet"
    said = times.day(seen_at, now, zone)
    return f"Last here {said.lower()}" if said in {"Today", "Yesterday"} else f"Last here on {said}"
