"""Reading whose person is whose, and whose threads one may read now."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.people import members, queries
from app.domain.people.models import Membership
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
    houses = {place: house_of(work, place) for place in set(places.values())}
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
    is_away_now = sa.and_(
        col(Cover.membership_id) == Membership.id,
        col(Cover.since) <= work.now,
        sa.or_(col(Cover.until).is_(None), col(Cover.until) > work.now),
    )
    query = (
        select(Membership.id, Membership.cover_id, members.may_hold_threads(work.now), Cover.by_id)
        .join(Cover, is_away_now, isouter=True)
        .where(Membership.organisation_id == place, members.still_here(work.now))
        .order_by(col(Cover.since))  # of two the later one wins
    )
    rows = work.session.exec(query).all()
    absent = {
        person: Absence(person, may_read=bool(holds), covered_by=cover or named)
        for person, named, holds, cover in rows
        if cover or not holds
    }
    return House(
        staff=frozenset(person for person, *_ in rows),
        holding=frozenset(person for person, _, holds, _ in rows if holds),
        on_duty=members.on_duty_at(work, [place])[place],
        absent=absent,
        holiday_reader=_holiday_reader(work, place),
    )


def _holiday_reader(work: Work, place: OrganisationId) -> MembershipId | None:
    reader = queries.organisation(work, place).holiday_reader_id
    if reader is None:
        return None
    is_holiday = queries.timetable_of(work, place).is_holiday(queries.today_at(work, place))
    return reader if is_holiday else None


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
