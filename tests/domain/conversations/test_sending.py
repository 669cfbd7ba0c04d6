"""From the outbox to the phone: each text once, in order, never against the family's will, and its author sees it."""

from datetime import timedelta

import pytest

from app.domain.conversations import actions
from app.domain.conversations.delivery import claiming, finding_out, sending
from app.domain.conversations.models import Message
from app.domain.conversations.rules import CODE_OF, Direction, State
from app.domain.people import actions as people
from app.domain.people import joining
from app.domain.permissions import actions as permissions
from app.domain.permissions.models import Stop
from app.domain.permissions.rules import Reason
from app.foundation.actors import Clock, Command
from app.foundation.database import Database
from app.foundation.errors import Refused
from app.foundation.identifiers import new_id
from app.foundation.settings import Settings
from app.foundation.telephony import Busy, Progress, Rejected
from app.invented_town import EWA, SARA, SCHOOL_LINE
from tests.clock import SettableClock

WHO = Clock("test")


@pytest.fixture
def talking(tidewell):
    """Sara and Ewa have written to Neil."""
    tidewell.texts(SARA, "hello")
    tidewell.texts(EWA, "dzień dobry")
    tidewell.sort()
    return tidewell


def sara(tidewell, words: str, **wishes: object):
    return tidewell.replies(tidewell.town.neil, tidewell.town.sara, words, **wishes)


def receipt_words(tidewell) -> str:
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    return tidewell.entries(tidewell.town.neil, thread.id)[-1].receipt


def test_a_text_leaves_once_begins_with_the_name_and_says_where_receipts_go(talking, provider):
    message_id = sara(talking, "Kettle is on.")
    talking.deliver(provider)
    talking.deliver(provider)
    [taken] = provider.ledger
    assert (taken.text.from_number, taken.text.to_number) == (SCHOOL_LINE, SARA)
    assert taken.text.body == "Neil: Kettle is on."
    assert taken.text.receipt_url.endswith(f"/webhooks/twilio/receipt/{message_id}")
    message = talking.message(message_id)
    assert (message.state, message.provider_id, message.body) == (State.ACCEPTED, taken.provider_id, "Kettle is on.")


def test_the_provider_may_try_no_longer_than_until_the_evening(talking, provider):
    talking.clock.set(talking.clock.now.replace(hour=19, minute=50))
    sara(talking, "Good night")
    talking.deliver(provider)
    assert provider.ledger[0].text.valid_for_seconds == 600


def test_pressing_twice_sends_once(talking, provider):
    first = sara(talking, "Hello Sara", once="form-1")
    assert sara(talking, "Hello Sara", once="form-1") == first
    talking.deliver(provider)
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]


def test_texts_to_one_phone_arrive_in_the_order_they_were_written(talking, provider):
    for number in range(12):
        sara(talking, f"{number:02}")
        talking.clock.move(seconds=1)
    talking.deliver(provider)
    assert provider.on_phone(SARA) == [f"Neil: {number:02}" for number in range(12)]


def test_a_provider_that_is_busy_does_not_turn_the_order_round(talking, provider):
    for number in range(4):
        sara(talking, f"{number}")
        talking.clock.move(seconds=1)
    provider.script = [Busy(20)]
    talking.deliver(provider)
    assert provider.on_phone(SARA) == [], "what was written later waits too"
    for _ in range(3):
        talking.clock.move(seconds=10)
        talking.deliver(provider)
    assert provider.on_phone(SARA) == ["Neil: 0", "Neil: 1", "Neil: 2", "Neil: 3"]


def test_a_busy_phone_does_not_hold_up_another(talking, provider):
    sara(talking, "first")
    provider.script = [Busy(3000)]
    talking.deliver(provider)
    talking.replies(talking.town.neil, talking.town.ewa, "Hello Ewa")
    talking.deliver(provider)
    assert len(provider.on_phone(EWA)) == 1


def test_too_many_requests_waits_as_long_as_the_provider_says_and_the_author_sees_it(talking, provider):
    sara(talking, "Hello Sara")
    provider.script = [Busy(90)]
    talking.deliver(provider)
    assert "busy" in receipt_words(talking)
    talking.clock.move(seconds=89)
    talking.deliver(provider)
    assert provider.ledger == []
    talking.clock.move(seconds=2)
    talking.deliver(provider)
    assert len(provider.ledger) == 1


