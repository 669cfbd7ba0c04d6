"""Nobody can be in two places. What somebody has elsewhere is named to them alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.dropins import queries as times
from app.domain.dropins import rules, saying, standing
from app.domain.dropins.models import Booking, CoHost, DropIn, Slot
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Cut
from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.relationships import queries as relationships
from app.foundation.errors import Refused
from app.foundation.languages import ENGLISH
from app.foundation.work import Work


def must_be_nowhere_else(work: Work, person: Membership, cuts: Sequence[Cut]) -> None:
    """Refused when this member of staff is somewhere else in any of these slots: with what clashes where that is the
    actor's own, or at the actor's own organisation. Holds their row until this Work ends, so that two plans at the same
    instant cannot both pass."""
    members.hold(work, person.id)
    found = where_else(work, person, cuts)
    if not found:
        return
    may_be_named = found.organisation_id == work.staff.organisation_id or person.id == work.staff.membership_id
    what = f": {saying.when(found, ENGLISH.code)}, {saying.mode_only(found, ENGLISH.code)}" if may_be_named else ""
    raise Refused(f"{person.first_name} is somewhere else then{what}. Choose other hours, or take that out first.")


def where_else(work: Work, host: Membership, cuts: Sequence[Cut]) -> Time | None:
    """The first time that this member of staff hosts in any of these slots."""
    if not cuts:
        return None
    taken = _hosted(work, host, min(cut.starts_at for cut in cuts), max(cut.ends_at for cut in cuts))
    found = _first_clash(sorted(cuts, key=lambda cut: cut.starts_at), taken)
    return times.time_of(work, found) if found else None


def is_free_then(work: Work, person: Membership, time: Time, *, young: bool) -> bool:
    """Could this colleague be there: with checks that count then, not away, and nowhere else?"""
    if not members.will_hold_threads(work, person, time.ends_at, with_young=young):
        return False
    if relationships.is_away(work, person.id, time.starts_at, time.ends_at):
        return False
    return where_else(work, person, [Cut(time.starts_at.time(), time.starts_at, time.ends_at)]) is None


def _hosted(work: Work, host: Membership, since: datetime, until: datetime) -> list[tuple[datetime, datetime, UUID]]:
    along = sa.select(col(CoHost.drop_in_id)).where(col(CoHost.membership_id) == host.id, col(CoHost.says_yes))
    instead = sa.select(col(Booking.slot_id)).where(col(Booking.met_by_id) == host.id, col(Booking.ended_at).is_(None))
    query = standing.with_what_it_needs(sa.select(col(Slot.starts_at), col(Slot.ends_at), col(Slot.id)))
    query = query.where(
        sa.or_(col(Slot.host_id) == host.id, col(Slot.drop_in_id).in_(along), col(Slot.id).in_(instead)),
        col(Slot.starts_at) < until,
        col(Slot.ends_at) > since,
        standing.is_offered(),
        standing.is_open(),
    )
    return [(row[0], row[1], row[2]) for row in work.session.execute(query.order_by(col(Slot.starts_at)))]


def _first_clash(cuts: Sequence[Cut], taken: Sequence[tuple[datetime, datetime, UUID]]) -> UUID | None:
    """Both in the order of time, so that each is looked at once."""
    place = 0
    for cut in cuts:
        while place < len(taken) and taken[place][1] <= cut.starts_at:
            place += 1
        for starts_at, ends_at, slot_id in taken[place : place + rules.MOST_SLOTS]:
            if starts_at >= cut.ends_at:
                break
            if rules.meet((starts_at, ends_at), (cut.starts_at, cut.ends_at)):
                return slot_id
    return None


def is_taken(work: Work, slot_id: UUID) -> bool:
    """Does a family have this slot?"""
    query = sa.select(col(Slot.id)).where(col(Slot.id) == slot_id, standing.is_taken())
    return work.session.execute(query).first() is not None


def slots_of(work: Work, drop_in: DropIn) -> list[Cut]:
    """The slots of a drop-in that are still to come."""
    query = sa.select(col(Slot.wall), col(Slot.starts_at), col(Slot.ends_at)).where(
        col(Slot.drop_in_id) == drop_in.id, col(Slot.ends_at) > work.now, col(Slot.taken_out_at).is_(None)
    )
    return [Cut(row[0], row[1], row[2]) for row in work.session.execute(query)]
