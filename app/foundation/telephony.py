"""What we and a telephone provider say to each other, as plain types.

No provider's library and no database in here: these types cross the line between the domain and the ways out.
All numbers are E.164 ("+447700900123"), all times aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Inbound:
    """A text that somebody sent to one of our lines, or a call that rang it."""

    provider_id: str
    to_number: str
    from_number: str
    body: str
    fields: Mapping[str, str] = field(default_factory=dict)
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Text:
    """One text on its way out.

    `receipt_url` carries our own message id, so that a receipt finds its message even when the provider's answer
    was lost. `valid_for_seconds` ends the provider's own tries (1 to 36,000).
    """

    from_number: str
    to_number: str
    body: str
    receipt_url: str
    valid_for_seconds: int


class Progress(StrEnum):
    """How far a text is, in the provider's own words as far as we use them."""

    QUEUED = "queued"
    ACCEPTED = "accepted"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Receipt:
    """What the provider tells us later about a text it took. `error_code` is the provider's number, e.g. 30003."""

    provider_id: str
    progress: Progress
    error_code: int | None = None


@dataclass(frozen=True)
class Accepted:
    """The provider took the text and gave it an id."""

    provider_id: str


@dataclass(frozen=True)
class Rejected:
    """The provider will never take this text as it is: 21610 (said STOP), 21211 (no such number) …"""

    error_code: int


@dataclass(frozen=True)
class Busy:
    """Provably not taken: no connection, or "too many requests". Safe to try again later."""

    wait_seconds: float | None = None


@dataclass(frozen=True)
class Lost:
    """The request left us and no clear answer came back. The text may or may not be on its way: never just resend."""

    reason: str


Outcome = Accepted | Rejected | Busy | Lost


@dataclass(frozen=True)
class Listed:
    """A text as the provider's own list shows it; `inbound` when a phone sent it to us."""

    provider_id: str
    from_number: str
    to_number: str
    body: str
    sent_at: datetime
    progress: Progress | None
    error_code: int | None
    inbound: bool


class ProviderUnreachable(Exception):
    """A look-up got no usable answer; nothing may be concluded from that."""