def test_without_a_word_from_the_provider_the_pauses_grow_to_five_minutes(talking, provider):
    message_id = sara(talking, "Hello Sara")
    provider.script = [Busy()] * 12
    pauses = []
    for _ in range(12):
        talking.deliver(provider)
        pauses.append((talking.message(message_id).not_before - talking.clock.now).total_seconds())
        talking.clock.set(talking.message(message_id).not_before)
    assert pauses[:4] == [2, 4, 8, 16]
    assert pauses[-1] == 300
    talking.deliver(provider)
    assert len(provider.ledger) == 1


@pytest.mark.parametrize("code", [21211, 99999])
def test_a_text_that_is_refused_says_so_to_its_author_and_is_not_tried_again(talking, provider, code):
    sara(talking, "Hello Sara")
    provider.script = [Rejected(code)]
    talking.deliver(provider)
    talking.put_right(provider)
    assert provider.ledger == []
    assert talking.states() == [State.FAILED]
    assert receipt_words(talking).endswith(".")
    assert str(code) not in receipt_words(talking)


def test_a_stop_that_only_the_network_knows_stands_and_takes_back_what_is_queued(talking, provider):
    sara(talking, "now")
    sara(talking, "later", wanted=talking.clock.now + timedelta(hours=3))
    provider.script = [Rejected(21610)]
    talking.deliver(provider)
    assert talking.states() == [State.FAILED, State.WITHDRAWN]
    assert len(talking.every(Stop)) == 1
    with pytest.raises(Refused, match="said STOP"):
        sara(talking, "still there?")


def test_stop_between_claiming_and_calling_keeps_it_from_going(talking, provider):
    sara(talking, "Hello Sara")
    with talking.database.writing(WHO) as work:
        claimed = claiming.claim(work, worker="one")
    talking.texts(SARA, "STOP")
    with talking.database.writing(WHO) as work:
        assert sending.begin(work, claimed, worker="one") == []
    assert talking.states() == [State.WITHDRAWN]
    assert receipt_words(talking) == "Not sent: this phone said STOP."


def test_hours_that_the_family_closed_meanwhile_put_it_off(talking, provider):
    message_id = sara(talking, "Hello Sara")
    with talking.database.writing(WHO) as work:
        claimed = claiming.claim(work, worker="one")
    with talking.database.writing(Command()) as work:
        hour = talking.clock.now.time()
        permissions.set_wishes(
            work, talking.town.sara, reads="en", closed_from=hour, closed_until=hour.replace(hour=hour.hour + 2)
        )
    with talking.database.writing(WHO) as work:
        assert sending.begin(work, claimed, worker="one") == []
    message = talking.message(message_id)
    assert (message.state, message.claimed_by) == (State.QUEUED, None)
    assert message.not_before == talking.clock.now + timedelta(hours=2)
    talking.clock.move(hours=2)
    talking.deliver(provider)
    assert len(provider.ledger) == 1


def test_nothing_goes_in_the_name_of_somebody_who_has_left(talking, provider):
    sara(talking, "Hello Sara", wanted=talking.clock.now + timedelta(hours=1))
    with talking.database.writing(Command()) as work:
        joining.member_leaves(work, talking.town.neil)
    talking.clock.move(hours=1)
    talking.put_right(provider)
    assert provider.ledger == []
    talking.clock.set(talking.clock.now.replace(hour=20, minute=1))
    talking.put_right(provider, minutes=1)
    assert talking.states() == [State.FAILED]


def test_what_could_not_go_before_the_evening_ended_says_so_and_stays_with_us(talking, provider):
    sara(talking, "Hello Sara")
    provider.script = [Busy(3600)] * 40
    for _ in range(13):
        talking.deliver(provider)
        talking.clock.move(hours=1)
    talking.put_right(provider, minutes=1)
    assert talking.states() == [State.FAILED]
    assert receipt_words(talking) == "It could not go before 8 tonight. It has not been sent; you can send it again."


def test_on_trial_only_phones_on_the_list_are_texted_and_the_author_reads_why(talking, provider, settings):
    sara(talking, "Hello Sara")
    talking.replies(talking.town.neil, talking.town.ewa, "Hello Ewa")
    trial = Settings(**settings.model_dump() | {"mode": "service", "trial_numbers": (EWA,)})
    on_trial = Database(talking.database.engine, trial, now=talking.clock)
    while sending.deliver(on_trial, provider, worker="one"):
        pass
    assert [one.text.to_number for one in provider.ledger] == [EWA]
    assert "trial" in receipt_words(talking), "it was not the author who took it back"


