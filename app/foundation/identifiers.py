"""Ids and secrets. An id may be seen by anybody and opens nothing; a secret opens something and is kept hashed."""

import hashlib
import hmac
import secrets
import threading
import time
from typing import TypeAlias
from uuid import UUID

OrganisationId: TypeAlias = UUID
MembershipId: TypeAlias = UUID
HouseholdId: TypeAlias = UUID
ContactId: TypeAlias = UUID
PhoneLineId: TypeAlias = UUID
ConversationId: TypeAlias = UUID
MessageId: TypeAlias = UUID
ArrivalId: TypeAlias = UUID
NoticeId: TypeAlias = UUID
AccountId: TypeAlias = UUID

SMALL_STEP_BACK = 10_000  # milliseconds; a clock that is set back further was wrong before
_one_at_a_time = threading.Lock()
_moment = 0


def new_id() -> UUID:
    """A UUIDv7: made by us before anything is stored, the same in URL, receipt and audit, sortable by time.

    In one process each is greater than the one before: two texts of one millisecond keep their order.
    """
    bits = (_next_moment() << 64) | int.from_bytes(secrets.token_bytes(8), "big")
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)  # the RFC's variant
    return UUID(int=bits)


def _next_moment() -> int:
    """The first 64 bits: 48 of milliseconds, the version, and a 12-bit count within the millisecond."""
    global _moment  # noqa: PLW0603 - one clock for all threads
    with _one_at_a_time:
        now = (time.time_ns() // 1_000_000) << 12
        is_same_moment = 0 <= _moment - now < SMALL_STEP_BACK << 12
        _moment = _moment + 1 if is_same_moment else now | secrets.randbelow(1 << 10)
        moment = _moment
    return (moment >> 12 << 16) | (0x7 << 12) | (moment & 0xFFF)


def new_secret() -> str:
    """A secret of 192 bits that fits in a link (32 characters)."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """What we keep of a secret. A plain SHA-256 is enough because the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Are two secrets equal? Takes the same time whether they are or not."""
    return hmac.compare_digest(one.encode(), other.encode())
