"""Six weeks before a check lapses, a week before, and when it has: the person and the managers are told, each once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.nudges import actions, rules
from app.domain.nudges.rules import Stage
from app.domain.people import clearance, joining, members, places
from app.domain.people.rules import Check, Role
from app.foundation.actors import Clock, Command

KIND = "checks"
TODAY = date(2027, 3, 10)  # the clock's own Wednesday


def tick(tidewell) -> None:
    with tidewell.database.writing(Clock("remind_staff")) as work:
        actions.tell_about_checks(work)
        actions.tell_where_nobody_reads(work)


def until(tidewell, person, day: date, *, kinds=tuple(Check), by=None) -> None:
    """A manager records that this person's checks count until that day."""
    with tidewell.database.writing(tidewell.staff(by or tidewell.town.priya)) as work:
        for kind in kinds:
            clearance.record(work, person, kind, lapses_on=day)


def told(tidewell, person) -> list[str]:
    return [notice.subject for notice in tidewell.notices(person, KIND)]


def words(tidewell, person) -> str:
    return tidewell.notices(person, KIND)[-1].body


def days_pass(tidewell, days: int, *, hours: int = 1) -> None:
    """Time passes with a scheduler that looks every so many hours."""
    for _ in range(days * 24 // hours):
        tidewell.clock.move(hours=hours)
        tick(tidewell)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-2000, 2000))
def test_the_nearer_it_is_the_later_the_stage_and_far_away_nobody_is_told(today, days):
    stage = rules.stage_of(today + timedelta(days=days), today)
    assert stage == (
        Stage.LAPSED if days < 0 else Stage.ONE_WEEK if days <= 7 else Stage.SIX_WEEKS if days <= 42 else None
    )


def test_neil_and_both_managers_hear_three_times_and_no_more_however_often_the_clock_ticks(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=60))
    days_pass(tidewell, 70, hours=12)
    assert told(tidewell, town.neil) == ["Your checks in Kettle lapse soon"] * 2 + ["Your checks in Kettle have lapsed"]
    for manager in (town.priya, town.amina):
        assert told(tidewell, manager) == ["Checks in Kettle lapse soon"] * 2 + ["Checks in Kettle have lapsed"]
    for somebody_else in (town.grace, town.ben, town.tom, town.ruth, town.joyce, town.olive):
        assert told(tidewell, somebody_else) == []


def test_each_is_told_on_its_day_in_working_hours(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, date(2027, 5, 10))  # a Monday
    for evening in (date(2027, 3, 28), date(2027, 5, 2), date(2027, 5, 10)):
        tidewell.clock.set(datetime.combine(evening, time(20), tzinfo=UTC))
        days_pass(tidewell, 2)
    days = [notice.made_at.date() for notice in tidewell.notices(town.neil, KIND)]
    # 29 March, six weeks before, is Easter Monday: nobody works.
    assert days == [date(2027, 3, 30), date(2027, 5, 4), date(2027, 5, 11)]  # 3 May is a bank holiday too
    assert {notice.made_at.hour for notice in tidewell.notices(town.neil, KIND)} == {7}  # 8 o'clock in summer


def test_what_they_read_names_nothing_but_first_names_and_days(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=5), kinds=[Check.SAFEGUARDING_TRAINING])
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        joining.set_cover(work, town.neil, town.grace)
    tick(tidewell)
    own, managers = words(tidewell, town.neil), words(tidewell, town.amina)
    assert "(safeguarding training) count until 15 March 2027" in own
    assert "Grace reads and answers" in own
    assert "Neil: 15 March 2027" in managers
    for secret in ("Carter", "Okafor", "Sara", "Whitfield", "900", "Tidewell"):
        assert secret not in own + managers


def test_when_it_has_lapsed_neil_reads_who_has_his_families_now(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY)
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        joining.set_cover(work, town.neil, town.grace)
    tidewell.clock.move(days=1)
    tick(tidewell)
    assert "Your families' messages now go to Grace until they are renewed." in words(tidewell, town.neil)


def test_a_check_that_was_renewed_in_time_is_no_news_any_more(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=40))
    tick(tidewell)
    until(tidewell, town.neil, TODAY + timedelta(days=400))
    days_pass(tidewell, 45, hours=24)
    assert told(tidewell, town.neil) == ["Your checks in Kettle lapse soon"]


def test_the_next_one_is_told_anew(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=5))
    tick(tidewell)
    until(tidewell, town.neil, TODAY + timedelta(days=30))
    tick(tidewell)
    assert len(told(tidewell, town.neil)) == 2


def test_a_training_day_for_everybody_is_one_letter_to_each_manager(tidewell):
    town = tidewell.town
    for person, manager in ((town.neil, town.priya), (town.grace, town.priya), (town.priya, town.amina)):
        until(tidewell, person, TODAY + timedelta(days=42), by=manager)
    tick(tidewell)
    assert [len(told(tidewell, one)) for one in (town.neil, town.grace, town.amina)] == [1, 1, 1]
    assert words(tidewell, town.amina).count("21 April 2027") == 3
    about_others, about_her = tidewell.notices(town.priya, KIND), words(tidewell, town.priya)
    assert len(about_others) == 2  # one of her own, one about the others
    assert "Priya: 21 April" not in about_her


def test_nobody_hears_at_night_or_on_a_closed_day_and_in_the_holidays_they_do(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=20))
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        places.close_on(work, TODAY, name="Training")
        places.set_terms(work, [(date(2027, 1, 4), date(2027, 3, 5))], holiday_reader_id=None)
    tick(tidewell)
    tidewell.clock.move(hours=12)
    tick(tidewell)
    assert told(tidewell, town.neil) == []
    tidewell.clock.set(datetime(2027, 3, 11, 8, 5, tzinfo=UTC))
    tick(tidewell)
    assert len(told(tidewell, town.neil)) == 1


@pytest.mark.parametrize("what", ["left", "writes to nobody"])
def test_whoever_left_or_writes_to_no_family_is_not_told(tidewell, what):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=5))
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        if what == "left":
            joining.member_leaves(work, town.neil)
        else:
            joining.set_roles(work, town.neil, frozenset({Role.SCHOOL_PROFESSIONAL}))
    tidewell.clock.move(seconds=1)
    tick(tidewell)
    assert told(tidewell, town.neil) == told(tidewell, town.amina) == []


def test_two_schedulers_at_once_and_one_that_was_down_for_a_month_tell_no_more(tidewell):
    town = tidewell.town
    until(tidewell, town.neil, TODAY + timedelta(days=40))
    tick(tidewell)
    tick(tidewell)
    tidewell.clock.move(days=36)
    tick(tidewell)
    assert len(told(tidewell, town.neil)) == 2  # six weeks; then at once the week before
    with tidewell.database.reading(Command()) as work:
        assert members.membership(work, town.neil).first_name == "Neil"
