"""Answering: now or later, changed, taken back, refused with every word kept, and pressed twice without harm."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.conversations.models import Conversation
from app.domain.conversations.rules import Channel, State
from app.domain.people import actions as people_actions
from app.domain.private_pages import private_links
from app.foundation.actors import Command, Staff
from app.invented_town import EWA, SARA
from tests.web.trusted_person.conftest import Life, SignIn, mark_of, words_of


def test_an_answer_waits_for_its_line_and_nobody_waits_any_more(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you at 2"})
    message = life.newest(life.ewas)
    assert answer.status_code == 303
    assert answer.location == f"/conversation/{life.ewas}#newest"
    assert (message.body, message.state, message.number) == ("I will ring you at 2", State.QUEUED, EWA)
    assert message.author_membership_id == life.town.neil
    assert not life.is_waiting(life.ewas)


def test_pressing_send_twice_sends_once(neil: FlaskClient, life: Life) -> None:
    mark = mark_of(neil.get(f"/conversation/{life.ewas}"), "/reply")
    for _ in range(2):
        answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you", "once": mark})
        assert answer.status_code == 303
    assert len(life.said_in(life.ewas)) == 2


def test_the_same_words_in_a_fresh_form_are_sent_again(neil: FlaskClient, life: Life) -> None:
    for _ in range(2):
        mark = mark_of(neil.get(f"/conversation/{life.ewas}"), "/reply")
        neil.post(f"/conversation/{life.ewas}/reply", data={"text": "ok", "once": mark})
    assert len(life.said_in(life.ewas)) == 3


def test_an_answer_for_tomorrow_waits_until_tomorrow_and_says_so(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "See you at ten", "when": "tomorrow", "clock": "09:30"})
    assert f"{life.newest(life.ewas).not_before:%d %H:%M}" == "11 09:30"
    assert "Goes tomorrow at 9:30." in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_an_answer_for_the_middle_of_the_night_goes_in_the_morning_and_says_so(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "Good night", "when": "today", "clock": "23:00"})
    assert "Goes tomorrow at 8:00." in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_a_time_that_has_passed_is_refused_and_every_word_is_kept(neil: FlaskClient, life: Life) -> None:
    typed = {"text": "See you\n  at <eight>", "when": "today", "clock": "08:15"}
    answer = neil.post(f"/conversation/{life.ewas}/reply", data=typed)
    assert answer.status_code == 409
    assert "That time has passed today." in words_of(answer)
    assert "\nSee you\n  at &lt;eight&gt;</textarea>" in answer.text
    assert '<option value="today" selected>' in answer.text
    assert 'value="08:15"' in answer.text
    assert life.is_waiting(life.ewas)


@pytest.mark.parametrize("text", ["", "   \n "])
def test_an_answer_without_words_is_refused(neil: FlaskClient, life: Life, text: str) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": text})
    assert answer.status_code == 409
    assert "There is nothing written yet." in words_of(answer)
    assert len(life.said_in(life.ewas)) == 1


def test_an_answer_of_ten_texts_goes(neil: FlaskClient, life: Life) -> None:
    assert neil.post(f"/conversation/{life.ewas}/reply", data={"text": "a" * (1530 - 6)}).status_code == 303


def test_an_answer_of_eleven_texts_is_refused_and_every_word_is_kept(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": "a" * 1530})
    assert answer.status_code == 409
    assert "This would take 11 texts, and 10 is the most." in words_of(answer)
    assert "a" * 1530 in answer.text
    assert len(life.said_in(life.ewas)) == 1


def test_without_a_script_a_button_counts_the_texts_and_sends_nothing(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/words", data={"text": "Zażółć gęślą jaźń. " * 8})
    assert answer.status_code == 200
    assert "3 texts, because “ż” leaves less room in each" in words_of(answer)
    assert "Zażółć gęślą jaźń." in answer.text
    assert len(life.said_in(life.ewas)) == 1


def test_stop_between_opening_the_page_and_sending_refuses_and_keeps_every_word(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "STOP")
    answer = neil.post(f"/conversation/{life.saras}/reply", data={"text": "See you tomorrow"})
    assert answer.status_code == 409
    assert "This phone said STOP" in words_of(answer)
    assert "\nSee you tomorrow</textarea>" in answer.text


def test_stop_takes_back_what_waits_and_says_so(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.saras}/reply", data={"text": "See you", "when": "tomorrow", "clock": "09:00"})
    life.texts(SARA, "STOP")
    assert "Not sent: this phone said STOP." in words_of(neil.get(f"/conversation/{life.saras}"))


def test_words_to_an_open_private_page_wait_there(neil: FlaskClient, life: Life) -> None:
    with life.house.database.writing(Command()) as work:
        card = private_links.make_card(work, life.town.sara, handed_by_id=life.town.neil)
        private_links.use_link(work, card, is_only_mine=False)
        people_actions.take_phone_away(work, life.town.sara)
    assert "What you write waits on her private page." in words_of(neil.get(f"/conversation/{life.saras}"))
    assert neil.post(f"/conversation/{life.saras}/reply", data={"text": "Still here"}).status_code == 303
    assert life.newest(life.saras).channel is Channel.WEB


def test_no_answer_needed_sends_nothing_and_nobody_waits(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/no-answer")
    assert answer.status_code == 303
    assert answer.location == "/inbox"
    assert not life.is_waiting(life.ewas)
    assert len(life.said_in(life.ewas)) == 1


def test_no_answer_needed_keeps_words_that_stand_in_the_box(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/no-answer", data={"text": "Half a thought"})
    assert "\nHalf a thought</textarea>" in answer.text
    assert not life.is_waiting(life.ewas)


def newest_word_on(page: TestResponse) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


@pytest.mark.parametrize(("button", "typed"), [("reply", {"text": "I ring at three."}), ("no-answer", {})])
def test_what_comes_after_the_page_was_drawn_is_not_answered_by_it(
    neil: FlaskClient, life: Life, button: str, typed: dict[str, str]
) -> None:
    address = f"/conversation/{life.ewas}"
    old = newest_word_on(neil.get(address))
    life.clock.move(minutes=1)
    life.texts(EWA, "proszę szybko")
    assert neil.post(f"{address}/{button}", data=typed | {"seen": old}).status_code == 303
    assert since(life) == life.clock.now
    new = newest_word_on(neil.get(f"{address}/entries"))
    assert neil.post(f"{address}/{button}", data=typed | {"seen": new}).status_code == 303
    assert since(life) is None


@pytest.mark.parametrize("seen", ["", "yes", "00000000-0000-0000-0000-00000000000g"])
def test_a_mark_that_is_no_mark_answers_nothing(neil: FlaskClient, life: Life, seen: str) -> None:
    assert neil.post(f"/conversation/{life.ewas}/no-answer", data={"seen": seen}).status_code == 404
    assert life.is_waiting(life.ewas)


def since(life: Life) -> datetime | None:
    """Since when Ewa waits."""
    with life.house.database.reading(Command()) as work:
        found = work.session.get(Conversation, life.ewas)
        assert found is not None
        return found.waiting_since


def test_no_answer_needed_can_be_taken_back_and_she_waits_as_long_as_before(neil: FlaskClient, life: Life) -> None:
    before, still = since(life), f'formaction="/conversation/{life.ewas}/still-waits"'
    neil.post(f"/conversation/{life.ewas}/no-answer")
    page = neil.get(f"/conversation/{life.ewas}")
    assert f"{still}>" in page.text  # not hidden
    assert "no answer needed" in words_of(page)
    for _ in range(2):  # pressing twice is pressing once
        answer = neil.post(f"/conversation/{life.ewas}/still-waits")
        assert answer.status_code == 303
        assert answer.location == f"/conversation/{life.ewas}#newest"
        assert since(life) == before is not None
    page = neil.get(f"/conversation/{life.ewas}")
    assert f"{still} hidden>" in page.text
    assert "waiting since 8:36" in words_of(page)


def test_taking_it_back_keeps_words_that_stand_in_the_box(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/no-answer")
    answer = neil.post(f"/conversation/{life.ewas}/still-waits", data={"text": "Half a thought"})
    assert answer.status_code == 200
    assert "\nHalf a thought</textarea>" in answer.text
    assert life.is_waiting(life.ewas)


def test_it_cannot_be_taken_back_after_an_answer_and_every_word_is_kept(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/no-answer")
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "Thank you"})
    answer = neil.post(f"/conversation/{life.ewas}/still-waits", data={"text": "Half a thought"})
    assert answer.status_code == 409
    assert "Somebody has answered since, so nobody waits here." in words_of(answer)
    assert "\nHalf a thought</textarea>" in answer.text
    assert not life.is_waiting(life.ewas)
    assert f'formaction="/conversation/{life.ewas}/still-waits" hidden>' in answer.text


def test_newer_words_wait_since_they_came_whatever_is_taken_back(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/no-answer")
    life.clock.move(minutes=3)
    life.texts(EWA, "halo?")
    now = life.clock.now
    assert neil.post(f"/conversation/{life.ewas}/still-waits").status_code == 303
    assert since(life) == now


def test_who_can_only_be_rung_can_still_be_put_back(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "STOP")
    neil.post(f"/conversation/{life.saras}/no-answer")
    page = neil.get(f"/conversation/{life.saras}").text
    assert 'id="reply"' not in page
    assert f'formaction="/conversation/{life.saras}/still-waits">' in page
    neil.post(f"/conversation/{life.saras}/still-waits")
    assert life.is_waiting(life.saras)


@pytest.fixture
def waits(neil: FlaskClient, life: Life) -> str:
    """The address of a text of Neil's that lies with us until tomorrow."""
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "See you", "when": "tomorrow", "clock": "09:00"})
    return f"/message/{life.newest(life.ewas).id}"


