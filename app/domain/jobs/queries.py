"""Reading what ran when."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import select

from app.domain.jobs.models import JobRun
from app.foundation.work import Work


def runs(work: Work) -> Sequence[JobRun]:
    """The last run of every job, by name."""
    return work.session.exec(select(JobRun).order_by(JobRun.job)).all()


def last_run(work: Work, job: str) -> datetime | None:
    """When this job last ran (UTC); None when it never did."""
    run = work.session.get(JobRun, job)
    return run.started_at if run else None
