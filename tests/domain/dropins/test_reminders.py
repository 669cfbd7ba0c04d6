"""One reminder, the day before, at a decent hour, looked at once more as it goes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.domain.conversations.delivery import sending
from app.domain.conversations.rules import Direction, State
from app.domain.dropins import actions, reminders
from app.domain.dropins.hosting import changing
from app.domain.dropins.rules import Mode
from app.domain.people import members, places
from app.domain.permissions import actions as permissions
from app.domain.relationships import away
from app.invented_town import SARA
from tests.hosts import TUESDAY

THE_DAY_BEFORE = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)


def reminded(hosts) -> list[str]:
    reminders.remind(hosts.database)
    hosts.goes()
    return [one.body for one in hosts.tidewell.messages(Direction.OUT) if one.purpose == "time_reminder"]


@pytest.fixture
def booked(hosts):
    """Sara has booked Tuesday, half past three, six days before."""
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.answers(SARA, "2")
    return times[1]


def test_it_comes_once_at_ten_on_the_day_before_in_the_hosts_name(hosts, booked):
    hosts.clock.set(THE_DAY_BEFORE - timedelta(minutes=1))
    assert reminded(hosts) == []
    hosts.clock.set(THE_DAY_BEFORE)
    expected = [
        "Reminder from Neil: we meet Tue 16 Mar 3:30pm, the library. To change it answer 8. If you cannot come, "
        "answer 9. No need to say why."
    ]
    assert reminded(hosts) == expected
    for _ in range(30):
        hosts.clock.move(hours=1)
        assert reminded(hosts) == expected
    assert hosts.last_text().state is State.ACCEPTED


def test_the_reminder_is_answered_by_a_number_like_the_confirmation(hosts, booked):
    hosts.clock.set(THE_DAY_BEFORE)
    reminded(hosts)
    hosts.answers(SARA, "9")
    assert hosts.live(hosts.town.sara) == []
    assert hosts.last_text().body.startswith("Automatic reply: no worry, Neil knows.")


def dropped(hosts, booked):
    hosts.answers(SARA, "9")


def stopped(hosts, booked):
    hosts.answers(SARA, "STOP")


def host_away(hosts, booked):
    with hosts.at_work(hosts.town.neil) as work:
        away.go(work, hosts.town.neil, by_id=hosts.town.grace, first=TUESDAY, last=TUESDAY)


def closed(hosts, booked):
    with hosts.at_work(hosts.town.priya) as work:
        places.close_on(work, TUESDAY, name="Snow")


def called_off(hosts, booked):
    with hosts.at_work(hosts.town.neil) as work:
        changing.call_off(work, booked.gathering_id)


CHANGES = [dropped, stopped, host_away, closed, called_off]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_goes_out_for_a_time_that_will_not_be(hosts, booked, change):
    change(hosts, booked)
    hosts.clock.set(THE_DAY_BEFORE)
    assert reminded(hosts) == []


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_looked_at_once_more_at_the_moment_it_goes(hosts, booked, change):
    hosts.clock.set(THE_DAY_BEFORE)
    reminders.remind(hosts.database)
    (waiting,) = [one for one in hosts.tidewell.messages(Direction.OUT) if one.purpose == "time_reminder"]
    assert waiting.state is State.QUEUED
    if change is dropped:
        with hosts.at_work(hosts.town.neil) as work:
            actions.give_back(work, hosts.bookings()[0].id)
    elif change is stopped:
        hosts.tidewell.says(SARA, "STOP")
    else:
        change(hosts, booked)
    look = reminders.not_true_any_more
    while sending.deliver(hosts.database, hosts.provider, worker="one", not_true_any_more=look):
        pass
    found = hosts.tidewell.message(waiting.id)
    assert found.state is State.WITHDRAWN, change
    assert not [one for one in hosts.provider.ledger if "Reminder from" in one.text.body]


def test_a_moved_time_is_reminded_of_on_its_own_day(hosts, booked):
    hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=2))
    hosts.answers(SARA, "8")
    body = hosts.last_text().body
    assert "Thu 18 Mar" in body
    number = next(line[0] for line in body.splitlines() if "Thu 18 Mar" in line)
    hosts.answers(SARA, number)
    hosts.clock.set(THE_DAY_BEFORE)
    assert reminded(hosts) == []
    hosts.clock.set(THE_DAY_BEFORE + timedelta(days=2))
    assert len(reminded(hosts)) == 1


def test_who_books_on_the_day_before_has_just_been_told(hosts):
    hosts.clock.set(THE_DAY_BEFORE - timedelta(hours=9))
    hosts.tidewell.says(SARA, "can we meet tomorrow")
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.answers(SARA, "2")
    assert len(hosts.bookings()) == 1
    hosts.clock.set(THE_DAY_BEFORE)
    assert reminded(hosts) == []


def test_hours_that_the_family_closed_are_kept(hosts, booked):
    with hosts.at_work(hosts.town.neil) as work:
        permissions.set_wishes(work, hosts.town.sara, reads="en", closed_from=time(8, 0), closed_until=time(17, 0))
    hosts.clock.set(THE_DAY_BEFORE)
    assert reminded(hosts) != []
    (waiting,) = [one for one in hosts.tidewell.messages(Direction.OUT) if one.purpose == "time_reminder"]
    assert waiting.not_before == datetime(2027, 3, 15, 17, 0, tzinfo=UTC)


def test_a_scheduler_that_slept_over_the_day_before_sends_none_on_the_day(hosts, booked):
    hosts.clock.set(datetime(2027, 3, 16, 8, 0, tzinfo=UTC))
    assert reminded(hosts) == []


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2027, 3, 29), datetime(2027, 3, 28, 9, 0, tzinfo=UTC)),  # clocks went forward that night
        (date(2027, 11, 1), datetime(2027, 10, 31, 10, 0, tzinfo=UTC)),  # they went back
    ],
)
def test_it_comes_once_across_both_clock_changes(hosts, day, due):
    monday = day + timedelta(days=7) if day == date(2027, 3, 29) else day  # Easter Monday is closed
    due = due + (monday - day)
    hosts.clock.set(due - timedelta(days=5))
    hosts.tidewell.says(SARA, "hello again")
    times = hosts.offers(hosts.town.neil, on=monday, mode=Mode.PHONE)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:1])
    hosts.answers(SARA, "1")
    hosts.clock.set(due - timedelta(minutes=1))
    assert reminded(hosts) == []
    hosts.clock.set(due)
    for _ in range(48):
        reminded(hosts)
        hosts.clock.move(minutes=30)
    assert len(reminded(hosts)) == 1


def test_a_shared_phone_gets_none(hosts, booked):
    from app.domain.people import actions as people
    from app.foundation.actors import Command

    with hosts.database.writing(Command()) as work:
        people.add_contact(work, hosts.town.school, first_name="Rob", number=SARA)
    hosts.clock.set(THE_DAY_BEFORE)
    assert reminded(hosts) == []


def test_when_the_host_has_left_it_comes_from_whoever_meets_them_instead(hosts, booked):
    hosts.tidewell.says_hello(hosts.town.grace, hosts.town.sara)
    hosts.goes()
    with hosts.at_work(hosts.town.priya) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.until = hosts.clock() + timedelta(days=2)
        work.session.add(neil)
    hosts.clock.move(days=3)
    with hosts.at_work(hosts.town.priya) as work:
        actions.agreed_on_cover(work, hosts.bookings()[0].id, hosts.town.grace)
    hosts.clock.set(THE_DAY_BEFORE)
    (sent,) = reminded(hosts)
    assert sent.startswith("Reminder from Grace: we meet Tue 16 Mar 3:30pm")
    assert hosts.last_text().author_membership_id == hosts.town.grace
    assert hosts.last_text().state is State.ACCEPTED
