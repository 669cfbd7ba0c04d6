"""How far a text is: whatever order a provider's receipts come in, it ends right and never goes back."""

from itertools import permutations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conversations.rules import FINAL, RANK, State, after_receipt, can_be_changed, is_on_its_way
from app.foundation.telephony import Progress

ENDS = {Progress.DELIVERED: State.DELIVERED, Progress.UNDELIVERED: State.UNDELIVERED, Progress.FAILED: State.FAILED}


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.value)
def test_every_order_of_receipts_ends_the_same(end):
    for order in permutations([Progress.QUEUED, Progress.SENDING, Progress.SENT, end]):
        state = State.ATTEMPTING
        for told in order:
            state = after_receipt(state, told)
        assert state is ENDS[end], order


@given(st.lists(st.sampled_from(Progress), max_size=12), st.sampled_from(sorted(State, key=lambda one: one.value)))
def test_it_only_ever_goes_forward_and_never_leaves_an_end(told, state):
    for progress in told:
        after = after_receipt(state, progress)
        assert RANK[after] >= RANK[state]
        if state in FINAL or state is State.KEPT:
            assert after is state
        state = after


@given(st.lists(st.sampled_from(Progress), min_size=1, max_size=6))
def test_hearing_it_twice_is_hearing_it_once(told):
    once = twice = State.ATTEMPTING
    for progress in told:
        once = after_receipt(once, progress)
        twice = after_receipt(after_receipt(twice, progress), progress)
    assert once is twice


def test_only_what_lies_with_us_can_be_changed_and_only_what_left_is_on_its_way():
    assert [state for state in State if can_be_changed(state)] == [State.QUEUED]
    assert not any(can_be_changed(state) and is_on_its_way(state) for state in State)
    assert not any(is_on_its_way(state) for state in FINAL)


@pytest.fixture
def sent(tidewell):
    """A text that the provider took."""
    tidewell.says("+447700900111", "hello neil")
    message_id = tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara!")
    return message_id, tidewell


def taken(tidewell, message_id, provider) -> str:
    tidewell.deliver(provider)
    provider_id = tidewell.message(message_id).provider_id
    assert provider_id
    return provider_id


def test_receipts_in_any_order_twice_over_end_right_in_the_thread(sent, provider):
    message_id, tidewell = sent
    sid = taken(tidewell, message_id, provider)
    for told in (
        Progress.DELIVERED,
        Progress.SENT,
        Progress.SENT,
        Progress.QUEUED,
        Progress.FAILED,
        Progress.DELIVERED,
    ):
        assert tidewell.receipt(message_id, told, sid=sid)
        assert tidewell.message(message_id).state is State.DELIVERED


def test_a_receipt_for_a_text_that_nobody_knows_changes_nothing(tidewell):
    assert not tidewell.receipt(uuid4(), Progress.DELIVERED, sid="SM" + "0" * 32)


def test_a_receipt_for_what_a_family_said_changes_nothing(sent):
    _, tidewell = sent
    theirs = next(one for one in tidewell.messages() if one.body == "hello neil")
    assert tidewell.receipt(theirs.id, Progress.FAILED, code=30003)
    assert tidewell.message(theirs.id).state is State.KEPT


def test_a_receipt_that_is_faster_than_the_answer_is_believed(sent, provider):
    message_id, tidewell = sent
    early = provider.send

    def send(text):
        taken = early(text)
        tidewell.receipt(message_id, Progress.SENT, sid=taken.provider_id)
        return taken

    provider.send = send
    tidewell.deliver(provider)
    message = tidewell.message(message_id)
    assert (message.state, message.provider_id) == (State.SENT, provider.ledger[0].provider_id)
    tidewell.receipt(message_id, Progress.DELIVERED)
    assert tidewell.message(message_id).state is State.DELIVERED


def test_a_phone_that_is_off_gets_another_try_and_old_news_do_not_disturb_it(sent, provider):
    message_id, tidewell = sent
    first = taken(tidewell, message_id, provider)
    tidewell.receipt(message_id, Progress.UNDELIVERED, code=30003, sid=first)
    assert tidewell.message(message_id).state is State.QUEUED
    tidewell.deliver(provider)
    assert len(provider.ledger) == 1, "not at once"
    tidewell.clock.move(minutes=31)
    second = taken(tidewell, message_id, provider)
    assert second != first
    tidewell.receipt(message_id, Progress.UNDELIVERED, code=30005, sid=first)
    assert tidewell.message(message_id).state is State.ACCEPTED, "that was about the earlier try"
    tidewell.receipt(message_id, Progress.DELIVERED, sid=second)
    assert tidewell.message(message_id).state is State.DELIVERED


def test_good_news_about_an_earlier_try_ends_the_trying(sent, provider):
    message_id, tidewell = sent
    first = taken(tidewell, message_id, provider)
    tidewell.receipt(message_id, Progress.UNDELIVERED, code=30003, sid=first)
    tidewell.receipt(message_id, Progress.DELIVERED, sid=first)
    assert tidewell.message(message_id).state is State.DELIVERED
    tidewell.clock.move(minutes=31)
    tidewell.deliver(provider)
    assert provider.on_phone("+447700900111") == ["Neil: Hello Sara!"]


def test_when_the_evening_ends_it_is_not_tried_again(sent, provider):
    message_id, tidewell = sent
    sid = taken(tidewell, message_id, provider)
    tidewell.clock.set(tidewell.message(message_id).not_after)
    tidewell.clock.move(minutes=-20)
    tidewell.receipt(message_id, Progress.UNDELIVERED, code=30003, sid=sid)
    assert tidewell.message(message_id).state is State.UNDELIVERED


def test_a_stop_that_only_the_network_knew_is_a_stop_when_it_comes_as_a_receipt(sent, provider):
    message_id, tidewell = sent
    sid = taken(tidewell, message_id, provider)
    tidewell.receipt(message_id, Progress.FAILED, code=21610, sid=sid)
    assert tidewell.message(message_id).state is State.FAILED
    with pytest.raises(Exception, match="said STOP"):
        tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Are you there?")
