"""Tables of signing in. Secrets are kept hashed; a row of ours can be ended at any moment."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Account(Table, table=True):
    """How a member of staff proves who they are. No password yet: invited, not yet come in. `seed` is the encrypted
    seed of the codes on their phone, empty until they set it up; `last_step` the newest half minute whose code was
    used."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)
    password_hash: str = ""
    seed: str = ""
    last_step: int = 0
    created_at: datetime


class AccountMembership(Table, table=True):
    """The places that this account opens."""

    __tablename__ = "account_membership"

    account_id: UUID = Field(primary_key=True, foreign_key="account.id")
    membership_id: UUID = Field(primary_key=True, foreign_key="membership.id", index=True)


class RecoveryCode(Table, table=True):
    """A code on paper, for the day on which the phone with the codes is lost. Works once; kept hashed."""

    __tablename__ = "recovery_code"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    code_hash: str
    used_at: datetime | None = None


class Invitation(Table, table=True):
    """A link to a member of staff by which they set a password: invited (two days), or because they forgot it (an
    hour), or because their phone with the codes is lost. Single use; the secret is kept hashed."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    kind: str
    secret_hash: str = Field(unique=True)
    until: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class ResetWish(Table, table=True):
    """Somebody wrote this address under "I forgot my password". Whether we know it is looked up later, by the
    scheduler: so asking takes as long for one as for the other. Gone as soon as it was looked at."""

    __tablename__ = "reset_wish"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str
    at: datetime


class Device(Table, table=True):
    """A browser that somebody has signed in with. Its cookie keeps strangers' tries from locking its owner out; until
    `remembered_until` it also stands for the code from the phone. `words` say which it is ("Chrome on Windows")."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    words: str
    since: datetime
    seen_at: datetime
    remembered_until: datetime | None = None
    ended_at: datetime | None = None


class StaffSession(Table, table=True):
    """A signed-in browser of a member of staff. Idle 30 minutes or 12 hours in all end it."""

    __tablename__ = "staff_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    device_id: UUID | None = Field(default=None, foreign_key="device.id", index=True)
    started_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
