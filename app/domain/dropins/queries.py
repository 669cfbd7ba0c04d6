"""Reading which times are free, and for whom. Frozen dataclasses for pages, not rows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.domain.dropins import rules, standing
from app.domain.dropins.askers import Asker
from app.domain.dropins.models import Booking, DropIn, Gathering, Slot
from app.domain.dropins.rules import ForWhom, Mode
from app.domain.people import members
from app.domain.people.models import Membership, Organisation
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.work import Work

MOST = 30  # on one page
LOOKED_AT = ((0, 90), (90, 2_000), (2_090, 1_000_000))  # how many to pass over, and how many to look at
_MODE = 8  # where it stands in a row of `_times`


@dataclass(frozen=True)
class Time:
    """One slot, as families and staff read it. Instants in UTC, to be shown on the clocks of `zone`."""

    slot_id: UUID
    gathering_id: UUID
    drop_in_id: UUID
    organisation_id: OrganisationId
    organisation: str
    host_id: MembershipId
    host: str
    languages: str
    mode: Mode
    place: str
    video_link: str
    day: date
    starts_at: datetime
    ends_at: datetime
    zone: str


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: all of it, where nothing is said. `after`: the beginning (UTC) and the slot of the last
    one that they have seen; `gathering_id`: one day of a drop-in."""

    host_id: MembershipId | None = None
    mode: str = ""
    organisation_id: OrganisationId | None = None
    speaks: str = ""
    after: tuple[datetime, UUID] | None = None
    gathering_id: UUID | None = None

    @property
    def shape(self) -> frozenset[str]:
        """What of it is said."""
        return frozenset(field.name for field in fields(self) if getattr(self, field.name))


ANY_TIME = Wanted()


def free_for(work: Work, asker: Asker, wanted: Wanted = ANY_TIME, *, limit: int = MOST) -> list[Time]:
    """The times that this asker may book now, the soonest first. Looks at the soonest few first, whether or not they
    are free: where there are many thousand, these are nearly always enough."""
    asked, is_young = _asked(work, asker, wanted), asker.young_with is not None
    found: list[Time] = []
    for some in LOOKED_AT:
        statement = _free(is_young, wanted.shape, some)
        found += map(_time, work.session.execute(statement, asked | {"most": limit - len(found)}))
        if len(found) >= limit:
            break
    return found


@dataclass(frozen=True)
class WhoAndHow:
    """Somebody who has free times, and how one talks with them then."""

    host_id: MembershipId
    host: str
    languages: str
    organisation: str
    mode: Mode


def who_and_how(work: Work, asker: Asker, wanted: Wanted = ANY_TIME) -> list[WhoAndHow]:
    """With whom and how this asker may talk at all, free or not: what a long list can be narrowed to."""
    columns = (col(DropIn.host_id), col(Membership.first_name), col(Membership.languages), col(Organisation.name))
    query = (
        sa.select(*columns, col(DropIn.mode))
        .select_from(DropIn)
        .join(Membership, col(Membership.id) == DropIn.host_id)
        .join(Organisation, col(Organisation.id) == DropIn.organisation_id)
        .where(*_may_be_with(asker.young_with is not None), col(DropIn.ended_at).is_(None))
        .where(members.may_hold_threads(work.now), col(DropIn.last_day) >= work.now.date())
        .distinct()
    )
    if wanted.host_id:
        query = query.where(col(DropIn.host_id) == wanted.host_id)
    rows = work.session.execute(query, _asked(work, asker, wanted))
    return [WhoAndHow(row[0], row[1], row[2], row[3], Mode(row[4])) for row in rows]


def free_one(work: Work, asker: Asker, slot_id: UUID) -> Time | None:
    """This very time, if this asker may book it now."""
    asked = _asked(work, asker, ANY_TIME) | {"slot_id": slot_id, "most": 1}
    statement = _free(asker.young_with is not None, frozenset({"slot_id"}), (0, 1))
    row = work.session.execute(statement, asked).first()
    return _time(row) if row else None


