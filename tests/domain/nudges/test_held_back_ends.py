"""A lead hears a week before that something held back from a family ends: in working hours, once, without a name."""

from datetime import date

import pytest

from app.domain.nudges import held_back
from app.domain.people import joining
from app.domain.people.models import Membership
from app.domain.permissions import holding_back
from app.foundation.actors import Clock, Command

APRIL = date(2027, 4, 9)


@pytest.fixture
def held(tidewell):
    """Ben holds back from Sara who looked, until the end of Friday 9 April."""
    holds(tidewell, APRIL)
    return tidewell


def holds(tidewell, last_day):
    with tidewell.database.writing(tidewell.staff(tidewell.town.ben)) as work:
        holding_back.hold_back(work, tidewell.town.sara, look_id=None, last_day=last_day, reason="He reads her phone")


def tick(tidewell) -> int:
    with tidewell.database.writing(Clock("remind_staff")) as work:
        return held_back.tell_leads(work)


def told(tidewell, who):
    return tidewell.notices(getattr(tidewell.town, who), held_back.KIND)


def at(tidewell, day, hour=10):
    tidewell.clock.set(tidewell.clock.now.replace(month=day.month, day=day.day, hour=hour, minute=0))


def test_a_week_before_it_ends_and_once(held):
    at(held, date(2027, 4, 1))
    assert tick(held) == 0
    at(held, date(2027, 4, 6))
    assert [tick(held) for _ in range(3)] == [1, 0, 0]
    at(held, APRIL)
    assert tick(held) == 0
    (notice,) = told(held, "ben")
    assert "That ends with 9 April 2027; from then on they see it." in notice.body
    assert notice.body.endswith("/safeguarding\n")
    assert told(held, "amina") == []


def test_it_names_no_family_and_no_reason(held):
    at(held, date(2027, 4, 6))
    tick(held)
    (notice,) = told(held, "ben")
    for personal in ("Sara", "Whitfield", "reads her phone", "Grace"):
        assert personal not in notice.subject + notice.body


def test_at_night_it_waits_for_the_morning(held):
    at(held, date(2027, 4, 6), hour=3)
    assert tick(held) == 0
    at(held, date(2027, 4, 6), hour=9)
    assert tick(held) == 1


def test_held_back_for_longer_it_is_told_again_before_the_new_end(held):
    at(held, date(2027, 4, 6))
    tick(held)
    holds(held, date(2027, 5, 28))
    assert tick(held) == 0
    at(held, date(2027, 5, 24))
    assert tick(held) == 1
    assert len(told(held, "ben")) == 2


def test_let_go_of_nobody_is_told(held):
    with held.database.writing(held.staff(held.town.amina)) as work:
        holding_back.lift(work, held.town.sara)
    at(held, date(2027, 4, 6))
    assert tick(held) == 0


@pytest.mark.parametrize("why", ["left", "no lead any more"])
def test_when_whoever_holds_it_is_no_lead_any_more_the_others_are_told(held, why):
    with held.database.writing(Command()) as work:
        if why == "left":
            person = work.session.get(Membership, held.town.ben)
            person.until = work.now
            work.session.add(person)
    if why != "left":
        with held.database.writing(held.staff(held.town.priya)) as work:
            joining.set_roles(work, held.town.ben, frozenset({joining.Role.SCHOOL_PROFESSIONAL}))
    at(held, date(2027, 4, 6))
    assert tick(held) == 1
    assert len(told(held, "amina")) == 1 and told(held, "ben") == []


def test_another_organisations_leads_hear_nothing(held):
    at(held, date(2027, 4, 6))
    tick(held)
    for who in ("ruth", "dev", "lena"):
        assert told(held, who) == []
