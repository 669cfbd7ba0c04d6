"""Staff sign in and out, and lose nothing that they were writing."""

import html
import re
from collections.abc import Callable
from unittest.mock import patch

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app import assembly
from app.assembly import House
from app.domain.accounts import passwords
from app.domain.accounts import queries as account_queries
from app.domain.accounts.models import AccountMembership, StaffSession
from app.domain.conversations import queries as conversations
from app.domain.people import joining
from app.domain.people.rules import Role
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.app import create_app
from tests.clock import SettableClock
from tests.web.welcome.conftest import PASSWORD

Given = Callable[[MembershipId], str]


def sign_in(web: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return web.post("/sign-in", data={"email": email, "password": password, **more})


def sessions(house: House) -> list[StaffSession]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(StaffSession)).all())


def test_the_right_password_leads_to_the_inbox(web: FlaskClient, with_password: Given, town: Town) -> None:
    answer = sign_in(web, with_password(town.neil))
    assert (answer.status_code, answer.location) == (303, "/inbox")
    assert web.get("/inbox").status_code == 200


def test_the_address_may_be_typed_in_any_case(web: FlaskClient, with_password: Given, town: Town) -> None:
    assert sign_in(web, f"  {with_password(town.neil).upper()} ").status_code == 303


def test_a_wrong_password_an_unknown_address_and_no_password_yet_read_alike(
    house: House, web: FlaskClient, with_password: Given, town: Town
) -> None:
    known = with_password(town.neil)
    texts = []
    for email, password in (
        (known, "not the password"),
        ("nobody@nowhere.example", PASSWORD),
        ("grace@tidewell-harbour-school.example", PASSWORD),
        ("not an address", PASSWORD),
        (known, ""),
    ):
        answer = sign_in(web, email, password)
        assert answer.status_code == 401
        texts.append(re.sub(r'value="[^"]*"|nonce="[^"]+"', "", answer.text))
    assert len(set(texts)) == 1
    assert sessions(house) == []


def test_an_unknown_address_takes_the_same_work(web: FlaskClient, with_password: Given, town: Town) -> None:
    known = with_password(town.neil)
    with patch.object(passwords, "is_right", wraps=passwords.is_right) as checked:
        sign_in(web, known, "wrong")
        sign_in(web, "nobody@nowhere.example", "wrong")
    assert checked.call_count == 2
    assert checked.call_args.args == ("wrong", "")


def test_what_was_typed_as_address_stays_and_the_password_does_not(web: FlaskClient, town: Town) -> None:
    answer = sign_in(web, 'neil"><b>@x.example', "a secret password")
    assert 'value="neil&#34;&gt;&lt;b&gt;@x.example"' in answer.text
    assert "a secret password" not in answer.text


def test_ten_tries_an_address_then_even_the_right_password_waits(
    house: House, web: FlaskClient, with_password: Given, town: Town, clock: SettableClock
) -> None:
    email = with_password(town.neil)
    with patch.object(passwords, "is_right", return_value=False):
        for _ in range(10):
            assert sign_in(web, email, "guess").status_code == 401
    assert sign_in(web, email).status_code == 429
    clock.move(minutes=31)
    assert sign_in(web, email).status_code == 303


def test_an_unknown_address_is_limited_just_the_same(web: FlaskClient, town: Town) -> None:
    with patch.object(passwords, "is_right", return_value=False):
        answers = [sign_in(web, "nobody@nowhere.example").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]


def test_one_machine_may_not_try_many_addresses(web: FlaskClient, with_password: Given, town: Town) -> None:
    email = with_password(town.neil)
    with patch.object(passwords, "is_right", return_value=False):
        for number in range(100):
            assert sign_in(web, f"{number}@nowhere.example").status_code == 401
    assert sign_in(web, email).status_code == 429


@pytest.mark.parametrize("public_url", ["https://kettle.example", "http://127.0.0.1:5000"])
def test_the_cookie_is_bound_to_us(
    settings: Settings, with_password: Given, town: Town, clock: SettableClock, public_url: str
) -> None:
    email = with_password(town.neil)
    other = assembly.put_together(settings.model_copy(update={"public_url": public_url}), now=clock)
    application = create_app(other)
    application.config.update(WTF_CSRF_ENABLED=False)
    answer = sign_in(application.test_client(), email)
    other.database.close()
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "staff" in one]
    is_https = public_url.startswith("https")
    assert cookie.startswith("__Host-kettle_staff=" if is_https else "kettle_staff=")
    assert ("Secure" in cookie) is is_https
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    assert "Expires" not in cookie


def test_signing_in_again_ends_the_session_before(
    house: House, web: FlaskClient, with_password: Given, town: Town
) -> None:
    email = with_password(town.neil)
    sign_in(web, email)
    sign_in(web, email)
    assert sorted(one.ended_at is None for one in sessions(house)) == [False, True]


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(
    web: FlaskClient, with_password: Given, town: Town
) -> None:
    sign_in(web, with_password(town.neil))
    cookie = web.get_cookie("kettle_staff")
    assert cookie
    answer = web.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert web.get_cookie("kettle_staff") is None
    web.set_cookie("kettle_staff", cookie.value)
    assert web.get("/inbox").status_code == 302


