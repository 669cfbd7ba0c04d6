"""Whether a slot is on, as conditions that the database looks at: found out each time, never stored. So a day on which
the place is closed, a host who is away or has left, and checks that lapse take effect the moment they are written down.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.domain.dropins.models import Booking, DropIn, Gathering, Slot
from app.domain.people import members
from app.domain.people.models import ClosedDay, Membership, Term
from app.domain.relationships.models import Cover

Condition = sa.ColumnElement[bool]


def is_on() -> Condition:
    """Does this slot take place? The query joins `Slot` with its gathering, its drop-in and its host's membership."""
    is_there = members.may_hold_threads(sa.type_coerce(col(Slot.ends_at), sa.DateTime()))
    return sa.and_(is_offered(), is_open(), ~host_is_away(), is_there)


def is_offered() -> Condition:
    """Has nobody taken it out, called its day off or ended its drop-in?"""
    return sa.and_(col(Slot.taken_out_at).is_(None), day_is_offered())


def day_is_offered() -> Condition:
    """Has nobody called its day off or ended its drop-in?"""
    return sa.and_(col(Gathering.called_off_at).is_(None), col(DropIn.ended_at).is_(None))


def is_open() -> Condition:
    """Is the place open on that day? What is weekly also rests outside the terms."""
    closed = sa.exists().where(
        col(ClosedDay.organisation_id) == col(Slot.organisation_id), col(ClosedDay.day) == col(Slot.day)
    )
    of_place = col(Term.organisation_id) == col(Slot.organisation_id)
    has_terms = sa.exists().where(of_place)
    is_term = sa.exists().where(of_place, col(Term.begins) <= col(Slot.day), col(Term.ends) >= col(Slot.day))
    return sa.and_(~closed, sa.or_(~col(DropIn.is_weekly), is_term, ~has_terms))


def host_is_away() -> Condition:
    """Has the host said that they are away at any minute of it?"""
    return sa.exists().where(
        col(Cover.membership_id) == col(Slot.host_id),
        col(Cover.since) < col(Slot.ends_at),
        sa.or_(col(Cover.until).is_(None), col(Cover.until) > col(Slot.starts_at)),
    )


def is_taken() -> Condition:
    """Does a family have it?"""
    held = aliased(Booking)
    return sa.exists().where(col(held.slot_id) == col(Slot.id), col(held.ended_at).is_(None))


def is_free(from_when: datetime | sa.BindParameter[datetime]) -> Condition:
    """Does it begin later than that (UTC), is it on, and has nobody taken it? First choice is looked at beside this."""
    return sa.and_(col(Slot.starts_at) > from_when, is_on(), ~is_taken())


def is_for_everybody(now: datetime | sa.BindParameter[datetime]) -> Condition:
    """Is it not kept back for those whose day was moved?"""
    return sa.or_(col(Gathering.first_choice_until).is_(None), col(Gathering.first_choice_until) <= now)


def with_what_it_needs(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """The joins that these conditions stand on."""
    return (
        query.join(Gathering, col(Gathering.id) == Slot.gathering_id)
        .join(DropIn, col(DropIn.id) == Slot.drop_in_id)
        .join(Membership, col(Membership.id) == Slot.host_id)
    )
