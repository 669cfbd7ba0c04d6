"""Staff sign in and out, and lose nothing that they were writing. See also test_second_step and test_strangers."""

import html
import itertools
import re
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app import assembly
from app.assembly import House
from app.domain.accounts import passwords
from app.domain.accounts.models import AccountMembership, StaffSession
from app.domain.conversations import queries as conversations
from app.domain.people import joining
from app.domain.people.rules import Role
from app.foundation.actors import Command
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.app import create_app
from tests.clock import SettableClock
from tests.web.signing_in import PASSWORD, Phone, account_of, give_code, give_password, hidden, sign_in
from tests.web.welcome.conftest import Given


def sessions(house: House) -> list[StaffSession]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(StaffSession)).all())


def test_the_right_password_and_the_code_lead_to_the_inbox(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    asked = give_password(web, phone.email)
    assert asked.status_code == 200
    assert sessions(house) == [], "a password alone opens nothing"
    assert web.get("/inbox").status_code == 302
    answer = give_code(web, asked, phone.code())
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert web.get("/inbox").status_code == 200


def test_the_address_may_be_typed_in_any_case(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    phone = at_the_door(town.neil)
    assert give_password(web, f"  {phone.email.upper()} ").status_code == 200


def test_what_was_typed_as_address_stays_and_the_password_does_not(web: FlaskClient, town: Town) -> None:
    answer = give_password(web, 'neil"><b>@x.example', "a secret password")
    assert 'value="neil&#34;&gt;&lt;b&gt;@x.example"' in answer.text
    assert "a secret password" not in answer.text


@pytest.mark.parametrize("public_url", ["https://kettle.example", "http://127.0.0.1:5000"])
def test_the_cookie_is_bound_to_us(
    settings: Settings, at_the_door: Given, town: Town, clock: SettableClock, public_url: str
) -> None:
    phone = at_the_door(town.neil)
    other = assembly.put_together(settings.model_copy(update={"public_url": public_url}), now=clock)
    application = create_app(other)
    application.config.update(WTF_CSRF_ENABLED=False)
    address = public_url if public_url.startswith("https") else "http://localhost"
    browser = application.test_client()
    asked = browser.post("/sign-in", data={"email": phone.email, "password": PASSWORD}, base_url=address)
    answer = browser.post("/sign-in/code", data={**hidden(asked.text), "code": phone.code()}, base_url=address)
    other.database.close()
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "staff" in one]
    is_https = public_url.startswith("https")
    assert cookie.startswith("__Host-kettle_staff=" if is_https else "kettle_staff=")
    assert ("Secure" in cookie) is is_https
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


def test_signing_in_again_ends_the_session_before(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    sign_in(web, phone)
    sign_in(web, phone)
    assert sorted(one.ended_at is None for one in sessions(house)) == [False, True]


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(
    web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    sign_in(web, at_the_door(town.neil))
    cookie = web.get_cookie("kettle_staff")
    assert cookie
    answer = web.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert web.get_cookie("kettle_staff") is None
    web.set_cookie("kettle_staff", cookie.value)
    assert web.get("/inbox").status_code == 302


def test_a_get_never_signs_out(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    sign_in(web, at_the_door(town.neil))
    assert web.get("/sign-out").status_code == 405
    assert web.get("/inbox").status_code == 200


def test_signing_out_when_nobody_is_signed_in_is_harmless(web: FlaskClient, town: Town) -> None:
    assert web.post("/sign-out").status_code == 303


def test_somebody_who_has_left_has_no_place_to_sign_in_at(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    answer = give_password(web, phone.email)
    assert answer.status_code == 401
    assert "not written down at any place now" in answer.text


@pytest.fixture
def at_two_places(house: House, at_the_door: Given, town: Town) -> Phone:
    """Neil works at the charity too; gives his phone."""
    phone = at_the_door(town.neil)
    with house.database.writing(Command()) as work:
        second = joining.add_member(
            work, town.charity, first_name="Neil", email=phone.email, roles=frozenset({Role.TRUSTED_PERSON})
        )
        account = account_of(house, town.neil)
        work.session.add(AccountMembership(account_id=account.id, membership_id=second.id))
    return phone


def test_somebody_at_two_places_says_which(house: House, web: FlaskClient, at_two_places: Phone) -> None:
    asked = sign_in(web, at_two_places, next="/find")
    assert asked.status_code == 200
    assert "Tidewell Harbour School" in asked.text
    assert "The Open Door" in asked.text
    assert sessions(house) == []
    (proof,) = re.findall(r'name="proof" value="([^"]+)"', asked.text)
    places = re.findall(r'name="place" value="([^"]+)"', asked.text)
    answer = web.post("/sign-in/place", data={"proof": proof, "place": places[1], "next": "/find"})
    assert (answer.status_code, answer.location) == (303, "/find")
    assert [str(one.membership_id) for one in sessions(house)] == [places[1]]


@pytest.mark.parametrize("proof", ["made up", "ImFiYyI.abc.def", ""])
def test_a_place_without_proof_of_the_password_opens_nothing(
    house: House, web: FlaskClient, town: Town, proof: str
) -> None:
    answer = web.post("/sign-in/place", data={"proof": proof, "place": str(town.neil)})
    assert answer.status_code == 401
    assert sessions(house) == []


def test_somebody_elses_place_cannot_be_chosen(
    house: House, web: FlaskClient, at_two_places: Phone, town: Town
) -> None:
    asked = sign_in(web, at_two_places)
    again = web.post("/sign-in/place", data={**hidden(asked.text), "place": str(town.hannah)})
    assert "Where are you today?" in again.text
    assert sessions(house) == []


def test_a_session_that_somebody_else_planted_opens_nothing_after_signing_in(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    planted = "x" * 32
    web.set_cookie("kettle_staff", planted)
    sign_in(web, at_the_door(town.neil))
    stranger = web.application.test_client()
    stranger.set_cookie("kettle_staff", planted)
    assert stranger.get("/inbox").status_code == 302
    assert web.get("/inbox").status_code == 200


def test_a_session_ends_with_the_next_request_when_somebody_leaves(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    sign_in(web, at_the_door(town.neil))
    assert web.get("/inbox").status_code == 200
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    assert web.get("/inbox").status_code == 302


@pytest.mark.parametrize("step", ["code", "set-up", "place"])
def test_a_later_step_cannot_be_begun_with(web: FlaskClient, town: Town, step: str) -> None:
    opened = web.get(f"/sign-in/{step}")
    assert (opened.status_code, opened.location) == (302, "/sign-in")
    assert web.get("/sign-in/another").status_code == 404


HARMFUL = ("x" * 100_000, "a\r\nSet-Cookie: b=c", "nul\x00l", "<script>alert(1)</script>", "٣٣٣٣٣٣")
FIELDS = ("email", "password", "next", "path", "field_text", "proof", "code", "recovery", "place")


@pytest.mark.parametrize("words", HARMFUL)
def test_whatever_is_typed_gets_an_answer_in_words(
    house: House, web: FlaskClient, at_the_door: Given, town: Town, words: str
) -> None:
    phone = at_the_door(town.neil)
    asked = hidden(give_password(web, phone.email).text)
    steps = {"/sign-in": {"email": phone.email, "password": "wrong"}, "/sign-in/code": asked}
    for field, path in itertools.product(FIELDS, (*steps, "/sign-in/set-up", "/sign-in/place")):
        with patch.object(passwords, "is_right", return_value=False):
            answer = web.post(path, data={**steps.get(path, {}), field: words})
        assert answer.status_code in {401, 429}, (path, field)
        assert "<script>alert(1)" not in answer.text
        assert "Set-Cookie: b" not in str(answer.headers)
    assert sessions(house) == []


def test_a_page_that_was_asked_for_comes_after_signing_in(web: FlaskClient, at_the_door: Given, town: Town) -> None:
    sent = web.get("/find?name=sara")
    assert sent.status_code == 302
    shown = web.get(sent.location).text
    (wanted,) = re.findall(r'name="next" value="([^"]+)"', shown)
    answer = sign_in(web, at_the_door(town.neil), next=html.unescape(wanted))
    assert answer.location == "/find?name=sara"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/inbox",
        "//evil.example/inbox",
        "/\\evil.example/inbox",
        "\\\\evil.example",
        "/\t/evil.example",
        "/%09/evil.example",
        "/%2F/evil.example",
        "/inbox@evil.example",
        "///evil.example",
        "/sign-in/code\x00",
        "/" + "x" * 100_000,
        "javascript:alert(1)",
        "inbox",
        "/no-such-page",
        "/sign-out",
        "http:/inbox",
        "/inbox\r\nX-Evil: 1",
    ],
)
def test_no_address_but_our_own_pages_is_gone_to(
    web: FlaskClient, at_the_door: Given, town: Town, elsewhere: str
) -> None:
    assert sign_in(web, at_the_door(town.neil), next=elsewhere).location == "/inbox"


def test_words_of_a_form_that_came_too_late_are_sent_with_one_press(
    house: House, web: FlaskClient, at_the_door: Given, town: Town
) -> None:
    with house.database.reading(Command()) as work:
        ((talk, _person),) = conversations.threads_of_contact(work, town.sara)
    path = f"/conversation/{talk.id}/reply"
    late = web.post(path, data={"text": "I will <b>ring</b> at 2", "once": "form:x", "when": "now"})
    assert late.status_code == 401
    carried, phone = hidden(late.text), at_the_door(town.neil)
    assert carried["path"] == path
    wrong = give_password(web, phone.email, "wrong", **carried)
    assert html.escape("I will <b>ring</b> at 2") in wrong.text  # still carried along
    asked = give_password(web, phone.email, **hidden(wrong.text))
    wrong = give_code(web, asked, "000000")
    assert html.escape("I will <b>ring</b> at 2") in wrong.text  # and still
    shown = give_code(web, wrong, phone.code())
    assert shown.status_code == 200
    assert "Here is what you were writing" in shown.text
    assert f'action="{path}"' in shown.text
    assert re.search(
        r'<textarea id="text" name="text"[^>]*>\nI will &lt;b&gt;ring&lt;/b&gt; at 2</textarea>', shown.text
    )
    assert 'name="once" value="form:x"' in shown.text
    assert web.get("/inbox").status_code == 200


@pytest.mark.parametrize("path", ["https://evil.example/x", "//evil.example/x", "/nowhere", "/inbox"])
def test_a_kept_form_goes_nowhere_but_to_a_form_of_ours(
    web: FlaskClient, at_the_door: Given, town: Town, path: str
) -> None:
    answer = sign_in(web, at_the_door(town.neil), path=path, field_text="words")
    assert (answer.status_code, answer.location) == (303, "/inbox")


def test_without_a_form_token_nobody_is_signed_in(house: House, at_the_door: Given, town: Town) -> None:
    strict, phone = create_app(house).test_client(), at_the_door(town.neil)
    for path in ("/sign-in", "/sign-in/code", "/sign-in/set-up", "/sign-in/place"):
        assert strict.post(path, data={"email": phone.email, "password": PASSWORD}).status_code == 400
    assert sessions(house) == []
