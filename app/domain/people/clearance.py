"""The checks that must be on record before somebody holds a thread, and the day on which each lapses.

A manager records them, never one's own; for work with young people a second person looks at the same papers. What
follows from them stands on the membership (`cleared_until`), where every guard reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import members, queries, rules
from app.domain.people.models import Clearance, Membership, MembershipRole
from app.domain.people.rules import Check, Recorded
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work

LONGEST = timedelta(days=3 * 366)  # a check older than three years is looked at again


@dataclass(frozen=True)
class OnRecord:
    """One check of somebody's, for pages. Days are the organisation's own; names are those of colleagues."""

    id: UUID
    kind: Check
    lapses_on: date
    has_lapsed: bool
    lapses_soon: bool
    recorded_by: str
    recorded_at: datetime
    confirmed_by: str
    may_confirm: bool


@dataclass(frozen=True)
class Lapsing:
    """Somebody whose checks lapse soon, or have lapsed: the last day on which each counts."""

    person: Membership
    last_days: dict[Check, date]


def record(work: Work, membership_id: MembershipId, kind: Check, *, lapses_on: date) -> Clearance:
    """A check was seen, and counts up to and including `lapses_on`. Refused for one's own, for a day that has passed or
    is too far away, and to anybody but a manager."""
    person = _somebody_elses(work, membership_id)
    today = queries.today_at(work, person.organisation_id)
    if lapses_on < today:
        raise Refused("That day has passed. Look at the new papers, and write the day on which they lapse.")
    if lapses_on > today + LONGEST:
        raise Refused("That is more than three years away. Write an earlier day, so that somebody looks again.")
    made = Clearance(
        membership_id=person.id,
        kind=kind,
        lapses_on=lapses_on,
        recorded_by_id=work.staff.membership_id,
        recorded_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    _settle(work, person)
    audit.note(work, f"check recorded: {kind}", "membership", person.id, organisation_id=person.organisation_id)
    return made


def confirm(work: Work, clearance_id: UUID) -> Clearance:
    """A second person has seen the same papers. Harmless when somebody has already. Refused to whoever recorded them,
    and for one's own; NotFound for whoever is neither a manager nor a safeguarding lead there."""
    found = work.session.get(Clearance, clearance_id)
    if not found:
        raise NotFound
    person = _somebody_elses(work, found.membership_id, may_be_lead=True)
    if found.confirmed_by_id:
        return found
    if work.staff.membership_id == found.recorded_by_id:
        raise Refused("Somebody else must confirm what you recorded: two people see more than one.")
    found.confirmed_by_id, found.confirmed_at = work.staff.membership_id, work.now
    work.session.add(found)
    work.session.flush()
    _settle(work, person)
    audit.note(work, f"check confirmed: {found.kind}", "membership", person.id, organisation_id=person.organisation_id)
    return found


def of(work: Work, person: Membership) -> list[OnRecord]:
    """The newest record of each check, for whoever may see it."""
    today = queries.today_at(work, person.organisation_id)
    return [_shown(work, person, found, today) for found in _newest(work, person.id)]


def at_place(work: Work) -> dict[MembershipId, list[OnRecord]]:
    """The newest record of each check of everybody at the actor's organisation, for whoever may see it; nobody without
    any is in the answer."""
    place = work.staff.organisation_id
    staff = {person.id: person for person in members.working_here(work, place)}
    today = queries.today_at(work, place)
    newest = _newest_of(work, list(staff))
    return {
        one: [_shown(work, staff[one], kinds[kind], today) for kind in Check if kind in kinds]
        for one, kinds in newest.items()
    }


def lapsing(work: Work) -> list[Lapsing]:
    """Everybody, anywhere, who writes to families and whose checks lapse within six weeks or have lapsed."""
    soon = work.now + rules.TOLD_BEFORE + timedelta(days=2)  # so that no time zone is missed; whoever asks looks again
    writes = select(MembershipRole.membership_id).where(col(MembershipRole.role).in_(sorted(rules.WRITE_TO_FAMILIES)))
    query = select(Membership).where(
        members.still_here(work.now), col(Membership.cleared_until) <= soon, col(Membership.id).in_(writes)
    )
    staff = work.session.exec(query.order_by(col(Membership.since), col(Membership.id))).all()
    newest = _newest_of(work, [person.id for person in staff])
    return [
        Lapsing(person, {kind: found.lapses_on for kind, found in newest[person.id].items()})
        for person in staff
        if person.id in newest
    ]


def _newest_of(work: Work, ids: Sequence[MembershipId]) -> dict[MembershipId, dict[Check, Clearance]]:
    query = select(Clearance).where(col(Clearance.membership_id).in_(ids))
    found: dict[MembershipId, dict[Check, Clearance]] = {}
    for one in work.session.exec(query.order_by(col(Clearance.recorded_at), col(Clearance.id))):
        found.setdefault(one.membership_id, {})[Check(one.kind)] = one
    return found


def _shown(work: Work, person: Membership, found: Clearance, today: date) -> OnRecord:
    me = work.staff.membership_id
    return OnRecord(
        id=found.id,
        kind=Check(found.kind),
        lapses_on=found.lapses_on,
        has_lapsed=found.lapses_on < today,
        lapses_soon=today <= found.lapses_on <= today + rules.TOLD_BEFORE,
        recorded_by=members.membership(work, found.recorded_by_id).first_name,
        recorded_at=found.recorded_at,
        confirmed_by=members.membership(work, found.confirmed_by_id).first_name if found.confirmed_by_id else "",
        may_confirm=not found.confirmed_by_id and me not in {person.id, found.recorded_by_id},
    )


def _somebody_elses(work: Work, membership_id: MembershipId, *, may_be_lead: bool = False) -> Membership:
    person = members.at(work, work.staff.organisation_id, membership_id)
    is_lead = may_be_lead and rules.may_keep_safe(work.actor, person.organisation_id)
    if not is_lead and not rules.may_keep_house(work.actor, person.organisation_id):
        raise NotFound
    if person.id == work.staff.membership_id:
        raise Refused("Nobody records their own checks. Ask the other manager.")
    return person


def _newest(work: Work, membership_id: MembershipId) -> Sequence[Clearance]:
    newest = _newest_of(work, [membership_id]).get(membership_id, {})
    return [newest[kind] for kind in Check if kind in newest]


def _all(work: Work, membership_id: MembershipId) -> Sequence[Clearance]:
    query = select(Clearance).where(Clearance.membership_id == membership_id)
    return work.session.exec(query.order_by(col(Clearance.recorded_at), col(Clearance.id))).all()


def _settle(work: Work, person: Membership) -> None:
    """Write on the membership what follows from all that is on record."""
    zone = queries.organisation(work, person.organisation_id).zone
    confirmed = {found.kind: found.lapses_on for found in _all(work, person.id) if found.confirmed_by_id}
    found = [Recorded(Check(one.kind), one.lapses_on, confirmed.get(one.kind)) for one in _newest(work, person.id)]
    person.cleared_until = rules.cleared_until(found, zone)
    person.cleared_for_young_until = rules.cleared_until(found, zone, for_young=True)
    work.session.add(person)
