"""Calls, visits, meetings and staff notes: in the same line of time, and never sent."""

import pytest
from flask.testing import FlaskClient

from app.domain.conversations.rules import Channel, Direction, State
from tests.web.trusted_person.conftest import Life, mark_of, words_of

A_CALL = {"channel": "call", "day": "2027-03-10", "clock": "09:15", "words": "Rang Ewa. Stomach aches, mornings."}


@pytest.mark.parametrize(("channel", "said"), [("call", "A call"), ("visit", "A visit"), ("meeting", "A meeting")])
def test_a_talk_stands_in_the_line_of_time_at_its_own_time(
    neil: FlaskClient, life: Life, channel: str, said: str
) -> None:
    assert neil.post(f"/conversation/{life.ewas}/talk", data=A_CALL | {"channel": channel}).status_code == 303
    entry = next(one for one in life.said_in(life.ewas) if one.direction is Direction.ASIDE)
    assert (entry.channel, entry.state, f"{entry.happened_at:%H:%M}") == (Channel(channel), State.KEPT, "09:15")
    page = words_of(neil.get(f"/conversation/{life.ewas}"))
    assert f"{said}, written down by Neil 9:15 Rang Ewa. Stomach aches, mornings." in page


def test_whoever_waited_has_been_talked_to(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/talk", data=A_CALL)
    assert not life.is_waiting(life.ewas)


def test_pressing_twice_writes_it_down_once(neil: FlaskClient, life: Life) -> None:
    mark = mark_of(neil.get(f"/conversation/{life.ewas}"), "/talk")
    for _ in range(2):
        neil.post(f"/conversation/{life.ewas}/talk", data=A_CALL | {"once": mark})
    assert len(life.said_in(life.ewas)) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2027-03-11"}, "That is in the future."),
        ({"day": "soon"}, "Please choose a day."),
        ({"clock": "half past nine"}, "Please write a time like 16:30."),
        ({"channel": "text"}, "Choose a call, a visit or a meeting."),
        ({"channel": "pigeon"}, "Choose a call, a visit or a meeting."),
    ],
)
def test_what_cannot_be_is_refused_and_every_word_is_kept(
    neil: FlaskClient, life: Life, wrong: dict[str, str], sentence: str
) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/talk", data=A_CALL | wrong)
    assert answer.status_code == 409
    assert sentence in words_of(answer)
    assert "Rang Ewa. Stomach aches, mornings.</textarea>" in answer.text
    assert '<details id="log" open>' in answer.text
    assert life.is_waiting(life.ewas)
    assert len(life.said_in(life.ewas)) == 1


def test_a_note_says_that_the_family_can_ask_to_see_it(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/note", data={"note": "Prefers the side door."})
    page = words_of(neil.get(f"/conversation/{life.ewas}"))
    assert "Staff note by Neil – the family can ask to see this 10:00 Prefers the side door." in page


def test_a_note_goes_nowhere_and_answers_nobody(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.ewas}/note", data={"note": "Prefers the side door."})
    note = life.newest(life.ewas)
    assert (note.direction, note.state, note.number) == (Direction.ASIDE, State.KEPT, None)
    assert life.is_waiting(life.ewas)


def test_an_empty_note_is_refused(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/note", data={"note": "  "})
    assert answer.status_code == 409
    assert "There is nothing written yet." in words_of(answer)
    assert len(life.said_in(life.ewas)) == 1
