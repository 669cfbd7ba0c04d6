"""A day of times moves: whoever has one of them chooses first, and hears of it from a person."""

from datetime import time, timedelta

import pytest

from app.domain.dropins import actions
from app.domain.dropins.diary import held, in_doubt, instead
from app.domain.dropins.diary.in_doubt import Why
from app.domain.dropins.hosting import changing
from app.domain.people import places
from app.foundation.errors import Refused
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


def doubts(hosts):
    with hosts.at_a_desk(hosts.town.neil) as work:
        return in_doubt.at_my_desk(work)


def booking_id(hosts):
    return hosts.bookings()[0].id


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


def test_a_day_that_moves_twice_is_still_first_offered_to_those_who_had_a_time_on_it(hosts, booked):
    wednesday, thursday = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
    with hosts.at_work(hosts.town.neil) as work:
        on_wednesday = changing.move_day(work, booked[0].gathering_id, to=wednesday, begins=time(10, 0))
        changing.move_day(work, on_wednesday.id, to=thursday, begins=time(10, 0))
    assert {one.day for one in hosts.free(hosts.town.sara)} == {thursday}
    assert hosts.free(hosts.town.ewa) == [], "others wait"


def test_times_of_the_new_day_lead_the_list_that_they_get(hosts, booked):
    hosts.offers(hosts.town.neil, on=TUESDAY - timedelta(days=1))
    hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    with hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, booked[0].gathering_id, to=TUESDAY + timedelta(days=6), begins=time(10, 0))
    with hosts.at_a_desk(hosts.town.neil) as work:
        days_offered = [one.day for one in instead.others_for(work, held.at_my_desk(work, booking_id(hosts)))]
    assert days_offered == [TUESDAY + timedelta(days=6)] * 2 + [TUESDAY - timedelta(days=1)]


def test_a_weekly_day_does_not_move_into_the_holidays_where_nobody_could_book_it(hosts):
    times = hosts.offers(hosts.town.neil, is_weekly=True, last=TUESDAY + timedelta(days=14))
    with hosts.at_work(hosts.town.priya) as work:
        places.set_terms(work, [(TUESDAY - timedelta(days=30), TUESDAY + timedelta(days=5))], holiday_reader_id=None)
    with pytest.raises(Refused, match="not in a term"), hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, times[0].gathering_id, to=TUESDAY + timedelta(days=6), begins=time(10, 0))


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
