"""A mother and her person write at the same moment, or somebody presses twice: nothing is answered that nobody read."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

import pytest
import sqlalchemy as sa

from app.domain.conversations import actions, thread
from app.domain.conversations.delivery import claiming
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction
from app.foundation.identifiers import MessageId, new_id
from app.foundation.work import Work
from app.invented_town import EWA, SARA
from tests.tidewell import ANYBODY, Tidewell

STILL_HELD = 0.3  # seconds
PRESS = ["reply", "no answer needed"]


@pytest.fixture
def talking(tidewell: Tidewell) -> Tidewell:
    """Sara has written to Neil."""
    tidewell.says(SARA, "can you ring me")
    tidewell.clock.move(minutes=5)
    return tidewell


def the_thread(talking: Tidewell) -> Conversation:
    return talking.thread(talking.town.neil, talking.town.sara)


def newest_word(talking: Tidewell) -> Message:
    return next(one for one in reversed(talking.messages()) if one.direction is Direction.IN)


def comes_in(work: Work, conversation: Conversation, body: str) -> None:
    thread.from_family(
        work,
        conversation,
        body=body,
        channel=Channel.TEXT,
        happened_at=work.now,
        stored_at=work.now,
        once=str(new_id()),
    )
    work.session.flush()


def press(talking: Tidewell, found: Conversation, button: str, seen: MessageId) -> None:
    """Neil presses a button of a page on which `seen` was Sara's newest word."""
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        if button == "reply":
            actions.reply(work, found.id, text="I ring at three", once=str(new_id()), seen=seen)
        else:
            actions.no_answer_needed(work, found.id, seen=seen)


def waits_since(talking: Tidewell) -> list[str]:
    return [row.first_name for row in talking.inbox(talking.town.neil)]


def must_wait(one: Future[None]) -> None:
    """Somebody else has the thread in their hand."""
    with pytest.raises(TimeoutError):
        one.result(timeout=STILL_HELD)


def only_the_newest_word_waits(talking: Tidewell) -> None:
    assert waits_since(talking) == ["Sara"]
    assert the_thread(talking).waiting_since == newest_word(talking).stored_at


def test_a_text_that_comes_in_while_its_person_answers_still_waits(talking: Tidewell) -> None:
    found, neil = the_thread(talking), talking.staff(talking.town.neil)
    talking.texts(SARA, "and ellie is sick")
    with ThreadPoolExecutor(1) as pool:
        with talking.database.writing(neil) as work:
            actions.reply(work, found.id, text="I ring at three", once=str(new_id()))
            work.session.flush()
            sorted_then = pool.submit(talking.sort)
            must_wait(sorted_then)
        sorted_then.result(timeout=10)
    only_the_newest_word_waits(talking)


@pytest.mark.parametrize("button", PRESS)
def test_what_is_pressed_while_a_text_comes_in_does_not_answer_that_text(talking: Tidewell, button: str) -> None:
    found, seen = the_thread(talking), newest_word(talking).id

    with ThreadPoolExecutor(1) as pool:
        with talking.database.writing(ANYBODY) as work:
            conversation = work.session.get_one(Conversation, found.id, with_for_update=True)
            comes_in(work, conversation, "and ellie is sick")
            pressed = pool.submit(press, talking, found, button, seen)
            must_wait(pressed)
        pressed.result(timeout=10)
    only_the_newest_word_waits(talking)


@pytest.mark.parametrize("button", PRESS)
def test_words_that_were_not_on_the_page_still_wait_after_the_press(talking: Tidewell, button: str) -> None:
    found, seen = the_thread(talking), newest_word(talking).id
    talking.clock.move(minutes=1)
    talking.says(SARA, "please hurry")
    press(talking, found, button, seen)
    assert the_thread(talking).waiting_since == newest_word(talking).stored_at


@pytest.mark.parametrize("button", PRESS)
def test_words_that_were_on_the_page_wait_no_more_after_the_press(talking: Tidewell, button: str) -> None:
    found, seen = the_thread(talking), newest_word(talking).id
    press(talking, found, button, seen)
    assert waits_since(talking) == []


def test_a_mark_of_another_thread_answers_nothing(talking: Tidewell) -> None:
    mine = newest_word(talking).id
    talking.says(EWA, "dzień dobry")
    found = talking.thread(talking.town.neil, talking.town.ewa)
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.no_answer_needed(work, found.id, seen=mine)
    assert waits_since(talking) == ["Sara", "Ewa"]


def test_two_presses_at_the_same_instant_send_one_text(talking: Tidewell) -> None:
    found, neil, mark = the_thread(talking), talking.staff(talking.town.neil), str(new_id())
    together = threading.Barrier(2)

    def press_send(_: int) -> object:
        together.wait(timeout=10)
        with talking.database.writing(neil) as work:
            return actions.reply(work, found.id, text="I ring at three", once=mark).id

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(press_send, range(2)))) == 1
    assert len([one for one in talking.messages() if one.once == mark]) == 1


@pytest.mark.parametrize("backend", ["postgres"])  # SQLite lets nobody in while somebody writes
def test_a_second_text_waits_while_another_scheduler_has_just_taken_the_first(talking: Tidewell) -> None:
    neil, town = talking.town.neil, talking.town
    first = talking.replies(neil, town.sara, "one")
    talking.clock.move(seconds=1)
    talking.replies(neil, town.sara, "two")
    looks, taken = count(1), []

    def another_is_quicker(*_: object) -> None:
        if next(looks) == 1:  # right after the first look, which saw both texts waiting
            with talking.database.writing(ANYBODY) as work:
                taken.extend(claiming.claim(work, worker="quick"))

    with talking.database.writing(ANYBODY) as work:
        sa.event.listen(talking.database.engine, "after_cursor_execute", another_is_quicker)
        assert claiming.claim(work, worker="slow") == []
    assert taken == [first]