def test_a_line_that_was_given_back_sends_nothing_and_the_author_reads_why(talking, provider):
    message_id = sara(talking, "Hello Sara")
    with talking.database.writing(Command()) as work:
        line = work.session.get(Message, message_id).line_id
        from app.domain.people.models import PhoneLine

        work.session.get(PhoneLine, line).until = work.now
    talking.deliver(provider)
    assert provider.ledger == []
    assert talking.states() == [State.FAILED]
    assert receipt_words(talking) != "Taken back. It was not sent."


def test_every_reason_against_a_text_has_words_for_its_author():
    assert set(CODE_OF) == set(Reason)


def test_one_text_that_cannot_be_made_ready_does_not_hold_up_the_others(talking, provider, monkeypatch):
    bad = sara(talking, "Hello Sara")
    talking.replies(talking.town.neil, talking.town.ewa, "Hello Ewa")
    real = sending._attempt

    def attempt(work, message, *rest):
        if message.id == bad:
            raise ValueError
        return real(work, message, *rest)

    monkeypatch.setattr(sending, "_attempt", attempt)
    talking.deliver(provider)
    assert len(provider.on_phone(EWA)) == 1
    assert talking.message(bad).state is State.FAILED
    assert receipt_words(talking)


def test_what_lies_with_us_can_be_changed_and_taken_back_and_what_has_gone_cannot(talking, provider):
    waits = sara(talking, "tomorow", wanted=talking.clock.now + timedelta(hours=2))
    gone = sara(talking, "now")
    talking.deliver(provider)
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.change(work, waits, text="tomorrow")
        for act in (lambda: actions.take_back(work, gone), lambda: actions.change(work, gone, text="x")):
            with pytest.raises(Refused, match="gone already"):
                act()
    talking.clock.move(hours=2)
    talking.deliver(provider)
    assert provider.on_phone(SARA) == ["Neil: now", "Neil: tomorrow"]


def test_a_family_whose_answer_was_taken_back_waits_again_as_long_as_before(talking, provider):
    since = talking.inbox(talking.town.neil)[0].waiting_since
    talking.clock.move(minutes=10)
    answer = sara(talking, "See you", wanted=talking.clock.now + timedelta(hours=1))
    assert [row.first_name for row in talking.inbox(talking.town.neil)] == ["Ewa"]
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.take_back(work, answer)
    waiting = {row.first_name: row.waiting_since for row in talking.inbox(talking.town.neil)}
    assert waiting == {"Sara": since, "Ewa": since}
    talking.clock.move(hours=2)
    talking.deliver(provider)
    assert provider.ledger == []


def test_taking_back_a_second_text_does_not_make_an_answered_family_wait(talking, provider):
    sara(talking, "Yes, three o'clock")
    talking.deliver(provider)
    talking.clock.move(minutes=1)
    more = sara(talking, "And bring Ellie", wanted=talking.clock.now + timedelta(hours=1))
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.take_back(work, more)
    assert [row.first_name for row in talking.inbox(talking.town.neil)] == ["Ewa"]


def test_a_hello_that_never_arrived_must_be_said_again(tidewell, provider):
    town = tidewell.town
    tidewell.says_hello(town.neil, town.sara)
    provider.script = [Rejected(21211)]
    tidewell.deliver(provider)
    with pytest.raises(Refused, match="Say hello first"):
        tidewell.replies(town.neil, town.sara, "How are you?")
    tidewell.says_hello(town.neil, town.sara)
    tidewell.deliver(provider)
    tidewell.replies(town.neil, town.sara, "How are you?")


def test_nothing_overtakes_a_hello_that_waits_for_tomorrow(tidewell, provider):
    town = tidewell.town
    hello = tidewell.says_hello(town.neil, town.sara, wanted=tidewell.clock.now + timedelta(days=1))
    with pytest.raises(Refused, match="it goes first"):
        tidewell.replies(town.neil, town.sara, "How are you?")
    with pytest.raises(Refused, match="it goes first"), tidewell.database.writing(tidewell.staff(town.neil)) as work:
        actions.send_link(work, tidewell.thread(town.neil, town.sara).id, once=str(new_id()))
    tidewell.clock.move(hours=24)
    tidewell.replies(town.neil, town.sara, "How are you?")  # due together: the hello was written first
    tidewell.deliver(provider)
    assert [taken.text.body.split(":")[0] for taken in provider.ledger][1:] == ["Neil"]
    assert provider.ledger[0].text.receipt_url.endswith(str(hello))


