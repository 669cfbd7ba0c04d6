"""What the pretend provider takes and what it refuses, with Twilio's own error codes. Pure."""

import re
from dataclasses import dataclass

from app.foundation.sms import LONGEST

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_VALIDITY = 36_000  # seconds
STOP_WORDS = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})

# The network's own words, in English whatever the phone's language: that is how Twilio's default behaves.
STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)


@dataclass(frozen=True)
class Refusal:
    """An answer with status 400: Twilio's number and its words."""

    code: int
    message: str


@dataclass(frozen=True)
class Wish:
    """What a client asks the provider to send. `validity` is as it came, "" when left out."""

    to_number: str
    from_number: str
    body: str
    status_callback: str = ""
    validity: str = ""

    @property
    def valid_for_seconds(self) -> int:
        """How long the provider tries; 10 hours unless said otherwise."""
        return int(self.validity or LONGEST_VALIDITY)


def refusal(wish: Wish, *, is_our_line: bool, is_blocked: bool) -> Refusal | None:
    """Why this text is not taken, or None."""
    if not wish.to_number:
        return Refusal(21604, "A 'To' phone number is required.")
    if not E164.fullmatch(wish.to_number):
        return Refusal(21211, f"Invalid 'To' Phone Number: {wish.to_number}")
    if not wish.from_number:
        return Refusal(21603, "A 'From' phone number is required.")
    if not is_our_line:
        return Refusal(21606, f"The 'From' phone number {wish.from_number} is not one of your numbers.")
    if not wish.body:
        return Refusal(21602, "Message body is required.")
    if len(wish.body) > LONGEST:
        return Refusal(21617, "The concatenated message body exceeds the 1600 character limit.")
    if not _is_validity(wish.validity):
        return Refusal(20001, "ValidityPeriod must be between 1 and 36000 seconds.")
    if is_blocked:
        return Refusal(21610, "Attempt to send to unsubscribed recipient")
    return None


def is_stop(body: str) -> bool:
    """Is this whole text one of the words that end all texts from a line?"""
    return body.strip().upper() in STOP_WORDS


def is_start(body: str) -> bool:
    """Is this whole text one of the words that bring them back?"""
    return body.strip().upper() in START_WORDS


def _is_validity(typed: str) -> bool:
    return not typed or (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= LONGEST_VALIDITY)
