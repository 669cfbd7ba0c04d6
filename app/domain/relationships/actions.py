"""Choosing a trusted person."""

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import queries as people
from app.domain.relationships.models import Relationship
from app.domain.relationships.rules import ChosenBy
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def choose(work: Work, contact_id: ContactId, membership_id: MembershipId, *, by: ChosenBy) -> Relationship:
    """This member of staff is a trusted person of this contact from now on. Harmless when they already are.

    Refused across organisations: each organisation knows its own families.
    """
    contact = people.contact(work, contact_id)
    person = people.membership(work, membership_id)
    if person.organisation_id != contact.organisation_id or person.until:
        raise Refused("That person does not work here.")
    standing = work.session.exec(
        select(Relationship).where(
            Relationship.contact_id == contact_id,
            Relationship.membership_id == membership_id,
            col(Relationship.until).is_(None),
        )
    ).first()
    if standing:
        return standing
    made = Relationship(contact_id=contact_id, membership_id=membership_id, chosen_by=by, since=work.now)
    work.session.add(made)
    work.session.flush()
    audit.note(work, "person chosen", "contact", contact_id, organisation_id=contact.organisation_id)
    return made
