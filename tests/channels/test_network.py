"""The pretend network behaves as a real one: moods, STOP words, receipts, faults that count down."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.channels.simulator import (
    CallOutcome,
    Fault,
    FaultKind,
    HandsetKind,
    Mood,
    Network,
    PretendPost,
    PretendText,
    Store,
    TextStatus,
)
from app.channels.simulator.errands import claim_errand, how_many
from app.channels.simulator.faults import take_fault
from app.channels.simulator.shapes import ErrandKind
from app.channels.simulator.taking import STARTED, STOPPED, Refusal, Wish
from tests.clock import SettableClock

LINE, SARA, OMAR = "+447700900000", "+447700900101", "+447700900102"
RECEIPT = "http://127.0.0.1:8000/webhooks/twilio/receipt/7"


def take(network: Network, to: str = SARA, body: str = "Hi, it's Neil", validity: str = "") -> PretendText:
    taken = network.take(Wish(to, LINE, body, RECEIPT, validity))
    assert isinstance(taken, PretendText), taken
    return taken


def status(network: Network, text: PretendText) -> tuple[TextStatus, int | None]:
    now = network.text(text.sid)
    assert now
    return now.status, now.error_code


def pass_time(network: Network, clock: SettableClock, seconds: float) -> None:
    """In steps as small as the carrier's."""
    for _ in range(round(seconds / 0.25)):
        clock.move(seconds=0.25)
        network.walk(clock())


def bodies_on(network: Network, number: str) -> list[str]:
    return [text.body for text in network.texts_on(number)]


def receipts(network: Network, clock: SettableClock) -> list[dict[str, str]]:
    found = []
    while errand := claim_errand(network.store, network.now()):
        if errand.kind is ErrandKind.RECEIPT:
            assert errand.url == RECEIPT
            found.append(errand.fields)
    return found


def test_a_text_goes_from_queued_to_sent_to_delivered_with_a_receipt_for_each_step(
    network: Network, clock: SettableClock
) -> None:
    text = take(network)
    assert status(network, text) == (TextStatus.QUEUED, None)
    assert bodies_on(network, SARA) == []
    pass_time(network, clock, 0.5)
    assert status(network, text) == (TextStatus.SENT, None)
    pass_time(network, clock, 1)
    assert status(network, text) == (TextStatus.DELIVERED, None)
    assert bodies_on(network, SARA) == ["Hi, it's Neil"]
    assert [receipt["MessageStatus"] for receipt in receipts(network, clock)] == ["sent", "delivered"]


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (Mood.OFF, 30003),
        (Mood.BLOCKED, 30004),
        (Mood.UNKNOWN_NUMBER, 30005),
        (Mood.LANDLINE, 30006),
        (Mood.FILTERED, 30007),
    ],
)
def test_a_phone_that_takes_no_text_says_why(network: Network, clock: SettableClock, mood: Mood, code: int) -> None:
    network.set_mood(SARA, mood)
    text = take(network)
    pass_time(network, clock, 10)
    assert status(network, text) == (TextStatus.UNDELIVERED, code)
    assert bodies_on(network, SARA) == []
    last = receipts(network, clock)[-1]
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", str(code))


def test_a_phone_that_is_switched_on_in_time_gets_what_waited(network: Network, clock: SettableClock) -> None:
    network.set_mood(SARA, Mood.OFF)
    text = take(network)
    pass_time(network, clock, 3)
    assert status(network, text) == (TextStatus.SENT, None)
    network.set_mood(SARA, Mood.ON)
    pass_time(network, clock, 1)
    assert status(network, text) == (TextStatus.DELIVERED, None)


def test_a_text_is_not_tried_longer_than_it_is_valid(network: Network, clock: SettableClock) -> None:
    network.set_mood(SARA, Mood.OFF)
    text = take(network, validity="2")
    pass_time(network, clock, 3)
    network.set_mood(SARA, Mood.ON)
    pass_time(network, clock, 3)
    assert status(network, text) == (TextStatus.UNDELIVERED, 30003)


def test_a_text_that_waited_at_the_provider_too_long_is_never_sent(network: Network, clock: SettableClock) -> None:
    text = take(network, validity="2")
    clock.move(seconds=5)
    pass_time(network, clock, 1)
    assert status(network, text) == (TextStatus.FAILED, 30036)


def test_a_landline_takes_no_texts_unless_told_to(network: Network) -> None:
    network.add_handset("+447700900103", "The office", kind=HandsetKind.LANDLINE)
    found = network.handset("+447700900103")
    assert found
    assert found.mood is Mood.LANDLINE


