"""What stands under a text, for its author: how far it is, or why it could not go. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.conversations import rules
from app.domain.conversations.rules import State

# The provider's numbers, in words for the author. {their} is her, his or their.
ERROR_WORDS = {
    rules.NUMBER_GONE: "This number is not theirs any more, so it was not sent. Ring another one, or talk at the gate.",
    rules.FROZEN: "This phone may be in other hands by now, so it was not sent. Find out whose it is, or ring.",
    21211: "That number does not look right. Please check it with {them}.",
    21408: "Our provider does not text that country. Ring instead.",
    21608: "The provider's account is still on trial and may not text this phone. Whoever runs Kettle can help.",
    21610: "This phone said STOP to texts. Ring, visit, or talk at the gate.",
    21612: "This phone cannot be texted from our line. Ring instead.",
    21614: "That number cannot get texts. Ring instead.",
    21617: "This is too long for a text. Please write it shorter.",
    30001: "The network was too busy. Please try again later.",
    30002: "Our account with the provider is not working. Whoever runs Kettle has been told.",
    30003: "{Their} phone is off or has no signal. Try again tomorrow, or ring.",
    30004: "The phone or the network does not let our texts in. Ring, or ask another way.",
    30005: "This number is not in use any more. Ask the school office for a new one.",
    30006: "This is a landline, or a phone that cannot get texts. Ring instead.",
    30007: "The network held this text back. Try other words, without a link, or ring.",
    30008: "The network could not bring it, and does not say why. Please ring.",
}
WITHDRAWN_WORDS: dict[int | None, str] = {
    rules.SAID_STOP: "Not sent: this phone said STOP.",
    rules.FROZEN: "Not sent: this phone may be in other hands by now.",
    rules.AUTHOR_LEFT: "Not sent: its author does not work here any more.",
    rules.NUMBER_GONE: "Not sent: this number is not theirs any more.",
    rules.PAGE_CLOSED: "Not sent: the private page was closed before it went.",
    rules.NOT_TRUE_ANY_MORE: "Not sent: the time had changed before it went.",
}
LATE = "It could not go before {time}. It has not been sent; you can send it again."


def words(
    state: State,
    *,
    error_code: int | None,
    not_before: datetime | None,
    not_after: datetime | None,
    now: datetime,
    zone: str,
    pronoun: str,
) -> str:
    """What stands under a text, for its author. Times in, UTC; times in words, wall time of `zone`."""
    their = pronoun
    match state:
        case State.QUEUED if error_code == rules.UNREACHABLE_NOW:
            until = _clock(not_after, zone)
            return f"{their.capitalize()} phone is off or has no signal. We will keep trying until {until}."
        case State.QUEUED if error_code == rules.TOO_BUSY:
            return "The provider is busy. It waits here and goes as soon as it can."
        case State.QUEUED if not_before and not_before > now:
            return f"Goes {_day(not_before, now, zone)} at {_clock(not_before, zone)}."
        case State.QUEUED | State.CLAIMED | State.ATTEMPTING:
            return "Going now."
        case State.ACCEPTED | State.SENT:
            return "On its way."
        case State.DELIVERED:
            return f"On {their} phone."
        case State.UNKNOWN:
            return "We are not sure yet that this has gone. We are finding out. If it matters, ring."
        case State.UNDELIVERED | State.FAILED:
            return _error(error_code, their, not_after, zone)
        case State.WITHDRAWN:
            return WITHDRAWN_WORDS.get(error_code, "Taken back. It was not sent.")
        case State.KEPT:
            return ""


def _error(code: int | None, their: str, not_after: datetime | None, zone: str) -> str:
    if code is None and not_after:
        return LATE.format(time=_clock(not_after, zone))
    them = {"her": "her", "his": "him"}.get(their, "them")
    said = ERROR_WORDS.get(code or 0, "It could not be brought to {their} phone. Please ring.")
    return said.format(their=their, Their=their.capitalize(), them=them)


def _clock(at: datetime | None, zone: str) -> str:
    if at is None:
        return "the evening"
    wall = at.astimezone(ZoneInfo(zone))
    if wall.hour == 20 and wall.minute == 0:
        return "8 tonight"
    return f"{wall.hour}:{wall.minute:02}"


def _day(at: datetime, now: datetime, zone: str) -> str:
    days = (at.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"on {at.astimezone(ZoneInfo(zone)):%A}"