def test_what_waits_can_be_changed(neil: FlaskClient, life: Life, waits: str) -> None:
    assert f'action="{waits}/change"' in neil.get(f"/conversation/{life.ewas}").text
    assert neil.post(f"{waits}/change", data={"body": "See you at ten"}).status_code == 303
    assert life.newest(life.ewas).body == "See you at ten"
    assert life.newest(life.ewas).state is State.QUEUED


def test_a_change_to_nothing_is_refused_and_the_text_stays_as_it_was(neil: FlaskClient, life: Life, waits: str) -> None:
    answer = neil.post(f"{waits}/change", data={"body": " "})
    assert answer.status_code == 409
    assert "There is nothing written yet." in words_of(answer)
    assert life.newest(life.ewas).body == "See you"


def test_a_change_that_is_too_long_is_refused_and_every_word_is_kept(neil: FlaskClient, life: Life, waits: str) -> None:
    answer = neil.post(f"{waits}/change", data={"body": "b" * 1599})
    assert answer.status_code == 409
    assert "b" * 1599 in answer.text
    assert '<details class="change" open>' in answer.text


def test_what_waits_can_be_taken_back(neil: FlaskClient, life: Life, waits: str) -> None:
    assert neil.post(f"{waits}/take-back").status_code == 303
    assert life.newest(life.ewas).state is State.WITHDRAWN
    assert "Taken back. It was not sent." in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_what_has_gone_cannot_be_changed_and_the_new_words_stand_in_the_box(
    neil: FlaskClient, life: Life, waits: str
) -> None:
    life.becomes(life.newest(life.ewas).id, State.SENT)
    answer = neil.post(f"{waits}/change", data={"body": "Not at ten after all"})
    assert answer.status_code == 409
    assert "This text has gone already." in words_of(answer)
    assert "\nNot at ten after all</textarea>" in answer.text
    assert life.newest(life.ewas).body == "See you"


