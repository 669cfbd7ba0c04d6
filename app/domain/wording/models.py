"""Tables of an organisation's own words: its local versions, and what it has signed off."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class LocalWords(Table, table=True):
    """An organisation's own version of ready words in one language. One person proposes it; it counts from when a
    second one approves it, until another one counts or it is put aside (`ended_at`). None is ever deleted: old ones
    stay visible. `read_by` names whoever read it, where that is not the one who approved."""

    __tablename__ = "local_words"
    __table_args__ = (
        sa.Index("ix_local_words_place", "organisation_id", "purpose", "language"),
        sa.Index(
            "uq_local_words_counts",
            "organisation_id",
            "purpose",
            "language",
            unique=True,
            sqlite_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NOT NULL AND ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    purpose: str
    language: str
    words: str
    proposed_by_id: UUID = Field(foreign_key="membership.id")
    proposed_at: datetime
    approved_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    approved_at: datetime | None = None
    read_by: str = ""
    ended_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    ended_at: datetime | None = None
    why_ended: str = ""


class SignedOff(Table, table=True):
    """An organisation has had an automatic text read in a language by somebody who speaks it (`read_by`, a name), and
    stands for it. It holds for exactly these words (`digest`): a changed text is signed off anew."""

    __tablename__ = "signed_off"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "language", "purpose", "digest"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    language: str
    purpose: str
    digest: str
    read_by: str
    signed_by_id: UUID = Field(foreign_key="membership.id")
    signed_at: datetime
