"""Reading what ran when."""

from collections.abc import Sequence

from sqlmodel import select

from app.domain.jobs.models import JobRun
from app.foundation.work import Work


def runs(work: Work) -> Sequence[JobRun]:
    """The last run of every job, by name."""
    return work.session.exec(select(JobRun).order_by(JobRun.job)).all()
