"""What the pretend telephone network is made of, as plain values. All times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandsetKind(StrEnum):
    """What a pretend phone looks like on screen."""

    KEYPAD = "keypad"
    SMART = "smart"
    LANDLINE = "landline"


class Mood(StrEnum):
    """What a handset does with a text that arrives."""

    ON = "on"
    OFF = "off"
    BLOCKED = "blocked"
    UNKNOWN_NUMBER = "unknown_number"
    LANDLINE = "landline"
    FILTERED = "filtered"


class Direction(StrEnum):
    """Twilio's words for who began."""

    INBOUND = "inbound"
    OUTBOUND = "outbound-api"


class TextStatus(StrEnum):
    """Twilio's words, as far as the pretend network uses them."""

    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    RECEIVED = "received"


class CallOutcome(StrEnum):
    """What became of a pretend call."""

    RINGING = "ringing"
    REJECTED = "rejected"
    ANSWERED = "answered"
    FAILED = "failed"


class FaultKind(StrEnum):
    """How the pretend provider can misbehave.

    SLOW takes the text and answers late; LOSES_ANSWER takes it and answers 500; REFUSES says no with a code of
    Twilio's; TOO_MANY (429), BROKEN (500) and GARBAGE (a web page with status 200) take nothing.
    """

    SLOW = "slow"
    TOO_MANY = "too_many"
    BROKEN = "broken"
    GARBAGE = "garbage"
    LOSES_ANSWER = "loses_answer"
    REFUSES = "refuses"


class ErrandKind(StrEnum):
    """What the carrier calls our service for."""

    MESSAGE = "message"
    VOICE = "voice"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Handset:
    """A phone on screen. `shared_by` names the people who share it; `language` is BCP-47."""

    number: str
    label: str
    kind: HandsetKind = HandsetKind.SMART
    language: str = "en"
    mood: Mood = Mood.ON
    shared_by: str = ""


@dataclass(frozen=True)
class Line:
    """A number that the service owns. `webhook_base`: the public address entered at the provider; empty: the usual."""

    number: str
    label: str = ""
    webhook_base: str = ""


@dataclass(frozen=True)
class PretendText:
    """One text in the network. `is_by_network`: written by the network itself, never listed by the provider.

    `ends_at` is when the provider stops trying; `due_at` the next step, None when there is none.
    """

    sid: str
    direction: Direction
    from_number: str
    to_number: str
    body: str
    status: TextStatus
    error_code: int | None
    created_at: datetime
    sent_at: datetime | None
    updated_at: datetime
    num_segments: int
    num_media: int
    status_callback: str
    ends_at: datetime | None
    due_at: datetime | None
    is_by_network: bool
    seq: int = 0

    @property
    def is_from_handset(self) -> bool:
        """Did somebody type it on a phone?"""
        return self.direction is Direction.INBOUND


@dataclass(frozen=True)
class PretendCall:
    """Somebody rang a line."""

    sid: str
    from_number: str
    to_number: str
    created_at: datetime
    outcome: CallOutcome


@dataclass(frozen=True)
class Fault:
    """How the provider misbehaves now.

    `times` is how many more requests it hits, None until switched off. Sends are hit; look-ups only with
    `is_for_lookups_too`. `code` is for REFUSES, `seconds` for SLOW and for the wait that TOO_MANY asks for.
    """

    kind: FaultKind
    times: int | None = None
    code: int = 21612
    seconds: float = 5.0
    is_for_lookups_too: bool = False


@dataclass(frozen=True)
class Mail:
    """An e-mail that did not leave the house."""

    to: str
    subject: str
    body: str
    sent_at: datetime


@dataclass(frozen=True)
class Errand:
    """One call to our service that the carrier owes. `about` is the text's or call's id, `url` the public address."""

    id: int
    kind: ErrandKind
    about: str
    url: str
    fields: dict[str, str]
    tries_left: int
