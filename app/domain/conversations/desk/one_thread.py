"""What lies on a trusted person's desk: one thread, the family beside it, and whether and when a text could go.

Only reads. Nothing of it is shown to anybody who may not read the thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.conversations import queries
from app.domain.conversations.desk import beside, entries
from app.domain.conversations.models import Conversation, Message, Offer
from app.domain.conversations.phones import reaching
from app.domain.conversations.rules import Channel, Direction
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Organisation, PhoneLine
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.permissions.models import Wishes
from app.domain.permissions.rules import Hours, Reason, Window
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilyWord
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, MessageId
from app.foundation.work import Work

NO_WORD: MessageId = UUID(int=0)  # of a family that has said nothing yet


@dataclass(frozen=True)
class Writing:
    """Whether words can go, and when. `reason` says why no text may; `on_page` that their private page is open."""

    author: str
    number: str | None
    reason: Reason | None
    on_page: bool
    has_texted: bool
    hours: Hours
    answers_at: datetime | None = None

    @property
    def may_begin(self) -> bool:
        """Need no hello come first: they have written to each other, or the words wait on a page of theirs?"""
        return self.has_texted or self.on_page

    @property
    def is_possible(self) -> bool:
        """Can words reach them at all?"""
        return self.reason is None or self.on_page

    def goes(self, now: datetime, wanted: datetime | None = None) -> Window:
        """When a text written now would go (UTC), or one that is `wanted` later."""
        return permission_rules.window(now, self.hours, wanted=wanted, answers_at=self.answers_at)


@dataclass(frozen=True)
class Desk:
    """One thread as its person sees it. Times in UTC; `zone` is for showing them. `is_left_unanswered`: they said that
    no answer is needed, and can still take that back. `word_since`: when their word was agreed on; `answers_for`:
    the first name of the colleague whose thread it is. `newest_word`: what the family said last, or NO_WORD.
    `menu`: the list that a number from them may still mean."""

    conversation_id: ConversationId
    waiting_since: datetime | None
    waiting_channel: Channel | None
    is_left_unanswered: bool
    newest_word: MessageId
    at_front_door: bool
    older_open_until: datetime | None
    word_since: datetime | None
    answers_for: str
    zone: str
    family: beside.Family
    writing: Writing
    page: entries.Page
    menu: Offer | None = None

    @property
    def is_mine(self) -> bool:
        """Is it not a colleague's thread?"""
        return not self.answers_for


@dataclass(frozen=True)
class Hello:
    """Somebody to whom the actor has never written. `thread` when they have in fact written to each other."""

    family: beside.Family
    writing: Writing
    zone: str
    slug: str
    thread: ConversationId | None


def open_thread(work: Work, conversation_id: ConversationId, *, before: str | None = None) -> Desk:
    """A thread of the actor's with all that stands beside it; `before` asks for an older stretch. NotFound."""
    held = _held_together(work, conversation_id)  # so that what follows finds these rows without asking again
    conversation = queries.mine_to_read(work, conversation_id)
    me = members.membership(work, work.staff.membership_id)
    place = people.organisation(work, conversation.organisation_id)
    contact = people.contact(work, conversation.contact_id)
    wishes = held[2] if held and held[2] else Wishes(contact_id=contact.id)
    family = beside.family_of(work, contact, wishes)
    word = held[4] if held else None
    messages, older = entries.newest(work, conversation, before=before, since=None, with_asides=True)
    last = _last_word(work, conversation, messages if before is None else ())
    return Desk(
        conversation_id=conversation.id,
        waiting_since=conversation.waiting_since,
        waiting_channel=conversation.waiting_channel,
        newest_word=_newest_word(messages, last),
        is_left_unanswered=conversation.waiting_since is None and conversation.left_unanswered_since is not None,
        at_front_door=conversation.at_front_door,
        older_open_until=conversation.older_open_until,
        word_since=word.set_at if word else None,
        answers_for=_whose_if_not_mine(work, conversation),
        zone=place.zone,
        family=family,
        writing=_writing(
            work,
            place,
            wishes,
            author=me.first_name,
            line=reaching.line_for(work, conversation),
            number=reaching.number_among(family.numbers, last, frozen=family.frozen),
            with_id=conversation.membership_id,
            has_texted=any(map(queries.is_a_text, messages)) or queries.has_texted(work, conversation),
            answers_at=last.stored_at if last else None,
        ),
        page=entries.Page(entries.as_entries(work, conversation, messages, frozen=family.frozen), older),
        menu=held[5] if held else None,
    )


