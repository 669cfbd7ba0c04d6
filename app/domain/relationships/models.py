"""Tables of whose trusted person is whose, and of who reads while somebody is away."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Relationship(Table, table=True):
    """A contact and their trusted person, from a day until a day. Two may overlap."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    chosen_by: str
    since: datetime
    until: datetime | None = None


class Cover(Table, table=True):
    """While somebody is away, a colleague reads and answers for them. It ends by itself; `until` may be unknown yet."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    by_id: UUID = Field(foreign_key="membership.id", index=True)
    since: datetime
    until: datetime | None = None
