"""The second step of signing in: a code from the phone, or one of ten from paper. Each opens the door once."""

import secrets
from datetime import datetime
from enum import Enum, auto
from hmac import compare_digest
from uuid import UUID

import pyotp
import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import devices, noting, owners, seeds
from app.domain.accounts.models import Account, RecoveryCode
from app.domain.accounts.rules import (
    CODE_EVERY,
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    RECOVERY_LETTERS,
    code_in,
    in_fours,
    recovery_code_in,
)
from app.domain.limits import tries
from app.domain.limits.rules import Limited
from app.domain.limits.tries import Try
from app.domain.notices import sign_in_words
from app.foundation.identifiers import AccountId, hashed
from app.foundation.single_use import use_once
from app.foundation.work import Work


class Answer(Enum):
    """What became of a code."""

    RIGHT = auto()
    WRONG = auto()
    USED = auto()  # it was right, and has opened the door before
    TOO_OFTEN = auto()


def new_seed() -> str:
    """A fresh seed of 160 bits, as phones want it."""
    return pyotp.random_base32()


def address_for_phone(seed: str, email: str) -> str:
    """What the square code says to an app on the phone."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name="Kettle")


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """Which half minute a code belongs to: this one, the one before or the one after (clocks go wrong). None for a
    wrong one. Takes as long for each."""
    code, this = code_in(typed), int(now.timestamp()) // CODE_EVERY
    shows = pyotp.TOTP(seed)
    right = [step for step in (this - 1, this, this + 1) if compare_digest(shows.generate_otp(step), code)]
    return max(right, default=None)


def check_code(work: Work, account: Account, typed: str) -> Answer:
    """Check a code from the phone and use it up. Wrong ones count; after several the owner is told."""
    counted = _begin(work, account)
    if counted is None:
        return Answer.TOO_OFTEN
    step = step_of(seeds.unseal(work.settings, account.seed), typed, work.now) if account.seed else None
    if step is None:
        return Answer.WRONG
    if not _use_step(work, account, step):
        return Answer.USED
    tries.take_back(work, counted)
    return Answer.RIGHT


def check_recovery_code(work: Work, account: Account, typed: str) -> Answer:
    """Check a code from paper and use it up; its owner is told. Wrong ones count as those of the phone do."""
    counted = _begin(work, account)
    if counted is None:
        return Answer.TOO_OFTEN
    query = select(RecoveryCode).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code_hash == hashed(recovery_code_in(typed))
    )
    found = work.session.exec(query).first()
    if not found:
        return Answer.WRONG
    if not use_once(work, RecoveryCode, found.id):
        return Answer.USED
    tries.take_back(work, counted)
    noting.note(work, "recovery code used", account.id)
    left, url = recovery_codes_left(work, account.id), work.settings.public_url
    owners.tell_owner(work, account, "recovery", lambda name: sign_in_words.recovery_code_used(name, left, url))
    return Answer.RIGHT


def set_up(work: Work, account: Account, seed: str, typed: str) -> list[str] | None:
    """From now on codes come from a phone with this seed, if its first code is right: then fresh recovery codes, to be
    shown once. None for a wrong code."""
    step = step_of(seed, typed, work.now)
    if step is None:
        return None
    account.seed, account.last_step = seeds.seal(work.settings, seed), step
    work.session.add(account)
    work.session.flush()
    noting.note(work, "second step set up", account.id)
    return new_recovery_codes(work, account.id)


def move_to_another_phone(
    work: Work,
    account: Account,
    seed: str,
    typed: str,
    *,
    session_id: UUID | None = None,
    device_id: UUID | None = None,
) -> list[str] | None:
    """The same for somebody who had codes before: they are signed out everywhere but in this session, if they have one,
    and their owner is told."""
    codes = set_up(work, account, seed, typed)
    if codes is None:
        return None
    devices.end_all(work, account.id, but_session=session_id, known=device_id)
    url = work.settings.public_url
    owners.tell_owner(work, account, "codes changed", lambda name: sign_in_words.codes_changed(name, url))
    return codes


def new_recovery_codes(work: Work, account_id: AccountId) -> list[str]:
    """Fresh codes for paper, in groups of four; the older ones open nothing any more. They are kept nowhere."""
    work.session.connection().execute(sa.delete(RecoveryCode).where(col(RecoveryCode.account_id) == account_id))
    codes = ["".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    work.session.add_all(RecoveryCode(account_id=account_id, code_hash=hashed(code)) for code in codes)
    noting.note(work, "recovery codes made", account_id)
    return [in_fours(code) for code in codes]


def recovery_codes_left(work: Work, account_id: AccountId) -> int:
    """How many codes on paper still work."""
    query = select(sa.func.count()).where(
        col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None)
    )
    return work.session.exec(query).one()


def _begin(work: Work, account: Account) -> list[UUID] | None:
    counted = tries.begin(work, Try(Limited.CODE, str(account.id)))
    if counted is None:
        url, once = work.settings.public_url, f"wrong codes:{account.id}:{work.now.date()}"
        owners.tell_owner(work, account, "wrong codes", lambda name: sign_in_words.wrong_codes(name, url), once=once)
    return counted


def _use_step(work: Work, account: Account, step: int) -> bool:
    # One statement, so that of two presses at once one wins; an older code never works after a newer one.
    used = work.session.connection().execute(
        sa.update(Account).where(col(Account.id) == account.id, col(Account.last_step) < step).values(last_step=step)
    )
    return used.rowcount == 1
