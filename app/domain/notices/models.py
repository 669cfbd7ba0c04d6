"""The table of what Kettle tells staff. Addressed to a membership: a family cannot be written to by type."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.notices.rules import NoticeState
from app.foundation.database import Table, closed_set
from app.foundation.identifiers import new_id


class Notice(Table, table=True):
    """A few words to a member of staff: counts and first names at most, never a family's name or words. `opens` names
    the kind of link that is made at the moment of sending, so that no secret lies in this table."""

    __table_args__ = (
        sa.Index(
            "ix_notice_waiting",
            "not_before",
            sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
            postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    kind: str
    by: str
    subject: str
    body: str
    opens: str = ""
    not_before: datetime
    not_after: datetime | None = None
    once: str = Field(unique=True)
    state: NoticeState = Field(sa_type=closed_set(NoticeState, "notice_state"), default=NoticeState.WAITING)
    claimed_until: datetime | None = None
    tries: int = 0
    sent_at: datetime | None = None
    made_at: datetime
