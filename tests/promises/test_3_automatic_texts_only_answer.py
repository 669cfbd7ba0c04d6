"""Promise 3. The only automatic texts answer something the family did: the database refuses any other."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, Direction
from app.domain.wording.shelf import purpose, purposes
from app.foundation.actors import Clock
from app.foundation.identifiers import new_id
from app.invented_town import EWA, SARA


def send(tidewell, **fields: object) -> None:
    """Try to put a text to Sara into the outbox."""
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.writing(Clock("test")) as work:
        usual = {
            "conversation_id": thread.id,
            "direction": Direction.OUT,
            "channel": Channel.TEXT,
            "author_membership_id": tidewell.town.neil,
            "body": "Ellie was not at school today.",
            "happened_at": work.now,
            "stored_at": work.now,
        }
        work.session.add(Message(**(usual | fields)))


@pytest.fixture
def talking(tidewell):
    """Sara has written."""
    tidewell.says(SARA, "hello")
    return tidewell


def test_an_automatic_text_that_answers_nothing_is_refused_by_the_database(talking):
    with pytest.raises(IntegrityError, match="outbound_by_hand_or_an_answer"):
        send(talking, by_hand=False)


def test_one_that_answers_something_or_was_pressed_by_a_person_is_taken(talking):
    send(talking, by_hand=False, answers_id=new_id())
    send(talking, by_hand=True)


def test_one_that_a_person_wrote_cannot_become_an_automatic_one_later(talking):
    message_id = talking.replies(talking.town.neil, talking.town.sara, "hi")
    with talking.database.writing(Clock("test")) as work:
        message = work.session.get(Message, message_id)
        message.by_hand, message.answers_id = False, None
        with pytest.raises(IntegrityError):
            work.session.flush()
        work.session.rollback()


def test_every_automatic_text_names_what_it_answers_and_that_was_a_word_of_this_very_phone(tidewell, provider):
    for number in (SARA, EWA):
        for words in ("hello", "LINK", "STOP", "LINK", "START", "yes", "HELP", "LOCK", "RING", "link please"):
            tidewell.says(number, words)
            tidewell.clock.move(minutes=1)
    tidewell.deliver(provider)
    arrived = {one.id: one for one in tidewell.arrivals()}
    automatic = [one for one in tidewell.messages(Direction.OUT) if not one.by_hand]
    assert len(automatic) == 6
    for one in automatic:
        asked = arrived[one.answers_id]
        assert asked.from_number == one.number
        assert asked.body in {"LINK", "START", "LOCK"}
    assert len({one.answers_id for one in automatic}) == 6, "each is answered once"


def test_there_are_no_ready_words_for_anything_else():
    automatic = {name for name in purposes() if purpose(name).is_automatic}
    their_own_message = {"acknowledgement"}
    a_time_they_booked = {"time_booked", "time_changed", "time_reminder", "time_gone"}
    a_time_they_booked |= {"time_dropped", "times_instead"}
    what_they_asked_for = {"times_wanted", "link_wanted", "page_closed", "languages", "language_chosen"}
    assert automatic == their_own_message | a_time_they_booked | what_they_asked_for | {"welcome_back"}
