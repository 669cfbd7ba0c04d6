"""Reading bookings: a family's own, and those at a desk. Says nothing of anybody else's."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.dropins import queries, rules
from app.domain.dropins.diary import desks
from app.domain.dropins.models import Booking, CoHost, Needs, Slot
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Need
from app.domain.people import names
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Held:
    """A booking and its time."""

    booking: Booking
    time: Time


def live(work: Work, contact_id: ContactId, *, at: OrganisationId | None = None) -> list[Held]:
    """What this family member has booked and is still to come, the soonest first; perhaps at one organisation alone."""
    query = (
        select(Booking)
        .join(Slot, col(Slot.id) == Booking.slot_id)
        .where(
            col(Booking.contact_id).in_(names.also_known_as(work, contact_id)),
            col(Booking.ended_at).is_(None),
            col(Slot.ends_at) > work.now,
        )
        .order_by(col(Slot.starts_at))
    )
    return with_times(work, work.session.exec(query.where(Slot.organisation_id == at) if at else query).all())


def beside(work: Work, contact_id: ContactId) -> tuple[list[Held], tuple[Need, ...]]:
    """What this family member has booked, and what would help, in one question where nothing is booked."""
    is_live = sa.and_(
        col(Booking.contact_id) == Contact.id,
        col(Booking.ended_at).is_(None),
        col(Booking.slot_id).in_(sa.select(col(Slot.id)).where(still_to_come(work.now))),
    )
    query = (
        sa.select(Booking, Needs)
        .select_from(Contact)
        .join(Booking, is_live, isouter=True)
        .join(Needs, col(Needs.contact_id) == Contact.id, isouter=True)
        .where(sa.or_(col(Contact.id) == contact_id, col(Contact.merged_into_id) == contact_id))
    )
    rows = [(row[0], row[1]) for row in work.session.execute(query)]
    found = with_times(work, [booking for booking, _ in rows if booking])
    needs = max((kept for _, kept in rows if kept), key=lambda kept: kept.asked_at, default=None)
    return sorted(found, key=lambda one: one.time.starts_at), rules.needs_of(needs.needs) if needs else ()


@dataclass(frozen=True)
class Taken:
    """A live booking of a time: at which organisation, and who has it, by the name under which they are known now."""

    booking: Booking
    organisation_id: OrganisationId
    contact_id: ContactId


def who_has(work: Work, slot_id: UUID) -> Taken | None:
    """Who has this very time."""
    theirs = sa.func.coalesce(col(Contact.merged_into_id), col(Contact.id))
    query = (
        sa.select(Booking, col(Slot.organisation_id), theirs)
        .join(Slot, col(Slot.id) == Booking.slot_id)
        .join(Contact, col(Contact.id) == Booking.contact_id)
        .where(col(Booking.slot_id) == slot_id, col(Booking.ended_at).is_(None))
    )
    row = work.session.execute(query).first()
    return Taken(row[0], row[1], row[2]) if row else None


def of_family(work: Work, contact_id: ContactId, booking_id: UUID) -> Held:
    """One booking of this family member, live or over. NotFound for anybody else's."""
    found = work.session.get(Booking, booking_id)
    if not found or found.contact_id not in names.also_known_as(work, contact_id):
        raise NotFound
    return one(work, found)


def moved_to(work: Work, found: Held) -> Held:
    """What this booking was moved to, perhaps more than once; itself when it was not moved."""
    booking = found.booking
    while booking.moved_to_id and (newer := work.session.get(Booking, booking.moved_to_id)):
        booking = newer
    return one(work, booking)


def one(work: Work, booking: Booking) -> Held:
    """A booking with its time."""
    return Held(booking, queries.time_of(work, booking.slot_id))


def with_times(work: Work, bookings: Iterable[Booking]) -> list[Held]:
    """Bookings with their times, in the same order."""
    kept = list(bookings)
    times = queries.times(work, {booking.slot_id for booking in kept}) if kept else {}
    return [Held(booking, times[booking.slot_id]) for booking in kept]


def clashing(work: Work, contact_id: ContactId, time: Time, *, without: UUID | None = None) -> Held | None:
    """A time that this family member has already at the same organisation and the same hour."""
    for found in live(work, contact_id, at=time.organisation_id):
        both = (found.time.starts_at, found.time.ends_at), (time.starts_at, time.ends_at)
        if found.booking.id != without and rules.meet(*both):
            return found
    return None


def needs_of(work: Work, contact_id: ContactId) -> tuple[Need, ...] | None:
    """What would help this family member, under any name they were known by; None when nobody has asked yet."""
    theirs = select(Needs).where(col(Needs.contact_id).in_(names.also_known_as(work, contact_id)))
    found = work.session.exec(theirs.order_by(col(Needs.asked_at).desc())).first()
    return rules.needs_of(found.needs) if found else None


def needs_among(work: Work, ids: Collection[ContactId]) -> dict[ContactId, tuple[Need, ...]]:
    """The same for many, where it is known."""
    query = select(Needs).where(col(Needs.contact_id).in_(set(ids)))
    return {found.contact_id: rules.needs_of(found.needs) for found in work.session.exec(query)} if ids else {}


def whose(work: Work, booking: Booking) -> Contact:
    """Who has it. Somebody unknown who turned out to be somebody known is that one."""
    found = people.contact(work, booking.contact_id)
    return people.contact(work, found.merged_into_id) if found.merged_into_id else found


def at_my_desk(work: Work, booking_id: UUID) -> Held:
    """A live booking with a host for whom the actor answers. NotFound for any other."""
    found = work.session.get(Booking, booking_id)
    if not found or found.ended_at:
        raise NotFound
    this = one(work, found)
    if not is_at_my_desk(work, this):
        raise NotFound
    return this


def is_at_my_desk(work: Work, found: Held) -> bool:
    """Does the actor answer for its host?"""
    return found.time.host_id in desks.hosts_of(work)


def may_be_known(work: Work, found: Held) -> bool:
    """Is it in the actor's diary, or did they book it for the family? What it books with others is nobody else's."""
    return found.booking.staff_id == work.staff.membership_id or is_in_my_diary(work, found)


def is_in_my_diary(work: Work, found: Held) -> bool:
    """Does the actor answer for its host, meet them instead, or sit in the room?"""
    me = work.staff.membership_id
    return is_at_my_desk(work, found) or found.booking.met_by_id == me or me in in_the_room(work, found.time.drop_in_id)


def in_the_room(work: Work, drop_in_id: UUID) -> list[MembershipId]:
    """Who has said that they will be there too, beside the host."""
    query = select(CoHost.membership_id).where(CoHost.drop_in_id == drop_in_id, col(CoHost.says_yes))
    return list(work.session.exec(query.order_by(col(CoHost.asked_at), col(CoHost.id))))


def still_to_come(now: datetime) -> sa.ColumnElement[bool]:
    """Is this slot not over yet? The query joins `Slot`."""
    return col(Slot.ends_at) > now
