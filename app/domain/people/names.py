"""Many names at once, for pages that show what somebody did long ago: colleagues who have left included.

Families and colleagues are named within one organisation: an id of another one has no name there, exactly as one that
never was. Only whoever runs the service hears names of staff anywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from app.domain.people.models import Contact, Membership, Organisation, PhoneLine
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Named:
    """A colleague, present or gone. `role_words` say for families what they do."""

    first_name: str
    last_name: str
    role_words: str

    @property
    def whole(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


def of_staff(work: Work, organisation_id: OrganisationId, ids: Collection[UUID]) -> dict[MembershipId, Named]:
    """Colleagues of one organisation by id."""
    query = select(Membership.id, Membership.first_name, Membership.last_name, Membership.role_words).where(
        Membership.organisation_id == organisation_id, col(Membership.id).in_(set(ids))
    )
    return {one: Named(*words) for one, *words in work.session.exec(query)} if ids else {}


def everybody_at(work: Work, organisation_id: OrganisationId) -> list[tuple[MembershipId, Named]]:
    """Everybody who works or ever worked at an organisation, by name."""
    ids = select(Membership.id).where(Membership.organisation_id == organisation_id)
    found = of_staff(work, organisation_id, work.session.exec(ids).all())
    return sorted(found.items(), key=lambda pair: (pair[1].whole.casefold(), pair[0]))


def of_anybody(work: Work, ids: Collection[UUID]) -> dict[MembershipId, Named]:
    """Members of staff anywhere, for whoever runs the service and for nobody else."""
    query = select(Membership.id, Membership.first_name, Membership.last_name, Membership.role_words).where(
        col(Membership.id).in_(set(ids))
    )
    return {one: Named(*words) for one, *words in work.session.exec(query)} if ids else {}


def of_places(work: Work, ids: Collection[UUID]) -> dict[OrganisationId, str]:
    """The names of organisations by id."""
    query = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(set(ids)))
    return dict(work.session.exec(query).all()) if ids else {}


def of_families(work: Work, organisation_id: OrganisationId, ids: Collection[UUID]) -> dict[ContactId, str]:
    """Family members of one organisation by id: first and last name; nothing for somebody we do not know yet."""
    query = select(Contact.id, Contact.first_name, Contact.last_name).where(
        Contact.organisation_id == organisation_id, col(Contact.id).in_(set(ids))
    )
    return {one: f"{first} {last}".strip() for one, first, last in work.session.exec(query)} if ids else {}


def of_lines(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """The numbers (E.164) of lines of ours by id, also of those that we have given back."""
    query = select(PhoneLine.id, PhoneLine.number).where(col(PhoneLine.id).in_(set(ids)))
    return dict(work.session.exec(query).all()) if ids else {}


def also_known_as(work: Work, contact_id: ContactId) -> list[ContactId]:
    """Every id under which this family member was ever written down: their own, and those of somebody unknown who
    turned out to be them."""
    merged = select(Contact.id).where(Contact.merged_into_id == contact_id)
    return [contact_id, *work.session.exec(merged)]
