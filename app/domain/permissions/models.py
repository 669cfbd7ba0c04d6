"""Tables of what a family allows and what is safe: STOP, hours, language, frozen phones. Not an organisation's legal
basis."""

from datetime import datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Stop(Table, table=True):
    """A phone said STOP to a line. It holds for every thread on that phone and line, until START ends it."""

    __table_args__ = (
        sa.Index(
            "uq_stop_standing",
            "line_id",
            "number",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    line_id: UUID = Field(foreign_key="phone_line.id")
    number: str
    since: datetime
    until: datetime | None = None


class Wishes(Table, table=True):
    """How a contact wants to be written to. `closed_from` to `closed_until` is wall time in the organisation's zone."""

    contact_id: UUID = Field(primary_key=True, foreign_key="contact.id")
    reads: str = "en"
    speaks: str = "en"
    closed_from: time | None = None
    closed_until: time | None = None
    wants_links: bool = True
    wants_translation: bool = True


class HeldBack(Table, table=True):
    """A safeguarding lead keeps from a family who looked at their messages `from_at` on, because telling would put
    somebody in danger. The reason stands in the audit. It ends by itself, so that somebody thinks again."""

    __tablename__ = "held_back"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    by_id: UUID = Field(foreign_key="membership.id")
    from_at: datetime
    made_at: datetime
    until: datetime
