"""How often something may be tried, counted in the database: the same for every process, and closed when in doubt."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.limits.models import Attempt
from app.domain.limits.rules import Limited
from app.foundation.identifiers import hashed
from app.foundation.work import Work

_LARGEST = 2**63


@dataclass(frozen=True)
class Try:
    """One try at something, by or about `key` (an address, a number, an id). Kept hashed."""

    what: Limited
    key: str

    @property
    def kept(self) -> str:
        """The key as it is stored."""
        return hashed(f"{self.what.name}:{self.key}")


def begin(work: Work, *tries: Try) -> list[UUID] | None:
    """Count these tries, all of them or none: None when one is over its limits. Gives what `take_back` needs."""
    _wait_for_the_turn(work, tries)
    if any(_is_over(work, one) for one in tries):
        return None
    counted = [Attempt(kind=one.what.name, key=one.kept, at=work.now) for one in tries]
    work.session.add_all(counted)
    work.session.flush()
    return [one.id for one in counted]


def take_back(work: Work, counted: list[UUID]) -> None:
    """These tries do not count: they were right."""
    work.session.connection().execute(sa.delete(Attempt).where(col(Attempt.id).in_(counted)))


def may_try(work: Work, what: Limited, key: str) -> bool:
    """Count this try, and say whether it is within the limits."""
    return begin(work, Try(what, key)) is not None


def forget_old_tries(work: Work) -> None:
    """Tries older than two days count for nothing."""
    work.session.connection().execute(sa.delete(Attempt).where(col(Attempt.at) < work.now - timedelta(days=2)))


def _is_over(work: Work, one: Try) -> bool:
    limits = one.what.limits
    longest = max((limit.within for limit in limits), default=timedelta())
    query = select(Attempt.at).where(
        Attempt.kind == one.what.name, Attempt.key == one.kept, Attempt.at > work.now - longest
    )
    tried = work.session.exec(query).all()
    return any(sum(at > work.now - limit.within for at in tried) >= limit.times for limit in limits)


def _wait_for_the_turn(work: Work, tries: tuple[Try, ...]) -> None:
    """Two tries at the same instant must not both be the last one. SQLite has one writer anyway."""
    if work.session.get_bind().dialect.name == "sqlite":
        return
    for kept in sorted(one.kept for one in tries):
        number = int(kept[:16], 16) - _LARGEST
        work.session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
