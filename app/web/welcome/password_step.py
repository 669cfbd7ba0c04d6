"""The first step of signing in: is the password right? The same work, words and time for an unknown address, for no
password yet and for a wrong one. Tries of strangers never shut out a browser that its owner has used before."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from flask import request

from app.assembly import House
from app.domain.accounts import passwords, queries
from app.domain.accounts.models import Account
from app.domain.limits import tries
from app.domain.limits.rules import Limited, network_of
from app.domain.limits.tries import Try
from app.foundation.actors import Anybody
from app.foundation.identifiers import AccountId
from app.foundation.work import Work
from app.web.forms import typed
from app.web.staff_cookies import device_of


class Refusal(Enum):
    """Why a password opened nothing."""

    WRONG = auto()
    TOO_OFTEN = auto()


@dataclass(frozen=True)
class Claim:
    """Whoever somebody says they are: an e-mail address, and its account if there is one."""

    email: str
    account: Account | None


def check(house: House, enter: Callable[[Work], None], who: Callable[[Work], Claim]) -> AccountId | Refusal:
    """Check the password of the form, between two Works because that is slow on purpose. A right one is not counted."""
    with house.database.writing(Anybody()) as work:
        enter(work)
        claim = who(work)
        counted = tries.begin(work, *_tries(work, claim))
        account_id = claim.account.id if claim.account else None
        kept = claim.account.password_hash if claim.account else ""
    if counted is None:
        return Refusal.TOO_OFTEN
    if not passwords.is_right(typed("password"), kept) or account_id is None:
        return Refusal.WRONG
    with house.database.writing(Anybody()) as work:
        enter(work)
        tries.take_back(work, counted)
        is_still_right = queries.account(work, account_id).password_hash == kept
    return account_id if is_still_right else Refusal.WRONG


def _tries(work: Work, claim: Claim) -> list[Try]:
    device = device_of(work, claim.account.id if claim.account else None)
    if device:
        return [Try(Limited.SIGN_IN_BY_DEVICE, str(device.id))]
    network = network_of(request.remote_addr or "")
    return [Try(Limited.SIGN_IN_BY_ADDRESS, network), Try(Limited.SIGN_IN_AS, f"{claim.email} {network}")]
