"""Reading what waits at the reception. For operators counts only, never a word; for a family its own words."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind, Result
from app.foundation.identifiers import ContactId, ConversationId
from app.foundation.work import Work


@dataclass(frozen=True)
class Health:
    """How many arrivals wait, have failed, or came to a number that is not ours; and since when the oldest waits."""

    waiting: int
    failed: int
    without_line: int
    oldest: datetime | None


def health(work: Work) -> Health:
    """Counts for the operator's page."""
    unsorted = col(Arrival.sorted_at).is_(None)

    def count(*conditions: sa.ColumnElement[bool]) -> int:
        return work.session.exec(select(sa.func.count()).select_from(Arrival).where(*conditions)).one()

    return Health(
        waiting=count(unsorted),
        failed=count(col(Arrival.failure) != ""),
        without_line=count(col(Arrival.result) == Result.NO_LINE),
        oldest=work.session.exec(select(sa.func.min(col(Arrival.taken_at))).where(unsorted)).first(),
    )


@dataclass(frozen=True)
class OnItsWay:
    """What a family wrote on its page and nobody has sorted yet. Time in UTC."""

    body: str
    taken_at: datetime


def on_its_way(work: Work, contact_id: ContactId, conversation_id: ConversationId) -> list[OnItsWay]:
    """What this contact wrote on this thread's page and is not in the thread yet, oldest first."""
    query = (
        select(Arrival.body, Arrival.taken_at)
        .where(
            col(Arrival.sorted_at).is_(None),
            Arrival.kind == Kind.PAGE,
            Arrival.contact_id == contact_id,
            Arrival.conversation_id == conversation_id,
        )
        .order_by(col(Arrival.taken_at), col(Arrival.id))
    )
    return [OnItsWay(body, taken_at) for body, taken_at in work.session.exec(query)]
