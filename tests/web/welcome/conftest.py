"""Accounts with passwords, and a house in service."""

from collections.abc import Callable, Iterator

import pytest

from app import assembly
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import passwords
from app.domain.accounts import queries as account_queries
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from app.foundation.settings import Mode, Settings
from tests.clock import SettableClock

PASSWORD = "three small teapots"
_HASH = passwords.hash_password(PASSWORD)  # once: it is slow on purpose


@pytest.fixture
def with_password(house: House) -> Callable[[MembershipId], str]:
    """Give somebody's account the password PASSWORD; gives their e-mail address."""

    def given(membership_id: MembershipId) -> str:
        with house.database.writing(Command()) as work:
            secret = accounts.invite(work, membership_id)
            accounts.accept_invitation(work, secret, password_hash=_HASH)
            email = members.membership(work, membership_id).email
            assert account_queries.account_by_email(work, email)
            return email

    return given


@pytest.fixture
def in_service(settings: Settings, clock: SettableClock) -> Iterator[House]:
    """A house in service mode, empty."""
    service = settings.model_copy(
        update={
            "mode": Mode.SERVICE,
            "public_url": "https://kettle.example",
            "secret_key": "k" * 40,
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
