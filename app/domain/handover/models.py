"""Tables of somebody's leaving, and of who comes next for each family."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table


class Leaving(Table, table=True):
    """Somebody's last day is known. They write their own goodbye; on the evening of `last_day` their place closes."""

    membership_id: UUID = Field(primary_key=True, foreign_key="membership.id")
    started_by_id: UUID = Field(foreign_key="membership.id")
    started_at: datetime
    last_day: date
    goodbye: str = ""
    ended_at: datetime | None = None


class NextPerson(Table, table=True):
    """Who comes next for one family of somebody who leaves. `starts_fresh`: what they wrote to the leaver is not handed
    on. `told_at`: the goodbye went out, or they were told face to face."""

    __tablename__ = "next_person"

    membership_id: UUID = Field(primary_key=True, foreign_key="leaving.membership_id")
    contact_id: UUID = Field(primary_key=True, foreign_key="contact.id")
    next_id: UUID = Field(foreign_key="membership.id")
    starts_fresh: bool = False
    told_at: datetime | None = None
