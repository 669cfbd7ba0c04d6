"""Changing my password: with the present one, and everybody else who sits there as me is out."""

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.accounts.models import Account
from app.domain.limits.models import Attempt
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.my_account.test_devices import another
from tests.web.post import Post
from tests.web.signing_in import PASSWORD, Phone, account_of, every, give_password

NEW = "a kettle and a cup"


def change(web: FlaskClient, present: str = PASSWORD, new: str = NEW):
    return web.post("/me/password", data={"present": present, "password": new})


def test_it_is_changed_and_i_stay_while_everybody_else_is_out(
    house: House, at_desk: FlaskClient, neils_phone: Phone, post: Post
) -> None:
    other = another(at_desk, neils_phone, remember=True)
    answer = change(at_desk)
    assert (answer.status_code, answer.location) == (303, "/me/devices?done=password")
    assert "Your password is changed" in at_desk.get(answer.location).text
    assert at_desk.get("/inbox").status_code == 200
    assert other.get("/inbox").status_code == 302
    assert give_password(other, neils_phone.email).status_code == 401
    assert "Now the code from your phone" in give_password(other, neils_phone.email, NEW).text
    (told,) = post.carry()
    assert (told.to, "changed just now" in told.body) == (neils_phone.email, True)
    at_desk.post("/sign-out")
    assert give_password(at_desk, neils_phone.email, NEW).status_code == 303, "this device is still remembered"
    assert every(house, Attempt) == [] or all(one.kind != "PRESENT_PASSWORD" for one in every(house, Attempt))


def test_without_the_present_one_nothing_changes_and_tries_are_limited(
    house: House, at_desk: FlaskClient, town: Town, clock: SettableClock
) -> None:
    before = account_of(house, town.neil).password_hash
    for _ in range(10):
        answer = change(at_desk, "wrong")
        assert answer.status_code == 422
        assert "That is not your present password" in answer.text
    assert change(at_desk).status_code == 429
    assert account_of(house, town.neil).password_hash == before
    clock.move(minutes=29)
    at_desk.get("/inbox")
    clock.move(minutes=2)
    assert change(at_desk).status_code == 303


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("", "at least 10"),
        ("Neil Carter 1", "your name, your address or where you work"),
        ("password1234", "too easy"),
        ("x" * 100_000, "at most 200"),
        ("<b>\x00\r\n", "at least 10"),
    ],
)
def test_one_that_is_too_easy_is_refused_in_words_and_stands_nowhere(
    house: House, at_desk: FlaskClient, town: Town, new: str, why: str
) -> None:
    before = account_of(house, town.neil).password_hash
    answer = change(at_desk, new=new)
    assert answer.status_code == 422
    assert why in answer.text
    assert not new or new not in answer.text
    assert PASSWORD not in answer.text
    assert account_of(house, town.neil).password_hash == before
    assert at_desk.get("/inbox").status_code == 200


def test_whoever_is_not_signed_in_changes_nothing(house: House, web: FlaskClient, neils_phone: Phone) -> None:
    assert web.get("/me/password").status_code == 302
    late = change(web)
    assert late.status_code == 401
    assert PASSWORD not in late.text, "a password is never carried along"
    assert NEW not in late.text
    assert len({one.password_hash for one in every(house, Account)}) == 2  # Neil's, and nobody's
