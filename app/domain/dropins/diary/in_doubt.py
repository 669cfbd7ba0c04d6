"""Booked times that cannot be kept as they stand: their host is away or has left, the place is closed, the day was
called off or moved. Found out each time, so nothing is silently kept. Only reads; the family hears it from a person.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.dropins import standing
from app.domain.dropins.diary import desks, held
from app.domain.dropins.diary.held import Held
from app.domain.dropins.models import Booking, DropIn, Gathering, Slot
from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work

MOST = 200


class Why(Enum):
    """Why a time cannot be kept. The value is what staff read."""

    AWAY = "{host} is away then."
    LEFT = "{host} will not work here then, or has no checks that count."
    CLOSED = "The place is closed on that day."
    CALLED_OFF = "That day was called off."
    MOVED = "That day was moved to another one."
    ENDED = "These times have ended."
    COVER = "{cover} was to be there instead, and cannot."


@dataclass(frozen=True)
class InDoubt:
    """A booking that somebody must do something about. `is_told`: the family was asked, and has not chosen yet."""

    held: Held
    why: Why
    is_told: bool


def at_my_desk(work: Work) -> list[InDoubt]:
    """Such bookings with the hosts whom the actor looks after, the soonest first."""
    query = _live(work).where(col(Slot.host_id).in_(desks.hosts_of(work))).order_by(col(Slot.starts_at)).limit(MOST)
    bookings = [row[0] for row in work.session.execute(query)]
    found = held.with_times(work, bookings)
    named = [(one, why) for one in found if (why := _why(work, one))]
    return [InDoubt(one, why, is_told=one.booking.told_at is not None) for one, why in named]


def doubt_about(work: Work, found: Held) -> InDoubt | None:
    """Why this time cannot be kept; None when it will be."""
    why = _why(work, found)
    return InDoubt(found, why, is_told=found.booking.told_at is not None) if why else None


def untold_by_host(work: Work) -> dict[MembershipId, list[UUID]]:
    """Such bookings everywhere of which no family has been told yet, by host."""
    found: dict[MembershipId, list[UUID]] = {}
    columns = sa.select(col(Slot.host_id), col(Booking.id))
    query = _from_bookings(columns, work).where(_cannot_be_kept(), col(Booking.told_at).is_(None))
    for host_id, booking_id in work.session.execute(query.limit(5 * MOST)):
        found.setdefault(host_id, []).append(booking_id)
    return found


def is_kept(work: Work, one: Held) -> bool:
    """Will this time take place as it stands?"""
    return _why(work, one) is None


def _live(work: Work) -> sa.Select[*tuple[Any, ...]]:
    return _from_bookings(sa.select(Booking), work).where(_cannot_be_kept())


def _from_bookings(columns: sa.Select[*tuple[Any, ...]], work: Work) -> sa.Select[*tuple[Any, ...]]:
    joined = columns.select_from(Booking).join(Slot, col(Slot.id) == Booking.slot_id)
    return standing.with_what_it_needs(joined).where(col(Booking.ended_at).is_(None), col(Slot.starts_at) > work.now)


def _cannot_be_kept() -> sa.ColumnElement[bool]:
    """Or somebody else was to be there: whether they can is looked at one by one."""
    return sa.or_(~standing.is_on(), col(Booking.met_by_id).is_not(None))


def _why(work: Work, one: Held) -> Why | None:
    slot = work.session.get(Slot, one.booking.slot_id)
    assert slot is not None
    day, found = work.session.get(Gathering, slot.gathering_id), work.session.get(DropIn, slot.drop_in_id)
    assert day is not None
    assert found is not None
    if day.called_off_at:
        return Why.MOVED if day.moved_to_id else Why.CALLED_OFF
    if found.ended_at:
        return Why.ENDED
    if not _is_open(work, slot.id):
        return Why.CLOSED
    if one.booking.met_by_id:
        return None if _can_be_there(work, one.booking.met_by_id, one) else Why.COVER
    if _is_away(work, slot.host_id, one):
        return Why.AWAY
    return None if _can_be_there(work, slot.host_id, one) else Why.LEFT


def _is_open(work: Work, slot_id: UUID) -> bool:
    query = standing.with_what_it_needs(sa.select(col(Slot.id))).where(col(Slot.id) == slot_id, standing.is_open())
    return work.session.execute(query).first() is not None


def _can_be_there(work: Work, person_id: MembershipId, one: Held) -> bool:
    person = members.membership(work, person_id)
    works = person.until is None or person.until > one.time.ends_at
    return works and _is_cleared(person, one) and not _is_away(work, person.id, one)


def _is_away(work: Work, person_id: MembershipId, one: Held) -> bool:
    return relationships.is_away(work, person_id, one.time.starts_at, one.time.ends_at)


def _is_cleared(person: Membership, one: Held) -> bool:
    return person.cleared_until is not None and person.cleared_until > one.time.ends_at
