"""Reading threads: the inbox, one conversation, and the family's own page. Frozen dataclasses for pages, not rows."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.domain.conversations import noting, rules
from app.domain.conversations.desk import entries
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.people.models import Membership
from app.domain.permissions import rules as permission_rules
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, MessageId
from app.foundation.text import as_like
from app.foundation.work import Work


def mine_to_read(work: Work, conversation_id: ConversationId) -> Conversation:
    """A thread that the actor may read. NotFound for anybody else's, exactly as for one that does not exist."""
    found = work.session.get(Conversation, conversation_id)
    if not found or not permission_rules.may_read_thread(relationships.desks_of(work), found.membership_id):
        raise NotFound
    if found.membership_id != work.staff.membership_id:
        noting.looks_at(work, found)
    return found


def mine_to_answer(work: Work, conversation_id: ConversationId) -> Conversation:
    """A thread in which the actor may write: their own, or one they cover. NotFound otherwise."""
    return mine_to_read(work, conversation_id)


def in_my_hand(work: Work, conversation_id: ConversationId) -> Conversation:
    """The same, to write in: until this Work ends nobody else writes in it, and no text of the family comes in."""
    work.session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)
    return mine_to_answer(work, conversation_id)


def my_message(work: Work, message_id: MessageId) -> tuple[Message, Conversation]:
    """A message in a thread that the actor may answer, to change it. NotFound otherwise."""
    found = work.session.get(Message, message_id, with_for_update=True)
    if not found:
        raise NotFound
    return found, in_my_hand(work, found.conversation_id)


def conversation_mark(work: Work, conversation: Conversation) -> str:
    """Changes whenever this thread would look different."""
    newest = (
        select(col(Message.id), col(Message.state), col(Message.state_at), col(Message.error_code))
        .where(Message.conversation_id == conversation.id)
        .order_by(col(Message.happened_at).desc(), col(Message.id).desc())
        .limit(10)
    )
    waits = f"{conversation.waiting_since}{conversation.left_unanswered_since}"
    return f"{waits}{work.session.exec(newest).all()}"


def thread_of(work: Work, contact_id: ContactId) -> Conversation | None:
    """The actor's own thread with this contact, if there is one."""
    return work.session.exec(
        select(Conversation).where(
            Conversation.contact_id == contact_id, Conversation.membership_id == work.staff.membership_id
        )
    ).first()


def between(work: Work, *, contact_id: ContactId, membership_id: MembershipId) -> Conversation | None:
    """The thread of these two, if they have one."""
    return work.session.exec(
        select(Conversation).where(Conversation.contact_id == contact_id, Conversation.membership_id == membership_id)
    ).first()


def mine_with(work: Work, contact_ids: Sequence[ContactId]) -> dict[ContactId, ConversationId]:
    """The threads with these contacts in which the actor answers: their own, else one of a colleague they stand in for.
    Says nothing about anybody else's."""
    query = (
        select(Conversation.contact_id, Conversation.id)
        .where(
            col(Conversation.membership_id).in_(relationships.desks_of(work)),
            col(Conversation.contact_id).in_(contact_ids),
        )
        .order_by(col(Conversation.membership_id) == work.staff.membership_id, col(Conversation.last_at))
    )
    return dict(work.session.exec(query).all())  # the last of each contact wins


def stretch(work: Work, conversation: Conversation, *, before: str | None = None) -> entries.Page:
    """A stretch of the whole thread, for the person who holds it."""
    return entries.page_of(work, conversation, before=before, since=None, with_asides=True)


def search(work: Work, conversation: Conversation, fragment: str, *, limit: int = 50) -> tuple[entries.Entry, ...]:
    """Entries of one thread that hold these words, newest first. Accents and capitals do not matter."""
    query = (
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            col(Message.search_text).like(as_like(fragment), escape="\\"),
        )
        .order_by(col(Message.happened_at).desc(), col(Message.id).desc())
        .limit(limit)
    )
    return entries.as_entries(work, conversation, work.session.exec(query).all()) if fragment.strip() else ()


def threads_of_contact(
    work: Work, contact_id: ContactId, *, only_with: MembershipId | None = None
) -> Sequence[tuple[Conversation, Membership]]:
    """A family's own threads, each with its person, the last spoken first; perhaps `only_with` one person."""
    query = (
        select(Conversation, Membership)
        .join(Membership, col(Membership.id) == Conversation.membership_id)
        .where(Conversation.contact_id == contact_id)
        .order_by(col(Conversation.last_at).desc())
    )
    return work.session.exec(query.where(Conversation.membership_id == only_with) if only_with else query).all()


def for_family(
    work: Work,
    contact_id: ContactId,
    conversation_id: ConversationId,
    *,
    before: str | None = None,
    only_with: MembershipId | None = None,
    said_word: bool = False,
) -> tuple[Conversation, entries.Page]:
    """What a family sees of its own thread: the last 14 days; all of it while its person has opened it, or when they
    `said_word`. NotFound for another family's, and for one that is not `only_with` the person whose card they use."""
    found = work.session.get(Conversation, conversation_id)
    if not found or found.contact_id != contact_id or (only_with and found.membership_id != only_with):
        raise NotFound
    is_open = said_word or (found.older_open_until is not None and found.older_open_until > work.now)
    since = None if is_open else work.now - rules.PAGE_SHOWS
    return found, entries.page_of(work, found, before=before, since=since, with_asides=False)


def last_word_of_family(work: Work, conversation: Conversation) -> Message | None:
    """The newest thing the family said or did here."""
    query = (
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.direction == Direction.IN)
        .order_by(col(Message.happened_at).desc(), col(Message.id).desc())
    )
    return work.session.exec(query.limit(1)).first()


def has_texted(work: Work, conversation: Conversation) -> bool:
    """Has anybody texted anything in this thread yet, either way? If not, the first text must say hello."""
    query = select(Message.id).where(
        Message.conversation_id == conversation.id,
        col(Message.channel).in_((Channel.TEXT, Channel.WEB)),
        col(Message.state).not_in(rules.NEVER_ARRIVED),
    )
    return work.session.exec(query.limit(1)).first() is not None


def hello_still_waits(work: Work, conversation: Conversation) -> bool:
    """Does the first text of all still wait for its hour, or for a phone that is off?"""
    query = select(Message.id).where(
        Message.conversation_id == conversation.id,
        Message.purpose == "hello",
        Message.state == State.QUEUED,
        col(Message.not_before) > work.now,
    )
    return work.session.exec(query.limit(1)).first() is not None


def is_a_text(message: Message) -> bool:
    """Were these words written from one to the other, as a text or on the private page, and not in vain?"""
    return message.channel in {Channel.TEXT, Channel.WEB} and message.state not in rules.NEVER_ARRIVED
