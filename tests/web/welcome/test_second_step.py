"""The second step: set up before anything opens, then asked for each time, except on a remembered device."""

import re
from collections.abc import Callable

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import devices
from app.domain.accounts.models import AccountMembership, Device, RecoveryCode, StaffSession
from app.foundation.actors import Command
from app.foundation.settings import DEMO_SEED_KEY
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.signing_in import (
    PASSWORD,
    Phone,
    account_of,
    change_account,
    every,
    give_code,
    give_password,
    hidden,
    notices,
    sign_in,
)
from tests.web.welcome.conftest import Given, WithPassword

KEY = re.compile(r'<p class="key"[^>]*>([A-Z2-7 ]+)</p>')
CODES = re.compile(r"<li><span>([0-9a-z ]+)</span></li>")


def key_on(shown: TestResponse) -> str:
    (key,) = KEY.findall(shown.text)
    return str(key).replace(" ", "")


def confirm(web: FlaskClient, shown: TestResponse, code: str, **more: str) -> TestResponse:
    return web.post("/sign-in/set-up", data={**hidden(shown.text), "code": code, **more})


def test_whoever_has_no_codes_yet_sets_them_up_before_anything_opens(
    house: House, web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    shown = give_password(web, with_password(town.neil))
    assert "Set up your codes" in shown.text
    assert "<svg" in shown.text
    assert "style=" not in shown.text
    assert web.get("/inbox").status_code == 302
    codes = confirm(web, shown, pyotp.TOTP(key_on(shown)).at(clock.now))
    assert codes.status_code == 200
    assert len(set(CODES.findall(codes.text))) == 10
    assert every(house, StaffSession) == []
    answer = web.post("/sign-in/place", data=hidden(codes.text))
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert web.get("/inbox").status_code == 200


def test_a_wrong_first_code_keeps_the_same_square_and_sets_nothing_up(
    house: House, web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    shown = give_password(web, with_password(town.neil))
    again = confirm(web, shown, "000000", remember="yes")
    assert again.status_code == 422
    assert "That code is not right" in again.text
    assert key_on(again) == key_on(shown)
    assert account_of(house, town.neil).seed == ""
    assert confirm(web, again, pyotp.TOTP(key_on(again)).at(clock.now)).status_code == 200


def test_what_is_kept_of_the_key_and_of_the_codes_opens_nothing(
    house: House, web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    shown = give_password(web, with_password(town.neil))
    key = key_on(shown)
    codes = CODES.findall(confirm(web, shown, pyotp.TOTP(key).at(clock.now)).text)
    kept = account_of(house, town.neil).seed
    assert key not in kept
    assert DEMO_SEED_KEY not in kept
    assert kept.startswith("gAAAA"), "a sealed one"
    hashes = " ".join(one.code_hash for one in every(house, RecoveryCode))
    assert not any(code.replace(" ", "") in hashes for code in codes)


def test_the_code_that_confirmed_it_does_not_open_the_door_as_well(
    web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    email = with_password(town.neil)
    shown = give_password(web, email)
    phone = pyotp.TOTP(key_on(shown))
    confirm(web, shown, phone.at(clock.now))
    stranger = web.application.test_client()
    asked = give_password(stranger, email)
    refused = give_code(stranger, asked, phone.at(clock.now))
    assert refused.status_code == 401
    assert "used already" in refused.text
    clock.move(seconds=30)
    assert give_code(stranger, refused, phone.at(clock.now)).status_code == 303


def test_once_set_up_nobody_sets_it_up_again_with_the_password_alone(
    house: House, web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    email = with_password(town.neil)
    first, second = give_password(web, email), give_password(web.application.test_client(), email)
    confirm(web, first, pyotp.TOTP(key_on(first)).at(clock.now))
    kept = account_of(house, town.neil).seed
    late = confirm(web, second, pyotp.TOTP(key_on(second)).at(clock.now))
    assert late.status_code == 401
    assert account_of(house, town.neil).seed == kept
    assert "Now the code from your phone" in give_password(web.application.test_client(), email).text


@pytest.mark.parametrize("late", [0, 1])
def test_a_code_of_half_a_minute_ago_still_counts(web: FlaskClient, at_the_door: Given, town: Town, late: int) -> None:
    phone = at_the_door(town.neil)
    assert give_code(web, give_password(web, phone.email), phone.code(late=late)).status_code == 303


def test_a_code_of_two_minutes_ago_does_not(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    assert give_code(web, give_password(web, phone.email), phone.code(late=4)).status_code == 401


@pytest.mark.parametrize("wrong", ["", "12345", "abcdef", "١٢٣٤٥٦", "9" * 100_000])
def test_a_wrong_code_opens_nothing(house: House, web: FlaskClient, at_the_door: Given, town: Town, wrong: str) -> None:
    phone = at_the_door(town.neil)
    refused = give_code(web, give_password(web, phone.email), wrong)
    assert refused.status_code == 401
    assert "That code is not right" in refused.text
    assert every(house, StaffSession) == []
    assert give_code(web, refused, phone.code()).status_code == 303


def test_a_code_may_be_typed_with_a_space(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    code = phone.code()
    assert give_code(web, give_password(web, phone.email), f" {code[:3]} {code[3:]} ").status_code == 303


def test_a_code_opens_the_door_once_and_an_older_one_not_after_it(
    web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    assert give_code(web, give_password(web, phone.email), phone.code()).status_code == 303
    stranger = web.application.test_client()
    asked = give_password(stranger, phone.email)
    for late in (0, 1):
        assert give_code(stranger, asked, phone.code(late=late)).status_code == 401


def test_five_wrong_codes_then_even_the_right_one_waits_and_the_owner_is_told_once(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    asked = give_password(web, phone.email)
    assert [give_code(web, asked, "000000").status_code for _ in range(5)] == [401] * 5
    assert notices(house, "wrong codes") == []
    assert give_code(web, asked, phone.code()).status_code == 429
    assert give_code(web, asked, "", recovery=phone.recovery_codes[0]).status_code == 429
    assert len(notices(house, "wrong codes")) == 1
    clock.move(minutes=15)
    assert give_code(web, asked, phone.code()).status_code == 303


def test_right_codes_are_not_counted(web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock) -> None:
    phone = at_the_door(town.neil)
    for _ in range(7):
        assert sign_in(web, phone).status_code == 303
        clock.move(seconds=30)


@pytest.mark.parametrize("as_typed", [str.upper, lambda code: code.replace(" ", ""), lambda code: f" {code}\n"])
def test_a_recovery_code_opens_the_door_once_and_its_owner_is_told(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, as_typed: Callable[[str], str]
) -> None:
    phone = at_the_door(town.neil)
    code = as_typed(phone.recovery_codes[3])
    assert give_code(web, give_password(web, phone.email), "", recovery=code).status_code == 303
    (told,) = notices(house, "recovery")
    assert "9 are left" in told.body
    stranger = web.application.test_client()
    again = give_code(stranger, give_password(stranger, phone.email), "", recovery=code)
    assert again.status_code == 401
    assert "<details open>" in again.text


def test_somebody_elses_recovery_code_opens_nothing(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    neil, grace = at_the_door(town.neil), at_the_door(town.grace)
    asked = give_password(web, neil.email)
    assert give_code(web, asked, "", recovery=grace.recovery_codes[0]).status_code == 401
    assert give_code(web, asked, "", recovery=neil.recovery_codes[0]).status_code == 303


def test_a_remembered_device_needs_no_code_for_thirty_days_but_always_the_password(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, clock: SettableClock
) -> None:
    phone = at_the_door(town.neil)
    sign_in(web, phone, remember=True)
    web.post("/sign-out")
    assert give_password(web, phone.email, "wrong").status_code == 401
    clock.move(days=29, hours=23)
    assert give_password(web, phone.email).status_code == 303
    web.post("/sign-out")
    clock.move(hours=1)
    assert "Now the code from your phone" in give_password(web, phone.email).text
    assert len(every(house, Device)) == 1


def test_a_device_that_is_only_known_needs_a_code(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    sign_in(web, phone)
    web.post("/sign-out")
    assert "Now the code from your phone" in give_password(web, phone.email).text


def test_a_remembered_device_stands_for_its_owner_alone(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    neil, grace = at_the_door(town.neil), at_the_door(town.grace)
    sign_in(web, neil, remember=True)
    web.post("/sign-out")
    assert "Now the code from your phone" in give_password(web, grace.email).text


def test_people_who_share_a_computer_are_each_remembered_there(
    web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phones = [at_the_door(one) for one in (town.neil, town.grace, town.priya)]
    for phone in phones:
        sign_in(web, phone, remember=True)
        web.post("/sign-out")
    for phone in phones:
        assert give_password(web, phone.email).status_code == 303
        web.post("/sign-out")


def test_a_computer_that_many_people_share_forgets_those_it_was_ended_for(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    for one in (town.neil, town.grace, town.priya, town.amina):
        sign_in(web, at_the_door(one), remember=True)
        if one != town.amina:
            web.post("/me/devices/end-all")
            with house.database.writing(Command()) as work:
                devices.end_all(work, account_of(house, one).id)
    cookie = web.get_cookie("kettle_device")
    assert cookie
    assert len(cookie.value.split(".")) == 1


@pytest.mark.parametrize("cookie", ["made up", "." * 500, "x" * 32, "x" * 4000, "../.."])
def test_a_made_up_device_is_a_stranger(web: FlaskClient, at_the_door: Given, town: Town, cookie: str) -> None:
    phone = at_the_door(town.neil)
    web.set_cookie("kettle_device", cookie)
    assert "Now the code from your phone" in give_password(web, phone.email).text


def test_the_device_cookie_says_nothing_and_is_kept_hashed(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    answer = sign_in(web, at_the_door(town.neil), remember=True)
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "device" in one]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"} <= set(cookie.split("; "))
    secret = cookie.split("=", 1)[1].split(";")[0]
    (device,) = every(house, Device)
    assert secret not in (device.secret_hash, str(device.id))


PROOFS = ("code", "set-up", "place")


def at_two_places(house: House, web: FlaskClient, phone: Phone, town: Town) -> TestResponse:
    with house.database.writing(Command()) as work:
        account = account_of(house, town.neil)
        work.session.add(AccountMembership(account_id=account.id, membership_id=town.hannah))
    shown = sign_in(web, phone)
    assert "Where are you today?" in shown.text
    return shown


@pytest.mark.parametrize("step", PROOFS)
def test_a_proof_dies_with_the_password_it_stood_for(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, step: str
) -> None:
    phone = at_the_door(town.neil)
    if step == "set-up":
        change_account(house, town.neil, seed="")
    asked = at_two_places(house, web, phone, town) if step == "place" else give_password(web, phone.email)
    change_account(house, town.neil, password_hash="another")
    data = {**hidden(asked.text), "code": phone.unused_code(), "place": str(town.neil)}
    refused = web.post(f"/sign-in/{step}", data=data)
    assert refused.status_code == 401
    assert "Please sign in again" in refused.text
    assert every(house, StaffSession) == []


@pytest.mark.parametrize("step", PROOFS)
def test_the_proof_of_one_step_is_none_for_another(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, step: str
) -> None:
    phone = at_the_door(town.neil)
    asked = at_two_places(house, web, phone, town) if step == "code" else give_password(web, phone.email)
    data = {**hidden(asked.text), "code": phone.unused_code(), "place": str(town.neil)}
    assert web.post(f"/sign-in/{step}", data=data).status_code == 401
    assert every(house, StaffSession) == []


def test_a_proof_is_good_for_some_minutes(
    web: FlaskClient, at_the_door: Given, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = at_the_door(town.neil)
    asked = give_password(web, phone.email)
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: 4_000_000_000)
    assert give_code(web, asked, phone.code()).status_code == 401


def test_what_was_being_written_comes_along_while_codes_are_set_up(
    web: FlaskClient, with_password: WithPassword, town: Town, clock: SettableClock
) -> None:
    path = f"/front-door/{town.sara}/pass-on"
    shown = give_password(web, with_password(town.neil), path=path, field_note="long thoughts")
    wrong = confirm(web, shown, "000000")
    codes = confirm(web, wrong, pyotp.TOTP(key_on(wrong)).at(clock.now))
    kept = web.post("/sign-in/place", data=hidden(codes.text))
    assert "Here is what you were writing" in kept.text
    assert "long thoughts" in kept.text


def test_a_second_step_whose_key_is_lost_says_so_and_opens_nothing(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    change_account(house, town.neil, seed="gAAAAA-sealed-with-another-key")
    asked = give_password(web, phone.email)
    answer = give_code(web, asked, "123456")
    assert answer.status_code == 503
    assert "tell whoever runs the service" in answer.text
    assert PASSWORD not in answer.text
    assert give_code(web, asked, "", recovery=phone.recovery_codes[0]).status_code == 303
