"""Reading who works at an organisation, in which roles, and who may hold threads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.domain.people import queries, rules
from app.domain.people.models import Membership, MembershipRole
from app.domain.people.rules import Role
from app.foundation.errors import CannotDo, NotFound
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Colleague:
    """A member of staff, for pages."""

    id: MembershipId
    organisation_id: OrganisationId
    first_name: str
    last_name: str
    role_words: str
    organisation_name: str
    organisation_slug: str
    zone: str


# A time (UTC), the blank for one, or a column that holds one.
Instant = datetime | sa.ColumnElement[datetime]


def still_here(now: Instant) -> sa.ColumnElement[bool]:
    """Does this member of staff still work there at this instant (UTC)?"""
    return sa.or_(col(Membership.until).is_(None), col(Membership.until) > now)


def may_hold_threads(now: Instant) -> sa.ColumnElement[bool]:
    """Do they still work there, in a role that writes to families, with checks that count? As `rules.holds_threads`."""
    held = aliased(MembershipRole)
    writes = sa.exists().where(
        col(held.membership_id) == Membership.id, col(held.role).in_(sorted(rules.WRITE_TO_FAMILIES))
    )
    is_cleared = sa.and_(col(Membership.cleared_until).is_not(None), col(Membership.cleared_until) > now)
    return sa.and_(still_here(now), is_cleared, writes)


def membership(work: Work, membership_id: MembershipId) -> Membership:
    """One member of staff, gone or not. NotFound."""
    found = work.session.get(Membership, membership_id)
    if not found:
        raise NotFound
    return found


def at(work: Work, organisation_id: OrganisationId, membership_id: MembershipId) -> Membership:
    """Somebody who works at this organisation now. NotFound for anybody else, exactly as for nobody."""
    found = work.session.get(Membership, membership_id)
    if not found or found.organisation_id != organisation_id or not works_here(work, found):
        raise NotFound
    return found


def hold(work: Work, membership_id: MembershipId) -> None:
    """Until this Work ends nobody else plans anything for this member of staff."""
    work.session.get(Membership, membership_id, with_for_update=True, populate_existing=True)


def colleague(work: Work, membership_id: MembershipId) -> Colleague:
    """A member of staff as pages show them. NotFound."""
    person = membership(work, membership_id)
    place = queries.organisation(work, person.organisation_id)
    return Colleague(
        id=person.id,
        organisation_id=place.id,
        first_name=person.first_name,
        last_name=person.last_name,
        role_words=person.role_words,
        organisation_name=place.name,
        organisation_slug=place.slug,
        zone=place.zone,
    )


def first_names(work: Work, ids: Collection[MembershipId]) -> dict[MembershipId, str]:
    """The first names of many members at once, gone or not."""
    query = select(Membership.id, Membership.first_name).where(col(Membership.id).in_(list(ids)))
    return dict(work.session.exec(query).all()) if ids else {}


def roles_of(work: Work, membership_id: MembershipId) -> frozenset[str]:
    """The roles of somebody who still works here; none for somebody who has left."""
    person = work.session.get(Membership, membership_id)
    if not person or not works_here(work, person):
        return frozenset()
    return frozenset(
        work.session.exec(select(MembershipRole.role).where(MembershipRole.membership_id == membership_id))
    )


def roles_at(work: Work, organisation_id: OrganisationId) -> dict[MembershipId, frozenset[str]]:
    """The roles of everybody at an organisation, gone or not."""
    query = (
        select(MembershipRole.membership_id, MembershipRole.role)
        .join(Membership, col(Membership.id) == MembershipRole.membership_id)
        .where(Membership.organisation_id == organisation_id)
    )
    found: dict[MembershipId, frozenset[str]] = {}
    for membership_id, role in work.session.exec(query):
        found[membership_id] = found.get(membership_id, frozenset()) | {role}
    return found


def works_here(work: Work, person: Membership) -> bool:
    """Has this person not left?"""
    return person.until is None or person.until > work.now


def holds_threads(work: Work, person: Membership, *, with_young: bool = False) -> bool:
    """May this person hold threads now, with adults or `with_young` people?"""
    cleared_until = person.cleared_for_young_until if with_young else person.cleared_until
    return rules.holds_threads(roles_of(work, person.id), cleared_until, work.now)


def will_hold_threads(work: Work, person: Membership, at: datetime, *, with_young: bool = False) -> bool:
    """As far as is written down, will this person still work there then (UTC), with checks that count then?"""
    ends = [person.cleared_until, person.cleared_for_young_until] if with_young else [person.cleared_until]
    cleared_until = min((one for one in ends if one), default=None) if all(ends) else None
    still_works = person.until is None or person.until > at
    return still_works and rules.holds_threads(roles_of(work, person.id), cleared_until, at)


def working_here(work: Work, organisation_id: OrganisationId, role: Role | None = None) -> Sequence[Membership]:
    """Who works at an organisation now, perhaps in one role, longest serving first."""
    query = select(Membership).where(Membership.organisation_id == organisation_id, still_here(work.now))
    if role is None:
        return work.session.exec(query.order_by(col(Membership.since), col(Membership.id))).all()
    query = query.join(MembershipRole, col(MembershipRole.membership_id) == Membership.id).where(
        MembershipRole.role == role
    )
    return work.session.exec(query.order_by(col(MembershipRole.since), col(Membership.id))).all()


def holding_threads(work: Work, organisation_id: OrganisationId) -> Sequence[Membership]:
    """Who may hold threads at an organisation now, longest serving first."""
    query = select(Membership).where(Membership.organisation_id == organisation_id, may_hold_threads(work.now))
    return work.session.exec(query.order_by(col(Membership.since), col(Membership.id))).all()


def on_duty(work: Work, organisation_id: OrganisationId) -> Membership:
    """The first-contact person on duty: see `on_duty_at`. CannotDo only when nobody at all works there."""
    return membership(work, on_duty_at(work, [organisation_id])[organisation_id])


def on_duty_at(work: Work, places: Iterable[OrganisationId]) -> dict[OrganisationId, MembershipId]:
    """Who is on duty at each of these organisations: of those whose checks count, whoever has been first contact the
    longest. Anybody else stands in where there is nobody like that, so that a message always lands with a person by
    name; somebody without checks cannot read it, and their managers are told. CannotDo when nobody works there."""
    wanted = set(places)
    asked = work.session.execute(_first_on_duty(), {"now": work.now, "places": list(wanted)})
    found = {one.place: one.person for one in asked}
    if wanted - found.keys():
        raise CannotDo("Nobody works at this organisation any more.")
    return found


@cache  # every page of staff asks this, and putting it together costs as much as asking it
def _first_on_duty() -> sa.Select[Any]:
    now: sa.BindParameter[datetime] = sa.bindparam("now")
    is_first_contact = sa.and_(
        col(MembershipRole.membership_id) == Membership.id, col(MembershipRole.role) == Role.FIRST_CONTACT
    )
    first_of_all = (
        sa.case((may_hold_threads(now), 0), else_=1),
        sa.case((col(MembershipRole.role).is_not(None), 0), else_=1),
        sa.func.coalesce(col(MembershipRole.since), col(Membership.since)),
        col(Membership.id),
    )
    place = col(Membership.organisation_id)
    ranked = (  # only the first of each place is fetched: a batch of arrivals asks about a hundred places
        sa.select(
            place.label("place"),
            col(Membership.id).label("person"),
            sa.func.row_number().over(partition_by=place, order_by=first_of_all).label("rank"),
        )
        .select_from(Membership)
        .join(MembershipRole, is_first_contact, isouter=True)
        .where(place.in_(sa.bindparam("places", expanding=True)), still_here(now))
        .subquery()
    )
    return sa.select(ranked.c.place, ranked.c.person).where(ranked.c.rank == 1)
