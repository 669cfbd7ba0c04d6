"""Promise 7. STOP means stop: every text to that phone from that line, at once, those in the queue too."""

from datetime import timedelta

import pytest

from app.domain.conversations import actions
from app.domain.conversations.rules import Direction, State
from app.foundation.errors import Refused
from app.foundation.identifiers import new_id
from app.foundation.telephony import Busy, Lost, Progress
from app.invented_town import CHARITY_LINE, MARSH, SARA


@pytest.fixture
def talking(tidewell):
    """Sara and Neil have written to each other; something waits for the afternoon."""
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    tidewell.replies(
        tidewell.town.neil, tidewell.town.sara, "This afternoon?", wanted=tidewell.clock.now + timedelta(hours=3)
    )
    return tidewell


@pytest.mark.parametrize("word", ["STOP", "stop!", "Cancel"])
def test_nothing_goes_any_more_not_even_what_was_waiting(talking, provider, word):
    talking.texts(SARA, word)
    assert set(talking.states()) == {State.WITHDRAWN}, "in the same breath as it was stored"
    talking.deliver(provider)
    talking.clock.move(hours=6)
    talking.put_right(provider)
    assert provider.ledger == []
    assert set(talking.states()) == {State.WITHDRAWN}


def test_no_button_gets_round_it_and_each_says_what_else_one_can_do(talking):
    talking.says(SARA, "STOP")
    town, thread = talking.town, talking.thread(talking.town.neil, talking.town.sara)
    with talking.database.writing(talking.staff(town.neil)) as work:
        for press in (
            lambda: actions.reply(work, thread.id, text="sorry", once=str(new_id())),
            lambda: actions.send_link(work, thread.id, once=str(new_id())),
        ):
            with pytest.raises(Refused, match="Ring, visit"):
                press()
    with pytest.raises(Refused, match="Ring, visit"):
        talking.says_hello(town.grace, town.sara)


def test_asking_for_a_link_does_not_undo_it(talking, provider):
    talking.says(SARA, "STOP")
    talking.says(SARA, "LINK")
    talking.deliver(provider)
    assert provider.ledger == []


@pytest.mark.parametrize("answer", [Busy(5), Lost("no answer")])
def test_a_text_that_was_in_the_air_is_not_tried_again(talking, provider, answer):
    real = provider.send

    def send(_text):
        talking.texts(SARA, "STOP")
        return answer

    provider.send = send
    talking.deliver(provider)
    provider.send = real
    talking.put_right(provider)
    assert provider.ledger == []
    assert all(state in {State.WITHDRAWN, State.UNKNOWN} for state in talking.states())


def test_a_phone_that_was_off_when_it_said_stop_is_not_tried_again(talking, provider):
    talking.deliver(provider)
    message = next(one for one in talking.messages(Direction.OUT) if one.provider_id)
    talking.texts(SARA, "STOP")
    talking.receipt(message.id, Progress.UNDELIVERED, code=30003)
    talking.clock.move(minutes=40)
    talking.put_right(provider)
    assert len(provider.ledger) == 1


def test_it_holds_for_both_who_share_the_phone(tidewell, provider):
    tidewell.says(MARSH, "hello", line=CHARITY_LINE)
    [row] = tidewell.inbox(tidewell.town.joyce)
    tidewell.says(MARSH, "stop", line=CHARITY_LINE)
    with pytest.raises(Refused), tidewell.database.writing(tidewell.staff(tidewell.town.joyce)) as work:
        actions.reply(work, row.conversation_id, text="sorry", once="1")
    for contact in (tidewell.town.dan, tidewell.town.kelly):
        if contact != row.conversation_id:
            with pytest.raises(Refused):
                tidewell.says_hello(tidewell.town.joyce, contact)


def test_a_sentence_with_the_word_in_it_is_for_the_person_to_understand(talking, provider):
    talking.says(SARA, "please stop texting me in the mornings")
    talking.deliver(provider)
    assert len(provider.ledger) == 1
    assert "mornings" in talking.bodies(talking.town.neil, talking.town.sara)[-1]


def test_start_brings_texts_back_and_nothing_else_does(talking, provider):
    talking.says(SARA, "STOP")
    talking.clock.move(minutes=1)
    talking.says(SARA, "hello again")
    with pytest.raises(Refused):
        talking.replies(talking.town.neil, talking.town.sara, "hi")
    talking.says(SARA, "START")
    talking.replies(talking.town.neil, talking.town.sara, "hi")
    talking.deliver(provider)
    assert provider.on_phone(SARA)[-1] == "Neil: hi"
