"""Who may tick, and writing down what ran."""

from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from app.domain.jobs.models import JobRun, Lease, Wish
from app.foundation.work import Work


def take_lease(work: Work, name: str, *, holder: str, lasts: timedelta) -> bool:
    """Take or renew a lease. False while another holder's stands. One statement decides, so two never both win.

    A lease that stands longer than leases last was taken before somebody set the clock back: it counts for nothing.
    """
    if not work.session.get(Lease, name):
        _make_lease(work, name)
    is_over = sa.or_(col(Lease.until) <= work.now, col(Lease.until) > work.now + lasts)
    taken = work.session.connection().execute(
        sa.update(Lease)
        .where(col(Lease.name) == name, sa.or_(col(Lease.holder) == holder, is_over))
        .values(holder=holder, until=work.now + lasts, fence=Lease.fence + 1)
    )
    return taken.rowcount == 1


def _make_lease(work: Work, name: str) -> None:
    # Two processes may start at the same instant on PostgreSQL: whoever makes the row second finds it there.
    with suppress(IntegrityError), work.session.begin_nested():
        work.session.add(Lease(name=name, holder="", until=work.now))
        work.session.flush()


def drop_lease(work: Work, name: str, *, holder: str) -> None:
    """Give a lease back early, so that another process need not wait."""
    work.session.connection().execute(
        sa.update(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder).values(until=work.now)
    )


def note_run(work: Work, job: str, *, failure: str = "", at: datetime | None = None) -> None:
    """This job ran, just now or `at` (UTC); `failure` names the kind of error, never its words."""
    run = work.session.get(JobRun, job) or JobRun(job=job, started_at=work.now)
    run.started_at = run.ended_at = at or work.now
    if failure:
        run.failed_at, run.failure = work.now, failure
    work.session.add(run)


def wish(work: Work, job: str) -> None:
    """An operator wants a job to run now."""
    work.session.add(Wish(job=job, wanted_at=work.now))
