"""Writing down families, their phones and their children."""

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import queries, rules
from app.domain.people.models import Contact, ContactPhone, Household, PhoneNumber, YoungPerson
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, HouseholdId, OrganisationId
from app.foundation.phone_numbers import number_or_nothing, read_number
from app.foundation.text import folded, one_line, storable
from app.foundation.work import Work


def make_household(work: Work, organisation_id: OrganisationId) -> Household:
    """A home, for contacts and children who live together."""
    made = Household(organisation_id=organisation_id, created_at=work.now)
    work.session.add(made)
    work.session.flush()
    return made


def add_contact(
    work: Work,
    organisation_id: OrganisationId,
    *,
    first_name: str,
    last_name: str = "",
    relation: str = "",
    number: str = "",
    household_id: HouseholdId | None = None,
    is_young: bool = False,
) -> Contact:
    """A family member, with the phone they use; a young person, with their own. Refused without a first name, or with a
    number that is none."""
    _must_keep_families(work, organisation_id)
    e164 = number_or_nothing(number)
    if not one_line(storable(first_name)):
        raise Refused("Please write a first name.")
    made = Contact(
        organisation_id=organisation_id,
        household_id=household_id or make_household(work, organisation_id).id,
        is_young=is_young,
        created_at=work.now,
    )
    _name(made, first_name, last_name, relation)
    work.session.add(made)
    work.session.flush()
    if e164:
        give_phone(work, made, e164)
    audit.note(work, "contact added", "contact", made.id, organisation_id=organisation_id)
    return made


def name_contact(work: Work, contact_id: ContactId, *, first_name: str, last_name: str, relation: str) -> Contact:
    """Say who somebody is. Refused without a first name."""
    found = queries.contact(work, contact_id)
    _must_keep_families(work, found.organisation_id)
    if not one_line(storable(first_name)):
        raise Refused("Please write a first name.")
    _name(found, first_name, last_name, relation)
    found.is_known = True
    work.session.add(found)
    audit.note(work, "contact named", "contact", found.id, organisation_id=found.organisation_id)
    return found


def _name(contact: Contact, first_name: str, last_name: str, relation: str) -> None:
    contact.first_name = one_line(storable(first_name), 60)
    contact.last_name = one_line(storable(last_name), 60)
    contact.relation = one_line(storable(relation), 30)
    contact.search_text = folded(f"{contact.first_name} {contact.last_name}")


def unknown_contact(work: Work, organisation_id: OrganisationId, number: str) -> Contact:
    """Somebody who wrote from a number we do not know: kept as a contact without a name until a person says who."""
    made = Contact(organisation_id=organisation_id, is_known=False, created_at=work.now)
    work.session.add(made)
    work.session.flush()
    if number:
        give_phone(work, made, number)
    return made


def says_first_name(work: Work, contact: Contact, first_name: str) -> None:
    """Somebody unknown says their own first name, because they chose to. The rest is for a person to ask."""
    contact.first_name = one_line(storable(first_name), 60)
    contact.search_text = folded(contact.first_name)
    contact.is_known = bool(contact.first_name)
    work.session.add(contact)


def give_phone(work: Work, contact: Contact, number: str) -> None:
    """This contact uses this number from now on. Harmless when they already do."""
    held = work.session.exec(
        select(PhoneNumber).where(PhoneNumber.organisation_id == contact.organisation_id, PhoneNumber.number == number)
    ).first()
    if not held:
        held = PhoneNumber(organisation_id=contact.organisation_id, number=number)
        work.session.add(held)
        work.session.flush()
    use = work.session.get(ContactPhone, (contact.id, held.id))
    if use:
        use.until = None
    else:
        use = ContactPhone(contact_id=contact.id, phone_number_id=held.id, since=work.now)
    work.session.add(use)
    work.session.flush()


def add_number(work: Work, contact_id: ContactId, *, number: str) -> None:
    """Write down one more number of a family member. Refused when it is none."""
    found = queries.contact(work, contact_id)
    _must_keep_families(work, found.organisation_id)
    e164 = read_number(number)
    if not e164:
        raise Refused("That does not look like a phone number.")
    give_phone(work, found, e164)
    audit.note(work, "number added", "contact", found.id, organisation_id=found.organisation_id)


def take_number_away(work: Work, contact_id: ContactId, *, number: str) -> None:
    """This number is not theirs any more: nothing goes there, and no link or page of theirs opens on it. NotFound when
    they do not use it."""
    found = queries.contact(work, contact_id)
    _must_keep_families(work, found.organisation_id)
    uses = select(ContactPhone).join(PhoneNumber, col(PhoneNumber.id) == ContactPhone.phone_number_id)
    use = work.session.exec(
        uses.where(
            ContactPhone.contact_id == contact_id, PhoneNumber.number == number, col(ContactPhone.until).is_(None)
        )
    ).first()
    if not use:
        raise NotFound
    use.until = work.now
    work.session.add(use)
    audit.note(work, "number taken away", "contact", found.id, organisation_id=found.organisation_id)


def take_phone_away(work: Work, contact_id: ContactId) -> None:
    """This contact uses no phone any more, for example because it was somebody else all along."""
    for use in work.session.exec(
        select(ContactPhone).where(ContactPhone.contact_id == contact_id, col(ContactPhone.until).is_(None))
    ):
        use.until = work.now
        work.session.add(use)


def add_young_person(
    work: Work, household_id: HouseholdId, *, first_name: str, school_name: str = "", year_group: str = ""
) -> YoungPerson:
    """A child of a household. NotFound for a household that is not there."""
    home = work.session.get(Household, household_id)
    if not home:
        raise NotFound
    _must_keep_families(work, home.organisation_id)
    made = YoungPerson(
        organisation_id=home.organisation_id,
        household_id=home.id,
        first_name=one_line(storable(first_name), 60),
        school_name=one_line(storable(school_name), 80),
        year_group=one_line(storable(year_group), 20),
    )
    work.session.add(made)
    work.session.flush()
    parents = select(Contact.id).where(Contact.household_id == home.id).order_by(col(Contact.created_at))
    for contact_id in work.session.exec(parents).all():
        audit.note(
            work, "child added", "young_person", made.id, organisation_id=home.organisation_id, contact_id=contact_id
        )
    return made


def _must_keep_families(work: Work, organisation_id: OrganisationId) -> None:
    if not rules.may_keep_families(work.actor, organisation_id):
        raise Refused("Only people who work with families here can do that.")
