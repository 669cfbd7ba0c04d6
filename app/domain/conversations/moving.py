"""A thread goes over to another person, with every word in it. Decides nothing about who may."""

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import queries, rules, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction, State
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def rejoin(
    work: Work, conversation: Conversation, *, contact_id: ContactId, membership_id: MembershipId
) -> Conversation:
    """Make this the thread of these two; if they have one already, its words join that one."""
    there = queries.between(work, contact_id=contact_id, membership_id=membership_id)
    if there and there.id != conversation.id:
        thread.move_all(work, conversation, there)
        return there
    if conversation.contact_id != contact_id:
        thread.now_by(work, conversation, contact_id)
    conversation.contact_id, conversation.membership_id = contact_id, membership_id
    work.session.add(conversation)
    work.session.flush()
    return conversation


def threads_held_by(work: Work, membership_id: MembershipId) -> list[Conversation]:
    """Every thread of this person, locked until the Work ends, so that no text of a family comes in between."""
    query = select(Conversation).where(Conversation.membership_id == membership_id).order_by(col(Conversation.id))
    return list(work.session.exec(query.with_for_update().execution_options(populate_existing=True)).all())


def withdraw_texts_of(work: Work, membership_id: MembershipId) -> int:
    """Take back every text of this author that still lies with us: they do not work here any more. Gives how many."""
    work.session.flush()
    taken_back = work.session.connection().execute(
        sa.update(Message)
        .where(
            col(Message.author_membership_id) == membership_id,
            col(Message.direction) == Direction.OUT,
            col(Message.state).in_((State.QUEUED, State.CLAIMED)),
        )
        .values(
            state=State.WITHDRAWN,
            state_at=work.now,
            error_code=rules.AUTHOR_LEFT,
            claimed_by=None,
            claimed_until=None,
        )
    )
    return taken_back.rowcount


def still_to_go(work: Work, membership_id: MembershipId) -> int:
    """How many texts of this author have not reached the provider yet."""
    query = select(sa.func.count(col(Message.id))).where(
        Message.author_membership_id == membership_id,
        Message.direction == Direction.OUT,
        col(Message.state).in_((State.QUEUED, State.CLAIMED, State.ATTEMPTING)),
    )
    return work.session.exec(query).one()
