"""What a provider tells us later, and what that does to a text."""

from app.domain.conversations import receiving, rules
from app.domain.conversations.models import Message
from app.domain.conversations.rules import State
from app.foundation.identifiers import MessageId
from app.foundation.telephony import Progress, Receipt
from app.foundation.work import Work


def take(work: Work, message_id: MessageId, receipt: Receipt) -> bool:
    """Write down a receipt. False when there is no such message: the provider's answer is still "thank you"."""
    message = work.session.get(Message, message_id, with_for_update=True)
    if not message:
        return False
    if not _concerns(message, receipt):
        return True
    told = rules.after_receipt(message.state, receipt.progress)
    if told is message.state:
        return True
    message.provider_id = receipt.provider_id
    settle(work, message, told, receipt.error_code)
    return True


def _concerns(message: Message, receipt: Receipt) -> bool:
    # A late receipt of an earlier try must not disturb the present one, unless it brings the good news after all.
    if receipt.provider_id in message.earlier_provider_ids.split():
        return receipt.progress is Progress.DELIVERED
    return message.provider_id in (None, receipt.provider_id)


def settle(work: Work, message: Message, told: State, error_code: int | None) -> None:
    """Move a text to what we were told; a phone that is off gets another try while the evening lasts."""
    message.error_code = error_code
    message.claimed_by, message.claimed_until = None, None
    again = rules.should_try_again(error_code=error_code, now=work.now, not_after=message.not_after)
    if told in {State.UNDELIVERED, State.FAILED} and again:
        message.state, message.not_before = State.QUEUED, work.now + rules.TRY_AGAIN_EVERY
        message.earlier_provider_ids = f"{message.earlier_provider_ids} {message.provider_id or ''}".strip()
        message.provider_id = None
    else:
        message.state = told
    message.state_at = work.now
    work.session.add(message)
    if error_code == rules.SAID_STOP and message.line_id and message.number:
        receiving.said_stop(work, message.line_id, message.number)
