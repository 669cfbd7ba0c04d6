"""The phone with the codes is lost: a manager says so, and its owner sets up another, with their password."""

import re

import pyotp
import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts.models import StaffSession
from app.foundation.actors import Staff
from app.foundation.errors import NotFound, Refused
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.post import Post
from tests.web.signing_in import (
    PASSWORD,
    account_of,
    every,
    give_code,
    give_password,
    hidden,
    sign_in,
)
from tests.web.welcome.conftest import Given
from tests.web.welcome.test_second_step import CODES, key_on

MANAGER = frozenset({"manager"})


def priya_says_so(house: House, town: Town) -> None:
    with house.database.writing(Staff(town.priya, town.school, MANAGER)) as work:
        accounts.lost_phone(work, town.neil)


def test_a_manager_says_so_and_the_owner_sets_up_another_phone_with_their_password(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    old = at_the_door(town.neil)
    laptop = web.application.test_client()
    sign_in(laptop, old, remember=True)
    priya_says_so(house, town)
    assert laptop.get("/inbox").status_code == 302, "whoever found the phone may sit in a session"
    assert "Now the code from your phone" in give_password(laptop, old.email).text
    (letter,) = post.carry()
    assert (letter.to, "Priya told us" in letter.body, "Carter" in letter.body) == (old.email, True, False)
    for _ in range(5):
        assert web.get(letter.link).status_code == web.head(letter.link).status_code == 200
    assert web.post(letter.link, data={"password": "wrong"}).status_code == 401
    shown = web.post(letter.link, data={"password": PASSWORD})
    assert key_on(shown) != old.seed
    wrong = web.post(f"{letter.link}/set-up", data={**hidden(shown.text), "code": "000000"})
    assert wrong.status_code == 422
    assert key_on(wrong) == key_on(shown)
    new = pyotp.TOTP(key_on(shown))
    codes = web.post(f"{letter.link}/set-up", data={**hidden(wrong.text), "code": new.at(clock.now)})
    assert len(CODES.findall(codes.text)) == 10
    assert web.post("/sign-in/place", data=hidden(codes.text)).location == "/inbox"
    clock.move(seconds=30)
    stranger = web.application.test_client()
    asked = give_password(stranger, old.email)
    assert give_code(stranger, asked, old.code()).status_code == 401
    assert give_code(stranger, asked, "", recovery=old.recovery_codes[0]).status_code == 401
    assert give_code(stranger, asked, new.at(clock.now)).status_code == 303
    assert [told.subject for told in post.carry()] == ["Your codes for Kettle come from another phone now"]


def test_until_then_the_old_phone_still_opens_because_it_may_be_found(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    priya_says_so(house, town)
    assert sign_in(web, phone).status_code == 303


def test_the_link_works_once_for_an_hour_and_a_newer_one_ends_it(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    at_the_door(town.neil)
    priya_says_so(house, town)
    (first,) = post.carry()
    priya_says_so(house, town)
    (second,) = post.carry()
    assert web.get(first.link).status_code == 404
    shown = web.post(second.link, data={"password": PASSWORD})
    data = {**hidden(shown.text), "code": pyotp.TOTP(key_on(shown)).at(clock.now)}
    assert web.post(f"{first.link}/set-up", data=data).status_code == 404, "the proof alone is not enough"
    assert web.post(f"{second.link}/set-up", data=data).status_code == 200
    assert web.post(f"{second.link}/set-up", data=data).status_code == 401
    assert web.get(second.link).status_code == 404
    priya_says_so(house, town)
    (third,) = [letter for letter in post.carry() if "/lost-phone/" in letter.body]
    clock.move(hours=1)
    assert web.get(third.link).status_code == 404
    assert web.post(third.link, data={"password": PASSWORD}).status_code == 404


def test_without_the_password_the_link_opens_nothing_and_tries_are_limited(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    phone = at_the_door(town.neil)
    priya_says_so(house, town)
    (letter,) = post.carry()
    before = account_of(house, town.neil).seed
    assert [web.post(letter.link, data={"password": "guess"}).status_code for _ in range(11)] == [401] * 10 + [429]
    data = {"proof": "made up", "code": phone.code()}
    assert web.post(f"{letter.link}/set-up", data=data).status_code == 401
    asked = hidden(give_password(web.application.test_client(), phone.email).text)
    assert web.post(f"{letter.link}/set-up", data={**asked, "code": phone.code()}).status_code == 401
    assert account_of(house, town.neil).seed == before
    assert every(house, StaffSession) == []


def test_the_link_of_one_and_the_password_of_another_open_nothing(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    at_the_door(town.neil), at_the_door(town.grace)
    with house.database.writing(Staff(town.priya, town.school, MANAGER)) as work:
        accounts.lost_phone(work, town.neil)
        accounts.lost_phone(work, town.grace)
    neils, graces = sorted(post.carry(), key=lambda letter: letter.to, reverse=True)
    assert neils.to.startswith("neil")
    shown = web.post(neils.link, data={"password": PASSWORD})
    data = {**hidden(shown.text), "code": pyotp.TOTP(key_on(shown)).at(clock.now)}
    assert web.post(f"{graces.link}/set-up", data=data).status_code == 404
    assert web.post(f"{neils.link}/set-up", data=data).status_code == 200


@pytest.mark.parametrize(
    ("who", "whose", "refusal"),
    [
        ("priya", "neil", None),
        ("amina", "neil", None),
        ("priya", "priya", Refused),  # two people look better than one
        ("grace", "neil", Refused),  # not a manager
        ("tom", "neil", NotFound),  # a manager elsewhere
        ("priya", "hannah", NotFound),
        ("priya", "grace", Refused),  # has no codes yet
    ],
)
def test_only_another_manager_of_the_same_place_says_so(
    house: House, at_the_door: Given, town: Town, who: str, whose: str, refusal: type[Exception] | None
) -> None:
    for one in ("neil", "priya", "hannah"):
        at_the_door(getattr(town, one))
    place = town.council if who == "tom" else town.school
    actor = Staff(getattr(town, who), place, frozenset() if who == "grace" else MANAGER)
    with house.database.writing(actor) as work:
        if refusal is None:
            accounts.lost_phone(work, getattr(town, whose))
        else:
            with pytest.raises(refusal):
                accounts.lost_phone(work, getattr(town, whose))


def test_a_made_up_link_answers_like_a_used_one(web: FlaskClient, town: Town) -> None:
    answers = [web.get(f"/lost-phone/{made_up}") for made_up in ("x", "y" * 32, "%00")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub("nonce.*?>", "", answer.text) for answer in answers}) == 1
