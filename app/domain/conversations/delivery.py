"""From the outbox to the provider. The message table is the outbox; a text is claimed, tried and written down.

`queued → claimed → attempting → accepted | failed | unknown | queued again`. "Attempting" is committed before the call,
so whatever dies, we know that a text may have gone and never send it twice by guessing. No Work is open during a call.
"""

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.channels.provider import Provider
from app.domain.accounts import actions as accounts
from app.domain.conversations import rules
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.domain.people import queries as people
from app.domain.people.models import Membership, PhoneLine
from app.domain.permissions import actions as permission_actions
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.permissions.models import Stop
from app.domain.wording.rules import as_sent
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.identifiers import MessageId
from app.foundation.telephony import (
    Accepted,
    Busy,
    Lost,
    Outcome,
    Rejected,
    Text,
)
from app.foundation.work import Work

LEASE = timedelta(seconds=60)
BATCH = 32
AT_ONCE = 8
LOOK_AFTER = timedelta(seconds=60)
LONGEST_VALID = 36_000
WHO = Clock("deliver")


@dataclass(frozen=True)
class Attempt:
    """One text about to be handed over."""

    message_id: MessageId
    text: Text


def deliver(database: Database, provider: Provider, *, worker: str) -> int:
    """Hand over what may go now. Gives how many texts were tried. `worker` names this scheduler uniquely."""
    with database.reading(WHO) as work:
        if not work.session.exec(_may_go(work).limit(1)).first():
            return 0
    with database.writing(WHO) as work:
        claimed = claim(work, worker=worker)
    if not claimed:
        return 0
    with database.writing(WHO) as work:
        attempts = begin(work, claimed, worker=worker)
    outcomes = _call(provider, attempts)
    with database.writing(WHO) as work:
        write_down(work, outcomes, worker=worker)
    return len(attempts)


def claim(work: Work, *, worker: str, limit: int = BATCH) -> list[MessageId]:
    """Lease the next texts: due, not stopped, their author still here. Two schedulers never lease the same one."""
    chosen = _may_go(work).order_by(col(Message.not_before), col(Message.id)).limit(limit)
    ids = list(work.session.exec(chosen.with_for_update(skip_locked=True, of=Message)).all())
    if ids:
        work.session.connection().execute(
            sa.update(Message)
            .where(col(Message.id).in_(ids), col(Message.state) == State.QUEUED)
            .values(state=State.CLAIMED, claimed_by=worker, claimed_until=work.now + LEASE)
        )
    return ids


def _may_go(work: Work) -> SelectOfScalar[UUID]:
    standing = (
        sa.select(sa.literal(1))
        .where(
            col(Stop.line_id) == col(Message.line_id),
            col(Stop.number) == col(Message.number),
            col(Stop.until).is_(None),
        )
        .exists()
    )
    return (
        select(Message.id)
        .join(Membership, col(Membership.id) == Message.author_membership_id)
        .where(
            Message.state == State.QUEUED,
            col(Message.not_before) <= work.now,
            sa.or_(col(Message.not_after).is_(None), col(Message.not_after) > work.now),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > work.now),
            ~standing,
        )
    )


def begin(work: Work, ids: Sequence[MessageId], *, worker: str) -> list[Attempt]:
    """Look once more at each claimed text and write down that we are about to call. What may not go now is put back."""
    query = (
        select(Message, Conversation, Membership, PhoneLine)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(Membership, col(Membership.id) == Message.author_membership_id)
        .join(PhoneLine, col(PhoneLine.id) == Message.line_id)
        .where(col(Message.id).in_(ids), Message.state == State.CLAIMED, Message.claimed_by == worker)
        .order_by(col(Message.not_before), col(Message.id))
        .with_for_update(of=Message)
    )
    rows = work.session.exec(query).all()
    standing = [(message.line_id, message.number) for message, *_ in rows if message.line_id and message.number]
    stopped, trial = permissions.stopped_among(work, standing), permissions.trial_numbers(work)
    attempts = []
    for message, conversation, author, line in rows:
        reason = permission_rules.may_text(
            number=message.number,
            has_line=line.until is None,
            has_stopped=(line.id, message.number) in stopped,
            trial_numbers=trial,
        ).reason
        place = people.organisation(work, author.organisation_id)
        hours = permissions.hours_of(work, conversation.contact_id, place.zone)
        if reason:
            _withdraw(work, message, said_stop=reason is permission_rules.Reason.SAID_STOP)
        elif hours.is_closed_by_family(work.now):
            _put_off(work, message, hours)
        else:
            attempts.append(_attempt(work, message, conversation, author, line))
    return attempts


