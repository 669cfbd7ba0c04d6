"""Who looks for a time, and what they may be offered at all."""

from dataclasses import dataclass

from sqlmodel import select

from app.domain.dropins.models import OurTimes
from app.domain.people import names
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Asker:
    """Who looks for a time. `places`: the organisations of their borough. `contact_ids`: every name by which their own
    organisation has known them. `young_with` and `young_modes` bound what a young person may book by themselves; None
    for an adult."""

    organisation_id: OrganisationId
    places: tuple[OrganisationId, ...]
    contact_ids: tuple[ContactId, ...]
    young_with: frozenset[MembershipId] | None = None
    young_modes: frozenset[str] = frozenset()


def asker_of(work: Work, contact_id: ContactId) -> Asker:
    """What this family member may be offered."""
    contact = people.contact(work, contact_id)
    place = people.organisation(work, contact.organisation_id)
    known_as = tuple(names.also_known_as(work, contact.id))
    if not contact.is_young:
        return Asker(place.id, _near(work, place), known_as)
    allowed = young_modes_at(work, place.id)
    own = frozenset(person.id for person in relationships.people_of(work, contact.id))
    return Asker(place.id, (place.id,), known_as, young_with=own, young_modes=allowed)


def _near(work: Work, place: Organisation) -> tuple[OrganisationId, ...]:
    if place.area_id is None:
        return (place.id,)
    return tuple(work.session.exec(select(Organisation.id).where(Organisation.area_id == place.area_id)))


def young_modes_at(work: Work, organisation_id: OrganisationId) -> frozenset[str]:
    """How young people may book by themselves there; nothing until a manager has said so."""
    found = work.session.get(OurTimes, organisation_id)
    return frozenset(found.young_modes.split(",")) - {""} if found else frozenset()
