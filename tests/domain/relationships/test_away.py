"""Being away on whole days: from midnight to midnight on the organisation's clocks, and back by itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.domain.people import joining
from app.domain.people.models import Organisation
from app.domain.relationships import away, queries
from app.domain.relationships.models import Cover
from app.domain.relationships.rules import days_of, whole_days
from app.foundation.actors import Command
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id

TODAY = date(2027, 3, 10)  # a Wednesday, ten o'clock
FRIDAY = date(2027, 3, 12)
ZONES = st.sampled_from(["Europe/London", "UTC", "America/St_Johns", "Pacific/Kiritimati", "America/Sao_Paulo"])
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


def goes(tidewell, who, *, by, first=TODAY, last=FRIDAY, pressed_by=None):
    with tidewell.database.writing(tidewell.staff(pressed_by or who)) as work:
        return away.go(work, who, by_id=by, first=first, last=last).id


def answers(tidewell, who):
    with tidewell.database.reading(Command()) as work:
        return queries.who_answers(work, who)


def planned(tidewell, who):
    with tidewell.database.reading(Command()) as work:
        return [(one.first, one.last, one.by, one.is_now) for one in away.of(work, who)]


def is_at(tidewell, *when):
    tidewell.clock.set(datetime(*when, tzinfo=UTC))


@given(DAYS, st.integers(0, 400), ZONES)
def test_days_become_instants_and_the_same_days_again(first, length, zone):
    last = first + timedelta(days=length)
    since, until = whole_days(first, last, zone)
    assert days_of(since, until, zone) == (first, last)
    here = ZoneInfo(zone)
    assert (since - timedelta(seconds=1)).astimezone(here).date() < first
    assert until.astimezone(here).date() > last
    assert whole_days(first, None, zone) == (since, None)


def test_a_day_on_which_clocks_change_is_whole_all_the_same():
    since, until = whole_days(date(2027, 3, 28), date(2027, 3, 28), "Europe/London")
    assert until - since == timedelta(hours=23)
    since, until = whole_days(date(2027, 10, 31), date(2027, 10, 31), "Europe/London")
    assert until - since == timedelta(hours=25)


def test_a_colleague_answers_from_midnight_to_midnight(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace, first=date(2027, 3, 11), last=FRIDAY)
    for moment, who in (
        ((2027, 3, 10, 23, 59), town.neil),
        ((2027, 3, 11, 0, 0), town.grace),
        ((2027, 3, 12, 23, 59), town.grace),
        ((2027, 3, 13, 0, 0), town.neil),
    ):
        is_at(tidewell, *moment)
        assert answers(tidewell, town.neil) == who, moment
    assert planned(tidewell, town.neil) == []


def test_in_summer_midnight_is_an_hour_earlier_in_utc(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace, first=date(2027, 3, 27), last=date(2027, 3, 28))
    is_at(tidewell, 2027, 3, 28, 22, 59)
    assert answers(tidewell, town.neil) == town.grace
    is_at(tidewell, 2027, 3, 28, 23, 0)
    assert answers(tidewell, town.neil) == town.neil


def test_days_are_those_of_the_organisation(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        school = work.session.get(Organisation, town.school)
        school.zone = "Pacific/Kiritimati"  # fourteen hours ahead: there it is Thursday by now
        work.session.add(school)
    with pytest.raises(Refused, match="first day has passed"):
        goes(tidewell, town.neil, by=town.grace, first=TODAY)
    goes(tidewell, town.neil, by=town.grace, first=TODAY + timedelta(days=1))
    assert answers(tidewell, town.neil) == town.grace


def test_whoever_knows_no_last_day_is_away_until_they_are_back(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace, last=None)
    tidewell.clock.move(days=90)
    assert answers(tidewell, town.neil) == town.grace
    assert planned(tidewell, town.neil) == [(TODAY, None, "Grace", True)]
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.back(work, town.neil)
    assert answers(tidewell, town.neil) == town.neil


def test_being_back_early_leaves_the_next_holiday_standing(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace)
    goes(tidewell, town.neil, by=town.priya, first=date(2027, 4, 5), last=date(2027, 4, 9))
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.back(work, town.neil)
    assert answers(tidewell, town.neil) == town.neil
    assert planned(tidewell, town.neil) == [(date(2027, 4, 5), date(2027, 4, 9), "Priya", False)]


def test_what_was_planned_can_be_called_off_by_whoever_planned_it(tidewell):
    town = tidewell.town
    planned_id = goes(tidewell, town.neil, by=town.grace, first=FRIDAY)
    with pytest.raises(Refused), tidewell.database.writing(tidewell.staff(town.grace)) as work:
        away.call_off(work, planned_id)
    with pytest.raises(NotFound), tidewell.database.writing(tidewell.staff(town.hannah)) as work:
        away.call_off(work, planned_id)
    assert planned(tidewell, town.neil)
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.call_off(work, planned_id)
    assert planned(tidewell, town.neil) == []
    is_at(tidewell, 2027, 3, 12, 9, 0)
    assert answers(tidewell, town.neil) == town.neil
    for over in (planned_id, new_id()):
        with pytest.raises(NotFound), tidewell.database.writing(tidewell.staff(town.neil)) as work:
            away.call_off(work, over)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (TODAY - timedelta(days=1), FRIDAY, "first day has passed"),
        (FRIDAY, TODAY, "last day comes before the first"),
        (TODAY, date.max, "more than two years"),
        (date.max, None, "more than two years"),
        (date.min, None, "has passed"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(tidewell, first, last, sentence):
    with pytest.raises(Refused, match=sentence):
        goes(tidewell, tidewell.town.neil, by=tidewell.town.grace, first=first, last=last)
    assert tidewell.every(Cover) == []


def test_one_day_away_is_enough(tidewell):
    goes(tidewell, tidewell.town.neil, by=tidewell.town.grace, first=TODAY, last=TODAY)
    assert answers(tidewell, tidewell.town.neil) == tidewell.town.grace


def test_nobody_covers_who_is_oneself_elsewhere_or_without_checks(tidewell):
    town = tidewell.town
    for by, problem in ((town.neil, Refused), (town.hannah, NotFound), (new_id(), NotFound), (town.rhys, Refused)):
        with pytest.raises(problem):
            goes(tidewell, town.neil, by=by)
    assert tidewell.every(Cover) == []


def test_days_that_meet_are_refused_and_the_same_said_twice_is_one(tidewell):
    town = tidewell.town
    once = goes(tidewell, town.neil, by=town.grace)
    assert goes(tidewell, town.neil, by=town.grace) == once
    for first, last in ((TODAY, None), (FRIDAY, FRIDAY), (TODAY, TODAY), (FRIDAY, date(2027, 4, 1))):
        with pytest.raises(Refused, match="days away already"):
            goes(tidewell, town.neil, by=town.priya, first=first, last=last)
    goes(tidewell, town.neil, by=town.priya, first=date(2027, 3, 13), last=None)
    assert len(tidewell.every(Cover)) == 2


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6) | st.none()), max_size=6))
def test_no_two_times_away_of_one_person_ever_meet(days):
    taken: list[Cover] = []
    for first, length in days:
        begins = TODAY + timedelta(days=first)
        since, until = whole_days(begins, begins + timedelta(days=length) if length is not None else None, "UTC")
        cover = Cover(membership_id=new_id(), by_id=new_id(), since=since, until=until)
        if not any(away._meet(since, until, other) for other in taken):
            taken.append(cover)
    for day in range(40):
        noon = datetime(2027, 3, 10, 12, tzinfo=UTC) + timedelta(days=day)
        assert sum(one.since <= noon and (one.until is None or noon < one.until) for one in taken) <= 1


def test_when_the_cover_is_away_too_their_cover_answers_and_circles_end_at_the_front_door(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace)
    goes(tidewell, town.grace, by=town.priya)
    assert answers(tidewell, town.neil) == town.priya
    goes(tidewell, town.priya, by=town.neil)
    assert answers(tidewell, town.neil) == town.priya  # on duty, since nobody in the circle is here


def test_a_manager_may_press_for_somebody_who_is_ill_and_a_colleague_may_not(tidewell):
    town = tidewell.town
    with pytest.raises(Refused, match="Only a manager"):
        goes(tidewell, town.neil, by=town.priya, pressed_by=town.grace)
    with pytest.raises(NotFound):
        goes(tidewell, town.neil, by=town.grace, pressed_by=town.tom)
    goes(tidewell, town.neil, by=town.grace, pressed_by=town.priya)
    assert answers(tidewell, town.neil) == town.grace


def test_the_cover_is_told_by_name_and_day_and_when_it_is_over(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace)
    goes(tidewell, town.neil, by=town.grace)
    [told] = tidewell.notices(town.grace, "reads for")
    assert "Neil is away from 10 March 2027, until the end of 12 March 2027" in told.body
    tidewell.clock.move(hours=1)
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.back(work, town.neil)
        away.back(work, town.neil)
    assert [one.subject for one in tidewell.notices(town.grace, "reads for")] == [
        "You read for Neil",
        "Neil is here again",
    ]


def test_a_cover_who_left_is_not_written_to(tidewell):
    town = tidewell.town
    goes(tidewell, town.neil, by=town.grace)
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.back(work, town.neil)
    assert len(tidewell.notices(town.grace, "reads for")) == 1
    with tidewell.database.reading(Command()) as work:
        assert work.session.exec(select(Cover.until)).one() is not None


def test_who_waits_waits_for_the_cover_and_again_for_their_own_person(tidewell):
    town = tidewell.town
    tidewell.says("+447700900111", "are you there?")
    goes(tidewell, town.neil, by=town.grace)
    assert [row.first_name for row in tidewell.inbox(town.grace)] == ["Sara"]
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        away.back(work, town.neil)
    assert tidewell.inbox(town.grace) == []
    assert [row.first_name for row in tidewell.inbox(town.neil)] == ["Sara"]
