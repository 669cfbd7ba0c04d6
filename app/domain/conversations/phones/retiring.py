"""Retiring one of our phone lines: what was spoken through it goes on through another one.

Whoever said STOP to it has said so to the other one too. What families still text to it lands in their threads.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.domain.people import lines
from app.domain.people import queries as people
from app.domain.people.models import PhoneLine
from app.domain.permissions import actions as permissions
from app.foundation.identifiers import OrganisationId
from app.foundation.work import Work

STILL_HERE = (State.QUEUED, State.CLAIMED)


def retire_line(work: Work, organisation_id: OrganisationId, line_id: UUID) -> None:
    """This line sends nothing any more. Texts that have not left go from the line that their author writes from now.
    Refused when somebody there would have none; NotFound for another organisation's line."""
    line = lines.end_line(work, organisation_id, line_id)
    for other in lines.instead_of(work, line):
        permissions.carry_stops(work, line.id, other.id)
    holders = select(Conversation.membership_id).where(Conversation.line_id == line.id).distinct()
    for holder in work.session.exec(holders).all():
        following = people.line_of(work, organisation_id, holder)
        work.session.connection().execute(
            sa.update(Conversation)
            .where(col(Conversation.line_id) == line.id, col(Conversation.membership_id) == holder)
            .values(line_id=following.id if following else None)
        )
    _move_texts(work, line)


def _move_texts(work: Work, line: PhoneLine) -> None:
    waits = col(Message.line_id) == line.id, col(Message.state).in_(STILL_HERE)
    query = select(Message, Conversation).join(Conversation, col(Conversation.id) == Message.conversation_id)
    for message, talk in work.session.exec(query.where(*waits).with_for_update(of=Message)).all():
        following = people.line_of(work, talk.organisation_id, talk.membership_id)
        message.line_id = talk.line_id or (following.id if following else line.id)
        work.session.add(message)
