"""Finding out about texts whose answer was lost, and putting right what a dead worker left behind.

A text that may have gone is never sent again on a guess: it is looked up at the provider, twice, a minute apart. Only
when the provider does not know it is it sent again, once. When the look-up itself is down, a human is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.channels.provider import Provider
from app.domain.conversations import rules
from app.domain.conversations.delivery import receipts
from app.domain.conversations.delivery.claiming import LEASE, has_stopped, waits_to_go
from app.domain.conversations.delivery.sending import LOOK_AFTER, digest
from app.domain.conversations.models import Message
from app.domain.conversations.rules import State
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_rules
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.identifiers import MessageId
from app.foundation.telephony import Listed, Progress, ProviderUnreachable
from app.foundation.work import Work

AT_A_TIME = 32
LOOKS = 2
WHO = Clock("find out")


def recover(database: Database) -> None:
    """Put right what a dead worker left: leased texts go back, tried ones are looked up; what is too late says so."""
    with database.reading(WHO) as work:
        if not work.session.exec(select(Message.id).where(_left_behind(work)).limit(1)).first():
            return
    with database.writing(WHO) as work:
        lost = select(Message).where(_left_behind(work)).limit(500).with_for_update(skip_locked=True)
        for message in work.session.exec(lost):
            if message.state is State.CLAIMED:
                message.state, message.claimed_by = State.QUEUED, None
            elif message.state is State.ATTEMPTING:
                message.state, message.claimed_by, message.look_ups = State.UNKNOWN, None, 0
                message.claimed_until = work.now
            elif message.not_after is not None and message.not_after <= work.now:
                message.state, message.error_code = State.FAILED, None
            else:
                message.state, message.error_code = State.WITHDRAWN, rules.SAID_STOP
            message.state_at = work.now
            work.session.add(message)


def _left_behind(work: Work) -> sa.ColumnElement[bool]:
    leased = col(Message.state).in_((State.CLAIMED, State.ATTEMPTING))
    # A lease that would stand longer than leases last was taken before somebody set the clock back.
    until = col(Message.claimed_until)
    is_over = sa.or_(until < work.now, until > work.now + LEASE)
    # Came back to the queue (the provider was busy, the phone was off) after its phone had said STOP, or too late.
    may_not_go = sa.or_(col(Message.not_after) <= work.now, has_stopped())
    is_stuck = sa.or_(sa.and_(leased, is_over), sa.and_(col(Message.state) == State.QUEUED, may_not_go))
    return sa.and_(waits_to_go(), is_stuck)


def find_out(database: Database, provider: Provider) -> int:
    """Look up texts whose answer was lost. Gives how many were looked up."""
    with database.reading(WHO) as work:
        if not work.session.exec(_unsure(work).limit(1)).first():
            return 0
    with database.writing(WHO) as work:
        unsure = work.session.exec(_unsure(work).limit(AT_A_TIME).with_for_update(skip_locked=True)).all()
        for message in unsure:
            message.claimed_until = work.now + LOOK_AFTER
            work.session.add(message)
        asked = [_question(work, message) for message in unsure]
    for question in asked:
        _look_up(database, provider, question)
    return len(asked)


def _unsure(work: Work) -> SelectOfScalar[Message]:
    until = col(Message.claimed_until)
    is_time = sa.or_(until <= work.now, until > work.now + LOOK_AFTER)  # later than that: the clock was set back
    return select(Message).where(waits_to_go(), Message.state == State.UNKNOWN, is_time)


@dataclass(frozen=True)
class Question:
    """What we ask the provider about one text whose answer was lost."""

    message_id: MessageId
    from_number: str
    to_number: str
    since: datetime
    wire_digest: str


def _question(work: Work, message: Message) -> Question:
    line = people.line(work, message.line_id) if message.line_id else None
    assert line is not None
    assert message.number is not None
    assert message.attempted_at is not None
    # Clocks differ between us and a provider: look a little further back than we tried.
    since = message.attempted_at - timedelta(minutes=2)
    return Question(message.id, line.number, message.number, since, message.wire_digest or "")


def _look_up(database: Database, provider: Provider, question: Question) -> None:
    try:
        listed = list(
            provider.sent_to(from_number=question.from_number, to_number=question.to_number, since=question.since)
        )
    except ProviderUnreachable:
        with database.writing(WHO) as work:
            _ask_a_human(work, question.message_id)
        return
    candidates = [one for one in listed if digest(one.body) == question.wire_digest]
    with database.writing(WHO) as work:
        _conclude(work, question.message_id, candidates)


def _conclude(work: Work, message_id: MessageId, candidates: Sequence[Listed]) -> None:
    message = work.session.get(Message, message_id, with_for_update=True)
    if not message or message.state is not State.UNKNOWN:
        return
    taken = set(
        work.session.exec(
            select(Message.provider_id).where(col(Message.provider_id).in_([one.provider_id for one in candidates]))
        )
    )
    taken |= set(message.earlier_provider_ids.split())
    found = next((one for one in candidates if one.provider_id not in taken), None)
    if found:
        message.provider_id = found.provider_id
        told = rules.after_receipt(State.UNKNOWN, found.progress or Progress.ACCEPTED)
        receipts.settle(work, message, told, found.error_code)
    else:
        _not_found(work, message)
        message.state_at = work.now
        work.session.add(message)


def _not_found(work: Work, message: Message) -> None:
    message.look_ups += 1
    if message.look_ups < LOOKS:
        message.claimed_until = work.now + LOOK_AFTER
    elif message.resends == 0:
        message.state, message.resends, message.not_before = State.QUEUED, 1, work.now
    else:
        message.state, message.error_code = State.FAILED, rules.CANNOT_BE_SENT


def _ask_a_human(work: Work, message_id: MessageId) -> None:
    message = work.session.get(Message, message_id)
    if not message or message.state is not State.UNKNOWN or not message.author_membership_id:
        return
    message.claimed_until = work.now + LOOK_AFTER
    work.session.add(message)
    author = members.membership(work, message.author_membership_id)
    notices.tell(
        work,
        author,
        kind="not_sure",
        subject="One of your texts in Kettle",
        body=notice_rules.not_sure_words(work.settings.public_url),
        once=f"not_sure:{message.id}",
    )