def test_a_mother_who_writes_herself_gets_her_answer_before_the_hello(tidewell, provider):
    town = tidewell.town
    tidewell.says_hello(town.neil, town.sara, wanted=tidewell.clock.now + timedelta(days=1))
    tidewell.texts(SARA, "is this the school?")
    tidewell.sort()
    tidewell.replies(town.neil, town.sara, "It is. I am Neil.")
    tidewell.deliver(provider)
    assert [taken.text.body for taken in provider.ledger] == ["Neil: It is. I am Neil."]


def test_somebody_with_a_house_phone_and_a_mobile_is_texted_on_the_mobile(talking, provider):
    with talking.database.writing(Command()) as work:
        from app.domain.people.models import Contact

        talking.clock.move(minutes=1)
        people.give_phone(work, work.session.get(Contact, talking.town.sara), "+442079460000")
    talking.rings("+442079460000")
    talking.sort()
    sara(talking, "I saw you rang")
    talking.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1


def test_a_clock_set_back_by_a_day_does_not_keep_a_leased_text_for_a_day(talking, provider):
    sara(talking, "Hello Sara")
    with talking.database.writing(WHO) as work:
        assert claiming.claim(work, worker="dead")
    talking.clock.move(hours=-1)
    finding_out.recover(talking.database)
    assert talking.states() == [State.QUEUED]


def test_a_clock_that_jumps_an_hour_ahead_sends_nothing_twice(talking, provider):
    message_id = sara(talking, "Hello Sara")
    real = provider.send

    def send(text):
        taken = real(text)
        talking.clock.move(hours=1)
        finding_out.recover(talking.database)
        return taken

    provider.send = send
    talking.deliver(provider)
    provider.send = real
    talking.put_right(provider)
    assert len(provider.ledger) == 1
    assert talking.message(message_id).provider_id == provider.ledger[0].provider_id


def test_a_second_claim_gets_nothing_of_what_the_first_holds(talking):
    for number in range(5):
        sara(talking, f"{number}")
    talking.replies(talking.town.neil, talking.town.ewa, "Hello Ewa")
    with talking.database.writing(WHO) as work:
        first = claiming.claim(work, worker="one")
    with talking.database.writing(WHO) as work:
        second = claiming.claim(work, worker="two")
    assert (len(first), second) == (2, []), "one a phone, and nothing more for a phone while one is in the air"


def test_the_words_go_out_as_typed_with_any_letter(talking, provider):
    words = "  ćwiczymy 🙏🏽 {first_name} %s \u202e tail  "
    sara(talking, words)
    talking.deliver(provider)
    assert provider.on_phone(SARA) == [f"Neil: {words.strip()}"]


def test_receipts_move_it_on_to_the_phone(talking, provider):
    message_id = sara(talking, "Hello Sara")
    talking.deliver(provider)
    assert receipt_words(talking) == "On its way."
    talking.receipt(message_id, Progress.DELIVERED)
    assert receipt_words(talking) == "On her phone."


def test_an_empty_or_an_endless_text_is_refused_and_nothing_is_queued(talking):
    for words in ("", "   ", "x" * 1700):
        with pytest.raises(Refused):
            sara(talking, words)
    assert talking.messages(Direction.OUT) == []


def test_two_weeks_ahead_is_far_enough(talking):
    with pytest.raises(Refused, match="two weeks"):
        sara(talking, "hi", wanted=talking.clock.now + timedelta(days=15))


def test_somebody_elses_thread_answers_like_one_that_does_not_exist(talking):
    from app.foundation.errors import NotFound

    thread = talking.thread(talking.town.neil, talking.town.sara)
    for conversation_id in (thread.id, new_id()):
        with talking.database.writing(talking.staff(talking.town.grace)) as work, pytest.raises(NotFound) as refused:
            actions.reply(work, conversation_id, text="hi", once="x")
        assert refused.value.sentence == "We could not find that."


def test_a_morning_text_waits_until_eight(talking, provider):
    talking.clock = _set(talking.clock, 5)
    sara(talking, "Good morning")
    talking.deliver(provider)
    assert provider.ledger == []
    _set(talking.clock, 8)
    talking.deliver(provider)
    assert len(provider.ledger) == 1


def _set(clock: SettableClock, hour: int) -> SettableClock:
    clock.set((clock.now + timedelta(days=1 if hour < clock.now.hour else 0)).replace(hour=hour, minute=0))
    return clock
