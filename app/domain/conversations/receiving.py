"""What a family said or did, put into the right thread."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import actions as accounts
from app.domain.conversations import rules, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Caller, Channel, Choice, Direction, Route, State, Thread
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import Contact, ContactPhone, Membership, PhoneLine, PhoneNumber
from app.domain.permissions import actions as permissions
from app.domain.relationships.models import Relationship
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, OrganisationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Said:
    """Something a family did, ready to be put into a thread. Times in UTC."""

    arrival_id: UUID
    line: PhoneLine
    number: str
    body: str
    channel: Channel
    happened_at: datetime
    stored_at: datetime
    pictures: int = 0


Pair = tuple[PhoneLine, str]


def callers(work: Work, pairs: Sequence[Pair]) -> dict[tuple[UUID, str], Caller]:
    """All that routing must know about many (line, number) pairs, in a handful of reads."""
    contacts = _contacts(work, pairs)
    everybody = {contact.id for found in contacts.values() for contact in found}
    threads, choices = _threads(work, everybody), _choices(work, everybody)
    written = _last_written(work, pairs)
    gone = _gone(work, [line.membership_id for line, _ in pairs if line.membership_id])
    on_duty = {place: people.on_duty(work, place).id for place in {line.organisation_id for line, _ in pairs}}
    return {
        (line.id, number): Caller(
            on_duty=on_duty[line.organisation_id],
            line_belongs_to=None if line.membership_id in gone else line.membership_id,
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


@contextmanager
def in_hand(work: Work, known: Iterable[Caller]) -> Iterator[None]:
    """Hold every thread that these callers may land in, until the block ends.

    Each is read once for a whole batch, and locked: or an answer that is being sent at this moment could make a text
    that it does not answer look answered.
    """
    wanted = {thread.conversation_id for caller in known for thread in caller.threads}
    query = select(Conversation).where(col(Conversation.id).in_(wanted)).order_by(col(Conversation.id))
    held = work.session.exec(query.with_for_update().execution_options(populate_existing=True)).all()
    yield
    del held  # a session remembers only what somebody holds


def receive(work: Work, said: Said, caller: Caller) -> tuple[Conversation, Message]:
    """Put what a family said into the thread where it belongs; somebody unknown gets one at the front door."""
    route = rules.route(caller, work.now)
    conversation = _conversation(work, said, route)
    message = thread.from_family(
        work,
        conversation,
        body=said.body,
        channel=said.channel,
        happened_at=said.happened_at,
        stored_at=said.stored_at,
        once=f"arrival:{said.arrival_id}",
        line_id=said.line.id,
        number=said.number,
        may_be_either=route.may_be_either,
        pictures=said.pictures,
    )
    return conversation, message


def thread_for_page(work: Work, contact_id: ContactId, conversation_id: ConversationId) -> Conversation:
    """The thread that a family wrote in on its page. When that thread has been joined to another, or its person has
    left, another of theirs; at last the front door. NotFound only for a contact that never was."""
    asked = work.session.get(Conversation, conversation_id, with_for_update=True)
    if asked and not _gone(work, [asked.membership_id]):
        return asked
    contact = people.contact(work, contact_id)
    if contact.merged_into_id:
        contact = people.contact(work, contact.merged_into_id)
    live = _threads(work, [contact.id]).get(contact.id, [])
    if live:
        return max(live, key=lambda one: one.last_at)
    chosen = _choices(work, [contact.id]).get(contact.id, [])
    return thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        membership_id=max(chosen, key=lambda one: one.since).membership_id
        if chosen
        else people.on_duty(work, contact.organisation_id).id,
        at_front_door=not chosen,
    )


def written_on_page(
    work: Work, conversation: Conversation, *, arrival_id: UUID, body: str, happened_at: datetime
) -> Message:
    """What a family wrote on its private page: the same thread as its texts."""
    return thread.from_family(
        work,
        conversation,
        body=body,
        channel=Channel.WEB,
        happened_at=happened_at,
        stored_at=happened_at,
        once=f"arrival:{arrival_id}",
    )


def at_front_door(work: Work, said: Said) -> tuple[Conversation, Message]:
    """Hand something over exactly as it came, to the person on duty, because we could not understand it."""
    place = said.line.organisation_id
    known = people.sharing(work, place, said.number)
    route = Route(people.on_duty(work, place).id, known[0].id if known else None, at_front_door=True)
    conversation = _conversation(work, said, route)
    message = thread.from_family(
        work,
        conversation,
        body=said.body,
        channel=said.channel,
        happened_at=said.happened_at,
        stored_at=said.stored_at,
        once=f"arrival:{said.arrival_id}",
        line_id=said.line.id,
        number=said.number,
        may_be_either=len(known) > 1,
        pictures=said.pictures,
    )
    return conversation, message


def page_at_front_door(
    work: Work, contact_id: ContactId, *, arrival_id: UUID, body: str, happened_at: datetime
) -> Conversation:
    """Hand what a family wrote on its page to the person on duty, because we could not put it where it belongs."""
    contact = people.contact(work, contact_id)
    conversation = thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.merged_into_id or contact.id,
        membership_id=people.on_duty(work, contact.organisation_id).id,
        at_front_door=True,
    )
    written_on_page(work, conversation, arrival_id=arrival_id, body=body, happened_at=happened_at)
    return conversation


def said_stop(work: Work, line_id: UUID, number: str, *, said_at: datetime | None = None) -> None:
    """This phone said STOP to this line, to us or to its network: nothing more goes, and its links and pages end."""
    permissions.stop(work, line_id, number, said_at=said_at)
    withdraw_queued(work, line_id, number)
    accounts.end_family_access(work, line_id=line_id, number=number)


def withdraw_queued(work: Work, line_id: UUID, number: str) -> None:
    """Take back every text to this phone that still lies with us: the phone said STOP."""
    work.session.connection().execute(
        sa.update(Message)
        .where(
            col(Message.line_id) == line_id,
            col(Message.number) == number,
            col(Message.direction) == Direction.OUT,
            col(Message.state).in_((State.QUEUED, State.CLAIMED)),
        )
        .values(
            state=State.WITHDRAWN,
            state_at=work.now,
            error_code=rules.SAID_STOP,
            claimed_by=None,
            claimed_until=None,
        )
    )


def _conversation(work: Work, said: Said, route: Route) -> Conversation:
    if route.conversation_id:
        found = work.session.get(Conversation, route.conversation_id)
        assert found is not None
        return found
    contact_id = route.contact_id
    if contact_id is None:
        contact_id = people_actions.unknown_contact(work, said.line.organisation_id, said.number).id
    return thread.open_with(
        work,
        organisation_id=said.line.organisation_id,
        contact_id=contact_id,
        membership_id=route.membership_id,
        line_id=said.line.id,
        at_front_door=route.at_front_door,
    )


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


def _threads(work: Work, contacts: Iterable[ContactId]) -> dict[ContactId, list[Conversation]]:
    query = (
        select(Conversation)
        .join(Membership, col(Membership.id) == Conversation.membership_id)
        .where(
            col(Conversation.contact_id).in_(list(contacts)),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > work.now),
        )
        # Held until we have written: an answer given at this very moment must not hide the new word, nor it the answer.
        .order_by(col(Conversation.id))
        .with_for_update(of=Conversation)
    )
    found: dict[ContactId, list[Conversation]] = {}
    for talk in work.session.exec(query):
        found.setdefault(talk.contact_id, []).append(talk)
    return found


def _choices(work: Work, contacts: Iterable[ContactId]) -> dict[ContactId, list[Choice]]:
    query = (
        select(Relationship)
        .join(Membership, col(Membership.id) == Relationship.membership_id)
        .where(
            col(Relationship.contact_id).in_(list(contacts)),
            col(Relationship.until).is_(None),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > work.now),
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


def _gone(work: Work, memberships: Iterable[MembershipId]) -> set[MembershipId]:
    query = select(Membership.id).where(
        col(Membership.id).in_(set(memberships)), col(Membership.until).is_not(None), col(Membership.until) <= work.now
    )
    return set(work.session.exec(query))
