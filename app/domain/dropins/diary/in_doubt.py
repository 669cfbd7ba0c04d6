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
from app.domain.people.models import Contact, Membership
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
    TAKEN_OUT = "That time was taken out."
    ENDED = "These times have ended."
    COVER = "{cover} was to be there instead, and cannot."


@dataclass(frozen=True)
class InDoubt:
    """A booking that somebody must do something about."""

    held: Held
    why: Why

    @property
    def mark(self) -> str:
        """What a family is told of: this reason, and whose. Another one is for a person to tell again."""
        return f"{self.why.name}:{self.held.booking.met_by_id}" if self.why is Why.COVER else self.why.name

    @property
    def is_told(self) -> bool:
        """Was the family told of this, and has not chosen yet?"""
        return self.held.booking.told_of == self.mark


def at_my_desk(work: Work) -> list[InDoubt]:
    """Such bookings with the hosts whom the actor looks after, the soonest first."""
    return _in_doubt(work, _may_not_be_kept(work).where(col(Slot.host_id).in_(desks.hosts_of(work))).limit(MOST))


def doubt_about(work: Work, found: Held) -> InDoubt | None:
    """Why this time cannot be kept; None when it will be."""
    why = _why(work, found)
    return InDoubt(found, why) if why else None


def untold_by_host(work: Work) -> dict[MembershipId, list[UUID]]:
    """Such bookings everywhere of which the family has not been told, by host."""
    found: dict[MembershipId, list[UUID]] = {}
    for one in _in_doubt(work, _may_not_be_kept(work)):
        if not one.is_told:
            found.setdefault(one.held.time.host_id, []).append(one.held.booking.id)
    return found


def _in_doubt(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[InDoubt]:
    kept = held.with_times(work, [row[0] for row in work.session.execute(query)])
    return [doubt for one in kept if (doubt := doubt_about(work, one))]


def is_kept(work: Work, one: Held) -> bool:
    """Will this time take place as it stands?"""
    return _why(work, one) is None


def _may_not_be_kept(work: Work) -> sa.Select[*tuple[Any, ...]]:
    """Bookings to come that may be in doubt. Where somebody else was to be there, it is looked at one by one."""
    joined = sa.select(Booking).select_from(Booking).join(Slot, col(Slot.id) == Booking.slot_id)
    live = standing.with_what_it_needs(joined).where(col(Booking.ended_at).is_(None), col(Slot.starts_at) > work.now)
    in_doubt = sa.or_(~standing.is_on(), _lacks_checks_for_young(), col(Booking.met_by_id).is_not(None))
    return live.where(in_doubt).order_by(col(Slot.starts_at))


def _lacks_checks_for_young() -> sa.ColumnElement[bool]:
    is_young = sa.exists().where(col(Contact.id) == col(Booking.contact_id), col(Contact.is_young))
    cleared = col(Membership.cleared_for_young_until)
    return sa.and_(is_young, sa.or_(cleared.is_(None), cleared <= col(Slot.ends_at)))


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
    if slot.taken_out_at:
        return Why.TAKEN_OUT
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
    person, young = members.membership(work, person_id), held.whose(work, one.booking).is_young
    return members.will_hold_threads(work, person, one.time.ends_at, with_young=young) and not _is_away(
        work, person.id, one
    )


def _is_away(work: Work, person_id: MembershipId, one: Held) -> bool:
    return relationships.is_away(work, person_id, one.time.starts_at, one.time.ends_at)
