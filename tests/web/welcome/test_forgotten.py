"""Somebody forgot their password: the same answer for everybody, and a link for whoever it is theirs."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts.models import ResetWish
from app.domain.notices.models import Notice
from app.domain.people import joining
from app.foundation.actors import Command
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.post import Post
from tests.web.signing_in import PASSWORD, every, give_password, notices, sign_in
from tests.web.welcome.conftest import Given

NEW = "a kettle and a cup"
NOBODY = "nobody@nowhere.example"


def ask(web: FlaskClient, email: str, address: str = "127.0.0.1") -> TestResponse:
    return web.post("/forgot", data={"email": email}, environ_overrides={"REMOTE_ADDR": address})


def test_a_forgotten_password_is_chosen_anew_and_the_codes_stay(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    phone = at_the_door(town.neil)
    assert ask(web, f" {phone.email.upper()} ").location == "/forgot?sent=yes"
    (letter,) = post.carry()
    assert letter.to == phone.email
    assert "Carter" not in letter.body
    for _ in range(5):
        assert web.get(letter.link).status_code == web.head(letter.link).status_code == 200
    answer = web.post(letter.link, data={"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/sign-in?ready=yes")
    assert give_password(web, phone.email, PASSWORD).status_code == 401
    assert "Now the code from your phone" in give_password(web, phone.email, NEW).text


def test_asking_answers_alike_for_every_address_and_only_writes_a_wish_down(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    emails = (at_the_door(town.neil).email, "grace@tidewell-harbour-school.example", NOBODY)
    answers = [ask(web, email) for email in emails]
    assert {(answer.status_code, answer.location, answer.text) for answer in answers} == {
        (303, "/forgot?sent=yes", answers[0].text)
    }
    assert sorted(one.email for one in every(house, ResetWish)) == sorted(emails)
    assert [one for one in every(house, Notice) if one.kind == "forgotten"] == []
    assert "If we know that address" in web.get("/forgot?sent=yes").text


def test_an_unknown_address_gets_nothing_and_its_wish_is_forgotten(
    house: House, web: FlaskClient, town: Town, post: Post
) -> None:
    ask(web, NOBODY)
    assert post.carry() == []
    assert every(house, ResetWish) == []


def test_somebody_who_was_invited_and_never_came_in_is_told_to_ask_again(
    web: FlaskClient, town: Town, post: Post
) -> None:
    ask(web, "grace@tidewell-harbour-school.example")
    (letter,) = post.carry()
    assert "send your invitation again" in letter.body
    assert "http" not in letter.body


def test_somebody_who_has_left_gets_nothing(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    phone = at_the_door(town.neil)
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    ask(web, phone.email)
    assert [letter for letter in post.carry() if letter.to == phone.email] == []


def test_two_an_hour_and_five_a_day_whoever_asks(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    email = at_the_door(town.neil).email
    sent = 0
    for hour in range(4):
        for number in range(4):
            assert ask(web, email, f"198.51.100.{hour * 10 + number}").location == "/forgot?sent=yes"
            sent += len(post.carry())
        assert sent == min(2 * (hour + 1), 5)
        clock.move(hours=1)
    clock.move(hours=24)
    ask(web, email)
    assert len(post.carry()) == 1


def test_thirty_an_hour_from_one_place(house: House, web: FlaskClient, town: Town, clock: SettableClock) -> None:
    for number in range(40):
        assert ask(web, f"{number}@nowhere.example").location == "/forgot?sent=yes"
    assert len(every(house, ResetWish)) == 30
    ask(web, NOBODY, "203.0.113.9")
    assert len(every(house, ResetWish)) == 31


def test_the_link_works_once_for_an_hour_and_a_newer_one_ends_it(
    web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    email = at_the_door(town.neil).email
    ask(web, email)
    (first,) = post.carry()
    ask(web, email)
    (second,) = post.carry()
    assert web.get(first.link).status_code == 404
    assert web.post(first.link, data={"password": NEW}).status_code == 404
    clock.move(minutes=59)
    assert web.post(second.link, data={"password": NEW}).status_code == 303
    assert web.post(second.link, data={"password": "another good kettle"}).status_code == 404
    clock.move(hours=1)
    ask(web, email)
    (third,) = [letter for letter in post.carry() if "new password" in letter.subject]
    clock.move(hours=1)
    gone = web.get(third.link)
    assert gone.status_code == 404
    assert "Ask for another link" in gone.text


def test_a_new_password_ends_every_session_and_every_remembered_device_and_the_owner_is_told(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    laptop, tablet = web.application.test_client(), web.application.test_client()
    sign_in(laptop, phone, remember=True)
    clock.move(seconds=60)
    sign_in(tablet, phone, remember=True)
    ask(web, phone.email)
    (letter,) = post.carry()
    assert laptop.post(letter.link, data={"password": NEW}).status_code == 303
    for browser in (laptop, tablet):
        assert browser.get("/inbox").status_code == 302
        assert "Now the code from your phone" in give_password(browser, phone.email, NEW).text
    (told,) = post.carry()
    assert "changed just now" in told.body
    assert told.to == phone.email


@pytest.mark.parametrize("has_signed_in_here", [True, False])
def test_the_browser_in_which_it_was_chosen_is_known_so_strangers_shut_nobody_out(
    web: FlaskClient, at_the_door: Given, town: Town, post: Post, has_signed_in_here: bool
) -> None:
    phone = at_the_door(town.neil)
    if has_signed_in_here:
        sign_in(web, phone, remember=True)
    ask(web, phone.email)
    (letter,) = post.carry()
    web.post(letter.link, data={"password": NEW})
    stranger = web.application.test_client()
    for _ in range(11):
        status = give_password(stranger, phone.email, "guess").status_code
    assert status == 429
    assert "Now the code from your phone" in give_password(web, phone.email, NEW).text, "known, not remembered"


def test_a_password_that_is_too_easy_is_refused_and_the_link_stays(
    web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    ask(web, at_the_door(town.neil).email)
    (letter,) = post.carry()
    answer = web.post(letter.link, data={"password": "Neil Carter 1"})
    assert answer.status_code == 422
    assert "your name, your address or where you work" in answer.text
    assert web.post(letter.link, data={"password": NEW}).status_code == 303


@pytest.mark.parametrize("typed", ["", "neil", "x" * 100_000, "a@b\r\nBcc: c@d.example", "<b>@x"])
def test_what_is_no_address_is_said_so(house: House, web: FlaskClient, town: Town, typed: str) -> None:
    answer = ask(web, typed)
    assert answer.status_code == 422
    assert "does not look like an e-mail address" in answer.text
    assert "<b>@x" not in answer.text
    assert every(house, ResetWish) == []


def test_the_e_mail_goes_to_the_accounts_own_address_alone(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    """A manager somewhere else wrote down another address for a place of this account."""
    from app.domain.people.models import Membership

    phone = at_the_door(town.neil)
    with house.database.writing(Command()) as work:
        place = work.session.get(Membership, town.neil)
        assert place
        place.email = "somebody@evil.example"
        work.session.add(place)
    ask(web, phone.email)
    assert post.carry() == []
    assert notices(house, "forgotten") == []


def test_no_secret_lies_in_the_table_of_notices(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, post: Post
) -> None:
    ask(web, at_the_door(town.neil).email)
    (letter,) = post.carry()
    secret = letter.link.rpartition("/")[2]
    assert re.fullmatch(r"[\w-]{32}", secret)
    assert not any(secret in str(one) for one in every(house, Notice))