def _whose_if_not_mine(work: Work, conversation: Conversation) -> str:
    if conversation.membership_id == work.staff.membership_id:
        return ""
    return members.membership(work, conversation.membership_id).first_name


def before_hello(work: Work, contact_id: ContactId) -> Hello:
    """Somebody of the actor's organisation, before the first text to them. NotFound for anybody else's."""
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    me = members.membership(work, work.staff.membership_id)
    place = people.organisation(work, contact.organisation_id)
    conversation = queries.thread_of(work, contact.id)
    has_texted = conversation is not None and queries.has_texted(work, conversation)
    wishes = permissions.wishes_of(work, contact.id)
    family = beside.family_of(work, contact, wishes)
    line = (
        reaching.line_for(work, conversation)
        if conversation
        else people.line_of(work, contact.organisation_id, work.staff.membership_id)
    )
    number = reaching.number_for(work, conversation) if conversation else family.number or None
    writing = _writing(
        work,
        place,
        wishes,
        author=me.first_name,
        line=line,
        number=number,
        with_id=me.id,
        has_texted=has_texted,
        answers_at=None,
    )
    return Hello(family, writing, place.zone, place.slug, conversation.id if conversation and has_texted else None)


def _held_together(
    work: Work, conversation_id: ConversationId
) -> tuple[Conversation, Contact, Wishes | None, PhoneLine | None, FamilyWord | None, Offer | None] | None:
    has_left = sa.exists().where(col(Message.id) == col(Offer.message_id), col(Message.attempted_at).is_not(None))
    is_open = sa.and_(
        col(Offer.conversation_id) == Conversation.id,
        col(Offer.closed_at).is_(None),
        col(Offer.until) > work.now,
        has_left,
    )
    query = (
        sa.select(Conversation, Contact, Wishes, PhoneLine, FamilyWord, Offer)
        .join(Contact, col(Contact.id) == Conversation.contact_id)
        .join(Wishes, col(Wishes.contact_id) == Contact.id, isouter=True)
        .join(PhoneLine, col(PhoneLine.id) == Conversation.line_id, isouter=True)
        .join(FamilyWord, col(FamilyWord.contact_id) == Conversation.contact_id, isouter=True)
        .join(Offer, is_open, isouter=True)
        .where(col(Conversation.id) == conversation_id)
        .order_by(col(Offer.made_at).desc())
        .limit(1)
    )
    found = work.session.execute(query).first()
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else None


def _newest_word(messages: Sequence[Message], last: Message | None) -> MessageId:
    """By when it was stored, as who waits is; the line of time goes by when it happened."""
    words = [message for message in (*messages, last) if message and message.direction is Direction.IN]
    return max(words, key=lambda one: (one.stored_at, one.id)).id if words else NO_WORD


def _last_word(work: Work, conversation: Conversation, messages: Sequence[Message]) -> Message | None:
    here = (message for message in reversed(messages) if message.direction is Direction.IN)
    return next(here, None) or queries.last_word_of_family(work, conversation)


def _writing(
    work: Work,
    place: Organisation,
    wishes: Wishes,
    *,
    author: str,
    line: PhoneLine | None,
    number: str | None,
    with_id: MembershipId,
    has_texted: bool,
    answers_at: datetime | None,
) -> Writing:
    reason = permissions.may_contact(work, line=line, number=number).reason
    return Writing(
        author=author,
        number=number,
        reason=reason,
        on_page=reason is not None and private_links.has_open_page(work, wishes.contact_id, with_id=with_id),
        has_texted=has_texted,
        hours=Hours(zone=place.zone, closed_from=wishes.closed_from, closed_until=wishes.closed_until),
        answers_at=answers_at,
    )
