"""Reading organisations, their lines, and families. Everything is within one organisation: agencies cannot see each
other. Who works there is read in `members`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from app.domain.people.models import (
    Area,
    ClosedDay,
    Contact,
    ContactPhone,
    Freeze,
    Organisation,
    PhoneLine,
    PhoneNumber,
    Term,
    YoungPerson,
)
from app.domain.people.rules import Timetable
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.text import as_like, one_line, storable
from app.foundation.work import Work


@dataclass(frozen=True)
class Found:
    """A family member that a search found. `numbers` are E.164."""

    contact_id: ContactId
    first_name: str
    last_name: str
    relation: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class TheirPhone:
    """A number (E.164) that somebody uses, the `others` who use it too, and since when (UTC) it stands frozen."""

    number: str
    others: list[Contact]
    frozen_since: datetime | None


def organisation(work: Work, organisation_id: OrganisationId) -> Organisation:
    """One organisation. NotFound."""
    found = work.session.get(Organisation, organisation_id)
    if not found:
        raise NotFound
    return found


def zones_of(work: Work, ids: Iterable[OrganisationId]) -> dict[OrganisationId, str]:
    """The time zones of many organisations at once."""
    query = select(Organisation.id, Organisation.zone).where(col(Organisation.id).in_(list(ids)))
    return dict(work.session.exec(query).all())


def organisation_by_slug(work: Work, slug: str) -> Organisation:
    """The organisation with this public name in its page's address. NotFound."""
    found = work.session.exec(select(Organisation).where(Organisation.slug == storable(slug))).first()
    if not found:
        raise NotFound
    return found


def organisations(work: Work) -> Sequence[Organisation]:
    """All of them, by name."""
    return work.session.exec(select(Organisation).order_by(Organisation.name)).all()


def areas(work: Work) -> Sequence[Area]:
    """All boroughs, by name."""
    return work.session.exec(select(Area).order_by(Area.name)).all()


def today_at(work: Work, organisation_id: OrganisationId) -> date:
    """What day it is at an organisation. NotFound."""
    return work.now.astimezone(ZoneInfo(organisation(work, organisation_id).zone)).date()


def terms_at(work: Work, organisation_id: OrganisationId) -> Sequence[Term]:
    """The terms of an organisation, the first first."""
    query = select(Term).where(Term.organisation_id == organisation_id)
    return work.session.exec(query.order_by(col(Term.begins))).all()


def closed_days_at(work: Work, organisation_id: OrganisationId) -> Sequence[ClosedDay]:
    """The days on which an organisation is closed, from today on."""
    today = today_at(work, organisation_id)
    query = select(ClosedDay).where(ClosedDay.organisation_id == organisation_id, ClosedDay.day >= today)
    return work.session.exec(query.order_by(col(ClosedDay.day))).all()


def timetable_of(work: Work, organisation_id: OrganisationId, *, through_holidays: bool = False) -> Timetable:
    """When an organisation is at work. `through_holidays`: as whoever reads in the holidays is."""
    place = organisation(work, organisation_id)
    terms = () if through_holidays else tuple((one.begins, one.ends) for one in terms_at(work, organisation_id))
    closed = frozenset(one.day for one in closed_days_at(work, organisation_id))
    return Timetable(place.zone, place.opens_at, place.closes_at, place.working_days, terms, closed)


def line(work: Work, line_id: UUID) -> PhoneLine:
    """One of our phone lines. NotFound."""
    found = work.session.get(PhoneLine, line_id)
    if not found:
        raise NotFound
    return found


def lines(work: Work, numbers: Iterable[str]) -> dict[str, PhoneLine]:
    """Our lines among these numbers, by number. Retired ones too: what still comes to them is read."""
    query = select(PhoneLine).where(col(PhoneLine.number).in_(set(numbers)))
    return {found.number: found for found in work.session.exec(query)}


