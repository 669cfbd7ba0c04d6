"""Reading threads: the inbox, one conversation, and the family's own page. Frozen dataclasses for pages, not rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import noting, rules
from app.domain.conversations.delivery import arriving
from app.domain.conversations.desk import entries
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.domain.permissions import rules as permission_rules
from app.domain.permissions.models import Wishes
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, MessageId
from app.foundation.text import as_like
from app.foundation.work import Work

LIST = 50
MOST_WAITING = 200  # far more than one person can answer; those at the end move up


@dataclass(frozen=True)
class Row:
    """One line of an inbox. Times in UTC. `answers_for`: the colleague whose thread it is, when it is not one's own."""

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
    answers_for: str = ""


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


def waiting(work: Work) -> list[Row]:
    """Who waits for the actor, longest first."""
    query = _rows(work).where(col(Conversation.waiting_since).is_not(None))
    return _as_rows(work, query.order_by(col(Conversation.waiting_since), col(Conversation.id)).limit(MOST_WAITING))


def not_waiting(work: Work, ids: Sequence[ConversationId]) -> list[Row]:
    """Of these threads the actor's own in which nobody waits, in the order of `ids`."""
    query = _rows(work).where(col(Conversation.id).in_(ids), col(Conversation.waiting_since).is_(None))
    return sorted(_as_rows(work, query), key=lambda row: ids.index(row.conversation_id)) if ids else []


def the_rest(
    work: Work,
    *,
    before: datetime | None = None,
    before_id: ConversationId | None = None,
    but: Collection[ConversationId] = (),
) -> list[Row]:
    """The other threads `but` these, by the last word, newest first; `before` (UTC) and, where several were last
    spoken at that very instant, `before_id` ask for the next stretch: they are those of the last row shown."""
    query = _rows(work).where(col(Conversation.waiting_since).is_(None), col(Conversation.id).not_in(but))
    if before and before_id:
        query = query.where(sa.tuple_(col(Conversation.last_at), col(Conversation.id)) < sa.tuple_(before, before_id))
    elif before:
        query = query.where(col(Conversation.last_at) < before)
    newest_first = query.order_by(col(Conversation.last_at).desc(), col(Conversation.id).desc())
    return _as_rows(work, newest_first.limit(LIST))


def inbox_mark(work: Work) -> str:
    """Changes whenever the inbox would look different: for "nothing new" answers without a page."""
    mine = col(Conversation.membership_id).in_(desks_with_threads(work))
    since = col(Conversation.waiting_since)
    waits = select(sa.func.count(since), sa.func.min(since), sa.func.max(since)).where(mine, since.is_not(None))
    last = select(sa.func.max(col(Conversation.last_at))).where(mine)
    return f"{work.session.exec(waits).one()}{work.session.exec(last).one()}{arriving.mark(work)}"


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


# Single columns instead of whole rows: an inbox of two hundred is then drawn in half the time.
_COLUMNS: tuple[Any, ...] = (
    col(Conversation.id).label("conversation_id"),
    col(Conversation.waiting_since),
    col(Conversation.waiting_channel),
    col(Conversation.last_at),
    col(Conversation.at_front_door),
    col(Conversation.membership_id),
    col(Contact.id).label("contact_id"),
    col(Contact.first_name),
    col(Contact.last_name),
    col(Contact.is_known),
    col(Wishes.reads),
)


def desks_with_threads(work: Work) -> frozenset[MembershipId]:
    """Of all whose threads the actor may read now, those who hold any: a long list makes a database read everything."""
    desks = relationships.desks_of(work)
    if len(desks) == 1:
        return desks
    holds = sa.select(sa.literal(1)).where(col(Conversation.membership_id) == Membership.id).exists()
    return frozenset(work.session.exec(select(Membership.id).where(col(Membership.id).in_(desks), holds)).all())


def _rows(work: Work) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*_COLUMNS)
        .join(Contact, col(Contact.id) == Conversation.contact_id)
        .join(Wishes, col(Wishes.contact_id) == Contact.id, isouter=True)
        .where(col(Conversation.membership_id).in_(desks_with_threads(work)))
    )


def _as_rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[Row]:
    work.session.flush()
    found = work.session.connection().execute(query).all()
    unknown = [row.contact_id for row in found if not row.is_known]
    numbers = people.numbers_by_contact(work, unknown) if unknown else {}
    colleagues = members.first_names(work, {row.membership_id for row in found} - {work.staff.membership_id})
    return [
        Row(
            conversation_id=row.conversation_id,
            first_name=row.first_name,
            last_name=row.last_name,
            is_known=row.is_known,
            number=next(iter(numbers.get(row.contact_id, ())), ""),
            language=row.reads or "en",
            waiting_since=row.waiting_since,
            waiting_channel=row.waiting_channel,
            last_at=row.last_at,
            at_front_door=row.at_front_door,
            answers_for=colleagues.get(row.membership_id, ""),
        )
        for row in found
    ]
