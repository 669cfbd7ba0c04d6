"""Who is it, and whose are they? What the first-contact person says about somebody who wrote before we knew them.

Only threads at the front door can be passed on from here; a family that has chosen its person is not moved by staff.
"""

from app.domain.audit import actions as audit
from app.domain.conversations import moving, noting, queries, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction
from app.domain.notices import actions as notices
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.relationships import actions as relationships
from app.domain.relationships import queries as relationship_queries
from app.domain.relationships.rules import ChosenBy
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, MessageId
from app.foundation.work import Work


def it_is_somebody_new(
    work: Work, conversation_id: ConversationId, *, first_name: str, last_name: str = "", relation: str = ""
) -> Conversation:
    """The unknown writer is somebody we did not have yet. Refused without a first name."""
    conversation, contact = _unknown(work, conversation_id)
    people_actions.name_contact(work, contact.id, first_name=first_name, last_name=last_name, relation=relation)
    return conversation


def it_is(work: Work, conversation_id: ConversationId, contact_id: ContactId) -> Conversation:
    """The unknown writer is somebody we know, on a phone we did not have. Their words join that person's history."""
    conversation, unknown = _unknown(work, conversation_id)
    known = people.contact_at(work, work.staff.organisation_id, contact_id)
    if not known.is_known or known.id == unknown.id:
        raise Refused("Choose somebody from the list.")
    for number in people.numbers_of(work, unknown.id):
        people_actions.give_phone(work, known, number)
    people_actions.take_phone_away(work, unknown.id)
    unknown.merged_into_id = known.id
    work.session.add(unknown)
    kept = moving.rejoin(work, conversation, contact_id=known.id, membership_id=conversation.membership_id)
    audit.note(work, "said who it is", "contact", known.id, organisation_id=known.organisation_id)
    return kept


def it_shares_a_phone_with(
    work: Work,
    conversation_id: ConversationId,
    contact_id: ContactId,
    *,
    first_name: str,
    last_name: str = "",
    relation: str = "",
) -> Conversation:
    """The unknown writer lives with somebody we know, and both use this phone. Refused without a first name."""
    conversation, unknown = _unknown(work, conversation_id)
    known = people.contact_at(work, work.staff.organisation_id, contact_id)
    people_actions.name_contact(work, unknown.id, first_name=first_name, last_name=last_name, relation=relation)
    unknown.household_id = known.household_id
    work.session.add(unknown)
    for number in people.numbers_of(work, unknown.id):
        people_actions.give_phone(work, known, number)
    audit.note(work, "said who shares the phone", "contact", known.id, organisation_id=known.organisation_id)
    return conversation


def pass_on(work: Work, conversation_id: ConversationId, membership_id: MembershipId) -> Conversation:
    """Give a thread at the front door to the right colleague. It waits there as long as it waited here."""
    conversation = queries.in_my_hand(work, conversation_id)
    if not conversation.at_front_door:
        raise Refused("Only a thread at the front door can be passed on.")
    contact, passed_by = people.contact(work, conversation.contact_id), conversation.membership_id
    if not contact.is_known:
        raise Refused("Say first who it is, so that your colleague knows whom to greet.")
    relationships.choose(work, contact.id, membership_id, by=ChosenBy.FIRST_CONTACT)
    kept = moving.rejoin(work, conversation, contact_id=contact.id, membership_id=membership_id)
    kept.at_front_door = False
    work.session.add(kept)
    noting.note(work, "thread passed on", kept)
    if kept.waiting_since:
        notices.ping(work, relationship_queries.who_answers(work, membership_id))
    thread.no_ping_for_nothing(work, passed_by)
    return kept


def this_was(work: Work, message_id: MessageId, contact_id: ContactId) -> Conversation:
    """On a phone that two people share: this message was from the other one. It moves to that person's thread."""
    message, conversation = queries.my_message(work, message_id)
    if message.direction is not Direction.IN or not message.may_be_either or not message.number:
        raise Refused("Only a message from a shared phone can be from somebody else.")
    others = {one.id for one in people.sharing(work, conversation.organisation_id, message.number)}
    if contact_id not in others:
        raise Refused("That person does not use this phone.")
    if contact_id == conversation.contact_id:
        message.may_be_either = False
        work.session.add(message)
        noting.note(work, "said who of two wrote it", conversation, message)
        return conversation
    target = thread.open_with(
        work,
        organisation_id=conversation.organisation_id,
        contact_id=contact_id,
        membership_id=conversation.membership_id,
        line_id=conversation.line_id,
    )
    _move_one(work, message, conversation, target)
    noting.note(work, "message moved to the other person on the phone", target, message)
    return target


def _unknown(work: Work, conversation_id: ConversationId) -> tuple[Conversation, Contact]:
    conversation = queries.in_my_hand(work, conversation_id)
    contact = people.contact(work, conversation.contact_id)
    if contact.is_known:
        raise Refused("We know already who this is.")
    return conversation, contact


def _move_one(work: Work, message: Message, source: Conversation, target: Conversation) -> None:
    message.conversation_id, message.author_contact_id = target.id, target.contact_id
    message.may_be_either = False
    work.session.add(message)
    target.last_at = max(target.last_at, message.happened_at)
    if source.waiting_since and source.waiting_since <= message.stored_at:
        waits = min(target.waiting_since or message.stored_at, message.stored_at)
        target.waiting_since, target.waiting_channel = waits, message.channel
    work.session.add(target)
    thread.wait_for_what_is_left(work, source)
