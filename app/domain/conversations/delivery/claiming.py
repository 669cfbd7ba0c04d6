"""Which texts may go now, and leasing them to one scheduler. Never calls anybody; looking again comes in `delivery`."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.conversations import rules
from app.domain.conversations.models import Message, is_in_state
from app.domain.conversations.rules import State
from app.domain.people.models import Membership
from app.domain.permissions.models import Stop
from app.foundation.identifiers import MessageId
from app.foundation.work import Work

LEASE = timedelta(seconds=60)
BATCH = 64  # what is asked once for a batch costs as much as ten texts
WAITING = (State.QUEUED, State.CLAIMED, State.ATTEMPTING, State.UNKNOWN)
_OTHER = aliased(Message)


def claim(work: Work, *, worker: str, limit: int = BATCH) -> list[MessageId]:
    """Lease the next texts: due, not stopped, their author still here. Two schedulers never lease the same one.

    One text a phone at a time, the one written first: so a family reads them in order, and all calls of a batch end
    well within the lease. Two schedulers at the same instant both want the same first ones; each goes on to those that
    the other has not locked.
    """
    first = select(Message.id).where(col(Message.id).in_(_first_of_each_phone(work, 4 * limit)))
    free = first.where(Message.state == State.QUEUED).order_by(col(Message.not_before), col(Message.id)).limit(limit)
    ids = list(work.session.exec(free.with_for_update(skip_locked=True)).all())
    if ids:
        work.session.connection().execute(
            sa.update(Message)
            .where(col(Message.id).in_(ids), col(Message.state) == State.QUEUED)
            .values(state=State.CLAIMED, claimed_by=worker, claimed_until=work.now + LEASE)
        )
    return ids


def _first_of_each_phone(work: Work, limit: int) -> list[MessageId]:
    """Of the phones whose texts are due soonest, the text that was written first."""
    soonest = select(Message.number).where(*_may_go(work)).order_by(col(Message.not_before), col(Message.id))
    phones = set(work.session.exec(soonest.limit(limit)).all())
    # Asked once more whether the phone is free: meanwhile another scheduler may have begun to call it, and then it is
    # not the second text's turn yet. (One that said STOP to another line is withdrawn when it is begun.)
    texts = select(Message.id, Message.number).where(
        *_is_due(work), *_its_phone_is_free(work), col(Message.number).in_(phones)
    )
    first: dict[str | None, MessageId] = {}
    for message_id, number in work.session.exec(texts.order_by(col(Message.id))):
        first.setdefault(number, message_id)
    return list(first.values())


def may_go(work: Work) -> SelectOfScalar[UUID]:
    """The ids of texts that may go now."""
    return select(Message.id).where(*_may_go(work))


def _may_go(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    return *_is_due(work), *_its_phone_is_free(work), ~has_stopped()


def _is_due(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    gone = sa.select(col(Membership.id)).where(col(Membership.until) <= work.now)
    return (
        waits_to_go(),
        col(Message.state) == State.QUEUED,
        col(Message.not_before) <= work.now,
        sa.or_(col(Message.not_after).is_(None), col(Message.not_after) > work.now),
        col(Message.author_membership_id).not_in(gone),
    )


def _its_phone_is_free(work: Work) -> tuple[sa.ColumnElement[bool], ...]:
    number = col(Message.number)
    return number.not_in(_being_called()), number.not_in(_not_taken_just_now(work))


def _being_called() -> sa.Select[str | None]:
    """Phones to which a text is being handed over."""
    is_going = col(_OTHER.state).in_((State.CLAIMED, State.ATTEMPTING))
    return sa.select(col(_OTHER.number)).where(waits_to_go(_OTHER), is_going, col(_OTHER.number).is_not(None))


def _not_taken_just_now(work: Work) -> sa.Select[str | None]:
    """Phones whose text found the provider busy a moment ago: it goes first."""
    return sa.select(col(_OTHER.number)).where(
        waits_to_go(_OTHER),
        col(_OTHER.state) == State.QUEUED,
        col(_OTHER.error_code) == rules.TOO_BUSY,
        col(_OTHER.not_before) > work.now,
        col(_OTHER.not_after) > col(_OTHER.not_before),
        col(_OTHER.number).is_not(None),
    )


def has_stopped() -> sa.ColumnElement[bool]:
    """Does this message's phone stand at STOP with its line?"""
    standing = sa.select(sa.literal(1)).where(
        col(Stop.line_id) == col(Message.line_id), col(Stop.number) == col(Message.number), col(Stop.until).is_(None)
    )
    # OFFSET 0 makes PostgreSQL ask for each text that it looks at, and stop when it has enough. It would rather join
    # everything first, because it believes the queue to be empty: it was when it last counted.
    return standing.offset(0).exists()


def waits_to_go(message: type[Message] = Message) -> sa.ColumnElement[bool]:
    """Is this a text whose way to the provider is not over?"""
    return is_in_state(message, WAITING)
