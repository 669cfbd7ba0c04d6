"""Tables of what happened. Rows are added, never changed."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class AuditEntry(Table, table=True):
    """One thing that somebody did or read. Ids and verbs only; whoever shows it finds the names."""

    __tablename__ = "audit_entry"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    actor_kind: str
    actor_id: UUID | None = None
    verb: str
    about_kind: str
    about_id: UUID | None = Field(default=None, index=True)
    organisation_id: UUID | None = Field(default=None, index=True)


class AuditDetail(Table, table=True):
    """Words that belong to an entry (a reason, an old name): a row of its own, so that it can be forgotten."""

    __tablename__ = "audit_detail"

    entry_id: UUID = Field(primary_key=True, foreign_key="audit_entry.id")
    words: str
