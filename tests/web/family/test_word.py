"""The family's word, said on its page: it opens what is older; a wrong one says nothing about whether there is one."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import passwords
from app.domain.limits.models import Attempt
from app.domain.limits.rules import Limited
from app.domain.permissions import actions as permissions
from app.domain.private_pages import family_words
from app.domain.private_pages.models import FamilySession
from app.domain.private_pages.rules import family_word
from app.foundation.actors import Command
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
Same = Callable[[TestResponse], str]
OLD = "shes not sleeping. mornings are really hard"


def agree_on(house: House, town: Town, word: str) -> None:
    word_hash = passwords.hash_password(family_word(word))
    with house.database.writing(Command()) as work:
        family_words.keep(work, town.sara, word_hash=word_hash, set_by_id=town.neil)


@pytest.fixture
def talk(visit: Visit, phones: Phones, town: Town, clock: SettableClock) -> str:
    """The address of Sara's conversation, in which a part is older than 14 days by now; her visit is open."""
    clock.move(days=12)
    visit(town.sara)
    return f"/my/talk/{phones.thread(town.sara)}"


def test_the_box_stands_where_older_messages_are_locked_and_nowhere_else(
    house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town, clock: SettableClock
) -> None:
    visit(town.sara)
    address = f"/my/talk/{phones.thread(town.sara)}"
    assert 'name="word"' not in web.get(address).text
    clock.move(days=12)
    visit(town.sara)
    page = web.get(address).text
    assert 'name="word"' in page
    assert 'autocomplete="off"' in page
    assert OLD not in page


@pytest.mark.parametrize("typed", ["Blue Door", "blue door!", "BLUEDOOR", "blüe dóor"])
def test_the_right_word_however_it_is_typed_opens_everything(
    house: House, web: FlaskClient, talk: str, town: Town, typed: str
) -> None:
    agree_on(house, town, "Blue door")
    answer = web.post(f"{talk}/word", data={"word": typed})
    assert (answer.status_code, answer.location) == (303, talk)
    page = web.get(talk).text
    assert OLD in page
    assert 'name="word"' not in page


def test_it_stays_open_for_an_hour_on_a_phone_of_ones_own_and_on_this_visit_alone(
    house: House, web: FlaskClient, phones: Phones, town: Town, clock: SettableClock
) -> None:
    agree_on(house, town, "blue door")
    clock.move(days=12)
    web.post(f"/my/{phones.link(town.sara)}", data={"only_mine": "yes"})
    other = web.application.test_client()
    other.post(f"/my/{phones.link(town.sara)}", data={"only_mine": "yes"})
    talk = f"/my/talk/{phones.thread(town.sara)}"
    web.post(f"{talk}/word", data={"word": "blue door"})
    clock.move(minutes=59)
    assert OLD in web.get(talk).text
    assert OLD not in other.get(talk).text
    clock.move(minutes=1)
    assert OLD not in web.get(talk).text


def test_a_wrong_word_and_any_word_where_there_is_none_get_the_same_page(
    house: House, web: FlaskClient, talk: str, town: Town, same: Same
) -> None:
    none = web.post(f"{talk}/word", data={"word": "red door"})
    agree_on(house, town, "blue door")
    wrong = web.post(f"{talk}/word", data={"word": "red door"})
    assert wrong.status_code == none.status_code == 422
    assert same(wrong) == same(none)
    assert "red door" not in wrong.text, "what was typed is not shown to whoever looks over a shoulder"
    assert "did not open the older messages" in wrong.text
    assert OLD not in wrong.text


def test_after_five_wrong_ones_even_the_right_one_has_to_wait(
    house: House, web: FlaskClient, talk: str, town: Town, same: Same, clock: SettableClock
) -> None:
    agree_on(house, town, "blue door")
    assert [web.post(f"{talk}/word", data={"word": "no"}).status_code for _ in range(6)] == [422] * 5 + [429]
    too_often = web.post(f"{talk}/word", data={"word": "blue door"})
    assert too_often.status_code == 429
    assert "tried a few times" in too_often.text
    assert OLD not in web.get(talk).text
    with house.database.writing(Command()) as work:
        family_words.forget(work, town.sara)
    assert same(web.post(f"{talk}/word", data={"word": "blue door"})) == same(too_often)


def test_right_ones_are_not_counted(house: House, web: FlaskClient, talk: str, town: Town) -> None:
    agree_on(house, town, "blue door")
    for _ in range(8):
        assert web.post(f"{talk}/word", data={"word": "blue door"}).status_code == 303
    with house.database.reading(Command()) as work:
        tries = work.session.exec(select(Attempt).where(Attempt.kind == Limited.WORD_BY_CONTACT.name)).all()
    assert tries == []


@pytest.mark.parametrize(
    "odd",
    ["", " ", "\x00", "<script>alert(1)</script>", "x" * 100_000, "'; drop--", "\r\nSet-Cookie: a=b", "؟؟؟"],
)
def test_odd_words_get_the_same_plain_answer(web: FlaskClient, talk: str, odd: str) -> None:
    answer = web.post(f"{talk}/word", data={"word": odd})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "Set-Cookie" not in str(answer.headers).replace("Set-Cookie: kettle_form", "")


def test_it_opens_nothing_of_another_family_and_nothing_without_a_visit(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town
) -> None:
    agree_on(house, town, "blue door")
    theirs = f"/my/talk/{phones.thread(town.ewa)}/word"
    assert web.post(theirs, data={"word": "blue door"}).status_code == 404
    stranger = web.application.test_client()
    assert stranger.post(f"{talk}/word", data={"word": "blue door"}).status_code == 401
    with house.database.reading(Command()) as work:
        assert all(one.older_until is None for one in work.session.exec(select(FamilySession)))


def test_a_get_says_no_word(web: FlaskClient, talk: str) -> None:
    assert web.get(f"{talk}/word?word=blue").status_code in {404, 405}


@pytest.mark.parametrize("reads", ["pl", "ur"])
def test_the_answer_is_in_the_familys_language(
    house: House, web: FlaskClient, talk: str, town: Town, reads: str
) -> None:
    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    assert f'<html lang="{reads}"' in web.post(f"{talk}/word", data={"word": "no"}).text


def test_no_word_is_ever_in_a_text_or_on_a_page_of_staff(house: House, web: FlaskClient, talk: str, town: Town) -> None:
    agree_on(house, town, "blue door")
    web.post(f"{talk}/word", data={"word": "blue door"})
    from app.domain.conversations.models import Message

    with house.database.reading(Command()) as work:
        assert not any("blue door" in one.body.casefold() for one in work.session.exec(select(Message)))
