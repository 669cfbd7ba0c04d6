"""Tables of what happened. Rows of `audit_entry` are added, never changed or deleted: the database refuses."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id

BY_THE_SERVICE = "actor_kind IN ('operator', 'command', 'clock')"


class AuditEntry(Table, table=True):
    """One thing that somebody did or read: who (`actor_…`), what (`verb`), about what and about which family, when
    (UTC) and from where ("Chrome on Windows, 203.0.113.9"). `whose_id`: the member of staff whose thread it was then;
    threads move on, the record does not. Ids and verbs only; whoever shows it finds the names."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_of_organisation", "organisation_id", "at"),
        sa.Index("ix_audit_entry_of_contact", "contact_id", "at"),
        sa.Index(
            "ix_audit_entry_by_the_service",
            "at",
            "id",
            sqlite_where=sa.text(BY_THE_SERVICE),
            postgresql_where=sa.text(BY_THE_SERVICE),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime
    actor_kind: str
    actor_id: UUID | None = None
    verb: str
    about_kind: str
    about_id: UUID | None = Field(default=None, index=True)
    contact_id: UUID | None = None
    whose_id: UUID | None = None
    organisation_id: UUID | None = None
    where_from: str = ""


class AuditDetail(Table, table=True):
    """Words that belong to an entry (a reason, an old name): a row of its own, so that it can be forgotten."""

    __tablename__ = "audit_detail"

    entry_id: UUID = Field(primary_key=True, foreign_key="audit_entry.id")
    words: str
