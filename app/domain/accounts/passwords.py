"""Hashing passwords with argon2id. Slow on purpose: never called inside a writing Work."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)  # 64 MB each: parallel sign-ins must not eat the machine
_NOBODYS = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """What we keep of a password."""
    with _at_once:
        return _hasher.hash(password)


def is_right(password: str, kept: str) -> bool:
    """Does this password fit? Takes as long when there is no account (an empty `kept`)."""
    with _at_once:
        try:
            return _hasher.verify(kept or _NOBODYS, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False
