"""What a family said or did, put into the right thread."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.conversations import rules, thread
from app.domain.conversations.delivery import withdrawing
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.phones import calling
from app.domain.conversations.rules import Caller, Channel, Route
from app.domain.people import actions as people_actions
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import PhoneLine
from app.domain.permissions import actions as permissions
from app.domain.private_pages import ending
from app.foundation.identifiers import ContactId, ConversationId, MembershipId
from app.foundation.work import Work

WISH_FOR_LINK = "LINK"  # what a press on "Text me a new link" would be as a text


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


@contextmanager
def in_hand(work: Work, known: Iterable[Caller]) -> Iterator[None]:
    """Hold every thread that these callers may land in. Read once for a batch, and locked: or an answer that is being
    sent at this moment could make a text that it does not answer look answered."""
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
    if asked and not calling.gone(work, [asked.membership_id]):
        return asked
    contact = people.contact(work, contact_id)
    if contact.merged_into_id:
        contact = people.contact(work, contact.merged_into_id)
    live = calling.threads_of(work, [contact.id]).get(contact.id, [])
    if live:
        return max(live, key=lambda one: one.last_at)
    chosen = calling.choices_of(work, [contact.id]).get(contact.id, [])
    return thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        membership_id=max(chosen, key=lambda one: one.since).membership_id
        if chosen
        else members.on_duty(work, contact.organisation_id).id,
        at_front_door=not chosen,
    )


def thread_with(work: Work, contact_id: ContactId, person: MembershipId) -> Conversation:
    """The thread in which a family talks with somebody whom it chose to meet; opened when they have none."""
    contact = people.contact(work, contact_id)
    line = people.line_of(work, contact.organisation_id, person)
    return thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.merged_into_id or contact.id,
        membership_id=person,
        line_id=line.id if line else None,
    )


def thread_to_remind_in(work: Work, contact_id: ContactId, person: MembershipId) -> Conversation:
    """The thread with this person; of somebody whom nobody knows yet, the one in which they wrote."""
    contact = people.contact(work, contact_id)
    if not contact.is_known and not contact.merged_into_id:
        live = calling.threads_of(work, [contact.id]).get(contact.id, [])
        if live:
            return max(live, key=lambda one: one.last_at)
    return thread_with(work, contact_id, person)


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
    route = Route(members.on_duty(work, place).id, known[0].id if known else None, at_front_door=True)
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
        membership_id=members.on_duty(work, contact.organisation_id).id,
        at_front_door=True,
    )
    written_on_page(work, conversation, arrival_id=arrival_id, body=body, happened_at=happened_at)
    return conversation


def said_stop(work: Work, line_id: UUID, number: str, *, said_at: datetime | None = None) -> None:
    """This phone said STOP to this line, to us or to its network: nothing more goes, and its links and pages end."""
    permissions.stop(work, line_id, number, said_at=said_at)
    withdrawing.from_line(work, line_id, number)
    ending.end_family_access(work, line_id=line_id, number=number)


def said_lock(work: Work, line: PhoneLine, number: str) -> None:
    """Whoever holds this phone wants every private page closed that it opened. They are, whosever they are and from
    whichever line, and links to it that wait to go are taken back; of somebody alone on the phone, also what a card
    opened. Another organisation's people see no trace of it."""
    # Texts first: one that is being handed over at this instant has made its link by then, and the next step ends it.
    withdrawing.links_to_phone(work, line.organisation_id, number)
    ending.end_pages_of_phone(work, number)
    known = people.sharing(work, line.organisation_id, number)
    if len(known) == 1:
        ending.end_pages_of_contact(work, known[0].id, number="")
    for one in known:
        audit.note(work, "pages closed by text", "contact", one.id, organisation_id=line.organisation_id)


def wished_for_link(
    work: Work, conversation: Conversation, *, arrival_id: UUID, line_id: UUID, number: str, happened_at: datetime
) -> Message | None:
    """They pressed "Text me a new link", and none goes: their person sees the wish. None when they wait already."""
    if conversation.waiting_since:
        return None
    return thread.from_family(
        work,
        conversation,
        body=WISH_FOR_LINK,
        channel=Channel.WEB,
        happened_at=happened_at,
        stored_at=happened_at,
        once=f"arrival:{arrival_id}",
        line_id=line_id,
        number=number,
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
