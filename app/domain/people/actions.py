"""Writing down organisations, the people who work there, their phone lines, and families."""

import re
from uuid import UUID

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import queries, rules
from app.domain.people.models import (
    Contact,
    ContactPhone,
    Household,
    Membership,
    MembershipRole,
    Organisation,
    PhoneLine,
    PhoneNumber,
    YoungPerson,
)
from app.domain.people.rules import PingBy, Role
from app.foundation.addresses import read_address
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, HouseholdId, MembershipId, OrganisationId
from app.foundation.phone_numbers import NumberKind, kind_of, read_number
from app.foundation.text import folded, one_line, storable
from app.foundation.work import Work

KINDS = ("school", "council", "charity", "health", "operating")


def make_organisation(
    work: Work, *, name: str, kind: str, public_phone: str = "", public_website: str = "", area_id: UUID | None = None
) -> Organisation:
    """A new organisation. Refused without a name, with an unknown kind, or when the name is taken."""
    if not rules.may_make_organisations(work.actor):
        raise Refused("Only whoever runs the service makes organisations.")
    clean = one_line(storable(name))
    slug = re.sub(r"[^a-z0-9]+", "-", folded(clean)).strip("-")
    if not slug:
        raise Refused("An organisation needs a name.")
    if kind not in KINDS:
        raise Refused(f"An organisation is one of: {', '.join(KINDS)}.")
    if work.session.exec(select(Organisation).where(Organisation.slug == slug)).first():
        raise Refused("There is already an organisation with this name.")
    made = Organisation(
        name=clean,
        kind=kind,
        slug=slug,
        public_phone=public_phone,
        public_website=public_website,
        area_id=area_id,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    audit.note(work, "organisation made", "organisation", made.id, organisation_id=made.id)
    return made


def add_member(
    work: Work,
    organisation_id: OrganisationId,
    *,
    first_name: str,
    email: str,
    roles: frozenset[Role],
    last_name: str = "",
    role_words: str = "",
    ping_by: PingBy = PingBy.EMAIL,
    work_phone: str = "",
) -> Membership:
    """A place for somebody at an organisation. Refused without a first name or a usable e-mail address."""
    _must_keep_house(work, organisation_id)
    address = read_address(email)
    if not one_line(storable(first_name)):
        raise Refused("Families need a first name to know who is writing.")
    if not address:
        raise Refused("That does not look like an e-mail address.")
    person = Membership(
        organisation_id=organisation_id,
        first_name=one_line(storable(first_name), 40),
        last_name=one_line(storable(last_name), 60),
        role_words=one_line(storable(role_words), 60),
        email=address,
        ping_by=ping_by,
        work_phone=_number_or_nothing(work_phone),
        since=work.now,
    )
    work.session.add(person)
    work.session.flush()
    for role in sorted(roles):
        work.session.add(MembershipRole(membership_id=person.id, role=role, since=work.now))
    audit.note(work, "member added", "membership", person.id, organisation_id=organisation_id)
    return person


def _number_or_nothing(typed: str) -> str:
    if not typed.strip():
        return ""
    number = read_number(typed)
    if not number:
        raise Refused("That does not look like a phone number.")
    return number


def tell_me_by(work: Work, by: PingBy, *, work_phone: str = "") -> Membership:
    """How the actor wants to hear that somebody waits. Refused for a text without a work phone."""
    person = queries.membership(work, work.staff.membership_id)
    number = _number_or_nothing(work_phone)
    if by is PingBy.TEXT and (not number or kind_of(number) is not NumberKind.MOBILE):
        raise Refused("Please write the number of a work mobile, so that we can text it.")
    person.ping_by, person.work_phone = by, number
    work.session.add(person)
    audit.note(work, "chose how to be told", "membership", person.id)
    return person


def member_leaves(work: Work, membership_id: MembershipId) -> None:
    """From now on this person opens nothing and sends nothing. Refused for an organisation's last first contact."""
    person = queries.membership(work, membership_id)
    _must_keep_house(work, person.organisation_id)
    first_contacts = queries.working_here(work, person.organisation_id, Role.FIRST_CONTACT)
    if [one.id for one in first_contacts] == [membership_id]:
        raise Refused("Somebody else must be first contact before this person leaves.")
    person.until = work.now
    work.session.add(person)
    audit.note(work, "member left", "membership", person.id, organisation_id=person.organisation_id)


def give_line(
    work: Work, organisation_id: OrganisationId, *, number: str, membership_id: MembershipId | None = None
) -> PhoneLine:
    """Give an organisation, or one person there, a phone line of ours. Refused when it is no number, or taken."""
    _must_keep_house(work, organisation_id)
    e164 = read_number(number)
    if not e164:
        raise Refused("That does not look like a phone number.")
    if work.session.exec(select(PhoneLine).where(PhoneLine.number == e164)).first():
        raise Refused("That number is already one of our lines.")
    given = PhoneLine(organisation_id=organisation_id, number=e164, membership_id=membership_id, since=work.now)
    work.session.add(given)
    work.session.flush()
    audit.note(work, "line given", "phone_line", given.id, organisation_id=organisation_id)
    return given


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
) -> Contact:
    """A family member, with the phone they use. Refused without a first name, or with a number that is none."""
    _must_keep_families(work, organisation_id)
    e164 = _number_or_nothing(number)
    if not one_line(storable(first_name)):
        raise Refused("Please write a first name.")
    made = Contact(
        organisation_id=organisation_id,
        household_id=household_id or make_household(work, organisation_id).id,
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
    return made


def _must_keep_house(work: Work, organisation_id: OrganisationId) -> None:
    if not rules.may_keep_house(work.actor, organisation_id):
        raise Refused("Only a manager of this organisation can do that.")


def _must_keep_families(work: Work, organisation_id: OrganisationId) -> None:
    if not rules.may_keep_families(work.actor, organisation_id):
        raise Refused("Only people who work with families here can do that.")
