"""Whose own text did not arrive: what an inbox must say, because nobody opens sixty threads to look.

A text counts here when a person wrote it, and it failed or was held back by Kettle (a STOP, a phone in other hands);
not when it was taken back. It is settled by whatever they do in the thread once that is known: another text, a call or
a visit or a note written down.
"""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.domain.conversations import rules
from app.domain.conversations.models import Conversation, Message, is_in_state
from app.domain.conversations.rules import Direction, State
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import ConversationId
from app.foundation.work import Work

MOST = 200  # far more than one person can look into; those at the end move up
_FAILED, _LATER = aliased(Message), aliased(Message)


def not_arrived(work: Work) -> list[ConversationId]:
    """The actor's threads in which a text of theirs did not arrive and nothing followed, the newest trouble first."""
    work.session.flush()
    return list(work.session.connection().execute(_threads(), _mine(work)).scalars())


def mark(work: Work) -> str:
    """Changes whenever `not_arrived` does."""
    return str(work.session.connection().execute(_how_many_and_last(), _mine(work)).one())


def _mine(work: Work) -> dict[str, Any]:
    return {"author": work.staff.membership_id, "desks": list(relationships.desks_of(work))}


@cache  # putting it together costs as much as asking it
def _threads() -> sa.Select[Any]:
    newest_first = col(Message.state_at).desc(), col(Message.conversation_id)
    return _unsettled(col(Message.conversation_id)).order_by(*newest_first).limit(MOST)


@cache
def _how_many_and_last() -> sa.Select[Any]:
    return _unsettled(sa.func.count(), sa.func.max(col(Message.state_at)))


def _unsettled(*wanted: Any) -> sa.Select[Any]:
    # One text of each thread, found in the index: a look costs as much after ten years as on the first day.
    return (
        sa.select(*wanted)
        .select_from(Conversation)
        .join(Message, col(Message.id) == _last_trouble())
        .where(
            # Few threads have any such text: begin with those, not with all of a house that one stands in for.
            col(Conversation.id).in_(sa.select(col(_FAILED.conversation_id)).where(*_is_trouble_of_mine())),
            col(Conversation.membership_id).in_(sa.bindparam("desks", expanding=True)),
            ~sa.or_(_has_written_since(), _has_written_down_since()),
        )
    )


def _last_trouble() -> sa.ScalarSelect[Any]:
    """The last of the actor's own texts in a thread of which it became known that it did not arrive."""
    return (
        sa.select(col(_FAILED.id))
        .where(col(_FAILED.conversation_id) == Conversation.id, *_is_trouble_of_mine())
        .order_by(col(_FAILED.state_at).desc(), col(_FAILED.id).desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )


def _is_trouble_of_mine() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        is_in_state(_FAILED, rules.NEVER_ARRIVED),
        col(_FAILED.author_membership_id) == sa.bindparam("author"),
        col(_FAILED.by_hand).is_(True),
        ~_was_taken_back(_FAILED),
    )


def _was_taken_back(message: Any) -> sa.ColumnElement[bool]:
    # What Kettle itself held back (STOP, a phone in other hands, a number that is gone) has the reason as its code.
    return sa.and_(col(message.state) == State.WITHDRAWN, col(message.error_code).is_(None))


def _has_written_since() -> sa.ColumnElement[bool]:
    """Did anybody write to the family once it was known that this text did not arrive?"""
    return _follows(
        col(_LATER.happened_at) >= col(Message.state_at),  # so that the thread is not read from its beginning
        col(_LATER.direction) == Direction.OUT,
        col(_LATER.by_hand).is_(True),
        ~_was_taken_back(_LATER),
    )


def _has_written_down_since() -> sa.ColumnElement[bool]:
    """Did anybody write down a call, a visit or a note since? It may have happened before."""
    return _follows(col(_LATER.stored_at) >= col(Message.state_at), col(_LATER.direction) == Direction.ASIDE)


def _follows(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    same = col(_LATER.conversation_id) == col(Message.conversation_id)
    later = sa.select(sa.literal(1)).where(same, col(_LATER.id) > col(Message.id), *conditions)
    # OFFSET 0 makes PostgreSQL ask for each of the few texts, instead of reading all messages that there are.
    return later.offset(0).exists()
