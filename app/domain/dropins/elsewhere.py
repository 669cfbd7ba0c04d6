"""A family books with another organisation than the one whose page it is on. Each organisation knows its own families;
nothing joins the two, and the first one never learns of it.
"""

from collections.abc import Sequence

from app.domain.audit import actions as audit
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import actions as permission_actions
from app.domain.permissions import queries as permissions
from app.foundation.actors import Family
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, OrganisationId
from app.foundation.text import folded
from app.foundation.work import Work


def as_known_there(work: Work, contact_id: ContactId, *, number: str, at: OrganisationId) -> ContactId:
    """Who this family member is at another organisation: the one of that first name on that phone, or somebody new;
    from here on they act as that one. The place learns the first name, the phone and the language, because the family
    said so just now. Refused without a phone, or for a young person: nobody there could tell them anything."""
    contact = people.contact(work, contact_id)
    if contact.organisation_id == at:
        return contact.id
    if not number or contact.is_young:
        raise Refused("To book with somebody else, open this page from a text on your own phone.")
    there = _same_name(people.sharing(work, at, number), contact) or _introduce(work, contact, number, at)
    work.actor = Family(there.id, number)
    return there.id


def known_there(work: Work, contact_id: ContactId, *, number: str, at: OrganisationId) -> ContactId | None:
    """Who they are there already, if anybody. Changes nothing."""
    contact = people.contact(work, contact_id)
    if contact.organisation_id == at:
        return contact.id
    found = _same_name(people.sharing(work, at, number), contact) if number else None
    return found.id if found else None


def _same_name(known: Sequence[Contact], contact: Contact) -> Contact | None:
    return next((one for one in known if folded(one.first_name) == folded(contact.first_name)), None)


def _introduce(work: Work, contact: Contact, number: str, at: OrganisationId) -> Contact:
    known = people.sharing(work, at, number)
    is_nameless = len(known) == 1 and not known[0].is_known
    there = known[0] if is_nameless else people_actions.unknown_contact(work, at, number)
    people_actions.says_first_name(work, there, contact.first_name)
    wishes = permissions.wishes_of(work, contact.id)
    work.actor = Family(there.id, number)
    permission_actions.set_language(work, there.id, wishes.reads)
    audit.note(work, "introduced themselves", "contact", there.id, organisation_id=at)
    return there