def free_for_staff(work: Work, slot_id: UUID) -> Time | None:
    """This time at the actor's organisation, if it is free: until it begins, also where others have first choice."""
    place = work.staff.organisation_id
    query = _times().where(col(Slot.id) == slot_id, col(Slot.organisation_id) == place, standing.is_free(work.now))
    row = work.session.execute(query).first()
    return _time(row) if row else None


def drop_ins(work: Work, ids: Iterable[UUID]) -> Sequence[DropIn]:
    """These drop-ins."""
    return work.session.exec(select(DropIn).where(col(DropIn.id).in_(list(ids)))).all()


def times(work: Work, slot_ids: Iterable[UUID]) -> dict[UUID, Time]:
    """These times, free or not."""
    query = _times().where(col(Slot.id).in_(list(slot_ids)))
    return {found.slot_id: found for found in map(_time, work.session.execute(query))}


def time_of(work: Work, slot_id: UUID) -> Time:
    """One time, free or not."""
    return times(work, [slot_id])[slot_id]


def first_three(work: Work, asker: Asker, wanted: Wanted = ANY_TIME, *, without: Collection[UUID] = ()) -> list[Time]:
    """Three times for a menu: of the soonest, from different gatherings where there are any."""
    found = [one for one in free_for(work, asker, wanted, limit=MOST) if one.slot_id not in without]
    return spread(found, rules.ON_A_MENU)


def three_with(
    work: Work, asker: Asker, host: MembershipId, place: OrganisationId, *, without: Collection[UUID] = ()
) -> list[Time]:
    """Three times with this host; where they have none, with anybody at that organisation."""
    own = first_three(work, asker, Wanted(host_id=host), without=without)
    return own or first_three(work, asker, Wanted(organisation_id=place), without=without)


def spread(found: Sequence[Time], count: int) -> list[Time]:
    """So many of these, the soonest first, from as many different gatherings as there are. Pure."""
    first_of_each = {one.gathering_id: one for one in reversed(found)}
    chosen = sorted(first_of_each.values(), key=lambda one: one.starts_at)[:count]
    rest = [one for one in found if one not in chosen]
    return sorted([*chosen, *rest[: count - len(chosen)]], key=lambda one: one.starts_at)


def _times() -> sa.Select[*tuple[Any, ...]]:
    columns: sa.Select[*tuple[Any, ...]] = sa.select(
        col(Slot.id),
        col(Slot.gathering_id),
        col(Slot.drop_in_id),
        col(Slot.organisation_id),
        col(Organisation.name),
        col(Slot.host_id),
        col(Membership.first_name),
        col(Membership.languages),
        col(DropIn.mode),
        col(DropIn.place),
        col(DropIn.video_link),
        col(Slot.day),
        col(Slot.starts_at),
        col(Slot.ends_at),
        col(DropIn.zone),
    ).select_from(Slot)
    joined = standing.with_what_it_needs(columns)
    return joined.join(Organisation, col(Organisation.id) == Slot.organisation_id)


def _time(row: Any) -> Time:
    found = list(row)
    found[_MODE] = Mode(found[_MODE])
    return Time(*found)


def _asked(work: Work, asker: Asker, wanted: Wanted) -> dict[str, Any]:
    """What goes into the blanks of `_free`."""
    return {
        "now": work.now,
        "from_when": work.now + rules.BOOKABLE_UNTIL,
        "place": asker.organisation_id,
        "places": list(asker.places),
        "contact_ids": list(asker.contact_ids),
        "young_with": list(asker.young_with or ()),
        "young_modes": list(asker.young_modes),
        "host_id": wanted.host_id,
        "mode": wanted.mode,
        "organisation_id": wanted.organisation_id,
        "speaks": f"%,{wanted.speaks},%",
        "gathering_id": wanted.gathering_id,
        "after": wanted.after[0] if wanted.after else None,
        "after_id": wanted.after[1] if wanted.after else None,
    }


