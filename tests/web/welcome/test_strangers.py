"""Strangers at the door: they find out nothing, and never shut out whoever is at home."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import passwords
from app.domain.limits import rules
from app.domain.limits.models import Attempt
from app.domain.limits.rules import Limit, Limited
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.signing_in import PASSWORD, every, give_password, sign_in
from tests.web.welcome.conftest import Given, WithPassword

GRACE = "grace@tidewell-harbour-school.example"
NOBODY = "nobody@nowhere.example"
RANDOM = re.compile(r'value="[^"]*"|nonce-?[="\']*[A-Za-z0-9_-]+')


def like(answer: TestResponse) -> tuple[object, ...]:
    """Everything that a stranger sees of an answer, without its random parts and what they typed themselves."""
    headers = sorted((name, RANDOM.sub("", value)) for name, value in answer.headers.items())
    headers = [(name, "" if name in {"Content-Length", "Set-Cookie"} else value) for name, value in headers]
    return answer.status_code, RANDOM.sub("", answer.text), tuple(headers)


def test_a_wrong_password_an_unknown_address_and_no_password_yet_are_alike(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    known = at_the_door(town.neil).email
    web.get("/sign-in")  # as everybody does first: it brings a form's token along
    answers = [
        give_password(web, known, "not the password"),
        give_password(web, NOBODY),
        give_password(web, GRACE),
        give_password(web, "not an address"),
        give_password(web, known, ""),
        give_password(web, GRACE, ""),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({like(answer) for answer in answers}) == 1


@pytest.mark.parametrize("who", ["right", "wrong", "unknown", "no password yet", "no address"])
def test_each_try_is_exactly_one_look_at_a_password(web: FlaskClient, at_the_door: Given, town: Town, who: str) -> None:
    known = at_the_door(town.neil).email
    email = {"unknown": NOBODY, "no password yet": GRACE, "no address": "x"}.get(who, known)
    argon2 = passwords._hasher
    with patch.object(passwords, "_hasher", wraps=argon2) as looked:
        give_password(web, email, PASSWORD if who == "right" else "wrong")
    assert looked.verify.call_count == 1
    assert looked.hash.call_count == 0


def test_limited_tries_are_alike_too_and_look_at_no_password(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    known, answers = at_the_door(town.neil).email, []
    for email in (known, GRACE, NOBODY):
        stranger = web.application.test_client()
        stranger.get("/sign-in")
        with patch.object(passwords, "is_right", return_value=False) as looked:
            answers.append([like(give_password(stranger, email)) for _ in range(12)])
        assert looked.call_count == 10
    assert answers[0] == answers[1] == answers[2]
    assert [status for status, *_ in answers[0]] == [401] * 10 + [429] * 2


def test_after_ten_wrong_tries_even_the_right_password_waits_in_a_browser_that_we_do_not_know(
    web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    with patch.object(passwords, "is_right", return_value=False):
        for _ in range(10):
            give_password(web, phone.email)
    assert give_password(web, phone.email).status_code == 429
    clock.move(minutes=31)
    assert give_password(web, phone.email).status_code == 200


def test_tries_from_one_place_do_not_count_at_another(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    data = {"email": phone.email, "password": PASSWORD}
    with patch.object(passwords, "is_right", return_value=False):
        for _ in range(11):
            web.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert web.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}).status_code == 429
    assert web.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": "203.0.113.10"}).status_code == 200


def test_the_addresses_of_one_house_count_as_one_place(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    data = {"email": at_the_door(town.neil).email, "password": "guess"}
    with patch.object(passwords, "is_right", return_value=False):
        answers = [
            web.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": f"2001:db8::{end:x}"}).status_code
            for end in range(11)
        ]
    assert answers == [401] * 10 + [429]


def test_strangers_never_shut_out_a_browser_that_its_owner_has_signed_in_with(
    web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    sign_in(web, phone)
    web.post("/sign-out")
    stranger = web.application.test_client()
    fewer = {Limited.SIGN_IN_BY_ADDRESS: (Limit(40, timedelta(minutes=30)),)}
    with patch.object(passwords, "is_right", return_value=False), patch.dict(rules._LIMITS, fewer):
        for number in range(60):
            give_password(stranger, phone.email if number % 2 else f"{number}@x.example")
        assert give_password(stranger, "somebody@x.example").status_code == 429
        clock.move(seconds=90)
    assert sign_in(web, phone).status_code == 303, "from the same address, and not remembered"


def test_a_known_browser_has_its_own_limit(
    web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    sign_in(web, phone)
    with patch.object(passwords, "is_right", return_value=False):
        assert [give_password(web, phone.email).status_code for _ in range(11)] == [401] * 10 + [429]
    assert give_password(web.application.test_client(), phone.email).status_code == 200
    clock.move(minutes=31)
    assert give_password(web, phone.email).status_code == 200


def test_a_known_browser_of_somebody_else_is_a_stranger(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    grace, neil = at_the_door(town.grace), at_the_door(town.neil)
    sign_in(web, grace)
    with patch.object(passwords, "is_right", return_value=False):
        for _ in range(11):
            give_password(web, neil.email)
    assert give_password(web.application.test_client(), neil.email).status_code == 429


def test_right_passwords_are_not_counted_so_a_staff_room_comes_in(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    fewer = {Limited.SIGN_IN_BY_ADDRESS: (Limit(5, timedelta(minutes=30)),)}
    with patch.object(passwords, "is_right", return_value=True), patch.dict(rules._LIMITS, fewer):
        for _ in range(30):
            assert give_password(web.application.test_client(), phone.email).status_code == 200
    assert every(house, Attempt) == []


def test_one_machine_may_not_try_many_addresses(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    room = Limited.SIGN_IN_BY_ADDRESS.limits[0].times
    assert room >= 100, "a whole staff room sits behind one address"
    fewer = {Limited.SIGN_IN_BY_ADDRESS: (Limit(room // 10, timedelta(minutes=30)),)}
    with patch.object(passwords, "is_right", return_value=False), patch.dict(rules._LIMITS, fewer):
        for number in range(room // 10):
            assert give_password(web, f"{number}@nowhere.example").status_code == 401
        assert give_password(web, phone.email).status_code == 429


def test_nothing_that_was_typed_is_kept_of_a_try(house: House, web: FlaskClient, town: Town) -> None:
    give_password(web, NOBODY, "a secret password")
    for one in every(house, Attempt):
        assert re.fullmatch(r"[0-9a-f]{64}", one.key)


@pytest.mark.proof
def test_ten_thousand_tries_find_no_account_and_shut_out_nobody_at_home(
    web: FlaskClient, at_the_door: Given, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    """Known, invited and unknown addresses in turn, from changing and from the same address, with the true password
    check once in a while (its work is the same each time: see above). Every answer is one of two, at the same times."""
    neil, own = at_the_door(town.neil), web
    sign_in(own, neil)
    own.post("/sign-out")
    stranger = web.application.test_client()
    stranger.get("/sign-in")
    asked = {"known": neil.email, "no codes yet": with_password(town.priya), "invited": GRACE, "unknown": NOBODY}
    seen: dict[str, list[object]] = {who: [] for who in asked}
    for number in range(2500):
        address = f"198.51.100.{number % 200}" if number % 2 else "127.0.0.1"
        for who, email in asked.items():
            data = {"email": email, "password": f"guess {number}"}
            overrides = {"REMOTE_ADDR": address}
            if number % 100 == 0:
                answer = stranger.post("/sign-in", data=data, environ_overrides=overrides)
            else:
                with patch.object(passwords, "is_right", return_value=False):
                    answer = stranger.post("/sign-in", data=data, environ_overrides=overrides)
            seen[who].append(like(answer))
        if number % 250 == 249:
            clock.move(seconds=31)
            assert sign_in(own, neil).status_code == 303, "Neil's own browser, at the same address"
            own.post("/sign-out")
    assert sum(map(len, seen.values())) == 10_000
    kinds = {answer for answers in seen.values() for answer in answers}
    assert {status for status, *_ in kinds} == {401, 429}
    assert len(kinds) == 2
    assert len({frozenset(answers) for answers in seen.values()}) == 1
