"""Promise 4. Any text, call or web message, from anybody, known or not, lands with somebody by name."""

import pytest

from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction
from app.domain.people import joining
from app.domain.people.models import Membership
from app.domain.reception import actions as reception
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Family
from app.foundation.errors import Refused
from app.invented_town import CHARITY_LINE, COUNCIL_LINE, EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, UNKNOWN

ANYBODY = [SARA, EWA, IMRAN, MARSH, UNKNOWN, "60777", "TESCO", "ANONYMOUS", "", "+48601123456"]
ANYTHING = ["hello", "", "STOP", "START", "LINK", "RING", "👍", "HELP", "\x00", "x" * 1600]


def everything_lies_with_a_person(tidewell) -> None:
    """Each arrival is one message in a thread that somebody who works there now holds, and that waits for them."""
    arrivals = tidewell.arrivals()
    found = {one.once: one for one in tidewell.messages(Direction.IN)}
    with tidewell.database.reading(Command()) as work:
        for arrival in arrivals:
            message = found[f"arrival:{arrival.id}"]
            person = work.session.get(Membership, work.session.get(Conversation, message.conversation_id).membership_id)
            assert person.first_name
            assert person.until is None or person.until > work.now
    assert len(found) == len(arrivals)


@pytest.mark.parametrize("line", [SCHOOL_LINE, COUNCIL_LINE, CHARITY_LINE])
def test_anything_from_anybody_lands_with_somebody_by_name(tidewell, line):
    for number in ANYBODY:
        for words in ANYTHING:
            tidewell.texts(number, words, line=line)
        tidewell.rings(number, line=line)
    tidewell.sort()
    assert len(tidewell.arrivals()) == len(ANYBODY) * (len(ANYTHING) + 1)
    everything_lies_with_a_person(tidewell)


def test_it_waits_there_until_somebody_answers(tidewell):
    tidewell.says(SARA, "hello")
    tidewell.clock.move(days=300)
    assert len(tidewell.inbox(tidewell.town.neil)) == 1
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "I am so sorry")
    assert tidewell.inbox(tidewell.town.neil) == []


def test_when_everybody_but_one_has_left_that_one_has_it(tidewell):
    town = tidewell.town
    for number in (SARA, EWA, UNKNOWN):
        tidewell.texts(number, "hello")
    tidewell.sort()
    with tidewell.database.writing(Command()) as work:
        for person in (town.neil, town.grace):
            joining.member_leaves(work, person)
    tidewell.clock.move(minutes=1)
    for number in (SARA, EWA, UNKNOWN):
        tidewell.texts(number, "anybody?")
    tidewell.sort()
    assert len(tidewell.inbox(town.priya)) == 3


def test_the_last_first_contact_cannot_leave_before_there_is_another(tidewell):
    with pytest.raises(Refused, match="first contact"), tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.priya)


def test_what_a_family_writes_on_its_page_reaches_a_person_too(tidewell):
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.writing(Family(tidewell.town.sara, SARA)) as work:
        reception.take_in_from_page(
            work, contact_id=tidewell.town.sara, conversation_id=thread.id, body="on the page", once="1"
        )
    tidewell.sort()
    everything_lies_with_a_person(tidewell)


def test_the_same_word_twice_lands_once(tidewell):
    tidewell.texts(SARA, "hello", sid="SM" + "c" * 32)
    tidewell.sort()
    tidewell.texts(SARA, "hello", sid="SM" + "c" * 32, kind=Kind.TEXT)
    tidewell.sort()
    assert len(tidewell.every(Message)) == 1
