"""From the outbox to the provider. The message table is the outbox; a text is claimed, tried and written down.

`queued → claimed → attempting → accepted | failed | unknown | queued again`. "Attempting" is committed before the call,
so whatever dies, we know that a text may have gone and never send it twice by guessing. No Work is open during a call.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from app.channels.provider import Provider
from app.domain.conversations import receiving, rules
from app.domain.conversations.delivery import claiming
from app.domain.conversations.models import Conversation, Message, Translation
from app.domain.conversations.rules import State
from app.domain.conversations.translating import stored
from app.domain.people import queries as people
from app.domain.people.models import Membership, PhoneLine
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.private_pages import private_links
from app.domain.wording.rules import as_sent
from app.foundation.actors import Clock
from app.foundation.clock import stopwatch
from app.foundation.database import Database
from app.foundation.identifiers import MessageId
from app.foundation.log import log
from app.foundation.sms import straightened
from app.foundation.telephony import (
    Accepted,
    Busy,
    Lost,
    Outcome,
    Rejected,
    Text,
)
from app.foundation.work import Work

CALLS_LAST = 45.0  # seconds after which no call of a batch begins: one takes 13 at most, and the lease ends at 60
AT_ONCE = 8
LOOK_AFTER = timedelta(seconds=60)
LONGEST_VALID = 36_000
WHO = Clock("deliver")
# Kept from batch to batch, because each of its threads keeps its connection to the provider open.
_HANDS = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hand-over")
_log = log("delivery")


@dataclass(frozen=True)
class Attempt:
    """One text about to be handed over."""

    message_id: MessageId
    text: Text


LookAgain = Callable[[Work, Sequence[Message]], Collection[MessageId]]


def nothing_changed(_work: Work, _messages: Sequence[Message]) -> Collection[MessageId]:
    """For whoever has nothing to look at again."""
    return ()


def deliver(
    database: Database, provider: Provider, *, worker: str, not_true_any_more: LookAgain = nothing_changed
) -> int:
    """Hand over what may go now. Gives how many texts were tried. `worker` names this scheduler uniquely.
    `not_true_any_more` says, right before the call, which texts speak of what has changed: those stay here."""
    with database.reading(WHO) as work:
        if not work.session.exec(claiming.may_go(work).limit(1)).first():
            return 0
    with database.writing(WHO) as work:
        claimed = claiming.claim(work, worker=worker)
    if not claimed:
        return 0
    call_until = stopwatch() + CALLS_LAST
    attempts = _begin(database, claimed, worker=worker, not_true_any_more=not_true_any_more)
    outcomes = _call(provider, attempts, call_until)
    with database.writing(WHO) as work:
        write_down(work, outcomes, worker=worker)
    return len(claimed)


def _begin(database: Database, ids: Sequence[MessageId], *, worker: str, not_true_any_more: LookAgain) -> list[Attempt]:
    try:
        with database.writing(WHO) as work:
            return begin(work, ids, worker=worker, not_true_any_more=not_true_any_more)
    except OperationalError:
        raise  # the database is in trouble, not a text: the lease ends, and all of them go then
    except Exception:
        # One bad text must not hold up the others: take them one by one, so that only the bad one fails, visibly.
        _log.exception("a batch could not be begun; trying one by one")
    look = not_true_any_more
    return [attempt for one in ids for attempt in _begin_one(database, one, worker=worker, not_true_any_more=look)]


def _begin_one(
    database: Database, message_id: MessageId, *, worker: str, not_true_any_more: LookAgain
) -> list[Attempt]:
    try:
        with database.writing(WHO) as work:
            return begin(work, [message_id], worker=worker, not_true_any_more=not_true_any_more)
    except OperationalError:
        raise
    except Exception:
        _log.exception("a text could not be sent", message_id=str(message_id))
    with database.writing(WHO) as work:
        message = work.session.get(Message, message_id, with_for_update=True)
        if message and message.state is State.CLAIMED and message.claimed_by == worker:
            _fail(work, message, rules.CANNOT_BE_SENT)
    return []


def begin(
    work: Work, ids: Sequence[MessageId], *, worker: str, not_true_any_more: LookAgain = nothing_changed
) -> list[Attempt]:
    """Look once more at each claimed text and write down that we are about to call. What may not go now is put back."""
    rows = _held(work, ids, worker)
    standing = [(message.line_id, message.number) for message, *_ in rows if message.line_id and message.number]
    stopped, trial = permissions.stopped_among(work, standing), permissions.trial_numbers(work)
    phones = [(line.organisation_id, message.number) for message, _, _, line in rows if message.number]
    frozen = people.frozen_among(work, phones)
    zones = people.zones_of(work, {author.organisation_id for *_, author, _ in rows})
    hours_of = permissions.hours_among(work, {talk.contact_id: zones[who.organisation_id] for _, talk, who, _ in rows})
    translations = stored.of_outgoing(work, [message for message, *_ in rows])
    out_of_date = not_true_any_more(work, [message for message, *_ in rows])
    attempts = []
    for message, conversation, author, line in rows:
        reason = permission_rules.may_text(
            number=message.number,
            has_line=line.until is None,
            has_stopped=(line.id, message.number) in stopped,
            trial_numbers=trial,
            is_frozen=(line.organisation_id, message.number) in frozen,
        ).reason
        hours = hours_of[conversation.contact_id]
        if reason is permission_rules.Reason.SAID_STOP:
            _withdraw(work, message, rules.SAID_STOP)
        elif message.id in out_of_date:
            _withdraw(work, message, rules.NOT_TRUE_ANY_MORE)
        elif reason:
            _fail(work, message, rules.CODE_OF[reason])
        elif _brings_a_link_to_a_stranger(work, message, conversation):
            _fail(work, message, rules.NUMBER_GONE)
        elif hours.is_closed_by_family(work.now):
            _put_off(work, message, hours)
        else:
            body = _on_the_wire(work, message, conversation, author, line, translations.get(message.id))
            attempts.append(_attempt(work, message, line, body))
    return attempts


def _held(
    work: Work, ids: Sequence[MessageId], worker: str
) -> Sequence[tuple[Message, Conversation, Membership, PhoneLine]]:
    query = (
        select(Message, Conversation, Membership, PhoneLine)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(Membership, col(Membership.id) == Message.author_membership_id)
        .join(PhoneLine, col(PhoneLine.id) == Message.line_id)
        .where(col(Message.id).in_(ids), Message.state == State.CLAIMED, Message.claimed_by == worker)
        .order_by(col(Message.not_before), col(Message.id))
        .with_for_update(of=Message)
    )
    return work.session.exec(query).all()


def _brings_a_link_to_a_stranger(work: Work, message: Message, conversation: Conversation) -> bool:
    """Links go only to numbers that we hold as theirs, at the very moment they go."""
    if message.purpose not in rules.LINK_PURPOSES:
        return False
    return message.number not in people.numbers_of(work, conversation.contact_id)


def _withdraw(work: Work, message: Message, code: int) -> None:
    message.state, message.state_at, message.error_code = State.WITHDRAWN, work.now, code
    work.session.add(message)


def _fail(work: Work, message: Message, code: int) -> None:
    message.state, message.state_at, message.error_code = State.FAILED, work.now, code
    message.claimed_by, message.claimed_until = None, None
    work.session.add(message)


def _put_off(work: Work, message: Message, hours: permission_rules.Hours) -> None:
    # The family closed these hours after the text was written.
    later = permission_rules.window(work.now, hours)
    message.state, message.not_before, message.not_after = State.QUEUED, later.not_before, later.not_after
    message.claimed_by, message.claimed_until = None, None
    work.session.add(message)


def _attempt(work: Work, message: Message, line: PhoneLine, body: str) -> Attempt:
    assert message.number is not None
    assert message.not_after is not None
    message.state, message.state_at, message.attempted_at = State.ATTEMPTING, work.now, work.now
    message.claimed_until, message.attempts = work.now + claiming.LEASE, message.attempts + 1
    message.wire_digest = digest(body)
    work.session.add(message)
    seconds = int((message.not_after - work.now).total_seconds())
    url = f"{work.settings.public_url}/webhooks/twilio/receipt/{message.id}"
    return Attempt(message.id, Text(line.number, message.number, body, url, min(max(seconds, 1), LONGEST_VALID)))


def _on_the_wire(
    work: Work,
    message: Message,
    conversation: Conversation,
    author: Membership,
    line: PhoneLine,
    translated: Translation | None,
) -> str:
    words = message.body
    if message.purpose in rules.LINK_PURPOSES:
        assert message.number is not None
        secret = private_links.make_link(work, conversation.contact_id, line_id=line.id, number=message.number)
        words = words.replace(rules.LINK_BLANK, f"{work.settings.public_url}/my/{secret}")
    if translated and translated.words:
        words = stored.in_both(words, translated.language, translated.words, author.first_name)
    return straightened(as_sent(words, author.first_name) if message.by_hand else words)


def digest(body: str) -> str:
    """What we keep of the exact words that left, to know them again in the provider's list."""
    return hashlib.sha256(body.encode()).hexdigest()


def _call(provider: Provider, attempts: Sequence[Attempt], call_until: float) -> list[tuple[MessageId, Outcome]]:
    def hand_over(attempt: Attempt) -> tuple[MessageId, Outcome]:
        # A process that was stopped in its sleep for longer than its lease may wake up right here. By now somebody else
        # may be finding out about this text, or sending it: it provably has not left us, and it must not.
        is_late = stopwatch() > call_until
        return attempt.message_id, Busy() if is_late else provider.send(attempt.text)

    if len(attempts) == 1:
        return [hand_over(attempts[0])]
    return list(_HANDS.map(hand_over, attempts))


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
            message.state, message.error_code, message.not_before = State.QUEUED, rules.TOO_BUSY, work.now + pause
        case Lost():
            message.state, message.claimed_until, message.look_ups = State.UNKNOWN, work.now + LOOK_AFTER, 0
    message.claimed_by, message.state_at = None, work.now
    work.session.add(message)


def _refused(work: Work, message: Message, code: int) -> None:
    message.state, message.error_code = State.FAILED, code
    if code == rules.SAID_STOP and message.line_id and message.number:
        # The network knows of a STOP that never reached us: it stands.
        receiving.said_stop(work, message.line_id, message.number)
