"""Reading threads: the inbox, one conversation, and the family's own page. Frozen dataclasses for pages, not rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from app.domain.conversations import entries, rules
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.domain.permissions import rules as permission_rules
from app.domain.permissions.models import Wishes
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, ConversationId, MessageId
from app.foundation.text import as_like
from app.foundation.work import Work

LIST = 50


@dataclass(frozen=True)
class Row:
    """One line of an inbox. Times in UTC."""

    conversation_id: ConversationId
    first_name: str
    last_name: str
    is_known: bool
    number: str
    language: str
    waiting_since: datetime | None
    waiting_channel: Channel | None
    last_at: datetime
    at_front_door: bool


def mine_to_read(work: Work, conversation_id: ConversationId) -> Conversation:
    """A thread that the actor may read. NotFound for anybody else's, exactly as for one that does not exist."""
    found = work.session.get(Conversation, conversation_id)
    if not found or not permission_rules.may_read_thread(relationships.desks_of(work), found.membership_id):
        raise NotFound
    if found.membership_id != work.staff.membership_id:
        work.looked_at("read a thread", "conversation", found.id)
    return found


def mine_to_answer(work: Work, conversation_id: ConversationId) -> Conversation:
    """A thread in which the actor may write: their own, or one they cover. NotFound otherwise."""
    found = mine_to_read(work, conversation_id)
    if people.membership(work, work.staff.membership_id).until:
        raise NotFound
    return found


def my_message(work: Work, message_id: MessageId) -> tuple[Message, Conversation]:
    """A message in a thread that the actor may answer. NotFound otherwise."""
    found = work.session.get(Message, message_id, with_for_update=True)
    if not found:
        raise NotFound
    return found, mine_to_answer(work, found.conversation_id)


def waiting(work: Work) -> list[Row]:
    """Who waits for the actor, longest first."""
    query = _rows(work).where(col(Conversation.waiting_since).is_not(None))
    return _as_rows(work, query.order_by(col(Conversation.waiting_since), col(Conversation.id)).limit(LIST))


def the_rest(work: Work, *, before: datetime | None = None) -> list[Row]:
    """The other threads, by the last word, newest first; `before` (UTC) asks for the next stretch."""
    query = _rows(work).where(col(Conversation.waiting_since).is_(None))
    if before:
        query = query.where(Conversation.last_at < before)
    return _as_rows(work, query.order_by(col(Conversation.last_at).desc()).limit(LIST))


def inbox_mark(work: Work) -> str:
    """Changes whenever the inbox would look different: for "nothing new" answers without a page."""
    desks = list(relationships.desks_of(work))
    newest = (
        select(Conversation.id, Conversation.last_at, Conversation.waiting_since)
        .where(col(Conversation.membership_id).in_(desks))
        .order_by(col(Conversation.last_at).desc())
        .limit(1)
    )
    oldest = (
        select(Conversation.id, Conversation.waiting_since)
        .where(col(Conversation.membership_id).in_(desks), col(Conversation.waiting_since).is_not(None))
        .order_by(col(Conversation.waiting_since).desc())
        .limit(1)
    )
    return f"{work.session.exec(newest).first()}{work.session.exec(oldest).first()}"


def conversation_mark(work: Work, conversation: Conversation) -> str:
    """Changes whenever this thread would look different."""
    newest = (
        select(col(Message.id), col(Message.state), col(Message.state_at), col(Message.error_code))
        .where(Message.conversation_id == conversation.id)
        .order_by(col(Message.happened_at).desc(), col(Message.id).desc())
        .limit(10)
    )
    return f"{conversation.waiting_since}{work.session.exec(newest).all()}"


def thread_of(work: Work, contact_id: ContactId) -> Conversation | None:
    """The actor's own thread with this contact, if there is one."""
    return work.session.exec(
        select(Conversation).where(
            Conversation.contact_id == contact_id, Conversation.membership_id == work.staff.membership_id
        )
    ).first()


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


def threads_of_contact(work: Work, contact_id: ContactId) -> Sequence[tuple[Conversation, Membership]]:
    """A family's own threads, each with its person, the last spoken first."""
    query = (
        select(Conversation, Membership)
        .join(Membership, col(Membership.id) == Conversation.membership_id)
        .where(Conversation.contact_id == contact_id)
        .order_by(col(Conversation.last_at).desc())
    )
    return work.session.exec(query).all()


def for_family(
    work: Work, contact_id: ContactId, conversation_id: ConversationId, *, before: str | None = None
) -> tuple[Conversation, entries.Page]:
    """What a family sees of its own thread: the last 14 days, or all while its person has opened it. NotFound."""
    found = work.session.get(Conversation, conversation_id)
    if not found or found.contact_id != contact_id:
        raise NotFound
    is_open = found.older_open_until is not None and found.older_open_until > work.now
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
        Message.state != State.WITHDRAWN,
    )
    return work.session.exec(query.limit(1)).first() is not None


def number_for(work: Work, conversation: Conversation) -> str | None:
    """The phone to text: the one the family last wrote from if it is still theirs, else their newest (E.164)."""
    theirs = people.numbers_of(work, conversation.contact_id)
    last = last_word_of_family(work, conversation)
    if last and last.number in theirs:
        return last.number
    return theirs[0] if theirs else None


def _rows(work: Work) -> Select[Conversation, Contact, Wishes]:
    return (
        select(Conversation, Contact, Wishes)
        .join(Contact, col(Contact.id) == Conversation.contact_id)
        .join(Wishes, col(Wishes.contact_id) == Contact.id, isouter=True)
        .where(col(Conversation.membership_id).in_(relationships.desks_of(work)))
    )


def _as_rows(work: Work, query: Select[Conversation, Contact, Wishes]) -> list[Row]:
    found = work.session.exec(query).all()
    unknown = [contact.id for _, contact, _ in found if not contact.is_known]
    numbers = people.numbers_by_contact(work, unknown) if unknown else {}
    return [
        Row(
            conversation_id=talk.id,
            first_name=contact.first_name,
            last_name=contact.last_name,
            is_known=contact.is_known,
            number=next(iter(numbers.get(contact.id, ())), ""),
            language=wishes.reads if wishes else "en",
            waiting_since=talk.waiting_since,
            waiting_channel=talk.waiting_channel,
            last_at=talk.last_at,
            at_front_door=talk.at_front_door,
        )
        for talk, contact, wishes in found
    ]
