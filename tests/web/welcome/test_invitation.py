"""An invited person chooses a password, once."""

import re

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.foundation.actors import Command
from app.invented_town import Town
from tests.clock import SettableClock

GOOD = "a kettle and a cup"


@pytest.fixture
def address(house: House, town: Town) -> str:
    """Grace's invitation."""
    with house.database.writing(Command()) as work:
        return f"/welcome/{accounts.invite(work, town.grace)}"


def test_opening_it_uses_nothing_up_and_the_press_sets_the_password(web: FlaskClient, address: str) -> None:
    for _ in range(20):
        assert web.get(address).status_code == web.head(address).status_code == 200
    answer = web.post(address, data={"password": GOOD})
    assert (answer.status_code, answer.location) == (303, "/sign-in?ready=yes")
    assert "Your password is set" in web.get(answer.location).text
    signed = web.post("/sign-in", data={"email": "grace@tidewell-harbour-school.example", "password": GOOD})
    assert signed.status_code == 303


def test_it_works_once(web: FlaskClient, address: str) -> None:
    assert web.post(address, data={"password": GOOD}).status_code == 303
    assert web.post(address, data={"password": "another good one"}).status_code == 404
    assert web.get(address).status_code == 404


def test_it_works_for_two_days(web: FlaskClient, address: str, clock: SettableClock) -> None:
    clock.move(hours=47)
    assert web.get(address).status_code == 200
    clock.move(hours=1)
    assert web.get(address).status_code == 404
    assert web.post(address, data={"password": GOOD}).status_code == 404


@pytest.mark.parametrize("easy", ["", "short", "aaaaaaaaaaaaaa", "grace@tidewell-harbour-school.example", "x1" * 101])
def test_a_password_that_is_too_easy_is_refused_and_the_invitation_stays(
    web: FlaskClient, address: str, easy: str
) -> None:
    answer = web.post(address, data={"password": easy})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not re.search(r'type="password" value="[^"]', answer.text)
    assert web.post(address, data={"password": GOOD}).status_code == 303


def test_a_made_up_invitation_is_not_found(web: FlaskClient, town: Town) -> None:
    assert web.get("/welcome/made-up").status_code == 404
    assert web.post("/welcome/made-up", data={"password": GOOD}).status_code == 404
