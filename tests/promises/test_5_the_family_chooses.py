"""Promises 5 and 6 for times to talk. "Not the school" is a full answer, and nothing gives it away: what a family books
with a charity or the council leaves no trace at the school, nor the other way round."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from app.domain.dropins import askers, booking, elsewhere, seats
from app.domain.dropins.booking import Asked
from app.domain.dropins.diary import days, held
from app.domain.dropins.rules import ForWhom, Mode
from app.domain.dropins.seats import By
from app.domain.people.models import Contact
from app.domain.tables import metadata
from app.foundation.actors import Command, Family
from app.foundation.errors import Refused
from app.invented_town import CHARITY_LINE, MARSH, SARA
from tests.hosts import TUESDAY, Hosts


@pytest.fixture
def hosts(tidewell, provider):
    found = Hosts(tidewell, provider)
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello")
    found.goes()
    return found


@pytest.fixture
def open_door(hosts):
    """Joyce, of the charity, has times for anybody in the borough."""
    return hosts.offers(hosts.town.joyce, place="12 Harbour Lane", for_whom=ForWhom.BOROUGH)


def books_elsewhere(hosts, time) -> None:
    """Sara, on the page that the school's link opened, books with somebody else."""
    with hosts.database.writing(Family(hosts.town.sara, SARA)) as work:
        there = elsewhere.as_known_there(work, hosts.town.sara, number=SARA, at=time.organisation_id)
        made = seats.book(work, there, time.slot_id, by=By.WEB)
        assert made is not None
        booking.confirm(work, made, Asked(made.id, work.now))
    hosts.goes()


def at_the_school(hosts) -> dict[str, list[str]]:
    """Every row that the school holds, or that names anything of it."""
    school = str(hosts.town.school).replace("-", "")
    found = {}
    with hosts.database.reading(Command()) as work:
        for table in metadata.sorted_tables:
            rows = [str(tuple(row)) for row in work.session.connection().execute(sa.select(table))]
            found[table.name] = sorted(row for row in rows if school in row.replace("-", ""))
    return found


def test_what_she_books_with_a_charity_leaves_the_school_byte_for_byte_as_it_was(hosts, open_door):
    before = at_the_school(hosts)
    neils = hosts.tidewell.bodies(hosts.town.neil, hosts.town.sara)
    books_elsewhere(hosts, open_door[0])
    assert at_the_school(hosts) == before
    assert hosts.tidewell.bodies(hosts.town.neil, hosts.town.sara) == neils
    for person in (hosts.town.neil, hosts.town.priya, hosts.town.amina):
        with hosts.at_a_desk(person) as work:
            assert days.week(work, TUESDAY - timedelta(days=1)) == []
    assert hosts.live(hosts.town.sara) == [], "not even her page at the school remembers"


def test_the_charity_knows_a_first_name_and_a_phone_and_texts_from_its_own_line(hosts, open_door):
    books_elsewhere(hosts, open_door[0])
    (new,) = [
        one
        for one in hosts.tidewell.every(Contact)
        if one.first_name == "Sara" and one.organisation_id == hosts.town.charity
    ]
    assert (new.last_name, new.relation, new.household_id) == ("", "", None)
    sent = hosts.provider.ledger[-1].text
    assert (sent.from_number, sent.to_number) == (CHARITY_LINE, SARA)
    assert sent.body.startswith("Automatic reply: Joyce meets you Tue 16 Mar 3pm, 12 Harbour Lane.")


def test_a_number_to_one_line_means_nothing_to_the_other(hosts, open_door):
    school_times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, school_times)
    books_elsewhere(hosts, open_door[1])
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [school_times[0]], "the school's list is still the school's last text"
    hosts.answers(SARA, "9", line=CHARITY_LINE)
    assert hosts.live(hosts.town.sara) == [school_times[0]]
    assert [one.ended_how for one in hosts.bookings()] == ["dropped", ""]


def test_two_at_once_with_two_organisations_are_never_compared(hosts, open_door):
    neils = hosts.offers(hosts.town.neil)
    books_elsewhere(hosts, open_door[0])
    with hosts.database.reading(Family(hosts.town.sara, SARA)) as work:
        assert held.clashing(work, hosts.town.sara, neils[0]) is None


def test_somebody_whom_the_charity_knows_already_stays_who_they_are(hosts, open_door):
    books_elsewhere(hosts, open_door[0])
    books_elsewhere(hosts, open_door[1])
    known = [one for one in hosts.tidewell.every(Contact) if one.organisation_id == hosts.town.charity]
    assert [one.first_name for one in known].count("Sara") == 1


def test_a_schools_own_times_are_for_its_own_families(hosts):
    hosts.offers(hosts.town.neil, mode=Mode.SCHOOL, place="school")
    hosts.tidewell.says(MARSH, "hello", line=CHARITY_LINE)
    assert hosts.free(hosts.town.dan) == []
    assert len(hosts.free(hosts.town.sara)) == 3


def test_without_a_phone_of_ones_own_nobody_is_introduced_elsewhere(hosts, open_door):
    with pytest.raises(Refused), hosts.database.writing(Family(hosts.town.sara, "")) as work:
        elsewhere.as_known_there(work, hosts.town.sara, number="", at=hosts.town.charity)
    with pytest.raises(Refused), hosts.database.writing(Family(hosts.town.leon, SARA)) as work:
        elsewhere.as_known_there(work, hosts.town.leon, number=SARA, at=hosts.town.school)


def test_a_colleague_reads_nothing_of_what_is_booked_with_another(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times)
    hosts.answers(SARA, "1")
    with hosts.at_a_desk(hosts.town.grace) as work:
        assert days.week(work, TUESDAY - timedelta(days=1)) == []
        (found,) = [held.one(work, one) for one in hosts.bookings()]
        assert not held.may_be_known(work, found)
    with hosts.at_a_desk(hosts.town.neil) as work:
        (day,) = days.week(work, TUESDAY - timedelta(days=1))
    assert day.entries[0].guest.name == "Sara Whitfield"


# Young people


def test_a_young_person_books_with_their_own_person_only_in_ways_a_manager_allows(hosts):
    from app.domain.dropins.hosting import ours

    phone = hosts.offers(hosts.town.joyce, mode=Mode.PHONE)
    hosts.offers(
        hosts.town.joyce,
        mode=Mode.HOME,
        begins=time(16, 30),
        ends=time(18, 0),
    )
    assert hosts.free(hosts.town.leon) == [], "nothing until a manager has said so"
    with hosts.at_work(hosts.town.dev) as work:
        ours.let_young_people_book(work, [Mode.PHONE])
    assert hosts.free(hosts.town.leon) == phone
    with hosts.at_work(hosts.town.neil) as work:
        with pytest.raises(Refused, match="Only a manager"):
            ours.let_young_people_book(work, [Mode.HOME])
    with hosts.database.reading(Command()) as work:
        asker = askers.asker_of(work, hosts.town.leon)
    assert asker.young_with == {hosts.town.joyce}
