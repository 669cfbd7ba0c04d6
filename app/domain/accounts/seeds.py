"""The seed of the codes on somebody's phone, kept encrypted: whoever reads the database alone can make no codes.

The first of the keys in the settings encrypts; the others still read, until every seed was sealed anew.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import col, select

from app.domain.accounts.models import Account
from app.foundation.actors import Command
from app.foundation.database import Database
from app.foundation.errors import CannotDo
from app.foundation.settings import Settings

PURPOSE = b"kettle: the seeds of second steps"
BATCH = 200


def seal(settings: Settings, seed: str) -> str:
    """What we keep of a seed: encrypted with the newest key, each time differently."""
    return _locks(settings.seed_keys).encrypt(seed.encode()).decode()


def unseal(settings: Settings, kept: str) -> str:
    """The seed itself. CannotDo when none of the keys fits."""
    try:
        return _locks(settings.seed_keys).decrypt(kept.encode()).decode()
    except InvalidToken:
        raise CannotDo(
            "Kettle cannot check your second step just now. Please tell whoever runs the service at your place."
        ) from None


def seal_all_anew(database: Database) -> tuple[int, int]:
    """Encrypt every seed with the newest key, in small steps. Gives how many, and how many no key fits any more."""
    with database.reading(Command()) as work:
        ids = work.session.exec(select(Account.id).where(Account.seed != "").order_by(col(Account.id))).all()
    sealed = lost = 0
    for start in range(0, len(ids), BATCH):
        with database.writing(Command()) as work:
            batch = select(Account).where(col(Account.id).in_(ids[start : start + BATCH])).with_for_update()
            for account in work.session.exec(batch):
                try:
                    account.seed = seal(work.settings, unseal(work.settings, account.seed))
                except CannotDo:
                    lost += 1
                    continue
                sealed += 1
                work.session.add(account)
    return sealed, lost


@lru_cache(maxsize=8)
def _locks(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    # Any secret of enough characters will do: this turns it into the shape that Fernet wants.
    return urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode()))
