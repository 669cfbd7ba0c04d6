"""The inbox of a trusted person: who waits, and the other threads by their last word. Only reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import offers
from app.domain.conversations.delivery import arriving
from app.domain.conversations.models import Conversation
from app.domain.conversations.rules import Channel
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.domain.permissions.models import Wishes
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import ConversationId, MembershipId
from app.foundation.work import Work

LIST = 50
MOST_WAITING = 200  # far more than one person can answer; those at the end move up


@dataclass(frozen=True)
class Row:
    """One line of an inbox. Times in UTC. `answers_for`: the colleague whose thread it is, when it is not one's own.
    `is_unclear`: they said something after a list of times, and it is no number of it."""

    conversation_id: ConversationId
    first_name: str
    last_name: str
    is_known: bool
    number: str
    language: str
    waiting_since: datetime | None
    waiting_channel: Channel | None
    last_at: datetime
    at_front_door: bool
    answers_for: str = ""
    is_unclear: bool = False


def waiting(work: Work) -> list[Row]:
    """Who waits for the actor, longest first."""
    query = _rows(work).where(col(Conversation.waiting_since).is_not(None))
    return _as_rows(work, query.order_by(col(Conversation.waiting_since), col(Conversation.id)).limit(MOST_WAITING))


def not_waiting(work: Work, ids: Sequence[ConversationId]) -> list[Row]:
    """Of these threads the actor's own in which nobody waits, in the order of `ids`."""
    if not ids:
        return []
    query = _rows(work).where(col(Conversation.id).in_(ids), col(Conversation.waiting_since).is_(None))
    return sorted(_as_rows(work, query), key=lambda row: ids.index(row.conversation_id))


def the_rest(
    work: Work,
    *,
    before: datetime | None = None,
    before_id: ConversationId | None = None,
    but: Collection[ConversationId] = (),
    at_most: int = LIST,
) -> list[Row]:
    """The other threads `but` these, `at_most` so many, by the last word, newest first; `before` (UTC) and, where
    several were last spoken at that very instant, `before_id` ask for the next stretch: they are those of the last row
    shown."""
    query = _rows(work).where(col(Conversation.waiting_since).is_(None), col(Conversation.id).not_in(but))
    if before and before_id:
        query = query.where(sa.tuple_(col(Conversation.last_at), col(Conversation.id)) < sa.tuple_(before, before_id))
    elif before:
        query = query.where(col(Conversation.last_at) < before)
    newest_first = query.order_by(col(Conversation.last_at).desc(), col(Conversation.id).desc())
    return _as_rows(work, newest_first.limit(at_most))


def inbox_mark(work: Work) -> str:
    """Changes whenever the inbox would look different: for "nothing new" answers without a page."""
    mine = col(Conversation.membership_id).in_(desks_with_threads(work))
    since = col(Conversation.waiting_since)
    waits = select(sa.func.count(since), sa.func.min(since), sa.func.max(since)).where(mine, since.is_not(None))
    last = select(sa.func.max(col(Conversation.last_at))).where(mine)
    return f"{work.session.exec(waits).one()}{work.session.exec(last).one()}{arriving.mark(work)}"


# Single columns instead of whole rows: an inbox of two hundred is then drawn in half the time.
_COLUMNS: tuple[Any, ...] = (
    col(Conversation.id).label("conversation_id"),
    col(Conversation.waiting_since),
    col(Conversation.waiting_channel),
    col(Conversation.last_at),
    col(Conversation.at_front_door),
    col(Conversation.membership_id),
    col(Contact.id).label("contact_id"),
    col(Contact.first_name),
    col(Contact.last_name),
    col(Contact.is_known),
    col(Wishes.reads),
)


def desks_with_threads(work: Work) -> frozenset[MembershipId]:
    """Of all whose threads the actor may read now, those who hold any: a long list makes a database read everything."""
    desks = relationships.desks_of(work)
    if len(desks) == 1:
        return desks
    holds = sa.select(sa.literal(1)).where(col(Conversation.membership_id) == Membership.id).exists()
    return frozenset(work.session.exec(select(Membership.id).where(col(Membership.id).in_(desks), holds)).all())


def _rows(work: Work) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*_COLUMNS, offers.answered_in_words(work.now).label("is_unclear"))
        .join(Contact, col(Contact.id) == Conversation.contact_id)
        .join(Wishes, col(Wishes.contact_id) == Contact.id, isouter=True)
        .where(col(Conversation.membership_id).in_(desks_with_threads(work)))
    )


def _as_rows(work: Work, query: sa.Select[*tuple[Any, ...]]) -> list[Row]:
    work.session.flush()
    found = work.session.connection().execute(query).all()
    unknown = [row.contact_id for row in found if not row.is_known]
    numbers = people.numbers_by_contact(work, unknown) if unknown else {}
    colleagues = members.first_names(work, {row.membership_id for row in found} - {work.staff.membership_id})
    return [
        Row(
            conversation_id=row.conversation_id,
            first_name=row.first_name,
            last_name=row.last_name,
            is_known=row.is_known,
            number=next(iter(numbers.get(row.contact_id, ())), ""),
            language=row.reads or "en",
            waiting_since=row.waiting_since,
            waiting_channel=row.waiting_channel,
            last_at=row.last_at,
            at_front_door=row.at_front_door,
            answers_for=colleagues.get(row.membership_id, ""),
            is_unclear=row.is_unclear,
        )
        for row in found
    ]
