"""What was tried, counted and soon forgotten."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Attempt(Table, table=True):
    """One try at something that is limited (a sign-in, a link). `key` is hashed: no address or number is kept."""

    __table_args__ = (sa.Index("ix_attempt_kind_key_at", "kind", "key", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    key: str
    at: datetime
