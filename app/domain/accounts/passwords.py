"""Passwords: hashed with argon2id, slow on purpose, so never inside a writing Work; and refused when easy to guess."""

import unicodedata
from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from app.domain.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD, own_words

GOOD_ENOUGH = 3  # of 4, as zxcvbn counts
JUDGED = 32  # characters: the time it takes to judge more grows beyond seconds, and by then a good one has shown itself
ADVICE = "Try three words in a row that have nothing to do with each other."

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)  # 64 MB each: parallel sign-ins must not eat the machine
_NOBODYS = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """What we keep of a password."""
    with _at_once:
        return _hasher.hash(_as_meant(password))


def is_right(password: str, kept: str) -> bool:
    """Does this password fit? Takes as long when there is no account (an empty `kept`)."""
    with _at_once:
        try:
            return _hasher.verify(kept or _NOBODYS, _as_meant(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def what_is_wrong_with(password: str, about: Iterable[str]) -> str | None:
    """A sentence when a password is too easy, else None. `about`: what is known of whoever chose it (names, address,
    organisations), which they would be guessed by."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Please use at least {SHORTEST_PASSWORD} characters. {ADVICE}"
    if len(password) > LONGEST_PASSWORD:
        return f"Please use at most {LONGEST_PASSWORD} characters."
    rest = _without(own_words(about), password)
    if rest != password.casefold() and _score(rest) < GOOD_ENOUGH:
        return f"That is easy to guess for somebody who knows your name, your address or where you work. {ADVICE}"
    if _score(password) < GOOD_ENOUGH:
        return f"That is too easy to guess. {ADVICE}"
    return None


def _score(password: str) -> int:
    judged = password[:JUDGED]
    return int(zxcvbn(judged)["score"]) if judged else 0


def _without(words: Iterable[str], password: str) -> str:
    rest = password.casefold()
    for word in words:
        rest = rest.replace(word, "")
    return rest


def _as_meant(password: str) -> str:
    # The same letters, whichever way a keyboard puts them together.
    return unicodedata.normalize("NFKC", password)
