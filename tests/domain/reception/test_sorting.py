"""Sorting: each message lands with its person, in order; one bad message harms neither itself nor its neighbours."""

import pytest
from sqlalchemy.exc import OperationalError

from app.domain.conversations import receiving
from app.domain.conversations.models import Conversation
from app.domain.people import joining, lines
from app.domain.people.models import Contact
from app.domain.reception import actions as reception
from app.domain.reception import asking, sorting
from app.domain.reception.rules import TRIES, Result
from app.foundation.actors import Command, Family
from app.invented_town import CHARITY_LINE, COUNCIL_LINE, EWA, IMRAN, MARSH, SARA, UNKNOWN

BAD = "this one cannot be read"


@pytest.fixture
def stumbles(monkeypatch):
    """Reading `BAD` raises, wherever it is read."""
    real = asking.meaning

    def meaning(words):
        if words == BAD:
            raise RuntimeError("cannot read " + words)
        return real(words)

    monkeypatch.setattr(asking, "meaning", meaning)


def test_each_family_lands_with_its_own_person(tidewell):
    for number, line in ((SARA, "+447700900000"), (EWA, "+447700900000"), (IMRAN, COUNCIL_LINE), (MARSH, CHARITY_LINE)):
        tidewell.texts(number, "hello", line=line)
    tidewell.texts(UNKNOWN, "hello")
    tidewell.sort()
    town = tidewell.town
    waiting = {desk: len(tidewell.inbox(desk)) for desk in (town.neil, town.hannah, town.joyce, town.priya, town.grace)}
    assert waiting == {town.neil: 2, town.hannah: 1, town.joyce: 1, town.priya: 1, town.grace: 0}


def test_the_same_mother_at_two_organisations_is_two_people(tidewell):
    tidewell.texts(SARA, "to the school")
    tidewell.texts(SARA, "to the council", line=COUNCIL_LINE)
    tidewell.sort()
    assert len(tidewell.inbox(tidewell.town.neil)) == 1
    [row] = tidewell.inbox(tidewell.town.tom)
    assert not row.is_known


def test_many_texts_of_many_phones_keep_their_order(tidewell):
    for number in range(20):
        for phone in (SARA, EWA, UNKNOWN):
            tidewell.texts(phone, f"{number:02}")
            tidewell.clock.move(seconds=0.001)
    tidewell.sort()
    for row in [*tidewell.inbox(tidewell.town.neil), *tidewell.inbox(tidewell.town.priya)]:
        desk = tidewell.town.neil if row.is_known else tidewell.town.priya
        assert [one.body for one in tidewell.entries(desk, row.conversation_id)] == [f"{n:02}" for n in range(20)]


def test_two_texts_of_a_stranger_at_once_make_one_contact_and_one_thread(tidewell):
    before = len(tidewell.every(Contact))
    tidewell.texts(UNKNOWN, "hello")
    tidewell.texts(UNKNOWN, "is anybody there")
    tidewell.rings(UNKNOWN)
    tidewell.sort()
    assert len(tidewell.every(Contact)) == before + 1
    [row] = tidewell.inbox(tidewell.town.priya)
    assert len(tidewell.entries(tidewell.town.priya, row.conversation_id)) == 3


def test_a_stranger_who_tries_two_lines_of_one_school_at_once_is_one_stranger(tidewell):
    with tidewell.database.writing(Command()) as work:
        lines.give_line(work, tidewell.town.school, number="+447700900003")
    tidewell.texts(UNKNOWN, "hello")
    tidewell.texts(UNKNOWN, "hello?", line="+447700900003")
    tidewell.sort()
    [row] = tidewell.inbox(tidewell.town.priya)
    entries = tidewell.entries(tidewell.town.priya, row.conversation_id)
    assert [one.body for one in entries] == ["hello", "hello?"]
    assert not any(one.may_be_either for one in entries)


def test_a_shared_phone_is_always_marked(tidewell):
    tidewell.says(MARSH, "its us", line=CHARITY_LINE)
    [row] = tidewell.inbox(tidewell.town.joyce)
    assert all(one.may_be_either for one in tidewell.entries(tidewell.town.joyce, row.conversation_id))
    tidewell.says(SARA, "its me")
    [row] = tidewell.inbox(tidewell.town.neil)
    assert not any(one.may_be_either for one in tidewell.entries(tidewell.town.neil, row.conversation_id))


def test_when_the_person_has_left_it_comes_to_whoever_is_on_duty(tidewell):
    tidewell.says(SARA, "hello")
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.neil)
    tidewell.clock.move(hours=1)
    tidewell.says(SARA, "are you still there")
    [row] = tidewell.inbox(tidewell.town.priya)
    assert (row.first_name, row.at_front_door) == ("Sara", True)


def test_a_personal_line_of_somebody_who_left_comes_to_whoever_is_on_duty(tidewell):
    with tidewell.database.writing(Command()) as work:
        lines.give_line(work, tidewell.town.school, number="+447700900004", membership_id=tidewell.town.grace)
    tidewell.says(UNKNOWN, "hello grace", line="+447700900004")
    assert len(tidewell.inbox(tidewell.town.grace)) == 1
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.grace)
    tidewell.clock.move(hours=1)
    tidewell.says(UNKNOWN, "hello again", line="+447700900004")
    tidewell.says("+447700900166", "and somebody new", line="+447700900004")
    assert len(tidewell.inbox(tidewell.town.priya)) == 2


