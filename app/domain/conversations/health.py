"""How much waits where: counts and times only, never a name, a number or a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction, State
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.work import Work

ON_ITS_WAY = (State.QUEUED, State.CLAIMED, State.ATTEMPTING, State.UNKNOWN)


@dataclass(frozen=True)
class OutboxHealth:
    """How many texts stand at each state; since when the oldest that could go waits (UTC)."""

    by_state: Mapping[State, int]
    oldest_due: datetime | None


def outbox_health(work: Work) -> OutboxHealth:
    """Counts for the operator's page. A text for tomorrow morning does not count as waiting."""
    texts = (Message.direction == Direction.OUT, Message.state != State.KEPT)
    counted = select(col(Message.state), sa.func.count()).where(*texts).group_by(col(Message.state))
    oldest = select(sa.func.min(col(Message.not_before))).where(
        *texts, col(Message.state).in_(ON_ITS_WAY), col(Message.not_before) <= work.now
    )
    return OutboxHealth(dict(work.session.exec(counted).all()), work.session.exec(oldest).first())


def how_many_wait(work: Work) -> Mapping[MembershipId, int]:
    """How many threads wait for each member of staff; nobody with none is in the answer."""
    counted = (
        select(col(Conversation.membership_id), sa.func.count())
        .where(col(Conversation.waiting_since).is_not(None))
        .group_by(col(Conversation.membership_id))
    )
    return dict(work.session.exec(counted).all())


def how_many_wait_at(work: Work) -> Mapping[OrganisationId, int]:
    """How many families wait at each organisation; nobody with none is in the answer."""
    counted = (
        select(col(Conversation.organisation_id), sa.func.count())
        .where(col(Conversation.waiting_since).is_not(None))
        .group_by(col(Conversation.organisation_id))
    )
    return dict(work.session.exec(counted).all())
