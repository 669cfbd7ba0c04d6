"""When a text may come: decent hours, less those the family closed, at any clock change, and never landing at night."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.permissions.rules import FRESH, Hours, leaves_an_hour, window

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)
OPEN = Hours("Europe/London")
DAY = 24 * 60

walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
closings = st.tuples(walls, walls).filter(lambda pair: leaves_an_hour(*pair))
hours = st.builds(lambda pair: Hours("Europe/London", *pair), closings) | st.just(OPEN)
anywhen = st.integers(0, 400 * DAY).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
near_a_change = st.tuples(st.sampled_from([SPRING, AUTUMN]), st.integers(-DAY, 2 * DAY)).map(
    lambda pair: pair[0] + timedelta(minutes=pair[1])
)
moments = anywhen | near_a_change


def wall(at: datetime) -> time:
    """What a clock in London shows."""
    return at.astimezone(LONDON).time()


@given(moments, hours)
@example(SPRING + timedelta(hours=0, minutes=30), Hours("Europe/London", time(1, 30), time(7, 0)))
@example(AUTUMN + timedelta(hours=0, minutes=40), Hours("Europe/London", time(1, 30), time(7, 0)))
def test_a_text_that_answers_nothing_comes_between_eight_and_eight_and_never_when_they_closed(now, family):
    when = window(now, family)
    assert now <= when.not_before < when.not_after
    assert time(8) <= wall(when.not_before) < time(20)
    assert not family.is_closed_by_family(when.not_before)
    assert wall(when.not_after) <= time(20)
    assert when.not_after.astimezone(LONDON).date() == when.not_before.astimezone(LONDON).date()


@given(moments, hours, st.integers(0, 60), st.booleans())
@example(SPRING + timedelta(minutes=30), Hours("Europe/London", time(1, 30), time(7, 0)), 0, True)
@example(AUTUMN + timedelta(minutes=40), Hours("Europe/London", time(1, 30), time(7, 0)), 0, True)
def test_no_try_ever_lands_in_hours_that_the_family_closed(now, family, minutes, is_answer):
    when = window(now, family, answers_at=now - timedelta(minutes=minutes) if is_answer else None)
    at = when.not_before
    while at < when.not_after:
        assert not family.is_closed_by_family(at), f"{at} lies in closed hours"
        at += timedelta(minutes=7)


@given(moments, hours, st.integers(0, 60))
def test_an_answer_within_the_hour_goes_at_once_at_any_hour_they_have_not_closed(now, family, minutes):
    when = window(now, family, answers_at=now - timedelta(minutes=minutes))
    if family.is_closed_by_family(now):
        assert when == window(now, family)
    else:
        assert when.not_before == now
        assert when.not_after > now
        assert wall(when.not_after) <= time(20) or when.not_after <= now + FRESH


@given(moments, hours, st.integers(61, 10_000))
def test_an_answer_after_more_than_an_hour_waits_for_a_decent_hour_like_anything_else(now, family, minutes):
    assert window(now, family, answers_at=now - timedelta(minutes=minutes)) == window(now, family)


@given(moments, hours, st.integers(0, 14 * DAY))
def test_what_is_wanted_later_goes_then_or_at_the_next_decent_hour(now, family, minutes):
    wanted = now + timedelta(minutes=minutes)
    when = window(now, family, wanted=wanted, answers_at=now)
    assert when == window(wanted, family)
    assert when.not_before - wanted <= timedelta(hours=25)  # the day the clocks go back has 25


def test_what_was_wanted_in_the_past_goes_now():
    now = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
    assert window(now, OPEN, wanted=now - timedelta(days=3)).not_before == now


@pytest.mark.parametrize(("day", "eight"), [(SPRING, 7), (AUTUMN, 8)])
def test_on_the_days_the_clocks_change_eight_is_eight_on_the_kitchen_clock(day, eight):
    when = window(day + timedelta(hours=3), OPEN)
    assert when.not_before == day + timedelta(hours=eight)
    assert wall(when.not_before) == time(8)
    assert wall(when.not_after) == time(20)
    assert when.not_after - when.not_before == timedelta(hours=12)


def test_closed_hours_may_pass_midnight():
    family = Hours("Europe/London", time(18, 0), time(9, 30))
    late, early = datetime(2027, 3, 10, 18, 0, tzinfo=UTC), datetime(2027, 3, 10, 9, 29, tzinfo=UTC)
    assert family.is_closed_by_family(late)
    assert family.is_closed_by_family(early)
    assert window(late, family).not_before == datetime(2027, 3, 11, 9, 30, tzinfo=UTC)
    assert window(early, family).not_after == datetime(2027, 3, 10, 18, 0, tzinfo=UTC)


def test_closed_hours_by_day_let_a_text_through_before_and_after():
    family = Hours("Europe/London", time(9, 0), time(15, 0))
    for hour in (8, 9, 14, 15, 19):
        now = datetime(2027, 3, 10, hour, 0, tzinfo=UTC)
        assert (window(now, family).not_before == now) is not (9 <= hour < 15)


def test_an_answer_at_night_lasts_an_hour_and_no_longer():
    now = datetime(2027, 3, 10, 23, 30, tzinfo=UTC)
    when = window(now, OPEN, answers_at=now)
    assert (when.not_before, when.not_after) == (now, now + FRESH)


def test_from_eight_to_the_same_eight_means_nothing_is_closed():
    assert not Hours("Europe/London", time(8), time(8)).is_closed_by_family(SPRING)


@pytest.mark.parametrize(
    ("begins", "ends", "leaves"),
    [
        (None, None, True),
        (time(8), time(20), False),
        (time(20), time(8), True),
        (time(0), time(19, 45), True),
        (time(0), time(20), False),
        (time(9), time(8), True),
        (time(7), time(21), False),
        (time(21), time(20, 30), False),
        (time(9, 30), time(8, 30), True),
    ],
)
def test_closing_must_leave_some_time_in_the_day(begins, ends, leaves):
    assert leaves_an_hour(begins, ends) is leaves
