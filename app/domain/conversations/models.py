"""The tables of what families and their people say. The message table is also the outbox."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, col

from app.domain.conversations.rules import Channel, Direction, State
from app.foundation.database import Table, closed_set
from app.foundation.identifiers import new_id


class Conversation(Table, table=True):
    """One lifelong thread of a contact and a member of staff.

    `waiting_since` is when the family's first unanswered word was stored; `last_at` when anything last happened.
    `left_unanswered_since` is what `waiting_since` was when their person said that no answer is needed, until anybody
    says anything more: so that it can be undone.
    `at_front_door`: it lies with the first-contact person until they pass it on.
    """

    __table_args__ = (
        sa.UniqueConstraint("contact_id", "membership_id"),
        sa.Index("ix_conversation_desk_waiting", "membership_id", "waiting_since"),
        sa.Index("ix_conversation_desk_last", "membership_id", "last_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    contact_id: UUID = Field(foreign_key="contact.id")
    membership_id: UUID = Field(foreign_key="membership.id")
    line_id: UUID | None = Field(default=None, foreign_key="phone_line.id")
    at_front_door: bool = False
    opened_at: datetime
    last_at: datetime
    waiting_since: datetime | None = None
    waiting_channel: Channel | None = Field(sa_type=closed_set(Channel, "waiting_channel"), default=None, nullable=True)
    left_unanswered_since: datetime | None = None
    urgent_since: datetime | None = None
    older_open_until: datetime | None = None


WAITING_TO_GO = "state IN ('queued', 'claimed', 'attempting', 'unknown')"
NEVER_ARRIVED = "state IN ('undelivered', 'failed', 'withdrawn')"


class Message(Table, table=True):
    """One entry in a thread. `body` is what was typed, never changed.

    `happened_at` orders the thread, `stored_at` feeds the clocks (both UTC). `once` makes pressing twice harmless.
    """

    __table_args__ = (
        sa.CheckConstraint("direction != 'out' OR author_membership_id IS NOT NULL", name="outbound_has_author"),
        sa.CheckConstraint(
            "direction != 'out' OR by_hand OR answers_id IS NOT NULL", name="outbound_by_hand_or_an_answer"
        ),
        sa.Index("ix_message_thread", "conversation_id", "happened_at", "id"),
        sa.Index(
            "ix_message_outbox",
            "state",
            "not_before",
            "id",
            sqlite_where=sa.text(WAITING_TO_GO),
            postgresql_where=sa.text(WAITING_TO_GO),
        ),
        sa.Index(
            "ix_message_last_written",
            "number",
            "line_id",
            "happened_at",
            sqlite_where=sa.text("direction = 'out'"),
            postgresql_where=sa.text("direction = 'out'"),
        ),
        sa.Index(
            "ix_message_never_arrived",
            "author_membership_id",
            "conversation_id",
            "state_at",
            sqlite_where=sa.text(NEVER_ARRIVED),
            postgresql_where=sa.text(NEVER_ARRIVED),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id")
    direction: Direction = Field(sa_type=closed_set(Direction, "direction"))
    channel: Channel = Field(sa_type=closed_set(Channel, "channel"))
    author_membership_id: UUID | None = Field(default=None, foreign_key="membership.id")
    author_contact_id: UUID | None = Field(default=None, foreign_key="contact.id")
    body: str
    search_text: str = ""
    happened_at: datetime
    stored_at: datetime
    by_hand: bool = False
    answers_id: UUID | None = None
    purpose: str = ""
    once: str | None = Field(default=None, unique=True)
    may_be_either: bool = False
    pictures: int = 0

    state: State = Field(sa_type=closed_set(State, "state"), default=State.KEPT)
    state_at: datetime | None = None
    line_id: UUID | None = Field(default=None, foreign_key="phone_line.id")
    number: str | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    attempts: int = 0
    attempted_at: datetime | None = None
    look_ups: int = 0
    resends: int = 0
    wire_digest: str | None = None
    provider_id: str | None = Field(default=None, unique=True)
    earlier_provider_ids: str = ""  # of tries that failed because the phone was off
    error_code: int | None = None


def is_in_state(message: type[Message], states: Iterable[State]) -> sa.ColumnElement[bool]:
    """Is this message in one of these states? In the very words of the partial indexes above: SQLite uses such an index
    only for what it can see is the same."""
    kind = sa.inspect(Message).columns.state.type
    return col(message.state).in_([sa.literal(one, kind, literal_execute=True) for one in states])


class Offer(Table, table=True):
    """A menu that a bare number from a phone can mean. One is open on a phone and line at a time.

    `options` are ids in the order of their numbers (strings); `about_id` is what the menu is about or would replace.
    It ends at `until` (UTC), or when a number was `taken`.
    """

    __table_args__ = (
        sa.Index(
            "uq_offer_open",
            "line_id",
            "number",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    message_id: UUID = Field(foreign_key="message.id", index=True)
    line_id: UUID = Field(foreign_key="phone_line.id")
    number: str
    kind: str
    options: list[str] = Field(sa_type=sa.JSON, default_factory=list)
    about_id: UUID | None = None
    made_at: datetime
    until: datetime
    closed_at: datetime | None = None
    taken: int | None = None


class Translation(Table, table=True):
    """What a computer made of a message in another language, beside its own words. `words` is None while it has not
    answered (then `next_try_at`, UTC, says when it is asked again, or None when we gave up), and empty when the message
    was in that language already. `by` names the translator."""

    __table_args__ = (
        sa.Index(
            "ix_translation_wanted",
            "next_try_at",
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        ),
    )

    message_id: UUID = Field(primary_key=True, foreign_key="message.id")
    language: str = Field(primary_key=True)
    words: str | None = None
    by: str
    at: datetime
    tries: int = 0
    next_try_at: datetime | None = None


class TranslatorChoice(Table, table=True):
    """Which computer an organisation lets translate its messages. No row: none. It has said so to its families."""

    __tablename__ = "translator_choice"

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    translator: str
    chosen_by_id: UUID = Field(foreign_key="membership.id")
    chosen_at: datetime