@cache  # a family's page asks this, and putting it together costs more than asking it
def _free(is_young: bool, shape: frozenset[str], some: tuple[int, int]) -> sa.Select[*tuple[Any, ...]]:
    soonest = _soonest(shape & _BY_INDEX.keys(), *some)
    query = _times().join(soonest, soonest.c.id == col(Slot.id))
    query = query.where(standing.is_on(), ~standing.is_taken(), _is_theirs_first(), *_may_be_offered(is_young))
    query = query.where(*(_NARROWED[name]() for name in sorted(shape - _BY_INDEX.keys())))
    return query.order_by(col(Slot.starts_at), col(Slot.id)).limit(sa.bindparam("most", type_=sa.Integer()))


def _soonest(shape: frozenset[str], skip: int, chunk: int) -> sa.Subquery:
    """Some of the soonest times at these places, by the index alone. How many is said in the statement itself, so that
    a database that plans it once knows how few they are."""
    one = aliased(Slot)
    chosen = [_BY_INDEX[name](one) for name in sorted(shape)]
    here = col(one.organisation_id).in_(sa.bindparam("places", expanding=True))
    query = sa.select(col(one.id)).where(here, col(one.taken_out_at).is_(None), *chosen)
    if "slot_id" not in shape:
        query = query.where(col(one.starts_at) > sa.bindparam("from_when"))
    in_order = query.order_by(col(one.starts_at), col(one.id))
    return in_order.offset(sa.literal_column(f"{skip:d}")).limit(sa.literal_column(f"{chunk:d}")).subquery()


_BY_INDEX: dict[str, Callable[[type[Slot]], sa.ColumnElement[bool]]] = {
    "slot_id": lambda one: sa.and_(
        col(one.id) == sa.bindparam("slot_id"), col(one.starts_at) > sa.bindparam("from_when")
    ),
    "host_id": lambda one: col(one.host_id) == sa.bindparam("host_id"),
    "organisation_id": lambda one: col(one.organisation_id) == sa.bindparam("organisation_id"),
    "gathering_id": lambda one: col(one.gathering_id) == sa.bindparam("gathering_id"),
    "after": lambda one: sa.and_(
        col(one.starts_at) >= sa.bindparam("after"),
        sa.or_(col(one.starts_at) > sa.bindparam("after"), col(one.id) > sa.bindparam("after_id")),
    ),
}
_NARROWED: dict[str, Callable[[], sa.ColumnElement[bool]]] = {
    "mode": lambda: col(DropIn.mode) == sa.bindparam("mode"),
    "speaks": lambda: (sa.literal(",") + col(Membership.languages) + ",").like(sa.bindparam("speaks")),
}


def _may_be_offered(is_young: bool) -> list[sa.ColumnElement[bool]]:
    if not is_young:
        return _may_be_with(is_young)
    cleared = col(Membership.cleared_for_young_until)
    return [*_may_be_with(is_young), cleared.is_not(None), cleared > col(Slot.ends_at)]


def _may_be_with(is_young: bool) -> list[sa.ColumnElement[bool]]:
    own = col(DropIn.organisation_id) == sa.bindparam("place")
    if is_young:
        is_own_person = col(DropIn.host_id).in_(sa.bindparam("young_with", expanding=True))
        return [own, is_own_person, col(DropIn.mode).in_(sa.bindparam("young_modes", expanding=True))]
    near = col(DropIn.organisation_id).in_(sa.bindparam("places", expanding=True))
    return [sa.or_(own, sa.and_(col(DropIn.for_whom) == ForWhom.BOROUGH, near))]


def _is_theirs_first() -> sa.ColumnElement[bool]:
    """Open to everybody; or they had a time on the day that this one was moved from."""
    old, old_slot = aliased(Gathering), aliased(Slot)
    had_one = (
        sa.exists()
        .where(col(old.moved_to_id) == col(Gathering.id), col(old_slot.gathering_id) == col(old.id))
        .where(col(Booking.slot_id) == col(old_slot.id), col(Booking.ended_at).is_(None))
        .where(col(Booking.contact_id).in_(sa.bindparam("contact_ids", expanding=True)))
    )
    now: sa.BindParameter[datetime] = sa.bindparam("now")
    return sa.or_(standing.is_for_everybody(now), had_one)
