"""Somebody with a password and codes, at their desk."""

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.invented_town import Town
from tests.clock import SettableClock
from tests.pretend_provider import PretendProvider
from tests.web.post import Post
from tests.web.signing_in import Phone, has_password_and_codes, look_quickly_at_passwords, sign_in


@pytest.fixture
def neils_phone(house: House, town: Town, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Neil's password is PASSWORD; his phone shows his codes."""
    look_quickly_at_passwords(monkeypatch)
    return has_password_and_codes(house, town.neil)


@pytest.fixture
def at_desk(web: FlaskClient, neils_phone: Phone, clock: SettableClock) -> FlaskClient:
    """Neil has signed in a while ago, in a browser that is remembered."""
    assert sign_in(web, neils_phone, remember=True).status_code == 303
    clock.move(minutes=2)
    return web


@pytest.fixture
def post(house: House, clock: SettableClock) -> Post:
    """The e-mails to staff."""
    return Post(house, PretendProvider(clock))
