"""The checks on record: nobody records their own, young people need two, and what follows when they lapse."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people import clearance, joining, members
from app.domain.people.models import Clearance
from app.domain.people.rules import Check, Recorded, Role, cleared_until, holds_threads
from app.foundation.actors import Clock
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id

TODAY = date(2027, 3, 10)
days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
RECRUITMENT, TRAINING = Check.SAFER_RECRUITMENT, Check.SAFEGUARDING_TRAINING


def record(tidewell, person, day, *, by, kind=TRAINING):
    with tidewell.database.writing(tidewell.staff(by)) as work:
        return clearance.record(work, person, kind, lapses_on=day)


def confirm(tidewell, found, *, by):
    with tidewell.database.writing(tidewell.staff(by)) as work:
        return clearance.confirm(work, found.id)


def holds(tidewell, person, *, with_young=False) -> bool:
    with tidewell.database.reading(Clock("test")) as work:
        return members.holds_threads(work, members.membership(work, person), with_young=with_young)


@given(days, days)
def test_somebody_is_cleared_until_the_end_of_the_day_on_which_the_first_of_both_lapses(one, other):
    until = cleared_until([Recorded(RECRUITMENT, one), Recorded(TRAINING, other)], "Europe/London")
    first = min(one, other)
    assert until is not None
    assert until == datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=1) - _offset(until)
    assert holds_threads({"trusted_person"}, until, until - timedelta(microseconds=1))
    assert not holds_threads({"trusted_person"}, until, until)


def _offset(at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo("Europe/London")).utcoffset() or timedelta()


@given(days, st.none() | days, st.none() | days)
def test_for_young_people_each_counts_as_long_as_a_second_person_has_confirmed_it(day, first, second):
    found = [Recorded(RECRUITMENT, day, first), Recorded(TRAINING, day, second)]
    until = cleared_until(found, "Europe/London", for_young=True)
    if first is None or second is None:
        assert until is None
    else:
        counting = [Recorded(RECRUITMENT, min(day, first)), Recorded(TRAINING, min(day, second))]
        assert until == cleared_until(counting, "Europe/London")


@pytest.mark.parametrize("kinds", [[], [RECRUITMENT], [TRAINING]])
def test_one_of_the_two_is_not_enough(kinds):
    assert cleared_until([Recorded(kind, TODAY) for kind in kinds], "Europe/London") is None


def test_a_managers_record_makes_somebody_who_writes_to_families_hold_threads(tidewell):
    town = tidewell.town
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        joining.set_roles(work, town.rhys, frozenset({Role.TRUSTED_PERSON}))
    assert not holds(tidewell, town.rhys)
    record(tidewell, town.rhys, TODAY, by=town.priya, kind=RECRUITMENT)
    assert not holds(tidewell, town.rhys)
    record(tidewell, town.rhys, TODAY, by=town.priya)
    assert holds(tidewell, town.rhys)
    assert not holds(tidewell, town.rhys, with_young=True)


def test_nobody_records_or_confirms_their_own(tidewell):
    town = tidewell.town
    with pytest.raises(Refused, match="Nobody records their own"):
        record(tidewell, town.priya, TODAY, by=town.priya)
    found = record(tidewell, town.priya, TODAY, by=town.amina)
    with pytest.raises(Refused, match="Nobody records their own"):
        confirm(tidewell, found, by=town.priya)


def test_the_second_look_is_a_second_persons_a_managers_or_a_leads(tidewell):
    town = tidewell.town
    found = record(tidewell, town.neil, TODAY, by=town.priya)
    with pytest.raises(Refused, match="two people see more"):
        confirm(tidewell, found, by=town.priya)
    for nobody in (town.grace, town.rhys, town.tom, town.ruth):
        with pytest.raises(NotFound):
            confirm(tidewell, found, by=nobody)
    assert confirm(tidewell, found, by=town.ben).confirmed_by_id == town.ben
    assert confirm(tidewell, found, by=town.amina).confirmed_by_id == town.ben  # it was taken already


def test_only_managers_record_and_only_here(tidewell):
    town = tidewell.town
    for nobody in (town.grace, town.ben, town.rhys, town.tom):
        with pytest.raises(NotFound):
            record(tidewell, town.neil, TODAY, by=nobody)
    for stranger in (town.hannah, new_id()):
        with pytest.raises(NotFound):
            record(tidewell, stranger, TODAY, by=town.priya)
    with pytest.raises(NotFound), tidewell.database.writing(tidewell.staff(town.priya)) as work:
        clearance.confirm(work, new_id())


@pytest.mark.parametrize(
    ("day", "why"), [(TODAY - timedelta(days=1), "has passed"), (TODAY + timedelta(days=1200), "three years")]
)
def test_a_day_that_has_passed_or_is_far_away_is_refused_in_words(tidewell, day, why):
    with pytest.raises(Refused, match=why):
        record(tidewell, tidewell.town.neil, day, by=tidewell.town.priya)


def test_a_renewal_that_nobody_has_looked_at_twice_takes_nothing_away_and_an_earlier_day_does(tidewell):
    town = tidewell.town
    record(tidewell, town.neil, TODAY + timedelta(days=700), by=town.priya)
    assert holds(tidewell, town.neil, with_young=True)
    record(tidewell, town.neil, TODAY, by=town.priya)
    tidewell.clock.move(days=1)
    assert not holds(tidewell, town.neil)
    assert not holds(tidewell, town.neil, with_young=True)


def test_the_list_of_a_place_shows_the_newest_of_each_and_nobody_elses(tidewell):
    town = tidewell.town
    newest = record(tidewell, town.neil, TODAY + timedelta(days=20), by=town.amina)
    with tidewell.database.reading(tidewell.staff(town.priya)) as work:
        found = clearance.at_place(work)
    assert set(found) == {town.neil, town.grace, town.priya}
    training = next(one for one in found[town.neil] if one.kind is TRAINING)
    assert (training.id, training.recorded_by, training.confirmed_by) == (newest.id, "Amina", "")
    assert training.lapses_soon and not training.has_lapsed and training.may_confirm
    assert len(tidewell.every(Clearance)) == 13
