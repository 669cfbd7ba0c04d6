"""The group of pages by which an organisation keeps its families, and the choices that several of them offer."""

from dataclasses import dataclass

from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Membership
from app.domain.people.rules import Role
from app.foundation.errors import NotFound
from app.foundation.identifiers import MembershipId
from app.foundation.languages import LANGUAGES
from app.foundation.work import Work
from app.web.guards import STAFF
from app.web.pages import Pages

pages = Pages("organisation", __name__, guard=STAFF)

REFUSED = 409


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a family may have as its person, with what they do."""

    id: MembershipId
    name: str
    does: str
    is_me: bool


def must_keep_families(work: Work) -> None:
    """NotFound for staff who have nothing to do with families."""
    if not people_rules.may_keep_families(work.actor, work.staff.organisation_id):
        raise NotFound


def colleagues(work: Work) -> list[Colleague]:
    """Everybody here who may be somebody's person, longest serving first."""
    staff = members.working_here(work, work.staff.organisation_id, Role.TRUSTED_PERSON)
    return [_colleague(person, work) for person in staff]


def _colleague(person: Membership, work: Work) -> Colleague:
    name = f"{person.first_name} {person.last_name}".strip()
    return Colleague(person.id, name, person.role_words, person.id == work.staff.membership_id)


def zone_of(work: Work) -> str:
    """The zone of the actor's organisation."""
    return people.organisation(work, work.staff.organisation_id).zone


def languages() -> list[tuple[str, str]]:
    """What somebody may read, by its name in English."""
    return sorted(((one.code, one.english) for one in LANGUAGES.values()), key=lambda pair: (pair[0] != "en", pair[1]))
