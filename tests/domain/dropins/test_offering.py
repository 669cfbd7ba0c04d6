"""A host offers times: wall time that stays what it says, a welcome, and nobody in two places."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dropins import rules
from app.domain.dropins.hosting import changing, my_times, offering
from app.domain.dropins.models import DropIn, Slot
from app.domain.dropins.rules import Mode, Stretch, Welcome
from app.domain.people import members, places
from app.foundation.errors import NotFound, Refused
from tests.hosts import AT_THE_LIBRARY, TUESDAY

LONDON = "Europe/London"
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)


def walls(times) -> list[str]:
    return [f"{one.starts_at.astimezone(ZoneInfo(one.zone)):%a %-d %b %H:%M}" for one in times]


def test_twenty_minutes_with_a_gap_are_cut_out_of_an_afternoon(hosts):
    assert walls(hosts.offers(hosts.town.neil)) == [
        "Tue 16 Mar 15:00",
        "Tue 16 Mar 15:30",
        "Tue 16 Mar 16:00",
    ]
    assert {one.ends_at - one.starts_at for one in hosts.free(hosts.town.sara)} == {timedelta(minutes=20)}


def test_both_can_be_changed(hosts):
    times = hosts.offers(hosts.town.neil, minutes=30, gap=0, ends=time(16, 0))
    assert walls(times) == ["Tue 16 Mar 15:00", "Tue 16 Mar 15:30"]


def test_every_week_rests_on_bank_holidays_and_outside_the_terms(hosts):
    manager = hosts.tidewell.staff(hosts.town.priya)
    with hosts.database.writing(manager) as work:
        terms = [(date(2027, 2, 22), date(2027, 3, 25)), (date(2027, 4, 12), date(2027, 5, 28))]
        places.set_terms(work, terms, holiday_reader_id=None)
    mondays = {"on": date(2027, 3, 22), "last": date(2027, 5, 31), "is_weekly": True, "ends": time(15, 20)}
    times = hosts.offers(hosts.town.neil, **mondays)
    with hosts.at_a_desk(hosts.town.neil) as work:
        found = work.session.get(DropIn, times[0].drop_in_id)
        left_out = {one.day: one.why for one in my_times.left_out(work, found)}
    assert left_out == {
        date(2027, 3, 29): "Easter Monday",
        date(2027, 4, 5): "not in a term",
        date(2027, 5, 3): "May Day",
        date(2027, 5, 31): "Spring Bank Holiday",
    }
    free = [one.day for one in hosts.free(hosts.town.sara)]
    assert date(2027, 3, 22) in free and date(2027, 4, 12) in free
    assert not set(left_out) & set(free)


def test_a_day_that_is_closed_later_is_not_offered_any_more_and_comes_back(hosts):
    hosts.offers(hosts.town.neil)
    with hosts.at_work(hosts.town.priya) as work:
        places.close_on(work, TUESDAY, name="Training")
    assert hosts.free(hosts.town.sara) == []
    with hosts.at_work(hosts.town.priya) as work:
        places.open_on(work, TUESDAY)
    assert len(hosts.free(hosts.town.sara)) == 3


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"welcome": Welcome(who="")}, "who", "Say who meets them"),
        ({"welcome": Welcome(who="Neil")}, "door", "Say which door"),
        ({"welcome": Welcome(who="Neil", door="The blue one")}, "way", "which bus"),
        ({"place": " "}, "place", "Say where it is"),
        ({"mode": Mode.VIDEO, "video_link": "http://meet.example/neil"}, "video_link", "https://"),
        ({"mode": Mode.VIDEO, "video_link": "javascript:alert(1)"}, "video_link", "https://"),
        ({"mode": Mode.VIDEO, "video_link": "https://meet.example/ neil"}, "video_link", "no blanks"),
        ({"on": date(2027, 3, 9)}, "first", "has passed"),
        ({"on": date(2029, 3, 9)}, "last", "more than a year away"),
        ({"begins": time(17, 0)}, "begins", "ends before it begins"),
        ({"minutes": 4}, "begins", "between 5 and 120"),
        ({"minutes": 100}, "begins", "no room for a single time"),
        ({"gap": 61}, "begins", "between 0 and 60"),
        ({"begins": time(0, 0), "ends": time(23, 59), "minutes": 5, "gap": 0}, "begins", "100 is the most"),
        ({"on": date(2027, 3, 26)}, "first", "closed on that day: Good Friday"),
        ({"on": FORWARD, "begins": time(1, 30), "ends": time(4, 0)}, "begins", "that hour does not exist"),
        ({"on": BACK, "begins": time(1, 30), "ends": time(4, 0)}, "begins", "that hour comes twice"),
    ],
)
def test_what_cannot_be_offered_is_refused_with_the_reason(hosts, changed, field, why):
    with pytest.raises(offering.CannotOffer, match=why) as refusal:
        hosts.offers(hosts.town.neil, **changed)
    assert refusal.value.field == field
    assert hosts.tidewell.every(DropIn) == []


def test_a_phone_call_needs_no_door(hosts):
    (time_,) = hosts.offers(hosts.town.neil, mode=Mode.PHONE, welcome=Welcome(who="Neil rings you."), ends=time(15, 20))
    assert (time_.mode, time_.place) == (Mode.PHONE, "")


def test_somebody_without_checks_cannot_offer_times(hosts):
    with pytest.raises(Refused, match="cannot be anybody's person yet"):
        hosts.offers(hosts.town.rhys)


def test_nobody_is_in_two_places_and_what_clashes_is_named(hosts):
    hosts.offers(hosts.town.neil)
    with pytest.raises(Refused, match="Neil is somewhere else then: Tue 16 Mar 3pm, the library"):
        hosts.offers(hosts.town.neil, mode=Mode.SCHOOL, place="school", begins=time(14, 50), ends=time(15, 10))
    hosts.offers(hosts.town.neil, begins=time(16, 20), ends=time(17, 0))
    assert len(hosts.offers(hosts.town.grace)) == 3, "another person may be there at the same hour"


def test_a_week_that_rests_leaves_room_for_something_else(hosts):
    hosts.offers(hosts.town.neil, on=date(2027, 3, 19), last=date(2027, 4, 9), is_weekly=True)
    with hosts.at_work(hosts.town.priya) as work:
        places.set_terms(work, [(date(2027, 2, 22), date(2027, 3, 25))], holiday_reader_id=None)
    hosts.offers(hosts.town.neil, on=date(2027, 4, 9))


# Clock changes


@pytest.mark.parametrize("change", [FORWARD, BACK])
def test_nine_stays_nine_across_the_clock_change_and_twenty_minutes_last_twenty(hosts, change):
    wednesday = change - timedelta(days=4)
    every_week = {"is_weekly": True, "last": wednesday + timedelta(days=14), "mode": Mode.PHONE}
    times = hosts.offers(hosts.town.neil, on=None, first=wednesday, begins=time(9, 0), ends=time(9, 20), **every_week)
    assert [wall[-5:] for wall in walls(times)] == ["09:00"] * 3
    hours = [one.starts_at.hour for one in times]
    assert hours == ([9, 8, 8] if change == FORWARD else [8, 9, 9])
    assert {one.ends_at - one.starts_at for one in times} == {timedelta(minutes=20)}


def test_something_weekly_in_the_missing_hour_leaves_that_day_out_and_says_so(hosts):
    sundays = {"first": FORWARD - timedelta(days=7), "last": FORWARD + timedelta(days=7), "is_weekly": True}
    night = {"begins": time(1, 30), "ends": time(2, 0), "mode": Mode.PHONE, "gap": 0}
    times = hosts.offers(hosts.town.neil, **sundays, **night)
    assert [one.day for one in times] == [FORWARD - timedelta(days=7), FORWARD + timedelta(days=7)]
    with hosts.at_a_desk(hosts.town.neil) as work:
        found = work.session.get(DropIn, times[0].drop_in_id)
        assert [(one.day, one.why) for one in my_times.left_out(work, found)] == [
            (FORWARD, "the clocks change in that hour")
        ]


days = st.dates(date(2027, 1, 1), date(2027, 12, 31)) | st.sampled_from([FORWARD, BACK])
clock_times = st.times().map(lambda one: one.replace(microsecond=0, second=0))


@given(day=days, begins=clock_times, ends=clock_times, minutes=st.integers(5, 120), gap=st.integers(0, 60))
def test_slots_last_what_they_say_never_overlap_and_can_be_said_in_words(day, begins, ends, minutes, gap):
    stretch = Stretch(begins, ends, minutes, gap, LONDON)
    cuts = rules.slots_of(day, stretch)
    for cut in cuts:
        assert cut.ends_at - cut.starts_at == timedelta(minutes=minutes)
        wall = datetime.combine(day, cut.wall, tzinfo=ZoneInfo(LONDON)).astimezone(UTC)
        assert wall == cut.starts_at, "the wall time says exactly when it is"
    for earlier, later in pairwise(cuts):
        assert later.starts_at - earlier.ends_at >= timedelta(minutes=gap)


# Changing


def test_somebody_elses_times_are_not_there_for_a_colleague(hosts):
    times = hosts.offers(hosts.town.neil)
    for act in (changing.end, lambda work, _: changing.take_out(work, times[0].slot_id)):
        with pytest.raises(NotFound), hosts.at_work(hosts.town.grace) as work:
            act(work, times[0].drop_in_id)
    assert len(hosts.free(hosts.town.sara)) == 3


def test_a_single_time_is_taken_out_and_put_back(hosts):
    times = hosts.offers(hosts.town.neil)
    with hosts.at_work(hosts.town.neil) as work:
        changing.take_out(work, times[1].slot_id)
    assert hosts.free(hosts.town.sara) == [times[0], times[2]]
    with hosts.at_work(hosts.town.neil) as work:
        changing.put_back(work, times[1].slot_id)
    assert hosts.free(hosts.town.sara) == times


def test_a_time_that_a_family_has_is_not_simply_taken_out(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:1])
    hosts.answers("+447700900111", "1")
    with pytest.raises(Refused, match="A family has this time"):
        with hosts.at_work(hosts.town.neil) as work:
            changing.take_out(work, times[0].slot_id)


def test_whoever_has_left_or_lost_their_checks_offers_nothing_more(hosts):
    hosts.offers(hosts.town.neil)
    with hosts.at_work(hosts.town.priya) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.cleared_until = datetime(2027, 3, 16, 15, 10, tzinfo=UTC)
        work.session.add(neil)
    assert hosts.free(hosts.town.sara) == []


def test_ten_thousand_times_in_one_term_are_no_trouble(hosts):
    every_day = {"is_weekly": True, "minutes": 5, "gap": 0, "begins": time(8, 0), "ends": time(16, 0)}
    for number, person in enumerate((hosts.town.neil, hosts.town.grace, hosts.town.priya) * 2):
        first = TUESDAY + timedelta(days=number % 3 + 3 * (number // 3))
        hosts.offers(person, on=None, first=first, last=first + timedelta(weeks=17), **every_day)
    assert len(hosts.tidewell.every(Slot)) > 10_000
    assert len(hosts.free(hosts.town.sara)) == 30
    with pytest.raises(offering.CannotOffer, match="more than 3000"):
        hosts.offers(
            hosts.town.neil, on=None, first=TUESDAY + timedelta(days=1), last=TUESDAY + timedelta(weeks=50), **every_day
        )


def test_the_plan_of_the_library_is_what_these_tests_say_it_is():
    assert rules.what_is_wrong_with(AT_THE_LIBRARY, date(2027, 3, 10)) is None
