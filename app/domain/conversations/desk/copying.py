"""Copying a whole thread for the record: exact words, exact times, how each came, and who made the copy and what for.

First the copy is put on record, then it is read: no copy leaves that nobody knows of. Only for those who may read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from app.domain.audit.rules import Looking
from app.domain.conversations import noting, queries
from app.domain.conversations.desk import entries
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.people import names
from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Contact, Organisation
from app.domain.people.names import Named
from app.foundation.errors import Refused
from app.foundation.identifiers import ConversationId, MessageId
from app.foundation.text import one_line, storable
from app.foundation.work import Work

LONGEST_REASON = 200
SOMEBODY = "Somebody we do not know yet"


@dataclass(frozen=True)
class Copied:
    """One entry, as a copy shows it. `body` is exactly what is kept. Times in UTC: `happened_at`, and `stored_at` when
    that was later, as with a talk that was written down afterwards; `receipt_at` is when the receipt came."""

    id: MessageId
    author: str
    direction: Direction
    channel: Channel
    body: str
    happened_at: datetime
    stored_at: datetime
    receipt: str
    receipt_at: datetime | None
    is_automatic: bool
    may_be_either: bool
    pictures: int


@dataclass(frozen=True)
class Copy:
    """A whole thread. `zone` is where its times are told; `made_at` in UTC."""

    family: str
    relation: str
    holder: Named
    place: str
    zone: str
    copied_by: Named
    made_at: datetime
    reason: str
    with_notes: bool
    entries: tuple[Copied, ...]


def put_on_record(work: Work, conversation_id: ConversationId, *, reason: str, with_notes: bool) -> str:
    """The actor is about to copy this thread, for this reason. Gives the reason as it is kept. Refused without one;
    NotFound for a thread that they may not read."""
    conversation = queries.mine_to_read(work, conversation_id)
    why = one_line(storable(reason), LONGEST_REASON)
    if not why:
        raise Refused("Please write what the copy is for. It stands on the copy, and on the family's page.")
    noting.note(work, Looking.COPIED_WITH_NOTES if with_notes else Looking.COPIED, conversation, words=why)
    return why


def whole(work: Work, conversation_id: ConversationId, *, reason: str, with_notes: bool) -> Copy:
    """The whole thread, oldest entry first. NotFound for a thread that the actor may not read."""
    conversation = queries.mine_to_read(work, conversation_id)
    place = people.organisation(work, conversation.organisation_id)
    contact = people.contact(work, conversation.contact_id)
    messages = _all(work, conversation, with_notes=with_notes)
    authors = {message.author_membership_id for message in messages if message.author_membership_id}
    staff = names.of_staff(work, place.id, {conversation.membership_id, work.staff.membership_id, *authors})
    family = f"{contact.first_name} {contact.last_name}".strip() or SOMEBODY
    return Copy(
        family=family,
        relation=contact.relation,
        holder=staff[conversation.membership_id],
        place=place.name,
        zone=place.zone,
        copied_by=staff[work.staff.membership_id],
        made_at=work.now,
        reason=reason,
        with_notes=with_notes,
        entries=tuple(
            _copied(
                message,
                author=staff[message.author_membership_id].whole if message.author_membership_id else family,
                place=place,
                contact=contact,
                now=work.now,
            )
            for message in messages
        ),
    )


def _all(work: Work, conversation: Conversation, *, with_notes: bool) -> Sequence[Message]:
    query = select(Message).where(Message.conversation_id == conversation.id)
    if not with_notes:
        query = query.where(Message.channel != Channel.STAFF_NOTE)
    return work.session.exec(query.order_by(col(Message.happened_at), col(Message.id))).all()


def _copied(message: Message, *, author: str, place: Organisation, contact: Contact, now: datetime) -> Copied:
    pronoun = people_rules.pronoun(contact.relation)
    receipt = entries.receipt_of(message, now=now, zone=place.zone, pronoun=pronoun)
    is_settled = message.state not in {State.KEPT, State.QUEUED}
    return Copied(
        id=message.id,
        author=author,
        direction=message.direction,
        channel=message.channel,
        body=entries.body_of(message),
        happened_at=message.happened_at,
        stored_at=message.stored_at,
        receipt=receipt,
        receipt_at=message.state_at if receipt and is_settled else None,
        is_automatic=message.direction is Direction.OUT and not message.by_hand,
        may_be_either=message.may_be_either,
        pictures=message.pictures,
    )
