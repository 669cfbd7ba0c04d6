"""A host's week: each day's times, free or booked. Somebody who sits in the room reads a first name and what would
help; only whoever answers for the host reads more. Only reads.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations.models import Conversation
from app.domain.dropins import standing
from app.domain.dropins.diary import desks, held
from app.domain.dropins.models import Booking, CoHost, DropIn, Gathering, Slot
from app.domain.dropins.rules import Came, Mode, Need
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.domain.permissions.models import Wishes
from app.foundation.identifiers import ContactId, ConversationId, MembershipId
from app.foundation.wall_times import instant
from app.foundation.work import Work

WEEK = timedelta(days=7)
MOST = 700  # times of one week


@dataclass(frozen=True)
class Guest:
    """Whoever has a time. `name` is the whole name at the host's own desk, else the first name. `thread` is None where
    the reader may not read it. `met_by`: who is there instead of the host. `numbers` (E.164), not those in other hands:
    for whoever answers for the host or meets them, so that they can ring."""

    booking_id: UUID
    contact_id: ContactId
    name: str
    is_young: bool
    reads: str
    needs: tuple[Need, ...]
    thread: ConversationId | None
    came: Came | None
    met_by: str
    is_at_my_desk: bool
    is_shared_phone: bool
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One time (UTC). Without a guest it is free, or the host took it out."""

    slot_id: UUID
    starts_at: datetime
    ends_at: datetime
    is_taken_out: bool
    guest: Guest | None


@dataclass(frozen=True)
class Day:
    """One day of a drop-in in somebody's week. `host`: the first name of whoever's it is, or nothing for one's own.
    `is_mine`: the reader answers for its host. `is_on`: it takes place."""

    gathering_id: UUID
    drop_in_id: UUID
    day: date
    mode: Mode
    place: str
    video_link: str
    zone: str
    host: str
    is_mine: bool
    is_on: bool
    entries: tuple[Entry, ...]


def week(work: Work, monday: date) -> list[Day]:
    """The actor's week from that day on: their own times, those of colleagues for whom they answer, and those at which
    they sit in the room or stand in."""
    zone = people.organisation(work, work.staff.organisation_id).zone
    since, until = instant(monday, time(), zone), instant(monday + WEEK, time(), zone)
    found = _as_days(work, work.session.execute(_slots(work, since, until)).all())
    return [one for one in found if one.is_on or any(entry.guest for entry in one.entries)]


def _as_days(work: Work, rows: Sequence[Any]) -> list[Day]:
    guests = _guests(work, [row[0] for row in rows])
    return [_day(work, list(group), guests) for _, group in groupby(rows, key=lambda row: row[0].gathering_id)]


def days_of(work: Work, found: DropIn) -> list[Day]:
    """Every day of one drop-in that is still to come, as in the diary."""
    query = _columns().where(col(Slot.drop_in_id) == found.id, col(Slot.ends_at) > work.now).limit(MOST)
    return _as_days(work, work.session.execute(query).all())


def names_of(work: Work, bookings: Iterable[Booking]) -> dict[UUID, str]:
    """The whole names of whoever has these bookings, for whoever answers for the host."""
    found = {one.id: held.whose(work, one) for one in bookings}
    return {one: f"{who.first_name} {who.last_name}".strip() or "Somebody" for one, who in found.items()}


def _slots(work: Work, since: datetime, until: datetime) -> sa.Select[*tuple[Any, ...]]:
    me = work.staff.membership_id
    along = sa.select(col(CoHost.drop_in_id)).where(col(CoHost.membership_id) == me, col(CoHost.says_yes))
    instead = sa.select(col(Booking.slot_id)).where(col(Booking.met_by_id) == me, col(Booking.ended_at).is_(None))
    return (
        _columns()
        .where(
            sa.or_(
                col(Slot.host_id).in_(desks.hosts_of(work)),
                col(Slot.drop_in_id).in_(along),
                col(Slot.id).in_(instead),
            ),
            col(Slot.starts_at) >= since,
            col(Slot.starts_at) < until,
        )
        .limit(MOST)
    )


