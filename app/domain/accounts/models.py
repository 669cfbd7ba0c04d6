"""Tables of signing in. Secrets are kept hashed; a row of ours can be ended at any moment."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Account(Table, table=True):
    """How a member of staff proves who they are. No password yet: invited, not yet come in."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)
    password_hash: str = ""
    created_at: datetime


class AccountMembership(Table, table=True):
    """The places that this account opens."""

    __tablename__ = "account_membership"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    membership_id: UUID = Field(primary_key=True, foreign_key="membership.id", index=True)


class Invitation(Table, table=True):
    """A link by which an invited person sets a password. Single use; the secret is kept hashed."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    secret_hash: str = Field(unique=True)
    until: datetime
    used_at: datetime | None = None


class StaffSession(Table, table=True):
    """A signed-in browser of a member of staff. Idle 30 minutes or 12 hours in all end it."""

    __tablename__ = "staff_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    membership_id: UUID = Field(foreign_key="membership.id")
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None


class FamilyLink(Table, table=True):
    """A private link in a text: one use, 24 hours, a new one ends the old. Bound to a contact and one phone."""

    __tablename__ = "family_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    line_id: UUID = Field(foreign_key="phone_line.id")
    number: str
    made_at: datetime
    until: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class FamilySession(Table, table=True):
    """A family's signed-in phone: one hour, or 60 days on "this phone is only mine"."""

    __tablename__ = "family_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    line_id: UUID = Field(foreign_key="phone_line.id")
    number: str
    is_only_mine: bool = False
    started_at: datetime
    until: datetime
    ended_at: datetime | None = None


class Attempt(Table, table=True):
    """One try at something that is limited (a sign-in, a link). `key` is hashed: no address or number is kept."""

    __table_args__ = (sa.Index("ix_attempt_kind_key_at", "kind", "key", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    key: str
    at: datetime
