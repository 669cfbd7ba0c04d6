"""What a host has on offer: found only by the host, or by whoever answers for them now."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.dropins import rules
from app.domain.dropins.diary import desks
from app.domain.dropins.hosting import recurring
from app.domain.dropins.models import DropIn, Gathering
from app.domain.dropins.rules import Stretch
from app.domain.people import queries as people
from app.domain.people.rules import Timetable
from app.foundation.errors import NotFound
from app.foundation.work import Work


@dataclass(frozen=True)
class LeftOut:
    """A day on which there will be nothing, and why."""

    day: date
    why: str


def mine(work: Work, drop_in_id: UUID) -> DropIn:
    """A drop-in of the actor's own, or of a colleague for whom they answer now. NotFound for any other."""
    found = work.session.get(DropIn, drop_in_id, with_for_update=True)
    if not found or found.host_id not in desks.hosts_of(work):
        raise NotFound
    return found


def mine_to_see(work: Work, drop_in_id: UUID) -> DropIn:
    """The same, to look at."""
    found = work.session.get(DropIn, drop_in_id)
    if not found or found.host_id not in desks.hosts_of(work):
        raise NotFound
    return found


def day_of_mine(work: Work, gathering_id: UUID) -> tuple[Gathering, DropIn]:
    """One day of such a drop-in. NotFound for any other."""
    found = work.session.get(Gathering, gathering_id, with_for_update=True)
    if not found:
        raise NotFound
    return found, mine(work, found.drop_in_id)


def last_of(work: Work) -> DropIn | None:
    """What the actor offered last: a new form begins with its words."""
    query = sa.select(DropIn).where(col(DropIn.host_id) == work.staff.membership_id)
    return work.session.execute(query.order_by(col(DropIn.made_at).desc()).limit(1)).scalars().first()


def left_out(work: Work, found: DropIn) -> list[LeftOut]:
    """The days of something weekly on which there is nothing, from today on, and why."""
    if not found.is_weekly:
        return []
    stretch, timetable = stretch_of(found), people.timetable_of(work, found.organisation_id)
    names = {one.day: one.name for one in people.closed_days_at(work, found.organisation_id)}
    today = people.today_at(work, found.organisation_id)
    days = [day for day in recurring.days_of(found.first_day, found.last_day, stretch) if day >= today]
    whys = ((day, _why_not(day, names.get(day), timetable, stretch)) for day in days)
    return [LeftOut(day, why) for day, why in whys if why]


def _why_not(day: date, closed: str | None, timetable: Timetable, stretch: Stretch) -> str:
    if closed:
        return closed
    if timetable.is_holiday(day):
        return "not in a term"
    return "the clocks change in that hour" if rules.what_is_wrong_with_hour(day, stretch) else ""


def stretch_of(found: DropIn) -> Stretch:
    """The stretch of wall time that a drop-in was offered with."""
    return Stretch(found.begins, found.ends, found.minutes, found.gap, found.zone)
