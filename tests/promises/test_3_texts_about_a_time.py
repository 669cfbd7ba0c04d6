"""Promise 3b. Every automatic text about a time to talk answers something the family did: its text, its press on the
page, or a time that it booked. Whatever happens on the staff side, nothing goes to a family by itself."""

from datetime import UTC, datetime

import pytest

from app.domain.conversations.rules import Direction
from app.domain.dropins import actions, booking, reminders, seats
from app.domain.dropins.booking import Asked
from app.domain.dropins.hosting import changing
from app.domain.dropins.models import Booking
from app.domain.dropins.seats import By
from app.domain.people import places
from app.domain.relationships import away
from app.foundation.actors import Family
from app.invented_town import SARA
from tests.hosts import TUESDAY, Hosts

THE_DAY_BEFORE = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def hosts(tidewell, provider):
    found = Hosts(tidewell, provider)
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello")
    found.goes()
    return found


def automatic(hosts):
    return [one for one in hosts.tidewell.messages(Direction.OUT) if not one.by_hand]


def test_each_names_the_text_or_the_booking_that_it_answers(hosts):
    times = hosts.offers(hosts.town.neil)
    for words in ("TIME", "2", "8", "1", "9", "8", "1", "2 are ill", "two please"):
        hosts.answers(SARA, words)
        hosts.clock.move(hours=3)
    with hosts.database.writing(Family(hosts.town.sara, SARA)) as work:
        made = seats.book(work, hosts.town.sara, times[2].slot_id, by=By.WEB)
        assert made is not None
        booking.confirm(work, made, Asked(made.id, work.now))
    hosts.clock.set(THE_DAY_BEFORE)
    reminders.remind(hosts.database)
    arrived = {one.id: one for one in hosts.tidewell.arrivals()}
    booked = {one.id for one in hosts.bookings()}
    purposes = set()
    for one in automatic(hosts):
        purposes.add(one.purpose)
        assert one.answers_id in arrived or one.answers_id in booked, one.purpose
        if one.answers_id in arrived:
            assert arrived[one.answers_id].from_number == one.number
            assert arrived[one.answers_id].body in {"TIME", "2", "8", "1", "9"}
    expected = {"times_wanted", "time_booked", "times_instead", "time_changed", "time_dropped", "time_reminder"}
    assert purposes == expected


def test_each_says_in_its_first_words_that_nobody_wrote_it(hosts):
    hosts.offers(hosts.town.neil)
    for words in ("TIME", "1", "8", "1"):
        hosts.answers(SARA, words)
    hosts.clock.set(THE_DAY_BEFORE)
    reminders.remind(hosts.database)
    for one in automatic(hosts):
        assert one.body.startswith("Reminder from Neil" if one.purpose == "time_reminder" else "Automatic reply:")


def test_whatever_staff_do_with_their_times_sends_a_family_nothing_by_itself(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.answers(SARA, "TIME")
    hosts.answers(SARA, "1")
    before = len(hosts.tidewell.messages(Direction.OUT))
    town = hosts.town
    with hosts.at_work(town.neil) as work:
        changing.take_out(work, times[2].slot_id)
        changing.move_day(work, times[0].gathering_id, to=TUESDAY.replace(day=18), begins=times[0].starts_at.time())
    with hosts.at_work(town.neil) as work:
        away.go(work, town.neil, by_id=town.grace, first=TUESDAY, last=TUESDAY)
        changing.end(work, times[0].drop_in_id)
    with hosts.at_work(town.priya) as work:
        places.close_on(work, TUESDAY, name="Snow")
    with hosts.at_work(town.neil) as work:
        actions.give_back(work, hosts.tidewell.every(Booking)[0].id)
    hosts.clock.set(THE_DAY_BEFORE)
    reminders.remind(hosts.database)
    hosts.goes()
    assert len(hosts.tidewell.messages(Direction.OUT)) == before
