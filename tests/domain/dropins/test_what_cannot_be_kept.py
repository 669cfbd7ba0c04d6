"""An absent host's bookings are never silently kept: somebody else by name, or another time, and a person says so."""

from datetime import time, timedelta

import pytest

from app.domain.conversations.rules import Direction
from app.domain.dropins import actions
from app.domain.dropins.diary import days, held, in_doubt
from app.domain.dropins.diary.in_doubt import Why
from app.domain.dropins.hosting import changing
from app.domain.dropins.rules import Came
from app.domain.nudges import times_in_doubt
from app.domain.people import members, places
from app.domain.relationships import away
from app.foundation.actors import Clock
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.invented_town import EWA, SARA
from tests.hosts import TUESDAY


@pytest.fixture
def booked(hosts):
    """Sara has Tuesday, half past three."""
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.answers(SARA, "2")
    return times


def is_away(hosts, *, by=None) -> None:
    with hosts.at_work(hosts.town.neil) as work:
        away.go(work, hosts.town.neil, by_id=by or hosts.town.grace, first=TUESDAY, last=TUESDAY)


def doubts(hosts, person=None):
    with hosts.at_a_desk(person or hosts.town.neil) as work:
        return in_doubt.at_my_desk(work)


def booking_id(hosts):
    return hosts.bookings()[0].id


def test_while_all_is_well_there_is_no_doubt(hosts, booked):
    assert doubts(hosts) == []


def test_a_host_who_will_be_away_sees_at_once_who_must_hear_of_it(hosts, booked):
    is_away(hosts)
    (found,) = doubts(hosts)
    assert (found.why, found.is_told, found.held.time) == (Why.AWAY, False, booked[1])
    assert hosts.free(hosts.town.ewa) == [], "nobody else can book them"


def left(hosts):
    with hosts.database.writing(Clock("test")) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.until = hosts.clock.now + timedelta(days=2)
        work.session.add(neil)


def lapsed(hosts):
    with hosts.database.writing(Clock("test")) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.cleared_until = hosts.clock.now + timedelta(days=2)
        work.session.add(neil)


def closed(hosts):
    with hosts.at_work(hosts.town.priya) as work:
        places.close_on(work, TUESDAY, name="Snow")


def called_off(hosts):
    with hosts.at_work(hosts.town.neil) as work:
        changing.call_off(work, hosts.every_time()[0].gathering_id)


def ended(hosts):
    with hosts.at_work(hosts.town.neil) as work:
        changing.end(work, hosts.every_time()[0].drop_in_id)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (left, Why.LEFT),
        (lapsed, Why.LEFT),
        (closed, Why.CLOSED),
        (called_off, Why.CALLED_OFF),
        (ended, Why.ENDED),
    ],
)
def test_whatever_happens_to_a_host_or_a_day_the_booking_stands_out(hosts, booked, happens, why):
    happens(hosts)
    assert [one.why for one in doubts(hosts)] == [why]


def test_a_colleague_meets_them_and_the_family_hears_it_by_name_from_a_person(hosts, booked):
    is_away(hosts)
    with hosts.at_work(hosts.town.neil) as work:
        found = held.at_my_desk(work, booking_id(hosts))
        names = [one.first_name for one in actions.could_meet_instead(work, found)]
        actions.meets_instead(work, booking_id(hosts), hosts.town.grace, once=str(new_id()))
    assert names == ["Grace", "Priya"]
    hosts.goes()
    assert hosts.last_text().by_hand
    assert hosts.last_text().body.startswith(
        "Neil here. Hello Sara. Neil cannot be there Tue 16 Mar 3:30pm. Grace can meet you instead, at the same place."
    )
    assert doubts(hosts) == []
    with hosts.at_a_desk(hosts.town.grace) as work:
        week = days.week(work, TUESDAY - timedelta(days=1))
        guests = [entry.guest for day in week for entry in day.entries if entry.guest]
    assert [(guest.name, guest.met_by) for guest in guests] == [("Sara", "Grace")], "a first name, and no more"


def test_a_colleague_who_is_away_or_somewhere_else_cannot_be_named(hosts, booked):
    is_away(hosts, by=hosts.town.priya)
    hosts.offers(hosts.town.grace)
    with (
        pytest.raises(Refused, match="cannot be there"),
        hosts.at_work(hosts.town.neil) as work,
    ):
        actions.meets_instead(work, booking_id(hosts), hosts.town.grace, once="x")
    with pytest.raises(NotFound), hosts.at_work(hosts.town.grace) as work:
        actions.meets_instead(work, booking_id(hosts), hosts.town.priya, once="x")


