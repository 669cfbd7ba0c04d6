"""Problem pages where families read: in their language, with a way out and a way on, and nothing about anybody."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.permissions import actions as permissions
from app.domain.private_pages import private_links
from app.foundation.actors import Command
from app.foundation.errors import CannotDo, Refused
from app.invented_town import Town
from app.web.app import BIGGEST_REQUEST, create_app
from app.web.family import shown
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
NOWHERE = "/my/nothing/here"
IN_URDU = {"Accept-Language": "ur-PK,en;q=0.5"}
WORDS = "these words must not get lost – نیلا"


def personal_in(answer: TestResponse) -> list[str]:
    names = ("Neil", "Carter", "Sara", "Whitfield", "Ellie", "Tidewell", "900111", "made my day", "Traceback")
    return [name for name in names if name in answer.text]


def assert_is_a_familys(answer: TestResponse, *, lang: str = "en") -> None:
    direction = "rtl" if lang == "ur" else "ltr"
    assert f'<html lang="{lang}" dir="{direction}">' in answer.text
    assert "data-leave" in answer.text
    assert "document.documentElement.hidden = true" in answer.text
    assert "<title>Kettle</title>" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert personal_in(answer) == []


def assert_is_staffs(answer: TestResponse) -> None:
    assert '<html lang="en" dir="ltr">' in answer.text
    assert "data-leave" not in answer.text
    assert "Go to the first page" in answer.text


@pytest.fixture
def strict(house: House, web: FlaskClient) -> FlaskClient:
    """A browser whose forms need their token."""
    return create_app(house).test_client()


@pytest.mark.parametrize("address", [NOWHERE, "/my/", "/check/no-such-school"])
def test_an_address_that_is_nowhere_is_told_in_the_language_of_the_phone(
    web: FlaskClient, town: Town, address: str
) -> None:
    answer = web.get(address)
    assert answer.status_code == 404
    assert_is_a_familys(answer)
    assert "We could not find that page" in answer.text
    assert 'href="/my"' in answer.text
    in_urdu = web.get(address, headers=IN_URDU)
    assert_is_a_familys(in_urdu, lang="ur")
    assert "We could not find" not in in_urdu.text
    assert_is_a_familys(web.get(f"{address}?in=pl", headers=IN_URDU), lang="pl")


@pytest.mark.parametrize("address", ["/nothing/here", "/mystery", "/checks/a", "/inboxes"])
def test_elsewhere_the_problem_page_stays_the_one_of_staff(web: FlaskClient, town: Town, address: str) -> None:
    answer = web.get(address, headers=IN_URDU)
    assert answer.status_code == 404
    assert_is_staffs(answer)


def test_during_a_visit_it_speaks_the_language_of_the_family_not_of_the_phone(
    house: House, web: FlaskClient, visit: Visit, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads="ur")
    assert_is_a_familys(web.get(NOWHERE), lang="en")
    visit(town.sara)
    assert_is_a_familys(web.get(NOWHERE), lang="ur")
    assert_is_a_familys(web.get(f"{NOWHERE}?in=pl"), lang="ur")


def test_a_conversation_of_somebody_else_is_not_there(
    web: FlaskClient, visit: Visit, phones: Phones, town: Town
) -> None:
    visit(town.imran)
    answer = web.get(f"/my/talk/{phones.thread(town.sara)}")
    assert answer.status_code == 404
    assert_is_a_familys(answer, lang="ur")


def test_a_form_without_its_token_sends_nothing_and_keeps_the_words(
    strict: FlaskClient, phones: Phones, town: Town
) -> None:
    answer = strict.post(f"/my/talk/{phones.thread(town.sara)}", data={"words": WORDS}, headers=IN_URDU)
    assert answer.status_code == 400
    assert_is_a_familys(answer, lang="ur")
    (box,) = re.findall(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert html.unescape(box) == WORDS
    assert 'href="/my"' in answer.text
    assert 'href="?in=' not in answer.text, "the same page in another language would be another page"


def test_a_link_that_was_pressed_without_a_token_can_be_pressed_again(
    strict: FlaskClient, phones: Phones, town: Town
) -> None:
    address = f"/my/{phones.link(town.sara)}"
    answer = strict.post(address)
    assert answer.status_code == 400
    assert_is_a_familys(answer)
    assert f'href="{address}"' in answer.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', strict.get(address).text)
    assert token
    assert strict.post(address, data={"csrf_token": token[1]}).status_code == 303


def test_what_is_far_too_big_is_told_in_words(web: FlaskClient, visit: Visit, phones: Phones, town: Town) -> None:
    visit(town.sara)
    answer = web.post(f"/my/talk/{phones.thread(town.sara)}", data={"words": "x" * (BIGGEST_REQUEST + 1)})
    assert answer.status_code == 413
    assert_is_a_familys(answer)
    assert "smaller parts" in answer.text


def test_an_address_for_forms_only_is_told_like_one_that_is_nowhere(web: FlaskClient, town: Town) -> None:
    answer = web.get("/my/some-secret/again")
    assert answer.status_code == 405
    assert_is_a_familys(answer)
    assert "We could not find that page" in answer.text


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (Refused("Neil Carter does not want that."), 409, "We could not take that."),
        (CannotDo("Sara Whitfield has no line."), 503, "The fault is ours."),
        (RuntimeError("+447700900111"), 500, "The fault is ours."),
    ],
)
def test_whatever_went_wrong_its_own_words_are_not_shown(
    web: FlaskClient,
    visit: Visit,
    phones: Phones,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    told: str,
) -> None:
    visit(town.sara)
    address = f"/my/talk/{phones.thread(town.sara)}"
    assert web.get(address).status_code == 200

    def fails(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(shown, "thread", fails)
    answer = web.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert_is_a_familys(answer)


def test_while_the_database_is_away_it_speaks_the_language_of_the_phone(
    web: FlaskClient, visit: Visit, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(town.sara)

    def fails(*_args: object) -> None:
        raise OperationalError("select", {}, Exception("away"))

    monkeypatch.setattr(private_links, "family_by_session", fails)
    answer = web.get("/my", headers=IN_URDU)
    assert answer.status_code == 503
    assert_is_a_familys(answer, lang="ur")
