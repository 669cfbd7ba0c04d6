"""Adding one entry to a thread, and what that does to who is waiting. Decides nothing about who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import queries
from app.domain.conversations.models import Conversation, Message, Offer
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.notices import actions as notices
from app.domain.people import members
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import ContactId, MembershipId, MessageId, OrganisationId
from app.foundation.text import folded, storable
from app.foundation.work import Work


@dataclass(frozen=True)
class Outgoing:
    """What a text to a phone needs beside its words. Numbers E.164, times UTC."""

    line_id: UUID
    number: str
    not_before: datetime
    not_after: datetime


def open_with(
    work: Work,
    *,
    organisation_id: OrganisationId,
    contact_id: ContactId,
    membership_id: MembershipId,
    line_id: UUID | None = None,
    at_front_door: bool = False,
) -> Conversation:
    """The one lifelong thread of these two; made when it is not there yet."""
    found = queries.between(work, contact_id=contact_id, membership_id=membership_id)
    if found:
        return found
    made = Conversation(
        organisation_id=organisation_id,
        contact_id=contact_id,
        membership_id=membership_id,
        line_id=line_id,
        at_front_door=at_front_door,
        opened_at=work.now,
        last_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def from_family(
    work: Work,
    conversation: Conversation,
    *,
    body: str,
    channel: Channel,
    happened_at: datetime,
    stored_at: datetime,
    once: str,
    line_id: UUID | None = None,
    number: str | None = None,
    may_be_either: bool = False,
    pictures: int = 0,
    is_waiting: bool = True,
) -> Message:
    """Something the family said or did. It waits for their person from the moment it was stored."""
    said = storable(body)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.IN,
        channel=channel,
        author_contact_id=conversation.contact_id,
        body=said,
        search_text=searchable(said),
        happened_at=happened_at,
        stored_at=stored_at,
        once=once,
        line_id=line_id,
        number=number,
        may_be_either=may_be_either,
        pictures=pictures,
    )
    work.session.add(message)
    conversation.last_at = max(conversation.last_at, happened_at)
    if line_id:
        conversation.line_id = line_id
    if is_waiting and conversation.waiting_since is None:
        waits(conversation, stored_at, channel)
    work.session.add(conversation)
    return message


def to_family(
    work: Work,
    conversation: Conversation,
    *,
    author: MembershipId,
    body: str,
    by_hand: bool,
    once: str,
    going: Outgoing | None,
    answers_id: UUID | None = None,
    purpose: str = "",
) -> Message:
    """Words to the family: a text that waits until a line carries it, or, without `going`, on their private page."""
    typed = storable(body)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.OUT,
        channel=Channel.TEXT if going else Channel.WEB,
        author_membership_id=author,
        body=typed,
        search_text=searchable(typed),
        happened_at=work.now,
        stored_at=work.now,
        by_hand=by_hand,
        answers_id=answers_id,
        purpose=purpose,
        once=once,
        state_at=work.now,
    )
    if going:
        message.state = State.QUEUED
        message.line_id, message.number = going.line_id, going.number
        message.not_before, message.not_after = going.not_before, going.not_after
        conversation.line_id = going.line_id
    if by_hand:
        conversation.left_unanswered_since = None
    work.session.add(message)
    conversation.last_at = work.now
    work.session.add(conversation)
    return message


def aside(
    work: Work,
    conversation: Conversation,
    *,
    author: MembershipId,
    body: str,
    channel: Channel,
    happened_at: datetime,
    once: str,
) -> Message:
    """A note, or a call or visit written down. It goes nowhere; the family can ask to see it."""
    written = storable(body)
    message = Message(
        conversation_id=conversation.id,
        direction=Direction.ASIDE,
        channel=channel,
        author_membership_id=author,
        body=written,
        search_text=searchable(written),
        happened_at=happened_at,
        stored_at=work.now,
        by_hand=True,
        once=once,
    )
    work.session.add(message)
    conversation.last_at = max(conversation.last_at, happened_at)
    work.session.add(conversation)
    return message


def answered(work: Work, conversation: Conversation, seen: MessageId | None) -> None:
    """The family has its answer; but what it said after `seen`, its newest word that was on the page, was read by
    nobody yet and still waits. Without `seen`, all of it is answered."""
    work.session.flush()
    if seen is None:
        nobody_waits(work, conversation)
        return
    newest = work.session.get(Message, seen)
    if newest is None or newest.conversation_id != conversation.id or conversation.waiting_since is None:
        return
    _wait_only_for(
        work, conversation, sa.tuple_(col(Message.stored_at), col(Message.id)) > (newest.stored_at, newest.id)
    )


def nobody_waits(work: Work, conversation: Conversation) -> None:
    """The family has its answer. A ping that has not gone yet is taken back when nobody else waits."""
    conversation.waiting_since, conversation.waiting_channel, conversation.urgent_since = None, None, None
    conversation.left_unanswered_since = None
    work.session.add(conversation)
    no_ping_for_nothing(work, conversation.membership_id)


def waits(conversation: Conversation, since: datetime, channel: Channel | None) -> None:
    """The family waits since then (UTC)."""
    conversation.waiting_since, conversation.waiting_channel = since, channel
    conversation.left_unanswered_since = None


def no_ping_for_nothing(work: Work, membership_id: MembershipId) -> None:
    """Take back a ping that has not gone yet, when nobody waits any more for this person, or for who answers here."""
    work.session.flush()
    person = members.membership(work, relationships.who_answers(work, membership_id))
    desks = relationships.desks_for(work, person.id, person.organisation_id)
    still = select(Conversation.id).where(
        col(Conversation.membership_id).in_(desks), col(Conversation.waiting_since).is_not(None)
    )
    if not work.session.exec(still.limit(1)).first():
        notices.nobody_waits_any_more(work, person.id)


def waits_again(work: Work, conversation: Conversation) -> None:
    """An answer was taken back before it went: whoever it was for waits again, since their first unanswered word."""
    work.session.flush()
    if conversation.waiting_since:
        return
    answered = sa.and_(
        col(Message.direction) == Direction.OUT, col(Message.by_hand), col(Message.state) != State.WITHDRAWN
    )
    talked = sa.and_(col(Message.direction) == Direction.ASIDE, col(Message.channel) != Channel.STAFF_NOTE)
    last_answer = select(sa.func.max(col(Message.stored_at))).where(
        Message.conversation_id == conversation.id, sa.or_(answered, talked)
    )
    answered_at = work.session.exec(last_answer).first()
    first = first_word(work, conversation, col(Message.stored_at) > answered_at if answered_at else sa.true())
    if first:
        waits(conversation, first.stored_at, first.channel)
        work.session.add(conversation)


def first_word(work: Work, conversation: Conversation, when: sa.ColumnElement[bool]) -> Message | None:
    """The first thing the family said or did here at such a time, as it was stored."""
    words = select(Message).where(Message.conversation_id == conversation.id, Message.direction == Direction.IN, when)
    return work.session.exec(words.order_by(col(Message.stored_at), col(Message.id)).limit(1)).first()


def already(work: Work, once: str) -> Message | None:
    """The message that this form already made, when somebody presses twice."""
    return work.session.exec(select(Message).where(Message.once == once)).first()


def searchable(body: str) -> str:
    """What search looks through instead of the words themselves."""
    return folded(body)


def move_all(work: Work, source: Conversation, target: Conversation) -> None:
    """All words of one thread join another; the empty one goes. The longer wait counts."""
    connection = work.session.connection()
    work.session.flush()
    connection.execute(
        sa.update(Message).where(col(Message.conversation_id) == source.id).values(conversation_id=target.id)
    )
    connection.execute(
        sa.update(Offer).where(col(Offer.conversation_id) == source.id).values(conversation_id=target.id)
    )
    now_by(work, target, target.contact_id)
    since = [(one.waiting_since, one.waiting_channel) for one in (source, target) if one.waiting_since]
    target.left_unanswered_since = None
    if since:
        waits(target, *min(since, key=lambda one: one[0]))
    target.last_at = max(source.last_at, target.last_at)
    target.line_id = target.line_id or source.line_id
    work.session.add(target)
    work.session.delete(source)
    work.session.flush()


def now_by(work: Work, conversation: Conversation, contact_id: ContactId) -> None:
    """What the family said in this thread was said by this contact."""
    work.session.flush()
    work.session.connection().execute(
        sa.update(Message)
        .where(col(Message.conversation_id) == conversation.id, col(Message.direction) == Direction.IN)
        .values(author_contact_id=contact_id)
    )


def wait_for_what_is_left(work: Work, conversation: Conversation) -> None:
    """After a message moved away: does anybody still wait here? Since the first of the words that waited."""
    work.session.flush()
    if conversation.waiting_since is None:
        return
    _wait_only_for(work, conversation, col(Message.stored_at) >= conversation.waiting_since)


def _wait_only_for(work: Work, conversation: Conversation, when: sa.ColumnElement[bool]) -> None:
    first = first_word(work, conversation, when)
    if first:
        waits(conversation, first.stored_at, first.channel)
        work.session.add(conversation)
    else:
        nobody_waits(work, conversation)
