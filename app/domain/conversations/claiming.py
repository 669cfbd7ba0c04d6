"""Which texts may go now, and leasing them to one scheduler. Never calls anybody; looking again comes in `delivery`."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.conversations import rules
from app.domain.conversations.models import Message
from app.domain.conversations.rules import State
from app.domain.people.models import Membership, PhoneLine
from app.domain.permissions.models import Stop
from app.foundation.identifiers import MessageId
from app.foundation.work import Work

LEASE = timedelta(seconds=60)
BATCH = 32


def claim(work: Work, *, worker: str, limit: int = BATCH) -> list[MessageId]:
    """Lease the next texts: due, not stopped, their author still here. Two schedulers never lease the same one.

    One text a phone at a time, the one written first: so a family reads them in order, and all calls of a batch end
    well within the lease.
    """
    _one_claim_at_a_time(work)
    chosen = may_go(work).order_by(col(Message.id)).limit(4 * limit).with_for_update(skip_locked=True, of=Message)
    found = list(work.session.exec(chosen).all())
    phones = select(Message.id, Message.number).where(col(Message.id).in_(found)).order_by(col(Message.id))
    first: dict[str | None, MessageId] = {}
    for message_id, number in work.session.exec(phones):
        first.setdefault(number, message_id)
    ids = list(first.values())[:limit]
    if ids:
        work.session.connection().execute(
            sa.update(Message)
            .where(col(Message.id).in_(ids), col(Message.state) == State.QUEUED)
            .values(state=State.CLAIMED, claimed_by=worker, claimed_until=work.now + LEASE)
        )
    return ids


def _one_claim_at_a_time(work: Work) -> None:
    # On PostgreSQL two schedulers that claim at the same instant could each take a text for the same phone. A claim
    # takes a few milliseconds; rows that only refer to a line (every message) do not wait for this.
    lines = select(PhoneLine.id).where(col(PhoneLine.until).is_(None)).order_by(col(PhoneLine.id))
    work.session.exec(lines.with_for_update(key_share=True)).all()


def has_stopped() -> sa.ColumnElement[bool]:
    """Does this message's phone stand at STOP with its line?"""
    return (
        sa.select(sa.literal(1))
        .where(
            col(Stop.line_id) == col(Message.line_id),
            col(Stop.number) == col(Message.number),
            col(Stop.until).is_(None),
        )
        .exists()
    )


def may_go(work: Work) -> SelectOfScalar[UUID]:
    """The ids of texts that may go now."""
    other = aliased(Message)
    # A text to the same phone is being handed over, or was not taken just now and goes first.
    one_at_a_time = sa.select(col(other.number)).where(
        sa.or_(
            col(other.state).in_((State.CLAIMED, State.ATTEMPTING)),
            sa.and_(
                col(other.state) == State.QUEUED,
                col(other.error_code) == rules.TOO_BUSY,
                col(other.not_before) > work.now,
                col(other.not_after) > col(other.not_before),
            ),
        ),
        col(other.number).is_not(None),
    )
    return (
        select(Message.id)
        .join(Membership, col(Membership.id) == Message.author_membership_id)
        .where(
            Message.state == State.QUEUED,
            col(Message.not_before) <= work.now,
            sa.or_(col(Message.not_after).is_(None), col(Message.not_after) > work.now),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > work.now),
            col(Message.number).not_in(one_at_a_time),
            ~has_stopped(),
        )
    )
