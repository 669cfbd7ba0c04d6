"""The first text of all: shown whole before it goes, without a link, with who gave the number."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.domain.conversations import thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from app.foundation.sms import parts_of
from app.foundation.work import Work
from app.invented_town import SARA
from tests.web.trusted_person.conftest import Life, SignIn, mark_of, words_of

TYPED = {"giver": "miss Okafor at school", "words": "I run the breakfast club."}
WHOLE = (
    "Grace here, from Tidewell Harbour School. Hello Sara. Miss Okafor at school gave me your number. "
    "Nothing is wrong and you do not need to answer. I run the breakfast club. "
)


@pytest.fixture
def grace(sign_in: SignIn, life: Life) -> FlaskClient:
    """Grace has never written to Sara."""
    return sign_in(life.town.grace)


@pytest.fixture
def address(life: Life) -> str:
    return f"/hello/{life.town.sara}"


def has_thread(life: Life) -> bool:
    with life.house.database.reading(Command()) as work:
        query = select(Conversation).where(
            Conversation.contact_id == life.town.sara, Conversation.membership_id == life.town.grace
        )
        return work.session.exec(query).first() is not None


def test_the_whole_text_is_shown_before_it_goes(grace: FlaskClient, life: Life, address: str) -> None:
    answer = grace.post(address, data=TYPED | {"do": "preview"})
    assert answer.status_code == 200
    assert WHOLE in answer.text
    assert "2 texts. Goes at once." in words_of(answer)
    assert "I run the breakfast club." in answer.text
    assert not has_thread(life)


def test_what_was_shown_is_what_goes(grace: FlaskClient, life: Life, address: str) -> None:
    shown = grace.post(address, data=TYPED | {"do": "preview"}).text
    answer = grace.post(address, data=TYPED)
    thread = life.thread(life.town.sara, life.town.grace)
    message = life.newest(thread)
    assert answer.status_code == 303
    assert answer.location == f"/conversation/{thread}#newest"
    assert f">{message.body}</p>" in shown
    assert message.body.startswith(WHOLE)
    assert (message.state, message.number) == (State.QUEUED, SARA)
    assert parts_of(message.body).count <= 2
    assert "://" not in message.body
    assert "STOP" in message.body


def test_pressing_twice_says_hello_once(grace: FlaskClient, life: Life, address: str) -> None:
    mark = mark_of(grace.get(address), address)
    for _ in range(2):
        assert grace.post(address, data=TYPED | {"once": mark}).status_code == 303
    assert len(life.said_in(life.thread(life.town.sara, life.town.grace))) == 1


@pytest.mark.parametrize("backend", ["postgres"])  # SQLite lets nobody in while somebody writes
def test_two_presses_at_the_very_same_instant_say_hello_once(
    grace: FlaskClient, life: Life, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, together = mark_of(grace.get(address), address), threading.Barrier(2)
    looked: list[str] = []

    def looks_when_the_other_does(work: Work, once: str) -> Message | None:
        found = already(work, once)
        looked.append(once)
        if len(looked) <= 2:
            together.wait(timeout=10)
        return found

    already = thread.already
    monkeypatch.setattr(thread, "already", looks_when_the_other_does)

    def press(_: int) -> int:
        browser = grace.application.test_client()
        browser.set_cookie(name, value, domain="localhost")
        return browser.post(address, data=TYPED | {"once": mark}).status_code

    name, value = life.staff_cookie_for(life.town.grace)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == [303, 303]
    assert len(looked) == 3  # one of them was done once more
    assert len(life.said_in(life.thread(life.town.sara, life.town.grace))) == 1


def test_hello_can_wait_for_tomorrow(grace: FlaskClient, life: Life, address: str) -> None:
    grace.post(address, data=TYPED | {"when": "tomorrow", "clock": "09:30"})
    assert f"{life.newest(life.thread(life.town.sara, life.town.grace)).not_before:%d %H:%M}" == "11 09:30"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"giver": " "}, "Please say who gave you the number."),
        ({"words": "Look: https://example.org"}, "The first text has no link"),
        ({"when": "today", "clock": "07:00"}, "That time has passed today."),
        ({"words": "so many words " * 60}, "The first text stays short"),
    ],
)
def test_a_hello_that_would_frighten_is_refused_and_every_word_is_kept(
    grace: FlaskClient, life: Life, address: str, wrong: dict[str, str], sentence: str
) -> None:
    typed = TYPED | wrong
    answer = grace.post(address, data=typed)
    assert answer.status_code == 409
    assert sentence in words_of(answer)
    assert f'value="{typed["giver"]}"' in answer.text
    assert typed["words"].strip() in answer.text
    assert not has_thread(life)


DEAR = "Zażółć gęślą jaźń. " * 8
SHORTER = "this would take 6 texts, because “ż” leaves less room in each. Leave some words for later."


@pytest.mark.parametrize(("do", "status"), [("send", 409), ("preview", 200)])
def test_a_hello_that_is_too_long_names_the_letter_that_makes_it_so(
    grace: FlaskClient, life: Life, address: str, do: str, status: int
) -> None:
    answer = grace.post(address, data=TYPED | {"words": DEAR, "do": do})
    assert answer.status_code == status
    assert SHORTER in words_of(answer)
    assert DEAR.strip() in answer.text
    assert not has_thread(life)


def test_a_hello_that_is_too_long_in_plain_letters_blames_none(grace: FlaskClient, address: str) -> None:
    said = words_of(grace.post(address, data=TYPED | {"words": "so many words " * 60}))
    assert "this would take 7 texts. Leave some words for later." in said
    assert "leaves less room" not in said


def test_hello_to_a_phone_that_said_stop_is_refused_and_leaves_nothing_behind(
    grace: FlaskClient, life: Life, address: str
) -> None:
    with life.house.database.writing(Command()) as work:
        line = people.line_of(work, life.town.school, life.town.grace)
        assert line
        permissions.stop(work, line.id, SARA)
    assert "This phone said STOP" in words_of(grace.get(address))
    answer = grace.post(address, data=TYPED)
    assert answer.status_code == 409
    assert "I run the breakfast club." in answer.text
    assert not has_thread(life)


def test_who_has_written_already_simply_writes_again(neil: FlaskClient, life: Life, address: str) -> None:
    answer = neil.get(address)
    assert answer.status_code == 303
    assert answer.location == f"/conversation/{life.saras}#newest"


def test_a_conversation_without_a_word_leads_to_hello(grace: FlaskClient, life: Life, address: str) -> None:
    grace.post(address, data=TYPED | {"when": "tomorrow", "clock": "09:30"})
    thread = life.thread(life.town.sara, life.town.grace)
    grace.post(f"/message/{life.newest(thread).id}/take-back")
    page = grace.get(f"/conversation/{thread}")
    assert f'href="{address}"' in page.text
    assert "You have not written to each other yet." in words_of(page)


def test_the_words_of_a_hello_are_fixed_but_it_can_be_taken_back(grace: FlaskClient, life: Life, address: str) -> None:
    grace.post(address, data=TYPED | {"when": "tomorrow", "clock": "09:30"})
    thread = life.thread(life.town.sara, life.town.grace)
    page = grace.get(f"/conversation/{thread}").text
    assert "/take-back" in page
    assert "/change" not in page
    answer = grace.post(f"/message/{life.newest(thread).id}/change", data={"body": "Other words"})
    assert answer.status_code == 409
    assert "These words are fixed." in words_of(answer)


def test_the_number_can_be_checked_on_the_organisations_own_page(grace: FlaskClient, life: Life, address: str) -> None:
    assert 'href="/check/tidewell-harbour-school"' in grace.get(address).text


def test_somebody_who_reads_polish_can_be_greeted_in_polish_and_it_says_who_has_read_the_words(
    sign_in: SignIn, life: Life
) -> None:
    grace, town = sign_in(life.town.grace), life.town
    shown = words_of(grace.get(f"/hello/{town.ewa}"))
    assert "Polish: a draft that nobody who speaks it has read yet" in shown
    form = {"giver": "Miss Okafor", "words": "", "in": "pl"}
    preview = words_of(grace.post(f"/hello/{town.ewa}", data=form | {"do": "preview"}))
    assert "Dzień dobry, Ewa." in preview
    assert grace.post(f"/hello/{town.ewa}", data=form).status_code == 303
    sent = life.newest(life.thread(town.ewa, town.grace)).body
    assert sent.startswith("Grace")
    assert "STOP" in sent


@pytest.mark.parametrize("code", ["en", "ur", "xx", "", "\0"])
def test_any_other_language_than_the_familys_own_is_english(sign_in: SignIn, life: Life, code: str) -> None:
    form = {"giver": "Miss Okafor", "words": "", "in": code, "do": "preview"}
    preview = words_of(sign_in(life.town.grace).post(f"/hello/{life.town.ewa}", data=form))
    assert "Hello Ewa." in preview