def test_when_the_cover_cannot_come_either_it_stands_out_again(hosts, booked):
    is_away(hosts)
    with hosts.at_work(hosts.town.neil) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.grace)
    with hosts.at_work(hosts.town.grace) as work:
        away.go(work, hosts.town.grace, by_id=hosts.town.priya, first=TUESDAY, last=TUESDAY)
    assert [one.why for one in doubts(hosts)] == [Why.COVER]


def test_another_time_is_offered_and_the_old_one_ends_when_they_choose(hosts, booked):
    is_away(hosts)
    later = hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    with hosts.at_work(hosts.town.neil) as work:
        actions.ask_to_move(work, booking_id(hosts), [one.slot_id for one in later], once=str(new_id()))
    hosts.goes()
    assert (
        "I am sorry, Tue 16 Mar 3:30pm will not work after all. Please choose first:\n1 Wed 17 Mar"
        in hosts.last_text().body
    )
    assert [one.is_told for one in doubts(hosts)] == [True]
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [later[0]]
    assert doubts(hosts) == []


def test_a_day_that_moves_is_first_offered_to_those_who_had_a_time_on_it(hosts, booked):
    thursday = TUESDAY + timedelta(days=2)
    with hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, booked[0].gathering_id, to=thursday, begins=time(10, 0))
    assert [one.why for one in doubts(hosts)] == [Why.MOVED]
    assert {one.day for one in hosts.free(hosts.town.sara)} == {thursday}
    assert hosts.free(hosts.town.ewa) == [], "others wait"
    new = hosts.free(hosts.town.sara)
    with hosts.at_work(hosts.town.neil) as work:
        actions.ask_to_move(work, booking_id(hosts), [one.slot_id for one in new[:3]], once=str(new_id()))
    hosts.goes()
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [new[1]]
    hosts.clock.move(days=2, minutes=1)
    hosts.tidewell.says(EWA, "hello")
    assert {one.day for one in hosts.free(hosts.town.ewa)} == {thursday}
    assert new[1] not in hosts.free(hosts.town.ewa)


@pytest.mark.parametrize(
    ("to", "begins", "why"),
    [
        (TUESDAY - timedelta(days=30), time(10, 0), "has passed"),
        (TUESDAY + timedelta(days=10), time(10, 0), "closed on that day: Good Friday"),
        (TUESDAY + timedelta(days=12), time(1, 30), "does not exist"),
        (TUESDAY + timedelta(days=1), time(23, 0), "past midnight"),
    ],
)
def test_a_day_cannot_be_moved_to_where_it_cannot_be(hosts, booked, to, begins, why):
    with pytest.raises(Refused, match=why), hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, booked[0].gathering_id, to=to, begins=begins)
    assert doubts(hosts) == []


def test_whoever_answers_for_the_host_is_told_once_a_day_until_the_family_knows(hosts, booked):
    hosts.clock.move(days=5)
    with hosts.at_work(hosts.town.neil) as work:
        today = hosts.clock.now.date()
        away.go(work, hosts.town.neil, by_id=hosts.town.grace, first=today, last=TUESDAY)

    def told() -> list[str]:
        with hosts.database.writing(Clock("test")) as work:
            times_in_doubt.tell_who_answers(work)
        return [one.body for one in hosts.tidewell.notices(hosts.town.grace, "times in doubt")]

    assert len(told()) == 1
    assert "1 family has a time that cannot be kept" in told()[0]
    assert "Sara" not in told()[0]
    hosts.clock.move(days=1)
    assert len(told()) == 2
    with hosts.at_work(hosts.town.grace) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.priya)
    hosts.clock.move(minutes=5)
    assert len(told()) == 2


def test_when_the_host_has_left_whoever_is_on_duty_looks_after_it(hosts, booked):
    left(hosts)
    hosts.clock.move(days=3)
    assert [one.why for one in doubts(hosts, hosts.town.priya)] == [Why.LEFT]
    assert doubts(hosts, hosts.town.grace) == []
    with hosts.database.writing(Clock("test")) as work:
        times_in_doubt.tell_who_answers(work)
    assert len(hosts.tidewell.notices(hosts.town.priya, "times in doubt")) == 1
    hosts.tidewell.says(SARA, "where is neil")
    with hosts.at_work(hosts.town.priya) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.grace)
    assert doubts(hosts, hosts.town.priya) == []


def test_nothing_of_it_reaches_a_family_by_itself(hosts, booked):
    before = len(hosts.tidewell.messages(Direction.OUT))
    is_away(hosts)
    with hosts.database.writing(Clock("test")) as work:
        times_in_doubt.tell_who_answers(work)
    hosts.goes()
    assert len(hosts.tidewell.messages(Direction.OUT)) == before


# What staff do for a family


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
