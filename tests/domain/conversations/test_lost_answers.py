"""When an answer is lost or we die on the way: nothing is lost, nothing is doubled, and the author knows."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, repeat

import pytest

from app.domain.conversations.delivery import claiming, finding_out, sending
from app.domain.conversations.rules import Direction, State
from app.domain.people import actions as people
from app.foundation.actors import Clock, Command
from app.foundation.telephony import Accepted, Busy, Rejected
from app.invented_town import EWA, SARA, SCHOOL_LINE
from tests.pretend_provider import Died, Play, PretendProvider

WHO = Clock("test")
GONE_OR_SAID_SO = {State.ACCEPTED, State.SENT, State.DELIVERED, State.UNDELIVERED, State.FAILED, State.WITHDRAWN}


@pytest.fixture
def talking(tidewell):
    """Sara and Ewa have written to Neil, and he has answered Sara."""
    tidewell.texts(SARA, "hello")
    tidewell.texts(EWA, "dzień dobry")
    tidewell.sort()
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    return tidewell


def not_sure(tidewell):
    return tidewell.notices(tidewell.town.neil, "not_sure")


def test_a_lost_answer_is_looked_up_and_the_text_that_did_arrive_is_not_sent_again(talking, provider):
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST]
    talking.deliver(provider)
    assert talking.states() == [State.UNKNOWN]
    talking.put_right(provider)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]
    [message] = talking.messages(Direction.OUT)
    assert (message.state, message.provider_id) == (State.SENT, provider.ledger[0].provider_id)
    assert not_sure(talking) == []


def test_a_text_that_never_arrived_is_sent_again_once_after_two_looks_a_minute_apart(talking, provider):
    provider.script = [Play.LOST_ON_THE_WAY]
    talking.deliver(provider)
    for seconds, asked in ((59, 1), (2, 1), (58, 1), (3, 2)):
        talking.clock.move(seconds=seconds)
        finding_out.recover(talking.database)
        finding_out.find_out(talking.database, provider)
        talking.deliver(provider)
        assert len(provider.asked) == asked
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]


def test_lost_twice_it_says_so_to_its_author_and_is_never_tried_a_third_time(talking, provider):
    provider.script = [Play.LOST_ON_THE_WAY] * 2
    talking.deliver(provider)
    talking.put_right(provider)
    assert len(provider.asked) == 2
    assert talking.states() == [State.FAILED]


def test_while_nobody_can_be_asked_it_stays_unsure_and_its_author_is_told_once(talking, provider):
    provider.script = [Play.LOST_ON_THE_WAY]
    provider.is_list_down = True
    talking.deliver(provider)
    talking.put_right(provider, minutes=40, every=120)
    assert len(provider.asked) == 1
    assert talking.states() == [State.UNKNOWN]
    [told] = not_sure(talking)
    assert SARA not in told.subject + told.body
    assert "Sara" not in told.subject + told.body
    provider.is_list_down = False
    talking.put_right(provider, minutes=5)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]


def test_two_texts_in_the_same_words_are_two_texts(talking, provider):
    talking.replies(talking.town.neil, talking.town.sara, "Hello Sara")
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST, Play.LOST_ON_THE_WAY]
    talking.deliver(provider)
    talking.put_right(provider)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"] * 2
    assert len({message.provider_id for message in talking.messages(Direction.OUT)}) == 2


def test_a_link_whose_answer_was_lost_is_known_again_by_its_own_secret(tidewell, provider):
    tidewell.says(SARA, "LINK")
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST]
    tidewell.deliver(provider)
    tidewell.put_right(provider)
    assert len(provider.on_phone(SARA)) == 1


WORKS = ["claim", "begin", "the call", "after the call", "writing down"]


@pytest.mark.parametrize("where", WORKS)
def test_whatever_dies_between_any_two_steps_the_text_arrives_exactly_once(talking, provider, monkeypatch, where):
    with monkeypatch.context() as death:
        die_at(where, provider, death)
        with suppress(Died):
            sending.deliver(talking.database, provider, worker="one")
    talking.put_right(provider)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]
    assert talking.states()[0] in {State.ACCEPTED, State.SENT}


def die_at(where: str, provider: PretendProvider, death: pytest.MonkeyPatch) -> None:
    def dies(*_arguments, **_named):
        raise Died

    match where:
        case "claim":
            death.setattr(sending, "_begin", dies)
        case "begin":
            death.setattr(sending, "_call", dies)
        case "the call":
            provider.script = [Play.WE_DIE_BEFORE_THE_CALL]
        case "after the call":
            provider.script = [Play.WE_DIE_AFTER_THE_CALL]
        case "writing down":
            death.setattr(sending, "write_down", dies)


@pytest.mark.parametrize("where", ["look-up", "conclusion"])
def test_dying_while_finding_out_changes_nothing(talking, provider, monkeypatch, where):
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST]
    talking.deliver(provider)
    talking.clock.move(minutes=2)

    def dies(*_arguments, **_named):
        raise Died

    with monkeypatch.context() as death:
        death.setattr(finding_out, "_look_up" if where == "look-up" else "_conclude", dies)
        with pytest.raises(Died):
            finding_out.find_out(talking.database, provider)
    talking.put_right(provider)
    assert len(provider.on_phone(SARA)) == 1


def test_a_worker_that_sleeps_past_its_lease_changes_nothing_when_it_wakes(talking, provider):
    real = provider.send

    def send(text):
        taken = real(text)
        provider.send = real
        talking.put_right(provider)  # minutes pass: somebody else finds out
        return Rejected(30008) if taken else taken

    provider.send = send
    sending.deliver(talking.database, provider, worker="sleeper")
    [message] = talking.messages(Direction.OUT)
    assert (message.state, message.provider_id) == (State.SENT, provider.ledger[0].provider_id)
    assert len(provider.ledger) == 1


def test_a_worker_that_wakes_while_another_is_calling_leaves_it_to_the_other(talking, provider):
    with talking.database.writing(WHO) as work:
        [message_id] = claiming.claim(work, worker="sleeper")
    with talking.database.writing(WHO) as work:
        sending.begin(work, [message_id], worker="sleeper")
    for _ in range(4):  # it is looked for twice, not found, and goes back to the outbox
        talking.clock.move(seconds=61)
        finding_out.recover(talking.database)
        finding_out.find_out(talking.database, provider)
    with talking.database.writing(WHO) as work:
        assert claiming.claim(work, worker="another") == [message_id]
    with talking.database.writing(WHO) as work:
        sending.begin(work, [message_id], worker="another")
    with talking.database.writing(WHO) as work:
        sending.write_down(work, [(message_id, Rejected(30008))], worker="sleeper")
    message = talking.message(message_id)
    assert (message.state, message.claimed_by) == (State.ATTEMPTING, "another")


def test_a_worker_that_sleeps_before_it_calls_does_not_call_any_more(talking, provider, monkeypatch):
    moments = chain([0.0], repeat(3600.0))
    monkeypatch.setattr(sending, "stopwatch", lambda: next(moments))
    sending.deliver(talking.database, provider, worker="sleeper")
    assert provider.asked == []
    monkeypatch.undo()
    talking.put_right(provider)
    assert len(provider.on_phone(SARA)) == 1


def many_texts(tidewell, how_many: int) -> list[str]:
    """Texts to as many phones, some phones twice. Gives the numbers."""
    numbers = [f"+4477009002{number:02}" for number in range(how_many)]
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        contacts = [
            people.add_contact(work, town.school, first_name=f"P{number}", number=number).id for number in numbers
        ]
    for number in numbers:
        tidewell.texts(number, "hello")
    tidewell.sort()
    for contact in contacts:
        tidewell.replies(town.priya, contact, "one")
    for contact in contacts[::3]:
        tidewell.replies(town.priya, contact, "two")
    return numbers


def books_balance(tidewell, provider) -> None:
    """Nothing lost, nothing doubled: what phones got is what we say went, each once."""
    by_url = [one.text.receipt_url for one in provider.ledger]
    assert len(by_url) == len(set(by_url)), "a phone got a text twice"
    went = {f"{one.id}" for one in tidewell.messages(Direction.OUT) if one.provider_id}
    assert {url.rsplit("/", 1)[1] for url in by_url} == went
    for message in tidewell.messages(Direction.OUT):
        assert message.state in GONE_OR_SAID_SO, "nothing is left in between"


def test_with_every_tenth_answer_lost_the_books_still_balance(tidewell, provider):
    many_texts(tidewell, 24)
    dice = random.Random(7)
    plays = [Play.TAKEN, Play.TAKEN, Play.TAKEN, Play.TAKEN_BUT_THE_ANSWER_IS_LOST, Play.LOST_ON_THE_WAY, Busy(3)]
    provider.script = dice.choices(plays, weights=[5, 5, 5, 1, 1, 1], k=30)
    tidewell.deliver(provider)
    tidewell.put_right(provider)
    books_balance(tidewell, provider)
    assert len(provider.ledger) == 32


def test_two_schedulers_share_the_outbox_without_sending_anything_twice(tidewell, provider):
    many_texts(tidewell, 24)
    begin = threading.Barrier(2)

    def run(worker: str) -> None:
        begin.wait()
        for _ in range(40):
            sending.deliver(tidewell.database, provider, worker=worker)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, ["one", "two"]))
    tidewell.put_right(provider, minutes=3)
    books_balance(tidewell, provider)
    assert len(provider.ledger) == 32
    for number in {one.text.to_number for one in provider.ledger}:
        assert provider.on_phone(number) == sorted(provider.on_phone(number)), "one comes before two"


def test_while_one_scheduler_dies_again_and_again_the_other_brings_everything_home(tidewell, provider):
    many_texts(tidewell, 12)
    dice = random.Random(11)
    deaths = [Play.WE_DIE_BEFORE_THE_CALL, Play.WE_DIE_AFTER_THE_CALL, Play.TAKEN]
    provider.script = dice.choices(deaths, k=12)
    for _ in range(12):
        tidewell.deliver_and_die(provider, worker="mortal")
    provider.script = []
    tidewell.put_right(provider)
    books_balance(tidewell, provider)
    assert len(provider.ledger) == 16


def test_an_answer_that_names_the_same_id_twice_does_not_stop_the_outbox(talking, provider):
    talking.replies(talking.town.neil, talking.town.ewa, "Hello Ewa")
    provider.script = [Accepted("SM" + "1" * 32), Accepted("SM" + "1" * 32)]
    with suppress(Exception):
        sending.deliver(talking.database, provider, worker="one")
    talking.put_right(provider, minutes=15)
    assert all(state in GONE_OR_SAID_SO for state in talking.states())
    assert len(provider.asked) <= finding_out.AT_A_TIME
    assert provider.asked[0].from_number == SCHOOL_LINE
