"""Tables of the scheduler: who may tick, and what ran when."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Lease(Table, table=True):
    """A right that one process holds for a while. `fence` grows with every new holder."""

    name: str = Field(primary_key=True)
    holder: str
    until: datetime
    fence: int = 0


class JobRun(Table, table=True):
    """The last run of a job that matters to an operator. One row a job; times in UTC."""

    __tablename__ = "job_run"

    job: str = Field(primary_key=True)
    started_at: datetime
    ended_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""


class Wish(Table, table=True):
    """An operator's "run it now"."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    job: str
    wanted_at: datetime
    done_at: datetime | None = None
