"""Whose times somebody looks after now: their own, those of colleagues for whom they answer, and, for whoever is on
duty, those of hosts who have left. So no booking is ever nobody's."""

from sqlmodel import col, select

from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work


def hosts_of(work: Work) -> frozenset[MembershipId]:
    """The hosts whose times the actor looks after."""
    mine = relationships.desks_of(work)
    if work.staff.membership_id not in mine or not _is_on_duty(work):
        return mine
    left = select(Membership.id).where(
        Membership.organisation_id == work.staff.organisation_id, col(Membership.until) <= work.now
    )
    return mine | frozenset(work.session.exec(left))


def is_gone(work: Work, host: MembershipId) -> bool:
    """Does this host not work there any more?"""
    return not members.works_here(work, members.membership(work, host))


def who_looks_after(work: Work, host: MembershipId) -> MembershipId:
    """Who looks after this host's times now."""
    person = members.membership(work, host)
    if not members.works_here(work, person):
        return members.on_duty(work, person.organisation_id).id
    return relationships.who_answers(work, host)


def _is_on_duty(work: Work) -> bool:
    on_duty = members.on_duty(work, work.staff.organisation_id).id
    return relationships.who_answers(work, on_duty) == work.staff.membership_id