def test_what_has_gone_cannot_be_taken_back(neil: FlaskClient, life: Life, waits: str) -> None:
    life.becomes(life.newest(life.ewas).id, State.DELIVERED)
    answer = neil.post(f"{waits}/take-back")
    assert answer.status_code == 409
    assert life.newest(life.ewas).state is State.DELIVERED


def test_the_private_page_is_sent_as_a_text_that_shows_no_secret_here(neil: FlaskClient, life: Life) -> None:
    mark = mark_of(neil.get(f"/conversation/{life.saras}"), "/link")
    for _ in range(2):
        assert neil.post(f"/conversation/{life.saras}/link", data={"once": mark}).status_code == 303
    page = words_of(neil.get(f"/conversation/{life.saras}"))
    assert page.count("[private link]") == 1
    assert "{link}" not in page


def test_the_private_page_is_not_offered_on_a_shared_phone(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    thread = life.thread(life.town.dan, life.town.joyce)
    assert "Two people share this phone, so no private link" in words_of(joyce.get(f"/conversation/{thread}"))
    answer = joyce.post(f"/conversation/{thread}/link")
    assert answer.status_code == 409
    assert "Two people share this phone." in words_of(answer)
    assert len(life.said_in(thread)) == 1


def test_older_messages_are_opened_for_a_day(neil: FlaskClient, life: Life) -> None:
    assert neil.post(f"/conversation/{life.saras}/older").status_code == 303
    said = words_of(neil.get(f"/conversation/{life.saras}"))
    assert "Older messages can be read on the page until tomorrow 10:00." in said


def test_a_text_to_a_phone_that_was_taken_away_meanwhile_is_refused(neil: FlaskClient, life: Life) -> None:
    with life.house.database.writing(Staff(life.town.neil, life.town.school)) as work:
        people_actions.take_phone_away(work, life.town.ewa)
    answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": "Hello"})
    assert answer.status_code == 409
    assert "We hold no phone number." in words_of(answer)
    assert "\nHello</textarea>" in answer.text


def test_when_the_session_has_ended_what_was_written_is_kept(neil: FlaskClient, life: Life) -> None:
    life.clock.move(hours=13)
    answer = neil.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you at 2"})
    assert answer.status_code == 401
    assert "I will ring you at 2" in answer.text
    assert len(life.said_in(life.ewas)) == 1