def test_a_get_never_signs_out(web: FlaskClient, with_password: Given, town: Town) -> None:
    sign_in(web, with_password(town.neil))
    assert web.get("/sign-out").status_code == 405
    assert web.get("/inbox").status_code == 200


def test_signing_out_when_nobody_is_signed_in_is_harmless(web: FlaskClient, town: Town) -> None:
    assert web.post("/sign-out").status_code == 303


def test_somebody_who_has_left_has_no_place_to_sign_in_at(
    house: House, web: FlaskClient, with_password: Given, town: Town
) -> None:
    email = with_password(town.neil)
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    answer = sign_in(web, email)
    assert answer.status_code == 401
    assert "not written down at any place now" in answer.text


@pytest.fixture
def at_two_places(house: House, with_password: Given, town: Town) -> str:
    """Neil works at the charity too; gives his e-mail address."""
    email = with_password(town.neil)
    with house.database.writing(Command()) as work:
        second = joining.add_member(
            work, town.charity, first_name="Neil", email=email, roles=frozenset({Role.TRUSTED_PERSON})
        )
        account = account_queries.account_by_email(work, email)
        assert account
        work.session.add(AccountMembership(account_id=account.id, membership_id=second.id))
    return email


def test_somebody_at_two_places_says_which(house: House, web: FlaskClient, at_two_places: str) -> None:
    asked = sign_in(web, at_two_places, next="/find")
    assert asked.status_code == 200
    assert "Tidewell Harbour School" in asked.text
    assert "The Open Door" in asked.text
    assert sessions(house) == []
    (proof,) = re.findall(r'name="proof" value="([^"]+)"', asked.text)
    places = re.findall(r'name="place" value="([^"]+)"', asked.text)
    answer = web.post("/sign-in", data={"proof": proof, "place": places[1], "next": "/find"})
    assert (answer.status_code, answer.location) == (303, "/find")
    assert [str(one.membership_id) for one in sessions(house)] == [places[1]]


@pytest.mark.parametrize("proof", ["made up", "ImFiYyI.abc.def", ""])
def test_a_place_without_proof_of_the_password_opens_nothing(
    house: House, web: FlaskClient, town: Town, proof: str
) -> None:
    answer = web.post("/sign-in", data={"proof": proof, "place": str(town.neil)})
    assert answer.status_code == 401
    assert sessions(house) == []


def test_somebody_elses_place_cannot_be_chosen(house: House, web: FlaskClient, at_two_places: str, town: Town) -> None:
    (proof,) = re.findall(r'name="proof" value="([^"]+)"', sign_in(web, at_two_places).text)
    web.post("/sign-in", data={"proof": proof, "place": str(town.hannah)})
    assert sessions(house) == []


def test_a_page_that_was_asked_for_comes_after_signing_in(web: FlaskClient, with_password: Given, town: Town) -> None:
    sent = web.get("/find?name=sara")
    assert sent.status_code == 302
    shown = web.get(sent.location).text
    (wanted,) = re.findall(r'name="next" value="([^"]+)"', shown)
    answer = sign_in(web, with_password(town.neil), next=html.unescape(wanted))
    assert answer.location == "/find?name=sara"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/inbox",
        "//evil.example/inbox",
        "/\\evil.example/inbox",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "inbox",
        "/no-such-page",
        "/sign-out",
        "http:/inbox",
        "/inbox\r\nX-Evil: 1",
    ],
)
def test_no_address_but_our_own_pages_is_gone_to(
    web: FlaskClient, with_password: Given, town: Town, elsewhere: str
) -> None:
    assert sign_in(web, with_password(town.neil), next=elsewhere).location == "/inbox"


def test_words_of_a_form_that_came_too_late_are_sent_with_one_press(
    house: House, web: FlaskClient, with_password: Given, town: Town
) -> None:
    with house.database.reading(Command()) as work:
        ((talk, _person),) = conversations.threads_of_contact(work, town.sara)
    path = f"/conversation/{talk.id}/reply"
    late = web.post(path, data={"text": "I will <b>ring</b> at 2", "once": "form:x", "when": "now"})
    assert late.status_code == 401
    carried = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', late.text))
    carried = {name: html.unescape(value) for name, value in carried.items() if name != "csrf_token"}
    assert carried["path"] == path
    wrong = sign_in(web, with_password(town.neil), "wrong", **carried)
    assert html.escape("I will <b>ring</b> at 2") in wrong.text  # still carried along
    shown = sign_in(web, with_password(town.neil), **carried)
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
    web: FlaskClient, with_password: Given, town: Town, path: str
) -> None:
    answer = sign_in(web, with_password(town.neil), path=path, field_text="words")
    assert (answer.status_code, answer.location) == (303, "/inbox")


def test_without_a_form_token_nobody_is_signed_in(house: House, with_password: Given, town: Town) -> None:
    strict = create_app(house).test_client()
    assert sign_in(strict, with_password(town.neil)).status_code == 400
    assert sessions(house) == []
