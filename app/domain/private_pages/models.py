"""Tables of families' private pages. Secrets are kept hashed; each row ends at any moment."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class FamilyLink(Table, table=True):
    """A private link: one use, 24 hours, a new one ends the old. In a text it is bound to a contact, one phone and one
    line of ours. On a card it has no number and no line: it is bound to the contact, and to the person who handed it
    over (`handed_by_id`). It shows their thread and no other, or a card would open a colleague's to whoever made it."""

    __tablename__ = "family_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    line_id: UUID | None = Field(default=None, foreign_key="phone_line.id")
    number: str = ""
    handed_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    made_at: datetime
    until: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None


class FamilySession(Table, table=True):
    """A family's signed-in phone: one hour, or 60 days on "this phone is only mine". `older_until`: they said their
    word, so this phone shows more than the last 14 days. What began with a card is bound as the card was."""

    __tablename__ = "family_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    secret_hash: str = Field(unique=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    line_id: UUID | None = Field(default=None, foreign_key="phone_line.id")
    number: str = ""
    handed_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    is_only_mine: bool = False
    started_at: datetime
    until: datetime
    older_until: datetime | None = None
    ended_at: datetime | None = None


class FamilyWord(Table, table=True):
    """A word that a family and their person agreed on: it opens what is older than 14 days. Kept hashed, slowly."""

    __tablename__ = "family_word"

    contact_id: UUID = Field(primary_key=True, foreign_key="contact.id")
    word_hash: str
    set_by_id: UUID = Field(foreign_key="membership.id")
    set_at: datetime
