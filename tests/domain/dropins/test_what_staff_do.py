"""What staff do for a family with their own press: book what was asked for, and say what became of it."""

from datetime import timedelta

import pytest

from app.domain.conversations import receiving
from app.domain.conversations.desk import inbox, one_thread
from app.domain.conversations.rules import Direction, State
from app.domain.dropins import actions
from app.domain.dropins.rules import Came, Mode
from app.domain.people import members
from app.domain.relationships import away
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.invented_town import SARA, UNKNOWN
from tests.hosts import TUESDAY


@pytest.fixture
def booked(hosts):
    """Sara has Tuesday, half past three."""
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.answers(SARA, "2")
    return times


def booking_id(hosts):
    return hosts.bookings()[0].id


def test_staff_book_for_somebody_and_a_text_in_their_name_says_so(hosts):
    times = hosts.offers(hosts.town.neil)
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    with hosts.at_work(hosts.town.neil) as work:
        made = actions.book_for(work, thread.id, times[0].slot_id, once="a")
    hosts.goes()
    assert made.untold == ""
    assert hosts.last_text().by_hand
    assert hosts.last_text().body == (
        "Neil here. Hello Sara. We talk Tue 16 Mar 3pm, the library. If it does not suit you after all, just write."
    )
    hosts.answers(SARA, "9")
    assert hosts.live(hosts.town.sara) == [], "she can give it back by a number"


def test_where_no_text_may_go_it_is_booked_all_the_same_and_staff_hear_why(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.answers(SARA, "STOP")
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    with hosts.at_work(hosts.town.neil) as work:
        made = actions.book_for(work, thread.id, times[0].slot_id, once="a")
    assert "said STOP" in made.untold
    assert hosts.live(hosts.town.sara) == [times[0]]


def test_what_became_of_a_time_is_one_press_and_counts_for_nothing(hosts, booked):
    with (
        pytest.raises(Refused, match="not begun"),
        hosts.at_work(hosts.town.neil) as work,
    ):
        actions.note_came(work, booking_id(hosts), Came.TALKED)
    hosts.clock.move(days=6, hours=6)
    for came in (Came.ANOTHER_TIME, Came.TALKED):
        with hosts.at_work(hosts.town.neil) as work:
            actions.note_came(work, booking_id(hosts), came)
    assert [one.came for one in hosts.bookings()] == ["talked"]
    with pytest.raises(NotFound), hosts.at_work(hosts.town.grace) as work:
        actions.note_came(work, booking_id(hosts), Came.TALKED)


def test_no_worry_another_time(hosts, booked):
    hosts.clock.move(days=6, hours=6)
    later = hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=7))
    with hosts.at_work(hosts.town.neil) as work:
        actions.note_came(work, booking_id(hosts), Came.ANOTHER_TIME)
        actions.send_again(work, booking_id(hosts), [later[0].slot_id], once="b")
    hosts.goes()
    assert "We did not get to talk, and that is no worry." in hosts.last_text().body
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [later[0]]


def test_giving_back_takes_back_a_text_that_still_waits(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.clock.move(hours=12)
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    with hosts.at_work(hosts.town.neil) as work:
        actions.book_for(work, thread.id, times[0].slot_id, once="a")
    with hosts.at_work(hosts.town.neil) as work:
        actions.give_back(work, booking_id(hosts))
    hosts.clock.move(hours=12)
    sent = len(hosts.provider.ledger)
    hosts.goes()
    assert len(hosts.provider.ledger) == sent


def books(hosts, time, *, both: bool = False):
    """Neil books this time for Sara."""
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    with hosts.at_work(hosts.town.neil) as work:
        made = actions.book_for(work, thread.id, time.slot_id, once=str(new_id()), both=both)
    hosts.goes()
    return made


def test_pressing_twice_books_once_and_says_so_twice(hosts):
    times = hosts.offers(hosts.town.neil)
    assert books(hosts, times[0]).booking.id == books(hosts, times[0]).booking.id
    assert hosts.live(hosts.town.sara) == [times[0]]
    assert len([one for one in hosts.tidewell.messages(Direction.OUT) if one.purpose == "time_agreed"]) == 1


def test_one_of_the_list_that_she_answered_in_words_ends_the_old_time(hosts, booked):
    hosts.answers(SARA, "8")
    hosts.answers(SARA, "the one at three would be good")
    books(hosts, booked[0])
    assert hosts.live(hosts.town.sara) == [booked[0]]
    assert sorted(one.ended_how for one in hosts.bookings()) == ["", "moved"]
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [booked[0]], "that list is over"


def test_a_list_that_still_lies_with_us_does_not_go_once_it_is_booked_by_word_of_mouth(hosts):
    times = hosts.offers(hosts.town.neil)
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    hosts.clock.move(hours=12)
    with hosts.at_work(hosts.town.neil) as work:
        sent = actions.send_times(work, thread.id, [one.slot_id for one in times], once="a")
    assert hosts.tidewell.message(sent.id).state is State.QUEUED
    hosts.answers(SARA, "can we say three on tuesday")
    with hosts.at_a_desk(hosts.town.neil) as work:
        assert one_thread.open_thread(work, thread.id).menu is None, "she has not seen that list"
        assert [row.is_unclear for row in inbox.waiting(work)] == [False]
    books(hosts, times[0])
    assert hosts.tidewell.message(sent.id).state is State.WITHDRAWN


def test_two_at_one_hour_are_asked_about_when_staff_book(hosts, booked):
    grace = hosts.offers(hosts.town.grace, mode=Mode.PHONE)
    with pytest.raises(actions.TwoAtOnce, match=r"They have another time then: Tue 16 Mar 3:30pm\."):
        books(hosts, grace[1])
    assert hosts.live(hosts.town.sara) == [booked[1]]
    books(hosts, grace[1], both=True)
    assert len(hosts.live(hosts.town.sara)) == 2


def test_nobody_books_a_young_person_with_somebody_whose_checks_do_not_reach_to_that_day(hosts):
    town = hosts.town
    times = hosts.offers(town.joyce, mode=Mode.PHONE)
    with hosts.at_work(town.joyce) as work:
        thread = receiving.thread_with(work, town.leon, town.joyce)
        joyce = members.membership(work, town.joyce)
        joyce.cleared_for_young_until = times[0].starts_at - timedelta(days=1)
        work.session.add(joyce)
    with pytest.raises(Refused, match="no checks for young people that count on that day"):
        with hosts.at_work(town.joyce) as work:
            actions.book_for(work, thread.id, times[0].slot_id, once="a")
    assert hosts.bookings() == []


def test_a_family_that_nobody_knows_yet_is_rung_or_told_by_whoever_reads_them(hosts):
    town = hosts.town
    hosts.offers(town.neil)
    hosts.answers(UNKNOWN, "TIME")
    hosts.answers(UNKNOWN, "1")
    later = hosts.offers(town.neil, on=TUESDAY + timedelta(days=1))
    with hosts.at_work(town.neil) as work:
        away.go(work, town.neil, by_id=town.grace, first=TUESDAY, last=TUESDAY)
    with pytest.raises(Refused, match="Ring, or ask Priya, who reads what they write"):
        with hosts.at_work(town.neil) as work:
            actions.ask_to_move(work, booking_id(hosts), [later[0].slot_id], once="a")
    with hosts.at_work(town.neil) as work:
        actions.agreed_on_cover(work, booking_id(hosts), town.grace)
    with hosts.at_work(town.neil) as work:
        actions.give_back(work, booking_id(hosts))
    assert [one.ended_how for one in hosts.bookings()] == ["given_back"]