def test_a_reply_goes_to_the_author_of_a_text_that_arrived_not_of_one_that_never_left(tidewell, provider):
    town = tidewell.town
    tidewell.says(SARA, "hi")
    tidewell.replies(town.neil, town.sara, "Hello Sara")
    tidewell.deliver(provider)
    tidewell.clock.move(hours=2)
    tidewell.says_hello(town.grace, town.sara, wanted=tidewell.clock.now.replace(day=11, hour=9))
    tidewell.clock.move(minutes=5)
    tidewell.says(SARA, "thank you neil")
    assert len(tidewell.inbox(town.neil)) == 1
    assert tidewell.inbox(town.grace) == []


def test_a_message_that_cannot_be_read_reaches_the_front_door_as_it_came_and_an_operator_is_told(tidewell, stumbles):
    tidewell.texts(SARA, BAD, fields={"NumMedia": "2"})
    tidewell.sort()
    [arrival] = tidewell.arrivals()
    assert (arrival.result, arrival.tries, arrival.failure) == (Result.FRONT_DOOR, TRIES, "RuntimeError")
    [row] = tidewell.inbox(tidewell.town.priya)
    [entry] = tidewell.entries(tidewell.town.priya, row.conversation_id)
    assert (entry.body, entry.pictures, entry.may_be_either, row.first_name) == (BAD, 2, False, "Sara")
    [told] = tidewell.notices(tidewell.town.olive, "failed_arrival")
    assert BAD not in told.subject + told.body
    assert SARA not in told.body


def test_its_neighbours_are_sorted_as_if_it_were_not_there(tidewell, stumbles):
    for number in range(6):
        tidewell.texts(SARA if number % 2 else EWA, BAD if number == 2 else f"{number}")
        tidewell.clock.move(seconds=1)
    tidewell.sort()
    town = tidewell.town
    assert tidewell.bodies(town.neil, town.sara) == ["1", "3", "5"]
    assert tidewell.bodies(town.neil, town.ewa) == ["0", "4"]
    assert tidewell.bodies(town.priya, town.ewa) == [BAD]


def test_a_failure_that_passes_leaves_no_trace_but_a_count(tidewell, monkeypatch):
    real, failures = receiving.receive, [RuntimeError("once"), RuntimeError("twice")]

    def receive(*arguments):
        if failures:
            raise failures.pop()
        return real(*arguments)

    monkeypatch.setattr(receiving, "receive", receive)
    tidewell.says(SARA, "hello")
    assert tidewell.arrivals()[0].result == Result.THREAD
    assert len(tidewell.messages()) == 1
    assert tidewell.notices(tidewell.town.olive, "failed_arrival") == []


def test_even_when_the_front_door_fails_it_stays_and_its_neighbours_go_on(tidewell, stumbles, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("the door is stuck")

    monkeypatch.setattr(receiving, "at_front_door", broken)
    tidewell.texts(SARA, BAD)
    tidewell.texts(EWA, "good morning")
    tidewell.sort()
    bad, good = sorted(tidewell.arrivals(), key=lambda one: one.body != BAD)
    assert (bad.sorted_at, bad.body) == (None, BAD)
    assert good.result == Result.THREAD
    assert len(tidewell.notices(tidewell.town.olive, "failed_arrival")) == 1
    monkeypatch.undo()
    with tidewell.database.writing(Command()) as work:
        reception.read_later(work, bad.id)
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.neil, tidewell.town.sara) == [BAD], "an operator let it be sorted once more"


def test_trouble_with_the_database_is_no_failure_of_a_message(tidewell, monkeypatch):
    def locked(*_arguments):
        raise OperationalError("", {}, Exception("database is locked"))

    tidewell.texts(SARA, "hello")
    with monkeypatch.context() as trouble:
        trouble.setattr(receiving, "receive", locked)
        for _ in range(5):
            with pytest.raises(OperationalError):
                sorting.sort_arrivals(tidewell.database)
    tidewell.sort()
    [arrival] = tidewell.arrivals()
    assert (arrival.result, arrival.tries) == (Result.THREAD, 0)


def write_on_page(tidewell, conversation_id, body, once="form-1"):
    town = tidewell.town
    with tidewell.database.writing(Family(town.sara, SARA)) as work:
        return reception.take_in_from_page(
            work, contact_id=town.sara, conversation_id=conversation_id, body=body, once=once
        )


def test_what_a_family_writes_on_its_page_joins_the_same_thread_once(tidewell):
    tidewell.says(SARA, "by text")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    tidewell.clock.move(minutes=1)
    assert write_on_page(tidewell, thread.id, "on the page")
    assert not write_on_page(tidewell, thread.id, "on the page")
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.neil, tidewell.town.sara) == ["by text", "on the page"]


def test_what_was_written_on_a_page_reaches_somebody_when_the_person_has_left_meanwhile(tidewell):
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    write_on_page(tidewell, thread.id, "please ring me")
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.neil)
    tidewell.clock.move(minutes=1)
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.priya, tidewell.town.sara) == ["please ring me"]


def test_what_was_written_on_a_page_is_kept_when_its_thread_is_gone(tidewell):
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    write_on_page(tidewell, tidewell.town.school, "on a thread that joined another")
    tidewell.sort()
    assert tidewell.thread(tidewell.town.neil, tidewell.town.sara).id == thread.id
    assert "on a thread that joined another" in tidewell.bodies(tidewell.town.neil, tidewell.town.sara)


def test_what_was_written_on_a_page_and_cannot_be_sorted_reaches_the_front_door(tidewell, monkeypatch):
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)

    def broken(*_arguments):
        raise RuntimeError

    monkeypatch.setattr(receiving, "thread_for_page", broken)
    write_on_page(tidewell, thread.id, "please ring me")
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.priya, tidewell.town.sara) == ["please ring me"]


def test_one_thread_for_each_family_and_person_however_often_they_write(tidewell):
    for _ in range(5):
        tidewell.says(SARA, "again")
    assert len(tidewell.every(Conversation)) == 1
