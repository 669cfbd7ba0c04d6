"""When an organisation is at work: the next opening is never missed, never early, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.domain.people.rules import Timetable, pronoun

LONDON = ZoneInfo("Europe/London")
SCHOOL = Timetable("Europe/London", opens=time(8, 0), closes=time(16, 30), working_days="01234")
moments = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
days = st.sets(st.sampled_from("0123456"), min_size=1).map(lambda found: "".join(sorted(found)))


@given(moments, days)
def test_the_next_opening_is_open_and_nothing_before_it_was(at, working_days):
    place = replace(SCHOOL, working_days=working_days)
    opens = place.next_opening(at)
    assert opens >= at
    assert place.is_open(opens)
    if opens > at:
        assert opens.astimezone(LONDON).time() == time(8, 0)
        assert not place.is_open(opens - timedelta(minutes=1))
        between = at
        while between < opens:
            assert not place.is_open(between)
            between += timedelta(minutes=29)


@given(moments)
def test_while_it_is_open_it_is_now(at):
    if SCHOOL.is_open(at):
        assert SCHOOL.next_opening(at) == at


def test_on_friday_evening_it_is_monday_morning_also_over_the_change_of_the_clocks():
    friday = datetime(2027, 3, 26, 17, 0, tzinfo=UTC)
    assert SCHOOL.next_opening(friday) == datetime(2027, 3, 29, 7, 0, tzinfo=UTC)  # 8 on the kitchen clock
    autumn = datetime(2027, 10, 29, 17, 0, tzinfo=UTC)
    assert SCHOOL.next_opening(autumn) == datetime(2027, 11, 1, 8, 0, tzinfo=UTC)


def test_the_closing_minute_is_closed_and_the_opening_minute_open():
    assert SCHOOL.is_open(datetime(2027, 3, 10, 8, 0, tzinfo=UTC))
    assert not SCHOOL.is_open(datetime(2027, 3, 10, 16, 30, tzinfo=UTC))


def test_we_say_her_or_his_only_when_we_know():
    assert [pronoun(said) for said in ("Mum", " grandad ", "carer", "")] == ["her", "his", "their", "their"]