def test_a_number_that_nobody_drew_becomes_a_phone_when_it_is_written_to(
    network: Network, clock: SettableClock
) -> None:
    take(network, to=OMAR, body="Hello")
    pass_time(network, clock, 2)
    assert bodies_on(network, OMAR) == ["Hello"]
    assert [handset.number for handset in network.handsets()] == [SARA, OMAR]


def test_adding_a_phone_again_changes_how_it_looks_and_keeps_its_mood(network: Network) -> None:
    network.set_mood(SARA, Mood.OFF)
    network.add_handset(SARA, "Sara and Omar", kind=HandsetKind.KEYPAD, language="ur", shared_by="Sara, Omar")
    (found,) = network.handsets()
    assert (found.label, found.kind, found.language, found.shared_by, found.mood) == (
        "Sara and Omar",
        HandsetKind.KEYPAD,
        "ur",
        "Sara, Omar",
        Mood.OFF,
    )


def test_a_text_that_is_typed_is_owed_to_the_service_and_stands_on_the_phone(network: Network) -> None:
    sid = network.type_text(SARA, LINE, "Hiya\x00", pictures=12)
    errand = claim_errand(network.store, network.now())
    assert errand
    assert errand.url == "/webhooks/twilio/message"
    assert errand.fields["MessageSid"] == sid
    assert errand.fields["Body"] == "Hiya\ufffd"
    assert (errand.fields["NumMedia"], "MediaUrl11" in errand.fields) == ("12", True)
    assert bodies_on(network, SARA) == ["Hiya\ufffd"]


def test_a_line_may_have_an_address_of_its_own(network: Network) -> None:
    network.add_line(LINE, webhook_base="https://kettle.example/")
    network.type_text(SARA, LINE, "Hiya")
    errand = claim_errand(network.store, network.now())
    assert errand
    assert errand.url == "https://kettle.example/webhooks/twilio/message"


def test_texting_a_line_that_nobody_owns_is_refused(network: Network) -> None:
    for act in (lambda: network.type_text(SARA, OMAR, "Hiya"), lambda: network.ring(SARA, OMAR)):
        with pytest.raises(ValueError, match="Nobody owns this line"):
            act()
    assert network.texts_on(SARA) == []
    assert how_many(network.store) == 0


def test_a_phone_that_is_off_is_switched_on_by_whoever_types_on_it(network: Network) -> None:
    network.set_mood(SARA, Mood.OFF)
    network.type_text(SARA, LINE, "Hiya")
    found = network.handset(SARA)
    assert found
    assert found.mood is Mood.ON


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop\n", "unsubscribe", "END", "Quit", "STOPALL", "revoke", "optout", "cancel"]
)
def test_stop_in_any_form_blocks_the_line_and_still_reaches_the_service(network: Network, word: str) -> None:
    network.type_text(SARA, LINE, word)
    refused = network.take(Wish(SARA, LINE, "Hello"))
    assert isinstance(refused, Refusal)
    assert refused.code == 21610
    assert bodies_on(network, SARA) == [word, STOPPED]
    errand = claim_errand(network.store, network.now())
    assert errand
    assert errand.fields["Body"] == word


@pytest.mark.parametrize("word", ["START", "yes", " Unstop "])
def test_start_in_any_form_brings_texts_back(network: Network, word: str) -> None:
    network.type_text(SARA, LINE, "STOP")
    network.type_text(SARA, LINE, word)
    take(network)
    assert bodies_on(network, SARA) == ["STOP", STOPPED, word, STARTED]


@pytest.mark.parametrize("body", ["please stop", "Stop.", "HELP", "INFO", "STOP texting", "yes please", ""])
def test_other_words_block_nothing_and_get_no_answer_from_the_network(network: Network, body: str) -> None:
    network.type_text(SARA, LINE, body)
    assert bodies_on(network, SARA) == [body]
    take(network)


def test_a_second_stop_and_a_start_out_of_nowhere_get_no_answer(network: Network) -> None:
    network.type_text(SARA, LINE, "YES")
    network.type_text(SARA, LINE, "STOP")
    network.type_text(SARA, LINE, "STOP")
    assert bodies_on(network, SARA) == ["YES", "STOP", STOPPED, "STOP"]


