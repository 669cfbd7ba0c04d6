"""The groups of an organisation's own pages, each behind its guard, and the choices that several of them offer.

`pages` are for whoever keeps its families, `house` for its managers, `safe` for its safeguarding leads.
"""

from dataclasses import dataclass

from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.foundation.identifiers import MembershipId
from app.foundation.languages import LANGUAGES
from app.foundation.work import Work
from app.web.guards import KEEPS_FAMILIES, KEEPS_HOUSE, KEEPS_SAFE
from app.web.pages import Pages

pages = Pages("organisation", __name__, guard=KEEPS_FAMILIES)
house = Pages("house", __name__, guard=KEEPS_HOUSE)
safe = Pages("safeguarding", __name__, guard=KEEPS_SAFE)

REFUSED = 409
ALSO_ENFORCES = "part of this job can be about fines or court"


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a family may have as its person. `does` is what they do, and says so where part of that is about
    fines or court (`is_enforcing`): they are never chosen beforehand, only by a press."""

    id: MembershipId
    name: str
    does: str
    is_me: bool
    is_enforcing: bool


def colleagues(work: Work) -> list[Colleague]:
    """Everybody here who may be somebody's person, longest serving first."""
    return [_colleague(person, work) for person in members.holding_threads(work, work.staff.organisation_id)]


def _colleague(person: Membership, work: Work) -> Colleague:
    name = f"{person.first_name} {person.last_name}".strip()
    does = [person.role_words, ALSO_ENFORCES if person.is_enforcing else ""]
    return Colleague(
        id=person.id,
        name=name,
        does=" – ".join(words for words in does if words),
        is_me=person.id == work.staff.membership_id,
        is_enforcing=person.is_enforcing,
    )


def zone_of(work: Work) -> str:
    """The zone of the actor's organisation."""
    return people.organisation(work, work.staff.organisation_id).zone


def languages() -> list[tuple[str, str]]:
    """What somebody may read, by its name in English."""
    return sorted(((one.code, one.english) for one in LANGUAGES.values()), key=lambda pair: (pair[0] != "en", pair[1]))
