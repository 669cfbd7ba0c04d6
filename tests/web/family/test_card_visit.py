"""A visit that began with a card: no phone to compare, no text to ask for, the person's thread alone."""

import html
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.conversations import private_page
from app.domain.conversations.models import Message
from app.domain.conversations.private_page import Card
from app.domain.people import members
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

MakesCard = Callable[..., Card]


@pytest.fixture
def card(house: House, town: Town) -> MakesCard:
    """`card(town.leon)`: a fresh card from Joyce; or from somebody else."""

    def make(contact_id, by=None) -> Card:
        by = by or town.joyce
        with house.database.reading(Command()) as work:
            place = members.membership(work, by).organisation_id
        with house.database.writing(Staff(by, place)) as work:
            return private_page.make_card(work, contact_id)

    return make


def test_leon_comes_in_writes_and_reads_the_answer(house: House, web: FlaskClient, card: MakesCard, town: Town) -> None:
    made = card(town.leon)
    answer = web.post(f"/my/{made.secret}")
    assert (answer.status_code, answer.location) == (303, "/my")
    assert made.secret not in answer.location
    talk = f"/my/talk/{made.conversation_id}"
    assert "Joyce" in web.get("/my", follow_redirects=True).text
    assert web.post(talk, data={"words": "can you meet me at the gate"}).status_code == 303
    assert "can you meet me at the gate" in web.get(talk).text
    sorting.sort_arrivals(house.database)
    from app.domain.conversations import actions

    with house.database.writing(Staff(town.joyce, town.charity)) as work:
        actions.reply(work, made.conversation_id, text="I will be there at three", once="a")
    assert "I will be there at three" in web.get(talk).text


def test_it_shows_the_thread_of_the_card_alone(web: FlaskClient, card: MakesCard, phones: Phones, town: Town) -> None:
    neils = phones.thread(town.sara)
    made = card(town.sara, town.grace)
    web.post(f"/my/{made.secret}")
    shown = web.get("/my", follow_redirects=True).text
    assert "Grace" in shown
    assert "Neil" not in shown
    for answer in (web.get(f"/my/talk/{neils}"), web.post(f"/my/talk/{neils}", data={"words": "x"})):
        assert answer.status_code == 404
    assert web.post(f"/my/talk/{neils}/word", data={"word": "x"}).status_code == 404


def test_when_it_is_over_the_page_says_ask_for_a_new_card_and_offers_no_text(
    house: House, web: FlaskClient, card: MakesCard, town: Town, clock: SettableClock
) -> None:
    made = card(town.leon)
    web.post(f"/my/{made.secret}")
    clock.move(minutes=61)
    over = web.post(f"/my/talk/{made.conversation_id}", data={"words": "are you <there>"})
    assert over.status_code == 401
    assert "Ask your person for a new card." in over.text
    assert html.escape("are you <there>") in over.text
    for never in ("Text me a new link", "sms:", "LINK", "Joyce", "Leon"):
        assert never not in over.text
    web.post("/my/new-link")
    with house.database.reading(Command()) as work:
        assert work.session.exec(select(Arrival).where(Arrival.kind == Kind.LINK_WANTED)).all() == []


def test_a_used_card_texts_nobody_and_its_page_says_what_to_do(
    house: House, web: FlaskClient, card: MakesCard, town: Town
) -> None:
    made = card(town.sara, town.neil)
    web.post(f"/my/{made.secret}")
    used = web.application.test_client().post(f"/my/{made.secret}")
    assert used.status_code == 410
    assert "ask your person for a new card" in used.text
    assert web.post(f"/my/{made.secret}/again").status_code == 200
    sorting.sort_arrivals(house.database)
    with house.database.reading(Command()) as work:
        assert work.session.exec(select(Message).where(Message.purpose == "link_wanted")).all() == []


def test_who_can_read_this_and_signing_out_say_it_for_somebody_without_a_phone(
    web: FlaskClient, card: MakesCard, town: Town
) -> None:
    made = card(town.leon)
    web.post(f"/my/{made.secret}")
    page = web.get(f"/my/talk/{made.conversation_id}").text
    assert "Ask Joyce: your page closes everywhere." in page
    assert "LOCK" not in page
    left = web.post("/my/leave").text
    assert "ask your person for a new card" in left
    assert "LINK" not in left
    assert web.get("/my").text.count("Ask your person for a new card") == 0, "the cookie is gone, too"


def test_who_has_a_phone_reads_about_lock(web: FlaskClient, visit, phones: Phones, town: Town) -> None:
    visit(town.sara)
    assert "Text the word LOCK" in web.get(f"/my/talk/{phones.thread(town.sara)}").text
    assert "Text the word LOCK" in web.post("/my/leave").text


def test_sixty_days_on_a_tablet_of_ones_own(
    web: FlaskClient, card: MakesCard, town: Town, clock: SettableClock
) -> None:
    web.post(f"/my/{card(town.leon).secret}", data={"only_mine": "yes"})
    clock.move(days=59)
    assert web.get("/my").status_code == 303
    clock.move(days=1)
    assert web.get("/my").status_code == 200
