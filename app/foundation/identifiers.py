"""Ids and secrets. An id may be seen by anybody and opens nothing; a secret opens something and is kept hashed."""

import hashlib
import hmac
import secrets
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


def new_id() -> UUID:
    """A UUIDv7: made by us before anything is stored, the same in URL, receipt and audit, sortable by time."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(secrets.token_bytes(10), "big")
    bits = (milliseconds << 80) | random
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)  # version 7
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)  # the RFC's variant
    return UUID(int=bits & (1 << 128) - 1)


def new_secret() -> str:
    """A secret of 192 bits that fits in a link (32 characters)."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """What we keep of a secret. A plain SHA-256 is enough because the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Are two secrets equal? Takes the same time whether they are or not."""
    return hmac.compare_digest(one.encode(), other.encode())
