"""My codes: new ones for paper, and another phone. Both need a code, because a page may be left open."""

import re

import pyotp
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts.models import RecoveryCode
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.my_account.test_devices import another
from tests.web.post import Post
from tests.web.signing_in import Phone, account_of, every, give_code, give_password, has_password_and_codes, hidden

KEY = re.compile(r'<p class="key"[^>]*>([A-Z2-7 ]+)</p>')
CODES = re.compile(r"<li><span>([0-9a-z ]+)</span></li>")


def phone_on(shown: TestResponse) -> pyotp.TOTP:
    (key,) = KEY.findall(shown.text)
    return pyotp.TOTP(key.replace(" ", ""))


@pytest.mark.parametrize("way", ["code", "recovery"])
def test_new_recovery_codes_are_shown_once_and_end_the_old_ones(
    house: House, at_desk: FlaskClient, neils_phone: Phone, way: str
) -> None:
    old = neils_phone.recovery_codes
    data = {"code": neils_phone.unused_code()} if way == "code" else {"recovery": old[0]}
    shown = at_desk.post("/me/recovery-codes", data=data)
    new = CODES.findall(shown.text)
    assert len(set(new)) == 10
    assert not set(new) & set(old)
    assert not CODES.findall(at_desk.get("/me/recovery-codes").text)
    stranger = at_desk.application.test_client()
    asked = give_password(stranger, neils_phone.email)
    assert give_code(stranger, asked, "", recovery=old[1]).status_code == 401
    assert give_code(stranger, asked, "", recovery=new[0]).status_code == 303
    assert "(9 of yours still work)" in at_desk.get("/me/devices").text


@pytest.mark.parametrize("path", ["/me/recovery-codes", "/me/phone"])
def test_without_a_right_code_nothing_changes_and_wrong_ones_are_limited(
    house: House, at_desk: FlaskClient, neils_phone: Phone, town: Town, path: str
) -> None:
    kept, seed = every(house, RecoveryCode), account_of(house, town.neil).seed
    for wrong in ("", "000000", "x" * 100_000, "<b>", "nul\x00"):
        answer = at_desk.post(path, data={"code": wrong})
        assert answer.status_code == 422
        assert "That code is not right" in answer.text
    assert at_desk.post(path, data={"code": neils_phone.unused_code()}).status_code == 429
    assert every(house, RecoveryCode) == kept
    assert account_of(house, town.neil).seed == seed


def test_another_phone_shows_the_codes_from_now_on(
    house: House, at_desk: FlaskClient, neils_phone: Phone, clock: SettableClock, post: Post
) -> None:
    other = another(at_desk, neils_phone, remember=True)
    clock.move(minutes=2)
    shown = at_desk.post("/me/phone", data={"code": neils_phone.unused_code()})
    new = phone_on(shown)
    assert new.secret != neils_phone.seed
    wrong = at_desk.post("/me/phone/set-up", data={**hidden(shown.text), "code": "000000"})
    assert wrong.status_code == 422
    assert phone_on(wrong).secret == new.secret
    codes = at_desk.post("/me/phone/set-up", data={**hidden(wrong.text), "code": new.at(clock.now)})
    assert len(CODES.findall(codes.text)) == 10
    assert at_desk.get("/inbox").status_code == 200
    assert other.get("/inbox").status_code == 302
    assert [told.subject for told in post.carry()] == ["Your codes for Kettle come from another phone now"]
    clock.move(minutes=1)
    asked = give_password(other, neils_phone.email)
    assert give_code(other, asked, neils_phone.code()).status_code == 401
    assert give_code(other, asked, new.at(clock.now)).status_code == 303


def test_a_proof_for_one_phone_is_good_once_and_for_its_owner_alone(
    house: House, at_desk: FlaskClient, neils_phone: Phone, clock: SettableClock, town: Town
) -> None:
    shown = at_desk.post("/me/phone", data={"code": neils_phone.unused_code()})
    data = {**hidden(shown.text), "code": phone_on(shown).at(clock.now)}
    grace = at_desk.application.test_client()
    asked = give_password(grace, has_password_and_codes(house, town.grace).email)
    assert asked.status_code == 200
    assert grace.post("/me/phone/set-up", data=data).status_code == 401, "she is only half-way in"
    before = account_of(house, town.neil).seed
    for made_up in ({**data, "proof": "made up"}, {**hidden(asked.text), "code": data["code"]}):
        assert at_desk.post("/me/phone/set-up", data=made_up).status_code == 422
    assert account_of(house, town.neil).seed == before
    assert at_desk.post("/me/phone/set-up", data=data).status_code == 200
    assert at_desk.post("/me/phone/set-up", data=data).status_code == 422


def test_somebody_without_codes_is_told_where_they_come_from(web: FlaskClient, town: Town) -> None:
    web.post(f"/simulator/desk/{town.neil}")
    for path in ("/me/phone", "/me/recovery-codes"):
        assert "You have no codes yet" in web.get(path).text
        assert web.post(path, data={"code": "123456"}).status_code == 422
