"""Promise 10. What we took is stored before we say so; what we could not send its author sees, with what to do."""

from datetime import timedelta

import pytest

from app.domain.conversations import receiving
from app.domain.conversations.delivery.progress import ERROR_WORDS, words
from app.domain.conversations.rules import State
from app.domain.reception import sorting
from app.foundation.database import Database
from app.foundation.telephony import Rejected
from app.invented_town import SARA
from tests.clock import WEDNESDAY_MORNING
from tests.databases import engine_on
from tests.pretend_provider import Died, Play


def receipt(state: State, code: int | None = None) -> str:
    return words(
        state,
        error_code=code,
        not_before=WEDNESDAY_MORNING,
        not_after=WEDNESDAY_MORNING + timedelta(hours=1),
        now=WEDNESDAY_MORNING,
        zone="Europe/London",
        pronoun="her",
    )


def test_what_was_taken_is_there_for_another_process_that_very_moment(tidewell, settings):
    assert tidewell.texts(SARA, "hello")
    with engine_on(settings.database_url) as engine:
        other = Database(engine, settings, now=tidewell.clock)
        assert sorting.sort_arrivals(other) == 1
    assert tidewell.bodies(tidewell.town.neil, tidewell.town.sara) == ["hello"]


def test_dying_while_sorting_leaves_everything_as_it_came(tidewell, monkeypatch):
    for number in range(5):
        tidewell.texts(SARA, f"{number}")
    with monkeypatch.context() as death:
        real, seen = receiving.receive, []

        def receive(*arguments):
            seen.append(1)
            if len(seen) == 3:
                raise Died
            return real(*arguments)

        death.setattr(receiving, "receive", receive)
        with pytest.raises(Died):
            sorting.sort_arrivals(tidewell.database)
    assert tidewell.messages() == [], "all or nothing"
    tidewell.sort()
    assert sorted(tidewell.bodies(tidewell.town.neil, tidewell.town.sara)) == ["0", "1", "2", "3", "4"]


def test_a_text_that_was_pressed_is_there_even_if_we_die_before_it_goes(tidewell, provider):
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    provider.script = [Play.WE_DIE_BEFORE_THE_CALL]
    tidewell.deliver_and_die(provider)
    tidewell.put_right(provider)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]


@pytest.mark.parametrize("code", [*sorted(ERROR_WORDS), 12345, None])
@pytest.mark.parametrize("state", [State.FAILED, State.UNDELIVERED])
def test_a_text_that_did_not_arrive_says_so_in_words_and_says_what_to_do(state, code):
    said = receipt(state, code)
    advice = ("ring", "check", "try", "ask", "help", "shorter", "again", "told", "another")
    assert said.endswith(".")
    assert any(word in said.casefold() for word in advice), said
    assert "{" not in said
    assert str(code) not in said


@pytest.mark.parametrize("state", [state for state in State if state is not State.KEPT])
def test_wherever_a_text_is_its_author_reads_it_in_words(state):
    said = receipt(state)
    assert said
    assert said[0].isupper()
    assert state.value not in said.casefold().split()


def test_a_text_that_failed_stands_in_the_thread_with_its_words_and_can_be_sent_again(tidewell, provider):
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    provider.script = [Rejected(30007)]
    tidewell.deliver(provider)
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    entry = tidewell.entries(tidewell.town.neil, thread.id)[-1]
    assert (entry.body, entry.state) == ("Hello Sara", State.FAILED)
    assert "held this text back" in entry.receipt
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara, in other words")
    tidewell.deliver(provider)
    assert len(provider.ledger) == 1
