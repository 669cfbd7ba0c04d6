"""STOP, START and the words that ask for something: acted on at once, exactly once, and seen by a person."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conversations.rules import Direction, State
from app.domain.permissions.models import Stop
from app.domain.private_pages import private_links
from app.domain.reception.asking import meaning
from app.domain.reception.rules import Meaning, is_withheld, number_of_pictures
from app.foundation.actors import Family
from app.foundation.errors import Refused
from app.foundation.telephony import Busy
from app.invented_town import SARA, SCHOOL_LINE
from tests.tidewell import ANYBODY


def line_id(tidewell):
    return tidewell.thread(tidewell.town.neil, tidewell.town.sara).line_id


def standing(tidewell) -> list[Stop]:
    return [one for one in tidewell.every(Stop) if one.until is None]


@pytest.fixture
def talking(tidewell):
    """Sara and Neil have written to each other."""
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara, kettle is on")
    return tidewell


def test_stop_takes_back_what_is_queued_at_once_before_anything_is_sorted(talking, provider):
    talking.texts(SARA, "stop.")
    assert talking.states() == [State.WITHDRAWN]
    talking.deliver(provider)
    assert provider.ledger == []
    talking.sort()
    [row] = talking.inbox(talking.town.neil)
    assert talking.entries(talking.town.neil, row.conversation_id)[-1].body == "stop."


def test_after_stop_nobody_can_write_and_they_read_why(talking):
    talking.says(SARA, "STOP")
    with pytest.raises(Refused, match="said STOP"):
        talking.replies(talking.town.neil, talking.town.sara, "Sorry!")


def test_stop_ends_the_link_and_the_page_of_that_phone(talking):
    with talking.database.writing(Family(talking.town.sara, SARA)) as work:
        unused = private_links.make_link(work, talking.town.sara, line_id=line_id(talking), number=SARA)
        page = private_links.use_link(work, unused, is_only_mine=True)
        fresh = private_links.make_link(work, talking.town.sara, line_id=line_id(talking), number=SARA)
    talking.texts(SARA, "STOP")
    with talking.database.reading(ANYBODY) as work:
        assert private_links.family_by_session(work, page) is None
        assert not private_links.is_usable(private_links.link(work, fresh), work.now)


def test_a_stop_to_one_line_does_not_stop_another_agencys(talking):
    talking.says(SARA, "hello council", line="+447700900001")
    talking.says(SARA, "STOP")
    assert [one.line_id for one in standing(talking)] == [line_id(talking)]


def test_saying_it_twice_changes_nothing_and_start_ends_it_once(talking):
    talking.says(SARA, "STOP")
    talking.says(SARA, "Stop")
    assert len(talking.every(Stop)) == 1
    talking.clock.move(minutes=1)
    talking.says(SARA, "start")
    assert standing(talking) == []
    talking.replies(talking.town.neil, talking.town.sara, "Good to hear from you")


def test_start_after_a_stop_is_answered_once_and_says_that_it_is_automatic(talking, provider):
    talking.says(SARA, "STOP")
    talking.clock.move(minutes=1)
    talking.says(SARA, "START")
    talking.clock.move(minutes=1)
    talking.says(SARA, "START")
    talking.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1
    assert provider.on_phone(SARA)[0].startswith("Automatic reply")


@pytest.mark.parametrize("word", ["yes", "YES!", "start", "Unstop"])
def test_yes_to_a_question_simply_waits_for_the_person(talking, provider, word):
    talking.deliver(provider)
    talking.clock.move(minutes=5)
    talking.says(SARA, word)
    talking.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1, "only Neil's own text"
    [row] = talking.inbox(talking.town.neil)
    assert talking.entries(talking.town.neil, row.conversation_id)[-1].body == word


def test_help_and_info_reach_a_person_like_any_message(talking, provider):
    for word in ("HELP", "info"):
        talking.says(SARA, word)
    talking.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1
    assert talking.bodies(talking.town.neil, talking.town.sara)[-2:] == ["HELP", "info"]


def test_an_old_start_that_we_fetch_late_does_not_undo_a_newer_stop(talking):
    talking.texts(SARA, "STOP")
    talking.clock.move(minutes=2)
    talking.texts(SARA, "START", sent_at=talking.clock.now - timedelta(minutes=30))
    assert len(standing(talking)) == 1


def test_a_start_that_was_said_after_the_stop_counts_even_when_both_are_fetched_late(talking):
    now = talking.clock.now
    talking.texts(SARA, "STOP", sent_at=now - timedelta(minutes=30))
    talking.texts(SARA, "START", sent_at=now - timedelta(minutes=20))
    assert standing(talking) == []


def test_a_text_that_comes_back_to_the_queue_after_stop_is_taken_back_for_good(talking, provider):
    real = provider.send

    def send(text):
        real(text)
        talking.texts(SARA, "STOP")
        return Busy(1)

    provider.send = send
    talking.deliver(provider)
    assert talking.states() == [State.QUEUED], "it was in the air when STOP came"
    provider.send = real
    talking.put_right(provider, minutes=2)
    assert talking.states() == [State.WITHDRAWN]
    talking.says(SARA, "START")
    talking.put_right(provider, minutes=5)
    assert [one for one in provider.on_phone(SARA) if "kettle" in one] == ["Neil: Hello Sara, kettle is on"]


@given(st.text())
def test_whatever_anybody_writes_has_exactly_one_meaning(words):
    assert meaning(words) in Meaning


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("Link", Meaning.LINK),
        (" LINK! ", Meaning.LINK),
        ("\u200fLINK", Meaning.LINK),
        ("link please", Meaning.MESSAGE),
        ("Ring", Meaning.RING),
        ("ring  me.", Meaning.RING),
        ("ring me at 3", Meaning.MESSAGE),
        ("STOP", Meaning.STOP),
        ("start", Meaning.START),
        ("", Meaning.MESSAGE),
    ],
)
def test_a_word_means_something_only_when_it_is_the_whole_message(words, asks):
    assert meaning(words) is asks


@given(st.text() | st.none() | st.integers())
def test_the_count_of_pictures_is_always_a_small_number(raw):
    assert 0 <= number_of_pictures(raw) <= 99


def test_numbers_are_not_mistaken_for_withheld_ones():
    assert is_withheld("Anonymous")
    assert not is_withheld(SARA)
    assert not is_withheld(SCHOOL_LINE)


def test_ring_lies_in_the_inbox_as_a_wish_for_a_call_and_nothing_goes_out(tidewell, provider):
    tidewell.says(SARA, "RING")
    tidewell.deliver(provider)
    [row] = tidewell.inbox(tidewell.town.neil)
    assert row.waiting_channel.value == "call"
    assert tidewell.messages(Direction.OUT) == []