def lines_at(work: Work, organisation_id: OrganisationId) -> Sequence[PhoneLine]:
    """All live lines of an organisation, shared and personal, the oldest first."""
    return lines_among(work, [organisation_id])


def lines_among(work: Work, ids: Iterable[OrganisationId]) -> Sequence[PhoneLine]:
    """All live lines of these organisations, shared and personal, the oldest first."""
    query = select(PhoneLine).where(col(PhoneLine.organisation_id).in_(set(ids)), col(PhoneLine.until).is_(None))
    return work.session.exec(query.order_by(col(PhoneLine.since), col(PhoneLine.id))).all()


def line_of(work: Work, organisation_id: OrganisationId, membership_id: MembershipId) -> PhoneLine | None:
    """The line a person writes from: their own if they have one, else their organisation's."""
    return line_among(lines_at(work, organisation_id), organisation_id, membership_id)


def line_among(
    lines: Iterable[PhoneLine], organisation_id: OrganisationId, membership_id: MembershipId
) -> PhoneLine | None:
    """As `line_of`, among live lines that were read already, the oldest first."""
    here = [one for one in lines if one.organisation_id == organisation_id]
    own = next((one for one in here if one.membership_id == membership_id), None)
    return own or next((one for one in here if one.membership_id is None), None)


def contact(work: Work, contact_id: ContactId) -> Contact:
    """One family member. NotFound."""
    found = work.session.get(Contact, contact_id)
    if not found:
        raise NotFound
    return found


def contact_at(work: Work, organisation_id: OrganisationId, contact_id: ContactId) -> Contact:
    """One family member of this organisation. NotFound for anybody else's, exactly as for nobody."""
    found = work.session.get(Contact, contact_id)
    if not found or found.organisation_id != organisation_id:
        raise NotFound
    return found


