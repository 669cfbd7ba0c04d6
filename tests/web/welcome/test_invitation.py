"""An invited person chooses a password, once; nobody else's invitation chooses one for them."""

import re

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.post import Post
from tests.web.signing_in import PASSWORD, account_of, give_password
from tests.web.welcome.conftest import Given

GOOD = "a kettle and a cup"
EMAIL = "grace@tidewell-harbour-school.example"


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
    assert "Set up your codes" in give_password(web, EMAIL, GOOD).text


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


@pytest.mark.parametrize(
    ("easy", "why"),
    [
        ("", "at least 10 characters"),
        ("short", "at least 10 characters"),
        ("aaaaaaaaaaaaaa", "too easy to guess"),
        ("password1234", "too easy to guess"),
        (EMAIL, "your name, your address or where you work"),
        ("Grace Okafor", "your name, your address or where you work"),
        ("Tidewell Harbour 1", "your name, your address or where you work"),
        ("x1" * 101, "at most 200"),
        ("x" * 100_000, "at most 200"),
        ("a\x00\r\nb", "at least 10 characters"),
    ],
)
def test_a_password_that_is_too_easy_is_refused_in_words_and_the_invitation_stays(
    web: FlaskClient, address: str, easy: str, why: str
) -> None:
    answer = web.post(address, data={"password": easy})
    assert answer.status_code == 422
    assert why in answer.text
    assert 'role="alert"' in answer.text
    assert not re.search(r'type="password" value="[^"]', answer.text)
    assert web.post(address, data={"password": GOOD}).status_code == 303


@pytest.mark.parametrize("made_up", ["made-up", "x" * 32, "x" * 2000, "%00", "..%2f..", "%0d%0aSet-Cookie:a=b"])
def test_a_made_up_invitation_answers_like_a_used_one(web: FlaskClient, address: str, made_up: str) -> None:
    web.post(address, data={"password": GOOD})
    used, invented = web.get(address), web.get(f"/welcome/{made_up}")
    assert used.status_code == invented.status_code == 404
    if "%2f" not in made_up:
        assert re.sub("nonce.*?>", "", used.text) == re.sub("nonce.*?>", "", invented.text)
        assert web.post(f"/welcome/{made_up}", data={"password": GOOD}).status_code == 404


def test_a_newer_invitation_ends_the_older(house: House, web: FlaskClient, address: str, town: Town) -> None:
    with house.database.writing(Command()) as work:
        newer = f"/welcome/{accounts.invite(work, town.grace)}"
    assert web.get(address).status_code == 404
    assert web.post(newer, data={"password": GOOD}).status_code == 303


def test_it_is_no_link_for_anything_else(web: FlaskClient, address: str) -> None:
    secret = address.removeprefix("/welcome/")
    for other in ("/new-password/", "/lost-phone/"):
        assert web.get(other + secret).status_code == 404
        assert web.post(other + secret, data={"password": GOOD}).status_code == 404
    assert web.get(address).status_code == 200


def test_the_words_kept_of_an_invitation_by_e_mail_hold_no_link_and_the_e_mail_does(
    house: House, web: FlaskClient, town: Town, post: Post
) -> None:
    with house.database.writing(Staff(town.priya, town.school, frozenset({"manager"}))) as work:
        accounts.invite_by_email(work, town.grace)
    assert not post.links_kept()
    letter = post.carry()[0]
    assert letter.to == EMAIL
    assert "Priya has invited you" in letter.body
    for personal in ("Okafor", "Nair", "Harbour School", "Sara"):
        assert personal not in letter.body
    assert web.post(letter.link, data={"password": GOOD}).status_code == 303


def test_whoever_has_a_password_is_never_given_another_by_an_invitation(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, address: str
) -> None:
    """Grace comes in by her school's invitation while another of hers is under way."""
    with house.database.writing(Staff(town.priya, town.school, frozenset({"manager"}))) as work:
        accounts.invite_by_email(work, town.grace)
    at_the_door(town.grace)  # she has a password by now
    assert web.get(address).status_code == 404
    assert web.post(address, data={"password": GOOD}).status_code == 404
    letter = post.carry()[0]
    assert letter.link == "/sign-in"
    with house.database.writing(Staff(town.priya, town.school, frozenset({"manager"}))) as work:
        accounts.invite_by_email(work, town.grace)
    letter = post.carry()[0]
    assert "Sign in as usual" in letter.body
    assert letter.link == "/sign-in"
    before = account_of(house, town.grace).password_hash
    with house.database.writing(Command()) as work:
        assert accounts.invite(work, town.grace) is None
    assert account_of(house, town.grace).password_hash == before
    assert give_password(web, EMAIL, PASSWORD).status_code == 200