def test_stop_holds_for_one_line_and_one_phone(network: Network) -> None:
    second = "+447700900001"
    network.add_line(second)
    network.type_text(SARA, LINE, "STOP")
    take(network, to=OMAR)
    assert isinstance(network.take(Wish(SARA, second, "Hello")), PretendText)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("", LINE, "Hello"), 21604),
        (Wish("07700900101", LINE, "Hello"), 21211),
        (Wish("+44 7700 900101", LINE, "Hello"), 21211),
        (Wish(SARA, "", "Hello"), 21603),
        (Wish(SARA, OMAR, "Hello"), 21606),
        (Wish(SARA, LINE, ""), 21602),
        (Wish(SARA, LINE, "a" * 1601), 21617),
        (Wish(SARA, LINE, "Hello", "", "0"), 20001),
        (Wish(SARA, LINE, "Hello", "", "36001"), 20001),
        (Wish(SARA, LINE, "Hello", "", "soon"), 20001),
    ],
)
def test_what_the_provider_does_not_take(network: Network, wish: Wish, code: int) -> None:
    refused = network.take(wish)
    assert isinstance(refused, Refusal)
    assert refused.code == code


def test_a_call_is_owed_to_the_service_and_rings_until_it_is_answered(network: Network) -> None:
    sid = network.ring(SARA, LINE)
    errand = claim_errand(network.store, network.now())
    assert errand
    assert (errand.url, errand.fields["CallSid"]) == ("/webhooks/twilio/voice", sid)
    (call,) = network.calls_on(SARA)
    assert (call.sid, call.outcome) == (sid, CallOutcome.RINGING)


def test_a_fault_hits_as_many_sends_as_it_was_set_for(network: Network) -> None:
    network.set_fault(Fault(FaultKind.BROKEN, times=2))
    assert take_fault(network.store, is_lookup=True) is None
    assert [take_fault(network.store, is_lookup=False) is not None for _ in range(3)] == [True, True, False]
    assert network.fault() is None


def test_a_fault_without_a_number_lasts_until_it_is_switched_off(network: Network) -> None:
    fault = Fault(FaultKind.SLOW, seconds=2.5, is_for_lookups_too=True)
    network.set_fault(fault)
    assert [take_fault(network.store, is_lookup=True) for _ in range(3)] == [fault] * 3
    network.set_fault(None)
    assert network.fault() is None


def test_two_carriers_never_take_the_same_errand(network: Network, store: Store, tmp_path: Path) -> None:
    for number in range(40):
        network.type_text(SARA, LINE, f"text {number}")
    other = Store(tmp_path / "pretend" / "network.sqlite3")  # as a second process would
    taken: list[int] = []
    lock = threading.Lock()

    def carry(kept: Store) -> None:
        while errand := claim_errand(kept, network.now()):
            with lock:
                taken.append(errand.id)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(carry, [store, other, store, other]))
    other.close()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 40


def test_who_is_changing_something_is_waited_for(network: Network, store: Store, tmp_path: Path) -> None:
    network.type_text(SARA, LINE, "Hiya")
    other = Store(tmp_path / "pretend" / "network.sqlite3")
    with ThreadPoolExecutor(1) as threads:
        with store.writing():
            waiting = threads.submit(claim_errand, other, network.now())
            time.sleep(0.2)
            mine = claim_errand(store, network.now())
        theirs = waiting.result(10)
    other.close()
    assert mine is not None
    assert theirs is None


def test_a_change_that_fails_half_way_leaves_nothing(network: Network, store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing():
        network.type_text(SARA, LINE, "Hiya")
        raise RuntimeError
    assert network.texts_on(SARA) == []
    network.type_text(SARA, LINE, "Hiya again")
    assert bodies_on(network, SARA) == ["Hiya again"]


def test_everything_can_be_forgotten(network: Network, store: Store) -> None:
    network.type_text(SARA, LINE, "STOP")
    network.ring(SARA, LINE)
    network.set_fault(Fault(FaultKind.SLOW))
    PretendPost(store).send("neil@huntcliff.example", "Hello", "Someone is waiting for you")
    network.clear()
    assert (network.handsets(), network.lines(), network.texts_on(SARA), network.calls_on(SARA)) == ([], [], [], [])
    assert (network.fault(), PretendPost(store).mails(), how_many(store)) == (None, [], 0)


def test_what_is_in_the_network_outlives_the_process(network: Network, tmp_path: Path) -> None:
    network.type_text(SARA, LINE, "Hiya")
    again = Network(Store(tmp_path / "pretend" / "network.sqlite3"))
    assert bodies_on(again, SARA) == ["Hiya"]
    again.store.close()
