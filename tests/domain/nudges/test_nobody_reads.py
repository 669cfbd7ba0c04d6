"""Families wait where nobody may read: managers hear of it, at most once a day."""

from datetime import timedelta

from sqlmodel import select

from app.domain.nudges import actions
from app.domain.people import clearance, joining, lines, places
from app.domain.people.models import Membership
from app.domain.people.rules import Check, Role
from app.foundation.actors import Clock, Command
from app.invented_town import SARA, UNKNOWN

KIND = "nobody_reads"
NEW = "+447700900005"


def tick(tidewell) -> int:
    with tidewell.database.writing(Clock("remind_staff")) as work:
        return actions.tell_where_nobody_reads(work)


def all_lapse(tidewell, *, at: str) -> None:
    """Whatever checks there were at a place, they count no more."""
    with tidewell.database.writing(Command()) as work:
        query = select(Membership).where(Membership.organisation_id == getattr(tidewell.town, at))
        for person in work.session.exec(query):
            person.cleared_until = work.now - timedelta(hours=1)
            work.session.add(person)


def told(tidewell, person) -> int:
    return len(tidewell.notices(person, KIND))


def test_a_message_that_nobody_may_read_is_told_to_the_managers_once_a_day(tidewell):
    town = tidewell.town
    tidewell.says(SARA, "please ring me about Ellie")
    all_lapse(tidewell, at="school")
    for _ in range(4):
        assert tick(tidewell) == 1
        tidewell.clock.move(hours=1)
    assert [told(tidewell, one) for one in (town.priya, town.amina, town.neil, town.tom)] == [1, 1, 0, 0]
    body = tidewell.notices(town.amina, KIND)[0].body
    assert "1 family waits" in body
    for secret in ("Sara", "Ellie", "ring me", "900111", "Neil"):
        assert secret not in body
    tidewell.clock.move(hours=20)  # tomorrow at ten
    tick(tidewell)
    assert told(tidewell, town.amina) == 2


def test_as_soon_as_one_person_may_read_nobody_is_told(tidewell):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    all_lapse(tidewell, at="school")
    with tidewell.database.writing(tidewell.staff(town.amina)) as work:
        for kind in Check:
            clearance.record(work, town.priya, kind, lapses_on=work.now.date() + timedelta(days=90))
    assert tick(tidewell) == 0
    assert told(tidewell, town.amina) == 0
    assert [row.first_name for row in tidewell.inbox(town.priya)] == ["Sara"]


def test_where_nobody_waits_there_is_nothing_to_tell_and_at_night_it_waits_for_the_morning(tidewell):
    town = tidewell.town
    all_lapse(tidewell, at="school")
    assert tick(tidewell) == 0
    tidewell.clock.move(hours=12)
    tidewell.says(SARA, "hello")
    tick(tidewell)
    assert told(tidewell, town.amina) == 0
    tidewell.clock.move(hours=11)
    tick(tidewell)
    assert told(tidewell, town.amina) == 1


def test_where_there_is_no_manager_the_operators_hear_that_it_is_so(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        new = places.make_organisation(work, name="Lighthouse", kind="charity")
        lines.give_line(work, new.id, number=NEW)
        joining.add_member(
            work, new.id, first_name="Ada", email="ada@lighthouse.example", roles=frozenset({Role.FIRST_CONTACT})
        )
    tidewell.says(UNKNOWN, "hello", line=NEW)
    assert tick(tidewell) == 1
    assert told(tidewell, town.olive) == 1
    assert "hello" not in tidewell.notices(town.olive, KIND)[0].body
