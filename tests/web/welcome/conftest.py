"""Accounts with passwords and codes, and a house in service."""

from collections.abc import Callable, Iterator

import pytest

from app import assembly
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import passwords
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from app.foundation.settings import Mode, Settings
from tests.clock import SettableClock
from tests.pretend_provider import PretendProvider
from tests.web.post import Post
from tests.web.signing_in import PASSWORD, Phone, has_password_and_codes, look_quickly_at_passwords

Given = Callable[[MembershipId], Phone]
WithPassword = Callable[[MembershipId], str]


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    look_quickly_at_passwords(monkeypatch)


@pytest.fixture
def at_the_door(house: House) -> Given:
    """Give somebody the password PASSWORD and codes on a phone; gives the phone."""
    return lambda membership_id: has_password_and_codes(house, membership_id)


@pytest.fixture
def with_password(house: House) -> WithPassword:
    """Give somebody's account the password PASSWORD, and no codes yet; gives their e-mail address."""

    def given(membership_id: MembershipId) -> str:
        with house.database.writing(Command()) as work:
            secret = accounts.invite(work, membership_id)
            assert secret
            accounts.accept_invitation(work, secret, password_hash=passwords.hash_password(PASSWORD))
            return members.membership(work, membership_id).email

    return given


@pytest.fixture
def in_service(settings: Settings, clock: SettableClock) -> Iterator[House]:
    """A house in service mode, empty."""
    service = settings.model_copy(
        update={
            "mode": Mode.SERVICE,
            "public_url": "https://kettle.example",
            "secret_key": "k" * 40,
            "seed_keys": ("s" * 40,),
            "twilio_account_sid": "AC" + "1" * 32,
            "twilio_auth_token": ("t" * 32,),
            "twilio_api_url": "",
            "smtp_url": "smtp://127.0.0.1:2525",
            "mail_from": "kettle@kettle.example",
        }
    )
    built = assembly.put_together(service, now=clock)
    yield built
    built.database.close()


@pytest.fixture
def post(house: House, clock: SettableClock) -> Post:
    """The e-mails to staff."""
    return Post(house, PretendProvider(clock))
