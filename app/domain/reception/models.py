"""The table of what came in. A row here is our word that nothing is lost."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Arrival(Table, table=True):
    """What a provider or a family's page brought, exactly as it came. Times in UTC."""

    __table_args__ = (
        sa.Index(
            "ix_arrival_unsorted",
            "taken_at",
            sqlite_where=sa.text("sorted_at IS NULL"),
            postgresql_where=sa.text("sorted_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    provider_id: str = Field(unique=True)
    to_number: str
    from_number: str
    body: str
    fields: dict[str, Any] = Field(sa_type=sa.JSON, default_factory=dict)
    contact_id: UUID | None = None
    conversation_id: UUID | None = None
    sent_at: datetime | None = None
    taken_at: datetime
    sorted_at: datetime | None = None
    result: str | None = None
    tries: int = 0
    failure: str = ""
