"""Where I am signed in: one list, and each end is an end with the next request."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.accounts.models import Device
from app.foundation.identifiers import MembershipId, new_id
from app.invented_town import Town
from app.web.app import create_app
from tests.clock import SettableClock
from tests.web.signing_in import Phone, every, give_password, has_password_and_codes, sign_in

IPHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"}


def another(web: FlaskClient, phone: Phone, *, remember: bool = False) -> FlaskClient:
    """A second browser, in which the same person is signed in."""
    browser = web.application.test_client()
    browser.environ_base["HTTP_USER_AGENT"] = IPHONE["User-Agent"]
    assert sign_in(browser, phone, remember=remember).status_code == 303
    return browser


def end_buttons(shown: str) -> list[str]:
    return re.findall(r'action="(/me/devices/[0-9a-f-]+/end)"', shown)


def test_the_list_shows_each_browser_and_marks_this_one(at_desk: FlaskClient, neils_phone: Phone) -> None:
    another(at_desk, neils_phone)
    shown = at_desk.get("/me/devices").text
    assert "Safari on an iPhone" in shown
    assert shown.count("(this one)") == 1
    assert shown.count("needs no code until") == 1
    assert shown.index("(this one)") < shown.index("Safari on an iPhone")
    assert 'href="/me/devices"' in at_desk.get("/me").text


def test_ending_one_signs_it_out_and_this_one_stays(at_desk: FlaskClient, neils_phone: Phone) -> None:
    other = another(at_desk, neils_phone, remember=True)
    assert other.get("/inbox").status_code == 200
    _mine, others = end_buttons(at_desk.get("/me/devices").text)
    answer = at_desk.post(others)
    assert (answer.status_code, answer.location) == (303, "/me/devices?done=device")
    assert "That device is signed out" in at_desk.get(answer.location).text
    assert other.get("/inbox").status_code == 302
    assert "Now the code from your phone" in give_password(other, neils_phone.email).text
    assert at_desk.get("/inbox").status_code == 200
    assert at_desk.post(others).status_code == 404


def test_ending_this_one_signs_out_here(at_desk: FlaskClient, neils_phone: Phone) -> None:
    (mine,) = end_buttons(at_desk.get("/me/devices").text)
    answer = at_desk.post(mine)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert at_desk.get_cookie("kettle_staff") is None
    assert at_desk.get("/me/devices").status_code == 302
    assert "Now the code from your phone" in give_password(at_desk, neils_phone.email).text


def test_signing_out_everywhere_ends_every_session_and_every_remembered_device(
    at_desk: FlaskClient, neils_phone: Phone
) -> None:
    other = another(at_desk, neils_phone, remember=True)
    cookie = at_desk.get_cookie("kettle_staff")
    assert cookie
    answer = at_desk.post("/me/devices/end-all")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    at_desk.set_cookie("kettle_staff", cookie.value)
    for browser in (at_desk, other):
        assert browser.get("/inbox").status_code == 302
        assert "Now the code from your phone" in give_password(browser, neils_phone.email).text


def test_the_browser_in_which_that_was_pressed_stays_known_so_strangers_shut_nobody_out(
    at_desk: FlaskClient, neils_phone: Phone
) -> None:
    at_desk.post("/me/devices/end-all")
    stranger = at_desk.application.test_client()
    for _ in range(11):
        status = give_password(stranger, neils_phone.email, "guess").status_code
    assert status == 429
    assert "Now the code from your phone" in give_password(at_desk, neils_phone.email).text


def test_what_was_being_written_on_a_device_that_was_ended_is_kept(
    at_desk: FlaskClient, neils_phone: Phone, town: Town
) -> None:
    other = another(at_desk, neils_phone)
    at_desk.post("/me/devices/end-all")
    late = other.post(f"/front-door/{town.sara}/pass-on", data={"note": "long thoughts"})
    assert late.status_code == 401
    assert "long thoughts" in late.text


def test_nobody_ends_somebody_elses_device(house: House, at_desk: FlaskClient, neils_phone: Phone, town: Town) -> None:
    grace = at_desk.application.test_client()
    sign_in(grace, has_password_and_codes(house, town.grace))
    neils = next(one for one in every(house, Device) if "iPhone" not in one.words and one.remembered_until)
    for made_up in (neils.id, new_id()):
        refused = grace.post(f"/me/devices/{made_up}/end")
        assert refused.status_code == 404
    assert at_desk.get("/inbox").status_code == 200


@pytest.mark.parametrize("path", ["/me/devices/nonsense/end", "/me/devices/%00/end", "/me/devices//end"])
def test_what_is_no_device_is_not_found(at_desk: FlaskClient, path: str) -> None:
    assert at_desk.post(path).status_code in {404, 405}


def test_nothing_ends_by_opening_an_address_or_without_a_form_token(
    house: House, at_desk: FlaskClient, neils_phone: Phone
) -> None:
    (mine,) = end_buttons(at_desk.get("/me/devices").text)
    for path in (mine, "/me/devices/end-all"):
        assert at_desk.get(path).status_code == 405
    strict = create_app(house).test_client()
    for cookie in ("kettle_staff", "kettle_device"):
        found = at_desk.get_cookie(cookie)
        assert found
        strict.set_cookie(cookie, found.value)
    for path in (mine, "/me/devices/end-all"):
        assert strict.post(path).status_code == 400
    assert at_desk.get("/inbox").status_code == 200


def test_being_there_is_seen_on_the_list(at_desk: FlaskClient, house: House, clock: SettableClock) -> None:
    clock.move(minutes=10)
    at_desk.get("/inbox")
    assert max(one.seen_at for one in every(house, Device)) == clock.now


def test_at_a_desk_of_the_demo_the_list_is_there_too(
    web: FlaskClient, town: Town, sign_in: Callable[[MembershipId], FlaskClient]
) -> None:
    web.post(f"/simulator/desk/{town.neil}")
    shown = web.get("/me/devices")
    assert "(this one)" in shown.text
    assert "one press sits down at a desk" in shown.text
    assert "No device is known yet" in sign_in(town.grace).get("/me/devices").text


def test_somebody_elses_words_in_a_browsers_name_are_never_shown(web: FlaskClient, neils_phone: Phone) -> None:
    web.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script> Chrome/1 Windows" + "x" * 5000
    sign_in(web, neils_phone)
    shown = web.get("/me/devices").text
    assert "<script>alert" not in shown
    assert "Chrome on Windows" in shown