def _withdraw(work: Work, message: Message, *, said_stop: bool) -> None:
    message.state, message.state_at = State.WITHDRAWN, work.now
    message.error_code = 21610 if said_stop else None
    work.session.add(message)


def _put_off(work: Work, message: Message, hours: permission_rules.Hours) -> None:
    # The family closed these hours after the text was written.
    later = permission_rules.window(work.now, hours)
    message.state, message.not_before, message.not_after = State.QUEUED, later.not_before, later.not_after
    work.session.add(message)


def _attempt(work: Work, message: Message, conversation: Conversation, author: Membership, line: PhoneLine) -> Attempt:
    assert message.number is not None
    assert message.not_after is not None
    body = _on_the_wire(work, message, conversation, author, line)
    message.state, message.state_at, message.attempted_at = State.ATTEMPTING, work.now, work.now
    message.claimed_until, message.attempts = work.now + LEASE, message.attempts + 1
    message.wire_digest = digest(body)
    work.session.add(message)
    seconds = int((message.not_after - work.now).total_seconds())
    url = f"{work.settings.public_url}/webhooks/twilio/receipt/{message.id}"
    return Attempt(message.id, Text(line.number, message.number, body, url, min(max(seconds, 1), LONGEST_VALID)))


def _on_the_wire(work: Work, message: Message, conversation: Conversation, author: Membership, line: PhoneLine) -> str:
    words = message.body
    if message.purpose in rules.LINK_PURPOSES:
        assert message.number is not None
        secret = accounts.make_link(work, conversation.contact_id, line_id=line.id, number=message.number)
        words = words.replace(rules.LINK_BLANK, f"{work.settings.public_url}/my/{secret}")
    return as_sent(words, author.first_name) if message.by_hand else words


def digest(body: str) -> str:
    """What we keep of the exact words that left, to know them again in the provider's list."""
    return hashlib.sha256(body.encode()).hexdigest()


def _call(provider: Provider, attempts: Sequence[Attempt]) -> list[tuple[MessageId, Outcome]]:
    # One call at a time to one phone, so that its texts keep their order.
    by_phone = [list(group) for _, group in groupby(sorted(attempts, key=_phone), key=_phone)]
    if len(by_phone) == 1:
        return _call_in_turn(provider, by_phone[0])
    with ThreadPoolExecutor(min(AT_ONCE, max(len(by_phone), 1))) as pool:
        return [result for group in pool.map(lambda one: _call_in_turn(provider, one), by_phone) for result in group]


def _phone(attempt: Attempt) -> str:
    return attempt.text.to_number


def _call_in_turn(provider: Provider, attempts: Iterable[Attempt]) -> list[tuple[MessageId, Outcome]]:
    return [(attempt.message_id, provider.send(attempt.text)) for attempt in attempts]


def write_down(work: Work, outcomes: Iterable[tuple[MessageId, Outcome]], *, worker: str) -> None:
    """Write down how the calls went. A worker that slept past its lease changes nothing that is no longer its own."""
    results = dict(outcomes)
    query = select(Message).where(col(Message.id).in_(list(results))).with_for_update()
    for message in work.session.exec(query):
        if message.claimed_by == worker:
            _write_one(work, message, results[message.id])


def _write_one(work: Work, message: Message, outcome: Outcome) -> None:
    if isinstance(outcome, Accepted) and message.provider_id is None:
        message.provider_id = outcome.provider_id
    if message.state is not State.ATTEMPTING:
        work.session.add(message)  # a receipt was faster than the answer
        return
    match outcome:
        case Accepted():
            message.state, message.error_code = State.ACCEPTED, None
        case Rejected(error_code=code):
            _refused(work, message, code)
        case Busy(wait_seconds=wait):
            pause = timedelta(seconds=wait or min(2 ** min(message.attempts, 9), 300))
            message.state, message.error_code, message.not_before = State.QUEUED, 20429, work.now + pause
        case Lost():
            message.state, message.claimed_until, message.look_ups = State.UNKNOWN, work.now + LOOK_AFTER, 0
    message.claimed_by, message.state_at = None, work.now
    work.session.add(message)


def _refused(work: Work, message: Message, code: int) -> None:
    message.state, message.error_code = State.FAILED, code
    if code == 21610 and message.line_id and message.number:
        # The network knows of a STOP that never reached us: it stands.
        permission_actions.stop(work, message.line_id, message.number)
