"""Signing in as staff do: a password, a phone that shows codes, and a browser that keeps cookies."""

import html
import re
from dataclasses import dataclass, field
from typing import TypeVar

import pyotp
import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlmodel import SQLModel, select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import passwords, queries, second_step
from app.domain.accounts.models import Account
from app.domain.notices.models import Notice
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId

PASSWORD = "three small teapots"
EVERY = 30  # seconds
Row = TypeVar("Row", bound=SQLModel)


QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
ITS_HASH = QUICK.hash(PASSWORD)


def look_quickly_at_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work in a hundredth of the time: how slow it really is, tests/domain/accounts/test_passwords says."""
    monkeypatch.setattr(passwords, "_hasher", QUICK)
    monkeypatch.setattr(passwords, "_NOBODYS", QUICK.hash("nobody has this password"))


@dataclass
class Phone:
    """A phone with an app for codes, whose owner signs in as `email`."""

    house: House
    email: str
    seed: str
    recovery_codes: list[str] = field(default_factory=list)

    def code(self, *, late: int = 0) -> str:
        """What it shows now, or showed so many half minutes ago."""
        now = self.house.database._now().timestamp()
        return pyotp.TOTP(self.seed).at(now - EVERY * late)

    def unused_code(self) -> str:
        """One that opens the door now, though others were used a moment ago: a test does not wait half a minute."""
        with self.house.database.reading(Command()) as work:
            account = queries.account_by_email(work, self.email)
            assert account
            this = int(work.now.timestamp()) // EVERY
            step = max(this - 1, account.last_step + 1)
        assert step <= this + 1, "three codes were used within half a minute: move the clock"
        return pyotp.TOTP(self.seed).generate_otp(step)


def account_of(house: House, membership_id: MembershipId) -> Account:
    """The account as it is now."""
    with house.database.reading(Command()) as work:
        found = queries.account_by_email(work, members.membership(work, membership_id).email)
        assert found
        return found


def change_account(house: House, membership_id: MembershipId, **fields: str) -> None:
    """Change what stands in somebody's account."""
    with house.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, membership_id).email)
        assert account
        for name, value in fields.items():
            setattr(account, name, value)
        work.session.add(account)


def every(house: House, table: type[Row]) -> list[Row]:
    """Every row of a table."""
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(table)).all())


def notices(house: House, kind: str) -> list[Notice]:
    """What staff are told, of one kind."""
    return [one for one in every(house, Notice) if one.kind == kind]


def has_password_and_codes(house: House, membership_id: MembershipId) -> Phone:
    """Somebody has come in before: their password is PASSWORD, and a phone shows their codes."""
    with house.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, membership_id).email)
        assert account
        account.password_hash = ITS_HASH
        work.session.add(account)
        phone = Phone(house, account.email, second_step.new_seed())
        long_ago = pyotp.TOTP(phone.seed).at(work.now)
        codes = second_step.set_up(work, account, phone.seed, long_ago)
        assert codes
        account.last_step -= 10  # that was five minutes ago
        phone.recovery_codes += codes
        return phone


def hidden(shown: str) -> dict[str, str]:
    """The hidden fields of a page's form, without its token."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def give_password(web: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """The first step."""
    return web.post("/sign-in", data={"email": email, "password": password, **more})


def give_code(web: FlaskClient, asked: TestResponse, code: str, **more: str) -> TestResponse:
    """The second step, on the page that asks for it."""
    return web.post("/sign-in/code", data={**hidden(asked.text), "code": code, **more})


def sign_in(web: FlaskClient, phone: Phone, *, remember: bool = False, **more: str) -> TestResponse:
    """Both steps."""
    asked = give_password(web, phone.email, **more)
    assert asked.status_code == 200, asked.text
    assert "Now the code from your phone" in asked.text
    return give_code(web, asked, phone.unused_code(), **({"remember": "yes"} if remember else {}))
