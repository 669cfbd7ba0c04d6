"""A place of one's own: hours, terms, closed days that fill themselves in, the welcome, and how families check it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.domain.people import places, queries
from app.domain.people.models import ClosedDay, Organisation
from app.foundation.actors import Clock, Command, Operator
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id

SPRING, SUMMER = (date(2027, 1, 4), date(2027, 3, 25)), (date(2027, 4, 12), date(2027, 7, 21))


@pytest.fixture
def priya(tidewell):
    return tidewell.staff(tidewell.town.priya)


def school(tidewell) -> Organisation:
    with tidewell.database.reading(Clock("test")) as work:
        return queries.organisation(work, tidewell.town.school)


def timetable(tidewell, **more):
    with tidewell.database.reading(Clock("test")) as work:
        return queries.timetable_of(work, tidewell.town.school, **more)


def closed(tidewell) -> dict[date, str]:
    with tidewell.database.reading(Clock("test")) as work:
        return {one.day: one.name for one in queries.closed_days_at(work, tidewell.town.school)}


def test_hours_are_kept_and_a_day_without_any_is_refused(tidewell, priya):
    with tidewell.database.writing(priya) as work:
        places.set_hours(work, opens=time(9), closes=time(15, 30), working_days="4310x0")
    assert (school(tidewell).opens_at, school(tidewell).working_days) == (time(9), "0134")
    for opens, closes, days in ((time(9), time(9), "0"), (time(10), time(9), "0"), (time(9), time(10), "78 ")):
        with pytest.raises(Refused, match="at least one day"), tidewell.database.writing(priya) as work:
            places.set_hours(work, opens=opens, closes=closes, working_days=days)


def test_between_the_terms_it_is_a_holiday_and_whoever_reads_then_is_at_work(tidewell, priya):
    with tidewell.database.writing(priya) as work:
        places.set_terms(work, [SUMMER, SPRING], holiday_reader_id=tidewell.town.grace)
    found = timetable(tidewell)
    assert found.terms == (SPRING, SUMMER)
    at_easter = datetime(2027, 4, 6, 9, tzinfo=UTC)
    assert not found.is_open(at_easter)
    assert found.next_opening(at_easter) == datetime(2027, 4, 12, 7, tzinfo=UTC)
    assert timetable(tidewell, through_holidays=True).is_open(at_easter)


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ([(date(2027, 1, 4), date(2027, 1, 3))], "begins before it ends"),
        ([(date(2027, 1, 4), date(2027, 12, 20))], "200 days"),
        ([SPRING, (SPRING[1], date(2027, 5, 1))], "overlap"),
        ([(date(2127, 1, 4), date(2127, 2, 1))], "look at the years"),
        ([(date(1, 1, 1), date(1, 2, 1))], "look at the years"),
        ([(SPRING[0] + timedelta(days=20 * n), SPRING[0] + timedelta(days=20 * n + 5)) for n in range(13)], "the most"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_the_old_ones_stay(tidewell, priya, terms, why):
    with tidewell.database.writing(priya) as work:
        places.set_terms(work, [SPRING], holiday_reader_id=None)
    with pytest.raises(Refused, match=why), tidewell.database.writing(priya) as work:
        places.set_terms(work, terms, holiday_reader_id=None)
    assert timetable(tidewell).terms == (SPRING,)


def test_whoever_reads_in_the_holidays_is_a_colleague_with_checks(tidewell, priya):
    with pytest.raises(Refused, match="checks that count"), tidewell.database.writing(priya) as work:
        places.set_terms(work, [SPRING], holiday_reader_id=tidewell.town.rhys)
    for stranger in (tidewell.town.hannah, new_id()):
        with pytest.raises(NotFound), tidewell.database.writing(priya) as work:
            places.set_terms(work, [SPRING], holiday_reader_id=stranger)


def test_bank_holidays_are_there_from_the_beginning_and_each_new_year_is_filled_in(tidewell):
    assert closed(tidewell)[date(2027, 3, 29)] == "Easter Monday"
    assert max(day.year for day in closed(tidewell)) == 2029
    tidewell.clock.set(datetime(2028, 1, 1, 0, 5, tzinfo=UTC))
    with tidewell.database.writing(Clock("look_ahead")) as work:
        places.look_ahead(work)
        places.look_ahead(work)
    assert date(2030, 12, 25) in closed(tidewell)
    assert len(closed(tidewell)) == len(set(closed(tidewell)))


def test_a_bank_holiday_on_which_one_works_after_all_stays_a_working_day(tidewell, priya):
    easter = date(2027, 3, 29)
    with tidewell.database.writing(priya) as work:
        places.open_on(work, easter)
    with tidewell.database.writing(priya) as work:
        places.set_terms(work, [SPRING], holiday_reader_id=None)
    with tidewell.database.writing(Clock("look_ahead")) as work:
        places.look_ahead(work)
    assert easter not in closed(tidewell)


def test_a_closed_day_of_ones_own_is_added_renamed_and_taken_away(tidewell, priya):
    day = date(2027, 6, 25)
    for name, kept in (("Training", "Training"), (" \r\n ", "Closed"), ("x " * 60_000, "x " * 29 + "x…")):
        with tidewell.database.writing(priya) as work:
            places.close_on(work, day, name=name)
        assert closed(tidewell)[day][:20] == kept[:20]
    with tidewell.database.writing(priya) as work:
        places.open_on(work, day)
    assert day not in closed(tidewell)
    with pytest.raises(NotFound), tidewell.database.writing(priya) as work:
        places.open_on(work, day)


@pytest.mark.parametrize("day", [date(2027, 3, 9), date(2031, 1, 1), date.max, date.min])
def test_a_day_that_has_passed_or_is_years_away_is_not_closed(tidewell, priya, day):
    with pytest.raises(Refused, match="from today on"), tidewell.database.writing(priya) as work:
        places.close_on(work, day, name="x")


def test_the_welcome_and_the_public_number_are_kept_as_they_were_written(tidewell, priya):
    with tidewell.database.writing(priya) as work:
        places.set_welcome(work, who="Neil meets you.", door="<b>The blue door</b>", more="Tea.\r\nNo step.")
        places.set_public(work, public_phone="01632 960 001", public_website="https://school.example/a?b=c")
    found = school(tidewell)
    assert (found.welcome_door, found.welcome_more) == ("<b>The blue door</b>", "Tea. No step.")
    assert (found.public_phone, found.public_website) == ("01632 960 001", "https://school.example/a?b=c")


@pytest.mark.parametrize(
    ("phone", "website"),
    [
        ("ring us", ""),
        ("0" * 41, ""),
        ("", "www.school.example"),
        ("", "javascript:alert(1)"),
        ("", 'https://x.example" onclick="x'),
        ("", "https://"),
        ("", "https://x.example/" + "y" * 200),
        ("", "https://x.example\r\nSet-Cookie: x"),
    ],
)
def test_a_number_that_is_none_and_an_address_that_is_none_are_refused_never_cut(tidewell, priya, phone, website):
    before = school(tidewell).public_website
    with pytest.raises(Refused), tidewell.database.writing(priya) as work:
        places.set_public(work, public_phone=phone, public_website=website)
    assert school(tidewell).public_website == before


def test_only_a_manager_keeps_the_place_and_only_their_own(tidewell):
    town = tidewell.town
    acts = (
        lambda work: places.set_hours(work, opens=time(1), closes=time(2), working_days="0"),
        lambda work: places.set_terms(work, [], holiday_reader_id=None),
        lambda work: places.close_on(work, date(2027, 6, 25), name=""),
        lambda work: places.open_on(work, date(2027, 3, 29)),
        lambda work: places.set_welcome(work, who="", door="", more=""),
        lambda work: places.set_public(work, public_phone="", public_website=""),
    )
    for actor in (tidewell.staff(town.neil), tidewell.staff(town.ben), Operator(town.olive), Clock("x"), Command()):
        for act in acts:
            with pytest.raises(Refused), tidewell.database.writing(actor) as work:
                act(work)
    with tidewell.database.writing(tidewell.staff(town.tom)) as work:
        for act in acts:
            act(work)
    assert school(tidewell).opens_at == time(8)
    assert date(2027, 3, 29) in closed(tidewell)


def test_only_whoever_runs_the_service_makes_organisations_and_boroughs(tidewell, priya):
    operator = Operator(tidewell.town.olive)
    with tidewell.database.writing(operator) as work:
        area = places.make_area(work, name="Northmarsh")
        assert places.make_area(work, name=" northMARSH ").id == area.id
        made = places.make_organisation(work, name="Zespół Szkół nr 1", kind="school", area_id=area.id)
    assert made.slug == "zespol-szkol-nr-1"
    assert len([one for one in tidewell.every(ClosedDay) if one.organisation_id == made.id]) > 20
    for name, kind, why in (("", "school", "a name"), ("!!!", "school", "a name"), ("X", "club", "one of")):
        with pytest.raises(Refused, match=why), tidewell.database.writing(operator) as work:
            places.make_organisation(work, name=name, kind=kind)
    with pytest.raises(Refused, match="already"), tidewell.database.writing(operator) as work:
        places.make_organisation(work, name="Zespól szkół NR 1", kind="school")
    for actor in (priya, Clock("x")):
        with pytest.raises(Refused), tidewell.database.writing(actor) as work:
            places.make_organisation(work, name="Mine", kind="school")
        with pytest.raises(Refused), tidewell.database.writing(actor) as work:
            places.make_area(work, name="Mine")