def _columns() -> sa.Select[*tuple[Any, ...]]:
    is_on = sa.and_(standing.day_is_offered(), standing.is_open()).label("is_on")
    columns = sa.select(Slot, DropIn, col(Membership.first_name), is_on).select_from(Slot)
    in_order = col(Slot.day), col(Gathering.begins), col(Slot.gathering_id), col(Slot.starts_at)
    return standing.with_what_it_needs(columns).order_by(*in_order)


def _day(work: Work, rows: Sequence[Any], guests: dict[UUID, Guest]) -> Day:
    slot, drop_in, host, is_on = rows[0]
    is_mine = slot.host_id == work.staff.membership_id
    return Day(
        gathering_id=slot.gathering_id,
        drop_in_id=drop_in.id,
        day=slot.day,
        mode=Mode(drop_in.mode),
        place=drop_in.place,
        video_link=drop_in.video_link,
        zone=drop_in.zone,
        host="" if is_mine else host,
        is_mine=slot.host_id in desks.hosts_of(work),
        is_on=bool(is_on),
        entries=tuple(_entry(row[0], guests.get(row[0].id)) for row in rows),
    )


def _entry(slot: Slot, guest: Guest | None) -> Entry:
    return Entry(slot.id, slot.starts_at, slot.ends_at, slot.taken_out_at is not None, guest)


def _guests(work: Work, slots: Iterable[Slot]) -> dict[UUID, Guest]:
    hosts = {slot.id: slot.host_id for slot in slots}
    query = (
        sa.select(Booking, Contact, col(Wishes.reads))
        .join(Contact, col(Contact.id) == Booking.contact_id)
        .join(Wishes, col(Wishes.contact_id) == Contact.id, isouter=True)
        .where(col(Booking.slot_id).in_(list(hosts)), col(Booking.ended_at).is_(None))
    )
    rows = [(row[0], row[1], row[2]) for row in work.session.execute(query)] if hosts else []
    contacts = {contact.merged_into_id or contact.id for _, contact, _ in rows}
    needs = held.needs_among(work, contacts)
    threads = _threads(work, contacts)
    met_by = members.first_names(work, {booking.met_by_id for booking, *_ in rows if booking.met_by_id})
    shared = people.who_share_a_phone(work, contacts)
    numbers = _numbers(work, contacts)
    found = {}
    for booking, contact, reads in rows:
        theirs = _who(work, contact)
        host = hosts[booking.slot_id]
        is_mine = host in desks.hosts_of(work)
        found[booking.slot_id] = Guest(
            booking_id=booking.id,
            contact_id=theirs.id,
            name=f"{theirs.first_name} {theirs.last_name if is_mine else ''}".strip(),
            is_young=theirs.is_young,
            reads=reads or "en",
            needs=needs.get(theirs.id, ()),
            thread=threads.get((theirs.id, host)) if is_mine else None,
            came=Came(booking.came) if booking.came else None,
            met_by=met_by.get(booking.met_by_id, "") if booking.met_by_id else "",
            is_at_my_desk=is_mine,
            is_shared_phone=theirs.id in shared,
            numbers=numbers.get(theirs.id, ()) if is_mine or booking.met_by_id == work.staff.membership_id else (),
        )
    return found


def _numbers(work: Work, contacts: Collection[ContactId]) -> dict[ContactId, tuple[str, ...]]:
    found = people.numbers_by_contact(work, list(contacts)) if contacts else {}
    place = work.staff.organisation_id
    frozen = people.frozen_among(work, [(place, one) for numbers in found.values() for one in numbers])
    return {who: tuple(one for one in numbers if (place, one) not in frozen) for who, numbers in found.items()}


def _who(work: Work, contact: Contact) -> Contact:
    """Somebody unknown who turned out to be somebody known is that one."""
    return people.contact(work, contact.merged_into_id) if contact.merged_into_id else contact


def _threads(work: Work, contacts: Collection[ContactId]) -> dict[tuple[ContactId, MembershipId], ConversationId]:
    query = select(Conversation.contact_id, Conversation.membership_id, Conversation.id).where(
        col(Conversation.contact_id).in_(list(contacts))
    )
    return {(contact, person): thread for contact, person, thread in work.session.exec(query)} if contacts else {}
