"""Reading whose person is whose, and whose threads one may read now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.people import members, queries
from app.domain.people.models import Membership, Organisation
from app.domain.relationships import rules
from app.domain.relationships.models import Cover, Relationship
from app.domain.relationships.rules import Absence, House, StandsInAs
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work


def desks_of(work: Work) -> frozenset[MembershipId]:
    """Whose threads the actor may read now: their own, and those in which they answer for a colleague. Found out anew
    for each Work, so that whatever ends is over with the next press."""
    if work.desks is None:
        work.desks = desks_for(work, work.staff.membership_id, work.staff.organisation_id)
    return work.desks


def desks_for(work: Work, reader: MembershipId, place: OrganisationId) -> frozenset[MembershipId]:
    """Whose threads this member of staff may read now."""
    house = house_of(work, place)
    return frozenset(holder for holder in {reader, *house.staff} if rules.may_read(reader, holder, house))


def answering(work: Work, holders: Collection[MembershipId]) -> dict[MembershipId, MembershipId]:
    """Who answers now in the threads of each of these people."""
    where = select(Membership.id, Membership.organisation_id).where(col(Membership.id).in_(holders))
    places = dict(work.session.exec(where).all())
    houses = houses_of(work, set(places.values()))
    return {holder: rules.answering(holder, houses[place]) for holder, place in places.items()}


def who_answers(work: Work, holder: MembershipId) -> MembershipId:
    """Who answers now in this person's threads."""
    return answering(work, [holder])[holder]


def stands_in_as(work: Work, holder: MembershipId) -> StandsInAs | None:
    """Why the actor answers in this colleague's threads now. None when they do not."""
    who, why = rules.stand_in(holder, house_of(work, work.staff.organisation_id))
    return why if who == work.staff.membership_id else None


def house_of(work: Work, place: OrganisationId) -> House:
    """All that decides about the threads of one organisation now."""
    return houses_of(work, [place])[place]


def houses_of(work: Work, places: Collection[OrganisationId]) -> dict[OrganisationId, House]:
    """The same for several at once, in as few questions as for one."""
    asked = {"now": work.now, "places": list(places)}
    people: dict[OrganisationId, list[_Person]] = {place: [] for place in places}
    for place, person, named, holds, cover in work.session.execute(_who_works_there(), asked):
        people[place].append(_Person(person, named, bool(holds), cover))
    on_duty, readers = members.on_duty_at(work, places), _holiday_readers(work, places)
    return {place: _house(people[place], on_duty[place], readers.get(place)) for place in places}


@cache  # every page of staff asks this, and putting it together costs as much as asking it
def _who_works_there() -> sa.Select[*tuple[Any, ...]]:
    now: sa.BindParameter[datetime] = sa.bindparam("now")
    is_away_now = sa.and_(
        col(Cover.membership_id) == Membership.id,
        col(Cover.since) <= now,
        sa.or_(col(Cover.until).is_(None), col(Cover.until) > now),
    )
    return (
        sa.select(
            col(Membership.organisation_id),
            col(Membership.id),
            col(Membership.cover_id),
            members.may_hold_threads(now),
            col(Cover.by_id),
        )
        .select_from(Membership)
        .join(Cover, is_away_now, isouter=True)
        .where(col(Membership.organisation_id).in_(sa.bindparam("places", expanding=True)), members.still_here(now))
        .order_by(col(Cover.since))  # of two the later one wins
    )


@dataclass(frozen=True)
class _Person:
    """Who works there. `cover` answers for them today, `named` whenever they cannot."""

    id: MembershipId
    named: MembershipId | None
    holds: bool
    cover: MembershipId | None


def _house(people: Sequence[_Person], on_duty: MembershipId, holiday_reader: MembershipId | None) -> House:
    return House(
        staff=frozenset(one.id for one in people),
        holding=frozenset(one.id for one in people if one.holds),
        on_duty=on_duty,
        absent={
            one.id: Absence(one.id, may_read=one.holds, covered_by=one.cover or one.named)
            for one in people
            if one.cover or not one.holds
        },
        holiday_reader=holiday_reader,
    )


def _holiday_readers(work: Work, places: Collection[OrganisationId]) -> dict[OrganisationId, MembershipId]:
    """Who reads today, where it is a holiday and somebody was named for it."""
    named = select(Organisation.id, Organisation.holiday_reader_id).where(
        col(Organisation.id).in_(places), col(Organisation.holiday_reader_id).is_not(None)
    )
    return {
        place: reader
        for place, reader in work.session.exec(named).all()
        if reader and queries.timetable_of(work, place).is_holiday(queries.today_at(work, place))
    }


def people_of(work: Work, contact_id: ContactId) -> Sequence[Membership]:
    """The trusted people of a contact who still work there, the newest choice first."""
    query = (
        select(Membership)
        .join(Relationship, col(Relationship.membership_id) == Membership.id)
        .where(
            Relationship.contact_id == contact_id,
            col(Relationship.until).is_(None),
            members.still_here(work.now),
        )
        .order_by(col(Relationship.since).desc())
    )
    return work.session.exec(query).all()


def looks_at_family(work: Work, contact_id: ContactId) -> None:
    """Remember that the actor opened a page about this family, unless they are its person."""
    if work.staff.membership_id not in {person.id for person in people_of(work, contact_id)}:
        work.looked_at("opened a family's page", "contact", contact_id, contact_id=contact_id)


def families_of(work: Work, membership_id: MembershipId) -> Sequence[ContactId]:
    """Every contact whose trusted person this member of staff is, the longest known first."""
    query = select(Relationship.contact_id).where(
        Relationship.membership_id == membership_id, col(Relationship.until).is_(None)
    )
    return work.session.exec(query.order_by(col(Relationship.since), col(Relationship.id))).all()


def covers_of(work: Work, membership_id: MembershipId) -> Sequence[Cover]:
    """When this person is or will be away, and who reads then, the next first."""
    query = select(Cover).where(
        Cover.membership_id == membership_id, sa.or_(col(Cover.until).is_(None), col(Cover.until) > work.now)
    )
    return work.session.exec(query.order_by(col(Cover.since))).all()


def is_away(work: Work, membership_id: MembershipId, since: datetime, until: datetime) -> bool:
    """Has this member of staff said that they are away at any minute between these times (UTC)?"""
    return any(one.since < until and (one.until is None or one.until > since) for one in covers_of(work, membership_id))


Absences = dict[MembershipId, list[tuple[datetime, datetime | None]]]


def absences_of(work: Work, ids: Collection[MembershipId]) -> Absences:
    """When these members of staff are or will be away: from and until (UTC), None for nobody knows."""
    query = select(Cover.membership_id, Cover.since, Cover.until).where(
        col(Cover.membership_id).in_(list(ids)), sa.or_(col(Cover.until).is_(None), col(Cover.until) > work.now)
    )
    found: Absences = {}
    for person, since, until in work.session.exec(query) if ids else ():
        found.setdefault(person, []).append((since, until))
    return found
