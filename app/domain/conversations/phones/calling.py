"""Who is calling? All that routing must know about the phones that texts came from, read for many at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import rules
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Caller, Choice, Direction, State, Thread
from app.domain.people import members
from app.domain.people.models import Contact, ContactPhone, Membership, PhoneLine, PhoneNumber
from app.domain.relationships.models import Relationship
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work

Pair = tuple[PhoneLine, str]  # a line of ours, and the number that texted it


def callers(work: Work, pairs: Sequence[Pair]) -> dict[tuple[UUID, str], Caller]:
    """All that routing must know about many (line, number) pairs, in a handful of reads."""
    contacts = _contacts(work, pairs)
    everybody = {contact.id for found in contacts.values() for contact in found}
    threads, choices = threads_of(work, everybody), choices_of(work, everybody)
    written = _last_written(work, pairs)
    left = gone(work, [line.membership_id for line, _ in pairs if line.membership_id])
    on_duty = members.on_duty_at(work, (line.organisation_id for line, _ in pairs))
    return {
        (line.id, number): Caller(
            on_duty=on_duty[line.organisation_id],
            line_belongs_to=None if line.membership_id in left else line.membership_id,
            contacts=tuple(one.id for one in contacts.get((line.organisation_id, number), ())),
            threads=tuple(
                Thread(
                    talk.id,
                    talk.contact_id,
                    talk.membership_id,
                    talk.last_at,
                    written.get((line.id, number, talk.id)),
                )
                for one in contacts.get((line.organisation_id, number), ())
                for talk in threads.get(one.id, ())
            ),
            choices=tuple(
                choice for one in contacts.get((line.organisation_id, number), ()) for choice in choices.get(one.id, ())
            ),
        )
        for line, number in pairs
    }


def _contacts(work: Work, pairs: Iterable[Pair]) -> dict[tuple[OrganisationId, str], list[Contact]]:
    wanted = {(line.organisation_id, number) for line, number in pairs}
    query = (
        select(PhoneNumber.organisation_id, PhoneNumber.number, Contact)
        .join(ContactPhone, col(ContactPhone.phone_number_id) == PhoneNumber.id)
        .join(Contact, col(ContactPhone.contact_id) == Contact.id)
        .where(
            sa.tuple_(col(PhoneNumber.organisation_id), col(PhoneNumber.number)).in_(wanted),
            col(ContactPhone.until).is_(None),
        )
        .order_by(col(Contact.created_at), col(Contact.id))
    )
    found: dict[tuple[OrganisationId, str], list[Contact]] = {}
    for place, number, contact in work.session.exec(query):
        found.setdefault((place, number), []).append(contact)
    return found


def threads_of(work: Work, contacts: Iterable[ContactId]) -> dict[ContactId, list[Conversation]]:
    """The live threads of these contacts: with people who still work there."""
    query = (
        select(Conversation)
        .join(Membership, col(Membership.id) == Conversation.membership_id)
        .where(
            col(Conversation.contact_id).in_(list(contacts)),
            members.still_here(work.now),
        )
        # Held until we have written: an answer given at this very moment must not hide the new word, nor it the answer.
        .order_by(col(Conversation.id))
        .with_for_update(of=Conversation)
    )
    found: dict[ContactId, list[Conversation]] = {}
    for talk in work.session.exec(query):
        found.setdefault(talk.contact_id, []).append(talk)
    return found


def choices_of(work: Work, contacts: Iterable[ContactId]) -> dict[ContactId, list[Choice]]:
    """Whom these contacts chose, of those who still work there."""
    query = (
        select(Relationship)
        .join(Membership, col(Membership.id) == Relationship.membership_id)
        .where(
            col(Relationship.contact_id).in_(list(contacts)),
            col(Relationship.until).is_(None),
            members.still_here(work.now),
        )
    )
    found: dict[ContactId, list[Choice]] = {}
    for one in work.session.exec(query):
        found.setdefault(one.contact_id, []).append(Choice(one.contact_id, one.membership_id, one.since))
    return found


def _last_written(work: Work, pairs: Iterable[Pair]) -> dict[tuple[UUID, str, UUID], datetime]:
    wanted = {(number, line.id) for line, number in pairs}
    query = (
        select(Message.line_id, Message.number, Message.conversation_id, sa.func.max(col(Message.happened_at)))
        .where(
            sa.tuple_(col(Message.number), col(Message.line_id)).in_(wanted),
            Message.direction == Direction.OUT,
            col(Message.state).not_in((State.QUEUED, State.CLAIMED, State.WITHDRAWN, State.FAILED)),  # it never left
            Message.happened_at > work.now - rules.REMEMBERS_AUTHOR,
        )
        .group_by(col(Message.line_id), col(Message.number), col(Message.conversation_id))
    )
    return {(line, number, talk): at for line, number, talk, at in work.session.exec(query) if line and number}


def gone(work: Work, memberships: Iterable[MembershipId]) -> set[MembershipId]:
    """Which of these people have left."""
    query = select(Membership.id).where(
        col(Membership.id).in_(set(memberships)), col(Membership.until).is_not(None), col(Membership.until) <= work.now
    )
    return set(work.session.exec(query))
