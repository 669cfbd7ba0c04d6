"""Messages as pages show them: one line of time, in stretches of thirty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import rules
from app.domain.conversations.delivery import progress
from app.domain.conversations.models import Conversation, Message, Translation
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.conversations.translating import stored
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Contact
from app.foundation.cursors import cursor_after, read_cursor
from app.foundation.identifiers import MembershipId, MessageId
from app.foundation.languages import direction_of
from app.foundation.work import Work

PAGE = 30
PRIVATE_LINK = "[private link]"  # for staff; a family reads it in its own language


@dataclass(frozen=True)
class Translated:
    """What a computer made of an entry in another language (BCP-47)."""

    words: str
    language: str


@dataclass(frozen=True)
class Entry:
    """One entry in a line of time. `receipt` is in words for the author; `goes_at` while it still lies with us.
    `is_from_frozen`: it came from a phone that may have been in other hands by then."""

    id: MessageId
    direction: Direction
    channel: Channel
    author: str
    body: str
    writing_direction: str
    happened_at: datetime
    state: State
    receipt: str
    can_be_changed: bool
    goes_at: datetime | None
    may_be_either: bool
    pictures: int
    is_automatic: bool
    purpose: str
    is_from_frozen: bool = False
    translated: Translated | None = None


@dataclass(frozen=True)
class Page:
    """A stretch of a thread, oldest entry first. `older_before` asks for what came before, if there is more."""

    entries: tuple[Entry, ...]
    older_before: str | None


def page_of(
    work: Work, conversation: Conversation, *, before: str | None, since: datetime | None, with_asides: bool
) -> Page:
    """The newest `PAGE` entries before a cursor (all from `since` on, UTC), oldest first. NotFound for a bad cursor."""
    messages, older = newest(work, conversation, before=before, since=since, with_asides=with_asides)
    return Page(as_entries(work, conversation, messages), older)


def newest(
    work: Work, conversation: Conversation, *, before: str | None, since: datetime | None, with_asides: bool
) -> tuple[Sequence[Message], str | None]:
    """The same as rows: the messages, oldest first, and the cursor for what came before, if there is more."""
    query = select(Message).where(Message.conversation_id == conversation.id)
    if since:
        query = query.where(Message.happened_at >= since)
    if not with_asides:
        # What waits for its hour may still be changed or taken back: it is not the family's yet.
        waits = sa.and_(
            col(Message.state) == State.QUEUED, col(Message.attempts) == 0, col(Message.not_before) > work.now
        )
        query = query.where(Message.direction != Direction.ASIDE, Message.state != State.WITHDRAWN, sa.not_(waits))
    if before:
        at, message_id = read_cursor(before)
        query = query.where(sa.tuple_(col(Message.happened_at), col(Message.id)) < sa.tuple_(at, message_id))
    newest_first = query.order_by(col(Message.happened_at).desc(), col(Message.id).desc()).limit(PAGE + 1)
    found = list(work.session.exec(newest_first).all())
    older = cursor_after(found[PAGE - 1].happened_at, found[PAGE - 1].id) if len(found) > PAGE else None
    return list(reversed(found[:PAGE])), older


def as_entries(
    work: Work,
    conversation: Conversation,
    messages: Sequence[Message],
    *,
    frozen: Mapping[str, datetime] | None = None,
) -> tuple[Entry, ...]:
    """Messages as pages show them. `frozen`: their phones that may be in other hands, each since when (UTC)."""
    contact = people.contact(work, conversation.contact_id)
    zone = people.organisation(work, conversation.organisation_id).zone
    authors: dict[MembershipId, str] = {}
    for message in messages:
        author = message.author_membership_id
        if author and author not in authors:
            authors[author] = members.membership(work, author).first_name
    pronoun = people_rules.pronoun(contact.relation)
    translations = stored.of(work, [message.id for message in messages])
    shown = [
        _entry(work, message, contact, authors, zone, pronoun, translations.get(message.id)) for message in messages
    ]
    doubtful = {message.id for message in messages if _may_be_anybodys(message, frozen or {})}
    return tuple(replace(one, is_from_frozen=True) if one.id in doubtful else one for one in shown)


def _may_be_anybodys(message: Message, frozen: Mapping[str, datetime]) -> bool:
    since = frozen.get(message.number or "")
    return message.direction is Direction.IN and since is not None and message.stored_at >= since


def _entry(
    work: Work,
    message: Message,
    contact: Contact,
    authors: dict[MembershipId, str],
    zone: str,
    pronoun: str,
    translation: Translation | None,
) -> Entry:
    author = message.author_membership_id
    return Entry(
        id=message.id,
        direction=message.direction,
        channel=message.channel,
        author=authors[author] if author else contact.first_name,
        body=body_of(message),
        writing_direction=direction_of(message.body),
        happened_at=message.happened_at,
        state=message.state,
        receipt=receipt_of(message, now=work.now, zone=zone, pronoun=pronoun),
        can_be_changed=message.direction is Direction.OUT and rules.can_be_changed(message.state),
        goes_at=message.not_before if message.state is State.QUEUED else None,
        may_be_either=message.may_be_either,
        pictures=message.pictures,
        is_automatic=message.direction is Direction.OUT and not message.by_hand,
        purpose=message.purpose,
        translated=Translated(translation.words, translation.language) if translation and translation.words else None,
    )


def receipt_of(message: Message, *, now: datetime, zone: str, pronoun: str) -> str:
    """How far these words to a family are, in words for their author; empty for everything else."""
    if message.direction is not Direction.OUT:
        return ""
    if message.channel is Channel.WEB:
        return f"On {pronoun} private page."
    return progress.words(
        message.state,
        error_code=message.error_code,
        not_before=message.not_before,
        not_after=message.not_after,
        now=now,
        zone=zone,
        pronoun=pronoun,
    )


def body_of(message: Message) -> str:
    """The words as they were typed. A private link was filled in when it left, and is kept nowhere."""
    if message.purpose in rules.LINK_PURPOSES:
        return message.body.replace(rules.LINK_BLANK, PRIVATE_LINK)
    return message.body
