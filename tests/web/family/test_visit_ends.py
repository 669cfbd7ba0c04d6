"""When the visit is over: nothing typed is lost, nothing is shown, and there is a way on."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.conversations.models import Message
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Provider
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE, Town
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
WORDS = "Can we talk? It's 50% better & <b>calmer</b> – نیلا\nthank you"


def links_wanted(house: House) -> int:
    with house.database.reading(Command()) as work:
        return len(work.session.exec(select(Arrival).where(Arrival.kind == Kind.LINK_WANTED)).all())


@pytest.fixture
def over(visit: Visit, phones: Phones, town: Town, clock: SettableClock) -> str:
    """The address of Sara's conversation; her visit has just ended by itself."""
    visit(town.sara)
    clock.move(minutes=61)
    return f"/my/talk/{phones.thread(town.sara)}"


def test_what_was_typed_stands_in_a_box_and_can_go_as_a_text(web: FlaskClient, over: str) -> None:
    answer = web.post(over, data={"words": WORDS})
    assert answer.status_code == 401
    (box,) = re.findall(r"<textarea[^>]*readonly[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert html.unescape(box) == WORDS
    (address,) = re.findall(r'href="(sms:[^"]+)"', answer.text)
    parts = urlsplit(html.unescape(address))
    assert parts.path == SCHOOL_LINE
    assert parse_qs(parts.query, strict_parsing=True) == {"body": [WORDS]}
    assert "07700 900000" in answer.text


def test_while_the_visit_lasts_the_same_words_are_taken(
    web: FlaskClient, visit: Visit, phones: Phones, town: Town
) -> None:
    visit(town.sara)
    assert web.post(f"/my/talk/{phones.thread(town.sara)}", data={"words": WORDS}).status_code == 303


def test_the_page_that_says_so_names_nobody(web: FlaskClient, over: str) -> None:
    shown = web.get(over)
    assert shown.status_code == 200
    assert not any(name in shown.text for name in ("Neil", "Sara", "Ellie", "Tidewell", "900111", "made my day"))


def test_a_new_link_goes_to_the_phone_of_the_ended_visit_and_the_words_come_along(
    house: House, web: FlaskClient, over: str
) -> None:
    answer = web.post("/my/new-link", data={"words": WORDS})
    assert answer.status_code == 200
    assert html.escape(WORDS, quote=False).replace("'", "&#39;") in answer.text
    with house.database.reading(Command()) as work:
        (wish,) = work.session.exec(select(Arrival).where(Arrival.kind == Kind.LINK_WANTED))
    assert (wish.from_number, wish.to_number) == (SARA, SCHOOL_LINE)


def test_three_new_links_an_hour_are_enough_and_the_page_says_so_and_keeps_the_words(
    house: House, web: FlaskClient, over: str
) -> None:
    def ask() -> TestResponse:
        answer = web.post("/my/new-link", data={"words": WORDS})
        sorting.sort_arrivals(house.database)
        return answer

    assert [ask().status_code for _ in range(4)] == [200, 200, 200, 429]
    with house.database.reading(Command()) as work:
        assert len(work.session.exec(select(Message).where(Message.purpose == "link_wanted")).all()) == 3
    told = ask().text
    assert "So we do not text another one yet" in told
    assert html.escape(WORDS, quote=False).replace("'", "&#39;") in told


def test_a_browser_that_was_never_here_is_told_how_to_get_a_link(house: House, web: FlaskClient, town: Town) -> None:
    for answer in (web.get("/my"), web.post("/my/new-link"), web.get("/my/talk/019a0000-0000-7000-8000-000000000001")):
        assert answer.status_code == 200
        assert "Text the word LINK" in answer.text
        assert "sms:" not in answer.text
    assert links_wanted(house) == 0


def test_a_made_up_cookie_opens_nothing(web: FlaskClient, visit: Visit, town: Town) -> None:
    visit(town.sara)
    assert web.get("/my").status_code == 303
    web.set_cookie("kettle_family", "made-up")
    assert "Text the word LINK" in web.get("/my").text


def test_stop_ends_the_visit_at_once(house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town) -> None:
    visit(town.sara)
    address = f"/my/talk/{phones.thread(town.sara)}"
    unused = phones.link(town.sara)
    assert "made my day" in web.get(address).text
    with house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound("SM" + "1" * 32, SCHOOL_LINE, SARA, "Stop"), kind=Kind.TEXT)
    assert "made my day" not in web.get(address).text
    assert web.post(f"/my/{unused}").status_code == 410


def test_signing_out_ends_it_on_this_phone_and_clears_what_the_browser_keeps(
    web: FlaskClient, visit: Visit, town: Town
) -> None:
    visit(town.sara)
    kept = web.get_cookie("kettle_family")
    assert kept
    answer = web.post("/my/leave")
    assert answer.status_code == 200
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert web.get_cookie("kettle_family") is None
    web.set_cookie("kettle_family", kept.value)
    assert web.get("/my").status_code == 200  # a copy of the cookie opens nothing either


def test_a_get_never_signs_out(web: FlaskClient, visit: Visit, town: Town) -> None:
    visit(town.sara)
    web.get("/my/leave")
    web.get("/my/new-link")
    assert web.get("/my").status_code == 303


def test_no_page_of_a_family_is_kept_by_the_browser(web: FlaskClient, visit: Visit, phones: Phones, town: Town) -> None:
    visit(town.sara)
    for address in ("/my", f"/my/talk/{phones.thread(town.sara)}", "/my/whatever"):
        answer = web.get(address)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
