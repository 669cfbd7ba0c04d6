"""Who is it, and whose are they? No word and no wait is lost while a stranger becomes somebody known."""

from datetime import timedelta

import pytest

from app.domain.conversations import actions, front_door
from app.domain.notices.rules import NoticeState
from app.domain.people import queries as people
from app.foundation.errors import NotFound, Refused
from app.invented_town import CHARITY_LINE, MARSH, SARA, UNKNOWN


@pytest.fixture
def knocking(tidewell):
    """Somebody unknown has written, and waits at the school's front door."""
    tidewell.says(UNKNOWN, "hello, is this the school?")
    return tidewell


def only(tidewell, desk):
    [row] = tidewell.inbox(desk)
    return row


def priya(tidewell):
    return tidewell.database.writing(tidewell.staff(tidewell.town.priya))


def test_somebody_new_gets_a_name_and_goes_on_waiting(knocking):
    row = only(knocking, knocking.town.priya)
    with priya(knocking) as work:
        front_door.it_is_somebody_new(work, row.conversation_id, first_name="Ola", relation="gran")
    named = only(knocking, knocking.town.priya)
    assert (named.first_name, named.is_known, named.waiting_since) == ("Ola", True, row.waiting_since)


def test_without_a_name_nobody_is_made_known(knocking):
    with pytest.raises(Refused), priya(knocking) as work:
        front_door.it_is_somebody_new(work, only(knocking, knocking.town.priya).conversation_id, first_name="  ")
    assert not only(knocking, knocking.town.priya).is_known


def test_somebody_we_know_on_a_new_phone_keeps_one_history_and_the_longer_wait(knocking):
    town, since = knocking.town, knocking.clock.now
    knocking.clock.move(minutes=30)
    knocking.says(SARA, "and from my own phone")
    with priya(knocking) as work:
        kept = front_door.it_is(work, only(knocking, town.priya).conversation_id, town.sara)
        front_door.pass_on(work, kept.id, town.neil)
    row = only(knocking, town.neil)
    assert row.waiting_since == since
    assert [one.body for one in knocking.entries(town.neil, row.conversation_id)] == [
        "hello, is this the school?",
        "and from my own phone",
    ]
    assert knocking.inbox(town.priya) == []
    knocking.says(UNKNOWN, "me again")
    assert knocking.bodies(town.neil, town.sara)[-1] == "me again"


def test_passing_on_carries_the_wait_and_the_ping_along(knocking):
    town, since = knocking.town, knocking.clock.now
    [mine] = knocking.notices(town.priya, "ping")
    assert mine.state is NoticeState.WAITING
    knocking.clock.move(minutes=5)
    with priya(knocking) as work:
        talk = front_door.it_is_somebody_new(work, only(knocking, town.priya).conversation_id, first_name="Ola")
        front_door.pass_on(work, talk.id, town.grace)
    assert only(knocking, town.grace).waiting_since == since
    assert [one.state for one in knocking.notices(town.priya, "ping")] == [NoticeState.WITHDRAWN]
    assert [one.state for one in knocking.notices(town.grace, "ping")] == [NoticeState.WAITING]


def test_a_stranger_is_not_passed_on_without_a_name(knocking):
    with pytest.raises(Refused, match="who it is"), priya(knocking) as work:
        front_door.pass_on(work, only(knocking, knocking.town.priya).conversation_id, knocking.town.grace)


def test_nobody_is_passed_on_to_another_organisation(knocking):
    with pytest.raises(Refused), priya(knocking) as work:
        talk = front_door.it_is_somebody_new(
            work, only(knocking, knocking.town.priya).conversation_id, first_name="Ola"
        )
        front_door.pass_on(work, talk.id, knocking.town.hannah)
    assert only(knocking, knocking.town.priya).at_front_door


def test_a_family_that_chose_its_person_is_not_moved_by_staff(tidewell):
    tidewell.says(SARA, "hello")
    row = only(tidewell, tidewell.town.neil)
    with (
        pytest.raises(Refused, match="front door"),
        tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work,
    ):
        front_door.pass_on(work, row.conversation_id, tidewell.town.grace)


def test_only_whoever_it_lies_with_may_say_who_it_is(knocking):
    row = only(knocking, knocking.town.priya)
    with pytest.raises(NotFound), knocking.database.writing(knocking.staff(knocking.town.grace)) as work:
        front_door.it_is_somebody_new(work, row.conversation_id, first_name="Ola")


def test_somebody_who_shares_a_known_phone_makes_it_a_shared_one(knocking):
    town = knocking.town
    with priya(knocking) as work:
        front_door.it_shares_a_phone_with(work, only(knocking, town.priya).conversation_id, town.sara, first_name="Ola")
        assert len(people.sharing(work, town.school, UNKNOWN)) == 2
    knocking.clock.move(minutes=1)
    knocking.says(UNKNOWN, "who am i")
    entry = knocking.entries(town.priya, only(knocking, town.priya).conversation_id)[-1]
    assert entry.may_be_either


def test_a_message_of_the_other_one_on_a_shared_phone_moves_and_takes_its_wait_along(tidewell):
    town = tidewell.town
    tidewell.texts(MARSH, "one", line=CHARITY_LINE)
    tidewell.clock.move(minutes=10)
    tidewell.texts(MARSH, "two", line=CHARITY_LINE)
    tidewell.sort()
    row = only(tidewell, town.joyce)
    first, second = tidewell.entries(town.joyce, row.conversation_id)
    other = town.kelly if row.first_name == "Dan" else town.dan
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work:
        actions.write_note(work, row.conversation_id, words="which of them?", once="note")
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work:
        front_door.this_was(work, first.id, other)
    waiting = {one.conversation_id: one.waiting_since for one in tidewell.inbox(town.joyce)}
    assert waiting[row.conversation_id] == tidewell.clock.now, "the second word still waits, though a note was written"
    assert sorted(waiting.values()) == [tidewell.clock.now - timedelta(minutes=10), tidewell.clock.now]
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work:
        front_door.this_was(work, second.id, other)
    assert {one.conversation_id for one in tidewell.inbox(town.joyce)} == set(waiting) - {row.conversation_id}
    assert tidewell.bodies(town.joyce, other) == ["one", "two"]


def test_on_a_phone_of_ones_own_nothing_can_be_from_somebody_else(tidewell):
    tidewell.says(SARA, "hello")
    [entry] = tidewell.entries(tidewell.town.neil, only(tidewell, tidewell.town.neil).conversation_id)
    with pytest.raises(Refused), tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        front_door.this_was(work, entry.id, tidewell.town.ewa)
