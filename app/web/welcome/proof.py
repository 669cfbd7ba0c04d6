"""Half-way in: a signed note that somebody has proved one thing, for some minutes. It is no session, and opens nothing.

It is bound to the account, to its password and to its codes as they were: when one of them changes, it is void.
"""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.domain.accounts import queries, seeds
from app.domain.accounts.models import Account
from app.foundation.identifiers import hashed, same
from app.foundation.work import Work


class Stage(Enum):
    """What was proved, and so what may come next. The minutes it lasts are enough to find a phone."""

    CODE = ("the password was right: a code comes next", 10)
    SET_UP = ("the password was right, and there are no codes yet", 30)
    LOST_PHONE = ("the password was right, behind the link for a lost phone", 30)
    NEW_PHONE = ("whoever is signed in has shown a code: another phone comes next", 30)
    PLACE = ("password and code were right: where are you today?", 10)

    @property
    def seconds(self) -> int:
        """How long it lasts."""
        return self.value[1] * 60


@dataclass(frozen=True)
class Proved:
    """Whose proof it is. `seed` is the one on the page, for a phone that is being set up."""

    account: Account
    seed: str


def seal(work: Work, account: Account, stage: Stage, *, seed: str = "") -> str:
    """A fresh proof, for a hidden field."""
    kept = seeds.seal(work.settings, seed) if seed else ""
    return _seal(work, stage).dumps({"account": str(account.id), "as_it_was": _as_it_is(account), "seed": kept})


def brought(work: Work, stage: Stage) -> Proved | None:
    """The proof that came with this form; nobody else changes the account while this Work lasts. None when it is made
    up, too old, of another stage, or void."""
    try:
        said = _seal(work, stage).loads(request.form.get("proof", ""), max_age=stage.seconds)
    except BadSignature:
        return None
    account = queries.account_to_change(work, UUID(said["account"]))
    if not account or not same(said["as_it_was"], _as_it_is(account)):
        return None
    return Proved(account, seeds.unseal(work.settings, said["seed"]) if said["seed"] else "")


def _as_it_is(account: Account) -> str:
    return hashed(f"{account.password_hash} {account.seed}")


def _seal(work: Work, stage: Stage) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(work.settings.secret_key, salt=f"signing in: {stage.name}")
