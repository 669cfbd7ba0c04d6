"""The one menu that a bare number from a phone can mean. A number counts only while the last text that we sent to that
phone from that line was the menu; everything else is for a person.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.conversations import rules
from app.domain.conversations.models import Conversation, Message, Offer
from app.domain.conversations.rules import Direction
from app.foundation.identifiers import MessageId, PhoneLineId
from app.foundation.work import Work


class Menu(StrEnum):
    """What kind of menu it is. Stored as text."""

    TIMES = "times"  # numbers choose a time
    BOOKED = "booked"  # numbers change a time that is booked, or give it back
    DROPPED = "dropped"  # a number asks for times again


def open_menu(
    work: Work,
    conversation: Conversation,
    message: Message,
    kind: Menu,
    *,
    until: datetime,
    options: Sequence[UUID] = (),
    about_id: UUID | None = None,
) -> Offer | None:
    """From when this text has gone until `until` (UTC), numbers mean this menu. An older menu on that phone and line is
    closed. None for words that go to no phone."""
    if message.line_id is None or message.number is None:
        return None
    work.session.flush()
    close_on(work, message.line_id, message.number)
    made = Offer(
        conversation_id=conversation.id,
        message_id=message.id,
        line_id=message.line_id,
        number=message.number,
        kind=kind,
        options=[str(one) for one in options],
        about_id=about_id,
        made_at=work.now,
        until=until,
    )
    work.session.add(made)
    work.session.flush()
    return made


def answerable(work: Work, line_id: PhoneLineId, number: str, *, said_at: datetime) -> Offer | None:
    """The menu that a bare number, said then (UTC), may mean: open, and the last text that we sent to that phone."""
    found = work.session.exec(_open_on(line_id, number).with_for_update()).first()
    if found is None or found.until <= work.now:
        return None
    last = _last_sent(work, line_id, number)
    if last is None or last.id != found.message_id or last.attempted_at is None or said_at < last.attempted_at:
        return None
    return found


def repeats(work: Work, line_id: PhoneLineId, number: str, said: int, *, within: timedelta) -> bool:
    """Is this the number that the phone chose so lately, once more, with nothing said to it since but the answer?"""
    taken = (
        select(Offer)
        .where(Offer.line_id == line_id, Offer.number == number, col(Offer.closed_at) > work.now - within)
        .order_by(col(Offer.closed_at).desc(), col(Offer.id).desc())
    )
    before = work.session.exec(taken.limit(1)).first()
    if before is None or before.taken != said:
        return False
    after = work.session.exec(_open_on(line_id, number)).first()
    last = _last_sent(work, line_id, number)
    return last is not None and last.id in {before.message_id, after.message_id if after else None}


def thread_of(work: Work, offer: Offer) -> Conversation | None:
    """The thread that this menu was sent in."""
    return work.session.get(Conversation, offer.conversation_id)


def open_with(work: Work, conversation: Conversation, option: UUID) -> Offer | None:
    """The open list of times of this thread that names this one."""
    lists = select(Offer).where(Offer.conversation_id == conversation.id, Offer.kind == Menu.TIMES)
    open_ones = lists.where(col(Offer.closed_at).is_(None), Offer.until > work.now).with_for_update()
    return next((one for one in work.session.exec(open_ones) if str(option) in one.options), None)


def answered_in_words(now: datetime) -> sa.ColumnElement[bool]:
    """Has the family of a `Conversation` said something since a list of times left that is still open? They wait, so it
    was no number of it."""
    return sa.exists().where(
        col(Offer.conversation_id) == col(Conversation.id),
        col(Message.id) == col(Offer.message_id),
        col(Offer.kind) == Menu.TIMES,
        col(Offer.closed_at).is_(None),
        col(Offer.until) > now,
        col(Message.attempted_at) <= col(Conversation.waiting_since),
    )


def is_new(work: Work, message_id: MessageId) -> bool:
    """Has this text no menu yet? One that was sent by two presses has."""
    return work.session.exec(select(Offer.id).where(Offer.message_id == message_id)).first() is None


def close(work: Work, offer: Offer, *, taken: int | None = None) -> None:
    """This menu means nothing any more; `taken` is the number that was chosen from it."""
    offer.closed_at, offer.taken = work.now, taken
    work.session.add(offer)
    work.session.flush()


def close_on(work: Work, line_id: PhoneLineId, number: str) -> None:
    """Close whatever menu is open on this phone and line."""
    for one in work.session.exec(_open_on(line_id, number).with_for_update()).all():
        close(work, one)


def close_of(work: Work, message_id: MessageId) -> None:
    """Close the menu that this text would have shown."""
    shown = select(Offer).where(Offer.message_id == message_id, col(Offer.closed_at).is_(None)).with_for_update()
    for one in work.session.exec(shown).all():
        close(work, one)


def close_about(work: Work, about_id: UUID) -> None:
    """Close every menu that is about this: it changed by another way."""
    open_ones = select(Offer).where(Offer.about_id == about_id, col(Offer.closed_at).is_(None)).with_for_update()
    for one in work.session.exec(open_ones).all():
        close(work, one)


def _open_on(line_id: PhoneLineId, number: str) -> SelectOfScalar[Offer]:
    return select(Offer).where(Offer.line_id == line_id, Offer.number == number, col(Offer.closed_at).is_(None))


def _last_sent(work: Work, line_id: PhoneLineId, number: str) -> Message | None:
    """What left for this phone last, as far as we know. A text that still lies with us was not seen by anybody."""
    query = select(Message).where(
        Message.direction == Direction.OUT,
        Message.number == number,
        Message.line_id == line_id,
        col(Message.attempted_at).is_not(None),
        sa.not_(col(Message.state).in_(rules.NEVER_ARRIVED)),
    )
    return work.session.exec(query.order_by(col(Message.attempted_at).desc(), col(Message.id).desc()).limit(1)).first()
