"""Reading the state of the reception, for operators: counts only, never a word."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.reception.models import Arrival
from app.domain.reception.rules import Result
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
