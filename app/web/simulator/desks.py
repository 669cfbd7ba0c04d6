"""The desks of the invented town, one press away: anybody may sit down anywhere. In the demo only."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import redirect
from flask.typing import ResponseReturnValue

from app.domain.accounts import queries as account_queries
from app.domain.conversations import health
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.people.places import KINDS
from app.foundation.actors import Staff
from app.foundation.errors import NotFound
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import staff_cookies
from app.web.simulator.table_top import pages
from app.web.trusted_person.group import home_of


@dataclass(frozen=True)
class Desk:
    """Somebody's place; `waiting` is how many families wait for them."""

    membership_id: MembershipId
    first_name: str
    role_words: str
    waiting: int


@dataclass(frozen=True)
class Room:
    """An agency and the desks in it."""

    name: str
    desks: tuple[Desk, ...]


def rooms(work: Work) -> list[Room]:
    """Every agency with its people."""
    waiting = health.how_many_wait(work)
    found = []
    for place in sorted(people.organisations(work), key=lambda one: KINDS.index(one.kind)):
        staff = members.working_here(work, place.id)
        found.append(Room(place.name, tuple(_desk(person, waiting) for person in staff)))
    return found


def _desk(person: Membership, waiting: Mapping[MembershipId, int]) -> Desk:
    return Desk(person.id, person.first_name, person.role_words, waiting.get(person.id, 0))


@pages.does("/simulator/desk/<uuid:membership_id>")
def desk(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Sit down at this desk: signed in without a password, because nobody here is real."""
    person = members.membership(work, membership_id)
    account = account_queries.account_by_email(work, person.email)
    if account is None or person.id not in {place.id for place in account_queries.places_of(work, account.id)}:
        raise NotFound
    staff = Staff(person.id, person.organisation_id, members.roles_of(work, person.id))
    answer = redirect(home_of(staff), 303)
    staff_cookies.sit_down(work, account, person.id, answer)
    return answer
