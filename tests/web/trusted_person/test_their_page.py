"""Beside a conversation: a card, the family's word, and closing their page everywhere."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.domain.accounts import passwords
from app.domain.people import queries as people
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilyLink, FamilyWord
from app.domain.relationships import actions as covers
from app.foundation.actors import Anybody, Command, Staff
from app.foundation.identifiers import ContactId, new_id
from app.invented_town import SARA, SCHOOL_LINE
from tests.web.trusted_person.conftest import Life, SignIn, words_of


def open_page(life: Life, contact: ContactId, number: str) -> str:
    with life.house.database.writing(Command()) as work:
        line_id = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
        secret = private_links.make_link(work, contact, line_id=line_id, number=number)
    with life.house.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=True)


def is_open(life: Life, cookie: str) -> bool:
    with life.house.database.reading(Command()) as work:
        return private_links.family_by_session(work, cookie) is not None


def words_kept(life: Life) -> list[FamilyWord]:
    with life.house.database.reading(Command()) as work:
        return list(work.session.exec(select(FamilyWord)))


def test_their_page_closes_everywhere_with_one_press(neil: FlaskClient, life: Life) -> None:
    cookie = open_page(life, life.town.sara, SARA)
    assert "Close their page everywhere" in neil.get(f"/conversation/{life.saras}").text
    answer = neil.post(f"/conversation/{life.saras}/close-page")
    assert (answer.status_code, answer.location) == (303, f"/conversation/{life.saras}#family")
    assert not is_open(life, cookie)


def test_a_card_from_a_conversation_is_shown_once_and_opens(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.saras}/card")
    assert answer.status_code == 200
    secret = answer.text.split("/my/")[1].split("<")[0]
    assert "Hand it over yourself" in words_of(answer)
    assert f'href="/conversation/{life.saras}#newest"' in answer.text
    assert neil.application.test_client().post(f"/my/{secret}").status_code == 303


@pytest.mark.parametrize(("reads", "direction"), [("en", "ltr"), ("pl", "ltr"), ("ur", "rtl")])
def test_the_card_speaks_the_familys_language_and_the_page_around_it_english(
    neil: FlaskClient, life: Life, reads: str, direction: str
) -> None:
    from app.domain.permissions import actions as permissions

    with life.house.database.writing(Command()) as work:
        permissions.set_wishes(work, life.town.sara, reads=reads)
    page = neil.post(f"/conversation/{life.saras}/card").text
    assert f'<article class="paper-card" lang="{reads}" dir="{direction}"' in page
    assert '<html lang="en" dir="ltr">' in page


def test_whoever_covers_sees_no_button_and_gets_no_card_of_a_colleagues_thread(sign_in: SignIn, life: Life) -> None:
    with life.house.database.writing(Staff(life.town.neil, life.town.school)) as work:
        covers.go_away(work, life.town.neil, by_id=life.town.grace, since=work.now, until=None)
    grace = sign_in(life.town.grace)
    assert "Make a card" not in grace.get(f"/conversation/{life.saras}").text
    refused = grace.post(f"/conversation/{life.saras}/card")
    assert refused.status_code == 409
    assert "Only Neil can hand over a card for this page." in refused.text
    with life.house.database.reading(Command()) as work:
        assert work.session.exec(select(FamilyLink)).all() == []


def test_a_word_is_agreed_on_kept_scrambled_and_taken_away(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.saras}/word", data={"word": "Blue Door"})
    assert (answer.status_code, answer.location) == (303, f"/conversation/{life.saras}#family")
    [kept] = words_kept(life)
    assert passwords.is_right("bluedoor", kept.word_hash)
    shown = neil.get(f"/conversation/{life.saras}").text
    assert "They have a word since" in shown
    assert not any(word in shown.casefold() for word in ("blue door", "bluedoor", kept.word_hash.casefold()))
    assert neil.post(f"/conversation/{life.saras}/no-word").status_code == 303
    assert words_kept(life) == []
    assert "They have a word since" not in neil.get(f"/conversation/{life.saras}").text


@pytest.mark.parametrize("odd", ["", "abc", "1234", "Sara", "ellie", "x" * 100_000, "\x00", "<b>", "\r\n\r\n", "°°°°°"])
def test_a_word_that_is_none_is_refused_and_not_shown_again(neil: FlaskClient, life: Life, odd: str) -> None:
    answer = neil.post(f"/conversation/{life.saras}/word", data={"word": odd})
    assert answer.status_code == 409
    assert '<a href="#word">' in answer.text
    box = answer.text.split('id="word"')[1].split(">")[0]
    assert 'value=""' in box
    assert words_kept(life) == []


@pytest.mark.parametrize("press", ["close-page", "card", "word", "no-word"])
def test_a_colleague_an_operator_and_a_stranger_find_nothing_to_press(
    sign_in: SignIn, web: FlaskClient, life: Life, press: str
) -> None:
    address = f"/conversation/{life.saras}/{press}"
    cookie = open_page(life, life.town.sara, SARA)
    assert web.post(address, data={"word": "kettle"}).status_code == 401
    for person in (life.town.grace, life.town.hannah, life.town.olive):
        theirs = sign_in(person).post(address, data={"word": "kettle"})
        nobody = sign_in(person).post(f"/conversation/{new_id()}/{press}", data={"word": "kettle"})
        assert theirs.status_code == nobody.status_code == 404
        assert theirs.text.split("<main")[1] == nobody.text.split("<main")[1]
    assert words_kept(life) == []
    assert is_open(life, cookie)


def test_for_somebody_unknown_there_is_neither_card_nor_word(sign_in: SignIn, life: Life) -> None:
    life.texts("+447700900155", "who am i")
    priya, thread = sign_in(life.town.priya), life.front_door()
    page = priya.get(f"/conversation/{thread}").text
    assert "Make a card" not in page
    assert "Their word" not in page
    assert priya.post(f"/conversation/{thread}/card").status_code == 409
    assert priya.post(f"/conversation/{thread}/word", data={"word": "kettle"}).status_code == 409


def test_words_from_a_phone_in_other_hands_say_so(neil: FlaskClient, life: Life) -> None:
    life.clock.move(minutes=1)
    neil.post(f"/family/{life.town.sara}/phone/freeze", data={"number": SARA})
    life.clock.move(minutes=1)
    life.texts(SARA, "send me the link please")
    shown = words_of(neil.get(f"/conversation/{life.saras}"))
    assert "by text, from a phone that may be in other hands" in shown
    assert shown.count("from a phone that may be in other hands") == 1
    refused = neil.post(f"/conversation/{life.saras}/reply", data={"text": "Who is this?"})
    assert refused.status_code == 409
    assert "Who is this?" in refused.text


def test_somebody_without_a_phone_is_offered_a_card_where_a_hello_cannot_go(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    page = joyce.get(f"/hello/{life.town.leon}").text
    assert f'href="/family/{life.town.leon}#card"' in page
    assert joyce.post(f"/family/{life.town.leon}/card").status_code == 200
    thread = life.thread(life.town.leon, life.town.joyce)
    talk = joyce.get(f"/conversation/{thread}").text
    assert "Say hello" not in talk
    assert "What you write waits on their private page." in talk
    assert joyce.post(f"/conversation/{thread}/reply", data={"text": "Hello Leon"}).status_code == 303


def test_nobody_writes_to_a_young_person_without_confirmed_checks_and_every_word_stays(
    sign_in: SignIn, life: Life
) -> None:
    from app.domain.people import members

    joyce = sign_in(life.town.joyce)
    joyce.post(f"/family/{life.town.leon}/card")
    thread = life.thread(life.town.leon, life.town.joyce)
    with life.house.database.writing(Command()) as work:
        found = members.membership(work, life.town.joyce)
        found.cleared_for_young_until = work.now
        work.session.add(found)
    refused = joyce.post(f"/conversation/{thread}/reply", data={"text": "Hello Leon, how are you"})
    assert refused.status_code == 409
    assert "a second colleague must confirm Joyce" in refused.text
    assert "Hello Leon, how are you</textarea>" in refused.text
    assert joyce.post(f"/conversation/{thread}/card").status_code == 409