def numbers_of(work: Work, contact_id: ContactId) -> Sequence[str]:
    """The numbers somebody uses now (E.164), the newest first."""
    query = (
        select(PhoneNumber.number)
        .join(ContactPhone, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .where(ContactPhone.contact_id == contact_id, col(ContactPhone.until).is_(None))
        .order_by(col(ContactPhone.since).desc())
    )
    return work.session.exec(query).all()


def standing_freeze(work: Work, organisation_id: OrganisationId, number: str) -> Freeze | None:
    """The freeze on this phone at this organisation, if it stands."""
    query = select(Freeze).where(
        Freeze.organisation_id == organisation_id, Freeze.number == number, col(Freeze.until).is_(None)
    )
    return work.session.exec(query).first()


def frozen_among(work: Work, pairs: Iterable[tuple[OrganisationId, str]]) -> set[tuple[OrganisationId, str]]:
    """Which of these phones (organisation, number) stand frozen."""
    wanted = list(set(pairs))
    query = select(Freeze.organisation_id, Freeze.number).where(
        sa.tuple_(col(Freeze.organisation_id), col(Freeze.number)).in_(wanted), col(Freeze.until).is_(None)
    )
    return set(work.session.exec(query)) if wanted else set()


def sharing(work: Work, organisation_id: OrganisationId, number: str) -> Sequence[Contact]:
    """Everybody this organisation knows on that number now, first known first."""
    query = (
        select(Contact)
        .join(ContactPhone, col(ContactPhone.contact_id) == Contact.id)
        .join(PhoneNumber, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .where(
            PhoneNumber.organisation_id == organisation_id,
            PhoneNumber.number == number,
            col(ContactPhone.until).is_(None),
        )
        .order_by(col(Contact.created_at), col(Contact.id))
    )
    return work.session.exec(query).all()


def who_share_a_phone(work: Work, ids: Collection[ContactId]) -> set[ContactId]:
    """Which of these family members use a phone that somebody else uses too."""
    theirs = aliased(ContactPhone)
    is_another = col(theirs.contact_id) != ContactPhone.contact_id
    same_phone = sa.and_(col(theirs.phone_number_id) == ContactPhone.phone_number_id, is_another)
    query = select(ContactPhone.contact_id).join(theirs, same_phone)
    still = col(ContactPhone.until).is_(None), col(theirs.until).is_(None)
    return set(work.session.exec(query.where(col(ContactPhone.contact_id).in_(list(ids)), *still)))


def phones_of(work: Work, contact_id: ContactId) -> list[TheirPhone]:
    """The phones somebody uses now, the newest first, each with the others who use it too."""
    theirs = aliased(ContactPhone)
    is_frozen = sa.and_(
        col(Freeze.organisation_id) == PhoneNumber.organisation_id,
        col(Freeze.number) == PhoneNumber.number,
        col(Freeze.until).is_(None),
    )
    query = (
        select(PhoneNumber.number, Contact, Freeze.since)
        .join(ContactPhone, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .join(theirs, col(theirs.phone_number_id) == PhoneNumber.id)
        .join(Contact, col(Contact.id) == theirs.contact_id)
        .join(Freeze, is_frozen, isouter=True)
        .where(ContactPhone.contact_id == contact_id, col(ContactPhone.until).is_(None), col(theirs.until).is_(None))
        .order_by(col(ContactPhone.since).desc(), PhoneNumber.number, col(Contact.created_at), col(Contact.id))
    )
    found: dict[str, TheirPhone] = {}
    for number, one, frozen_since in work.session.exec(query):
        phone = found.setdefault(number, TheirPhone(number, [], frozen_since))
        if one.id != contact_id:
            phone.others.append(one)
    return list(found.values())


def household_of(work: Work, found: Contact) -> tuple[Sequence[Contact], Sequence[YoungPerson]]:
    """The others at home: adults, then children."""
    if not found.household_id:
        return (), ()
    adults = select(Contact).where(Contact.household_id == found.household_id, Contact.id != found.id)
    children = select(YoungPerson).where(YoungPerson.household_id == found.household_id)
    return work.session.exec(adults).all(), work.session.exec(children.order_by(YoungPerson.first_name)).all()


def find(work: Work, organisation_id: OrganisationId, fragment: str, *, limit: int = 20) -> list[Found]:
    """Family members of one organisation whose name or number holds this fragment. Empty for an empty fragment. What
    was looked for is put on record."""
    if not fragment.strip():
        return []
    work.looked_at("looked for a family", "organisation", organisation_id, words=one_line(fragment))
    digits = "".join(letter for letter in fragment if letter.isdigit()).removeprefix("0")
    by_number = (
        select(ContactPhone.contact_id)
        .join(PhoneNumber, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .where(
            PhoneNumber.organisation_id == organisation_id,
            col(ContactPhone.until).is_(None),
            col(PhoneNumber.number).contains(digits, autoescape=True),
        )
    )
    matches: sa.ColumnElement[bool] = col(Contact.search_text).like(as_like(fragment), escape="\\")
    if len(digits) >= 4:
        matches = sa.or_(matches, col(Contact.id).in_(by_number))
    query = select(Contact).where(
        Contact.organisation_id == organisation_id, col(Contact.merged_into_id).is_(None), matches
    )
    found = work.session.exec(query.order_by(Contact.first_name, Contact.last_name).limit(limit)).all()
    numbers = numbers_by_contact(work, [one.id for one in found])
    return [Found(one.id, one.first_name, one.last_name, one.relation, numbers.get(one.id, ())) for one in found]


def numbers_by_contact(work: Work, ids: list[ContactId]) -> dict[ContactId, tuple[str, ...]]:
    """The numbers (E.164) of many contacts at once; a contact without one is not in the answer."""
    query = (
        select(ContactPhone.contact_id, PhoneNumber.number)
        .join(PhoneNumber, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .where(col(ContactPhone.contact_id).in_(ids), col(ContactPhone.until).is_(None))
    )
    numbers: dict[ContactId, tuple[str, ...]] = {}
    for contact_id, number in work.session.exec(query):
        numbers[contact_id] = (*numbers.get(contact_id, ()), number)
    return numbers
