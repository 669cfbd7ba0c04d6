"""Choosing a trusted person, and saying who reads while one is away."""

from datetime import datetime

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.domain.relationships import queries
from app.domain.relationships.models import Cover, Relationship
from app.domain.relationships.rules import ChosenBy
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def choose(work: Work, contact_id: ContactId, membership_id: MembershipId, *, by: ChosenBy) -> Relationship:
    """This member of staff is a trusted person of this contact from now on. Harmless when they already are.

    Refused across organisations: each organisation knows its own families. Refused for somebody whose checks are not on
    record; for a young person, when nobody has confirmed them.
    """
    contact = people.contact(work, contact_id)
    person = members.membership(work, membership_id)
    if person.organisation_id != contact.organisation_id or not members.works_here(work, person):
        raise Refused("That person does not work here.")
    must_hold_threads(work, person, with_young=contact.is_young)
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
    _note(work, "person chosen", contact, membership_id)
    return made


def must_hold_threads(work: Work, person: Membership, *, with_young: bool) -> None:
    """Refused for somebody who may not hold threads with families, or `with_young` people."""
    if not members.holds_threads(work, person):
        raise Refused(
            f"{person.first_name} cannot be anybody's person yet: a manager must record the safer-recruitment check "
            "and the safeguarding training first."
        )
    if with_young and not members.holds_threads(work, person, with_young=True):
        raise Refused(
            f"For a young person a second colleague must confirm {person.first_name}'s checks first. Ask a manager."
        )


def part(work: Work, contact_id: ContactId, membership_id: MembershipId) -> None:
    """This member of staff is not this contact's person any more. Harmless when they were not."""
    contact = people.contact(work, contact_id)
    for standing in work.session.exec(
        select(Relationship).where(
            Relationship.contact_id == contact_id,
            Relationship.membership_id == membership_id,
            col(Relationship.until).is_(None),
        )
    ):
        standing.until = work.now
        work.session.add(standing)
        _note(work, "person no longer", contact, membership_id)


def _note(work: Work, verb: str, contact: Contact, membership_id: MembershipId) -> None:
    place = contact.organisation_id
    audit.note(work, verb, "membership", membership_id, organisation_id=place, contact_id=contact.id)


def go_away(
    work: Work,
    membership_id: MembershipId,
    *,
    by_id: MembershipId,
    since: datetime,
    until: datetime | None,
) -> Cover:
    """While somebody is away (UTC; `until` may be unknown), a colleague reads and answers in their threads. Refused for
    a cover who may not hold threads, and for a time that ends before it begins. One's own, or a manager's press."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if person.id != work.staff.membership_id:
        joining.must_keep_house(work, person.organisation_id)
    cover = members.at(work, person.organisation_id, by_id)
    if cover.id == person.id:
        raise Refused("Choose somebody else to read while you are away.")
    must_hold_threads(work, cover, with_young=False)
    if until is not None and until <= max(since, work.now):
        raise Refused("That time is over before it begins.")
    made = Cover(membership_id=person.id, by_id=cover.id, since=since, until=until)
    work.session.add(made)
    work.session.flush()
    who = f"{cover.first_name} {cover.last_name}".strip()
    audit.note(work, "away", "membership", person.id, organisation_id=person.organisation_id, words=who)
    return made


def come_back(work: Work, membership_id: MembershipId) -> None:
    """Somebody is here again: whoever reads for them now does so no longer. What is planned for later stays."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if person.id != work.staff.membership_id:
        joining.must_keep_house(work, person.organisation_id)
    for cover in queries.covers_of(work, person.id):
        if cover.since <= work.now:
            cover.until = work.now
            work.session.add(cover)
    audit.note(work, "back", "membership", person.id, organisation_id=person.organisation_id)
