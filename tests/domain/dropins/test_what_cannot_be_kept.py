"""An absent host's bookings are never silently kept: somebody else by name, or another time, and a person says so."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.domain.conversations.rules import Direction, State
from app.domain.dropins import actions
from app.domain.dropins.diary import days, held, in_doubt
from app.domain.dropins.diary.in_doubt import Why
from app.domain.dropins.hosting import changing
from app.domain.dropins.models import Booking, Slot
from app.domain.dropins.rules import Mode
from app.domain.nudges import times_in_doubt
from app.domain.people import members, places
from app.domain.people.models import MembershipRole
from app.domain.relationships import away
from app.foundation.actors import Clock
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.invented_town import SARA
from tests.hosts import TUESDAY


@pytest.fixture
def booked(hosts):
    """Sara has Tuesday, half past three."""
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.answers(SARA, "2")
    return times


def is_away(hosts, *, by=None) -> None:
    with hosts.at_work(hosts.town.neil) as work:
        away.go(work, hosts.town.neil, by_id=by or hosts.town.grace, first=TUESDAY, last=TUESDAY)


def doubts(hosts, person=None):
    with hosts.at_a_desk(person or hosts.town.neil) as work:
        return in_doubt.at_my_desk(work)


def booking_id(hosts):
    return hosts.bookings()[0].id


def test_while_all_is_well_there_is_no_doubt(hosts, booked):
    assert doubts(hosts) == []


def test_a_host_who_will_be_away_sees_at_once_who_must_hear_of_it(hosts, booked):
    is_away(hosts)
    (found,) = doubts(hosts)
    assert (found.why, found.is_told, found.held.time) == (Why.AWAY, False, booked[1])
    assert hosts.free(hosts.town.ewa) == [], "nobody else can book them"


def left(hosts):
    with hosts.database.writing(Clock("test")) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.until = hosts.clock.now + timedelta(days=2)
        work.session.add(neil)


def lapsed(hosts):
    with hosts.database.writing(Clock("test")) as work:
        neil = members.membership(work, hosts.town.neil)
        neil.cleared_until = hosts.clock.now + timedelta(days=2)
        work.session.add(neil)


def closed(hosts):
    with hosts.at_work(hosts.town.priya) as work:
        places.close_on(work, TUESDAY, name="Snow")


def called_off(hosts):
    with hosts.at_work(hosts.town.neil) as work:
        changing.call_off(work, hosts.every_time()[0].gathering_id)


def ended(hosts):
    with hosts.at_work(hosts.town.neil) as work:
        changing.end(work, hosts.every_time()[0].drop_in_id)


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (left, Why.LEFT),
        (lapsed, Why.LEFT),
        (closed, Why.CLOSED),
        (called_off, Why.CALLED_OFF),
        (ended, Why.ENDED),
    ],
)
def test_whatever_happens_to_a_host_or_a_day_the_booking_stands_out(hosts, booked, happens, why):
    happens(hosts)
    assert [one.why for one in doubts(hosts)] == [why]


def test_a_colleague_meets_them_and_the_family_hears_it_by_name_from_a_person(hosts, booked):
    is_away(hosts)
    with hosts.at_work(hosts.town.neil) as work:
        found = held.at_my_desk(work, booking_id(hosts))
        names = [one.first_name for one in actions.could_meet_instead(work, found)]
        actions.meets_instead(work, booking_id(hosts), hosts.town.grace, once=str(new_id()))
    assert names == ["Grace", "Priya"]
    hosts.goes()
    assert hosts.last_text().by_hand
    assert hosts.last_text().body.startswith(
        "Neil here. Hello Sara. About Tue 16 Mar 3:30pm: Grace can talk with you instead. Or another time?"
    )
    assert doubts(hosts) == []
    with hosts.at_a_desk(hosts.town.grace) as work:
        week = days.week(work, TUESDAY - timedelta(days=1))
        guests = [entry.guest for day in week for entry in day.entries if entry.guest]
    assert [(guest.name, guest.met_by) for guest in guests] == [("Sara", "Grace")], "a first name, and no more"
    assert [guest.numbers for guest in guests] == [(SARA,)], "and how to ring her, if it is on the phone"


def test_a_colleague_who_is_away_or_somewhere_else_cannot_be_named(hosts, booked):
    is_away(hosts, by=hosts.town.priya)
    hosts.offers(hosts.town.grace)
    with (
        pytest.raises(Refused, match="cannot be there"),
        hosts.at_work(hosts.town.neil) as work,
    ):
        actions.meets_instead(work, booking_id(hosts), hosts.town.grace, once="x")
    with pytest.raises(NotFound), hosts.at_work(hosts.town.grace) as work:
        actions.meets_instead(work, booking_id(hosts), hosts.town.priya, once="x")


def test_another_time_is_offered_and_the_old_one_ends_when_they_choose(hosts, booked):
    is_away(hosts)
    later = hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    with hosts.at_work(hosts.town.neil) as work:
        actions.ask_to_move(work, booking_id(hosts), [one.slot_id for one in later], once=str(new_id()))
    hosts.goes()
    assert (
        "I am sorry, Tue 16 Mar 3:30pm will not work after all. Please choose first:\n1 Wed 17 Mar"
        in hosts.last_text().body
    )
    assert [one.is_told for one in doubts(hosts)] == [True]
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [later[0]]
    assert doubts(hosts) == []


def test_whoever_answers_for_the_host_is_told_once_a_day_until_the_family_knows(hosts, booked):
    hosts.clock.move(days=5)
    with hosts.at_work(hosts.town.neil) as work:
        today = hosts.clock.now.date()
        away.go(work, hosts.town.neil, by_id=hosts.town.grace, first=today, last=TUESDAY)

    def told() -> list[str]:
        with hosts.database.writing(Clock("test")) as work:
            times_in_doubt.tell_who_answers(work)
        return [one.body for one in hosts.tidewell.notices(hosts.town.grace, "times in doubt")]

    assert len(told()) == 1
    assert "1 family has a time that cannot be kept" in told()[0]
    assert "Sara" not in told()[0]
    hosts.clock.move(days=1)
    assert len(told()) == 2
    with hosts.at_work(hosts.town.grace) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.priya)
    hosts.clock.move(minutes=5)
    assert len(told()) == 2


def test_when_the_host_has_left_whoever_is_on_duty_looks_after_it(hosts, booked):
    left(hosts)
    hosts.clock.move(days=3)
    assert [one.why for one in doubts(hosts, hosts.town.priya)] == [Why.LEFT]
    assert doubts(hosts, hosts.town.grace) == []
    with hosts.database.writing(Clock("test")) as work:
        times_in_doubt.tell_who_answers(work)
    assert len(hosts.tidewell.notices(hosts.town.priya, "times in doubt")) == 1
    hosts.tidewell.says(SARA, "where is neil")
    with hosts.at_work(hosts.town.priya) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.grace)
    assert doubts(hosts, hosts.town.priya) == []


def told_today(hosts, person) -> int:
    with hosts.database.writing(Clock("test")) as work:
        times_in_doubt.tell_who_answers(work)
    return len(hosts.tidewell.notices(person, "times in doubt"))


def test_when_the_cover_cannot_come_either_it_is_a_new_thing_to_tell(hosts, booked):
    is_away(hosts, by=hosts.town.priya)
    with hosts.at_work(hosts.town.neil) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.grace)
    assert doubts(hosts) == []
    with hosts.at_work(hosts.town.grace) as work:
        away.go(work, hosts.town.grace, by_id=hosts.town.priya, first=TUESDAY, last=TUESDAY)
    assert [(one.why, one.is_told) for one in doubts(hosts)] == [(Why.COVER, False)]
    assert told_today(hosts, hosts.town.neil) == 1


def test_told_of_one_thing_they_have_not_been_told_of_another(hosts, booked):
    later = hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    is_away(hosts)
    with hosts.at_work(hosts.town.neil) as work:
        actions.ask_to_move(work, booking_id(hosts), [later[0].slot_id], once=str(new_id()))
    assert [(one.why, one.is_told) for one in doubts(hosts)] == [(Why.AWAY, True)]
    assert told_today(hosts, hosts.town.neil) == 0
    closed(hosts)
    assert [(one.why, one.is_told) for one in doubts(hosts)] == [(Why.CLOSED, False)]
    assert told_today(hosts, hosts.town.neil) == 1


def test_a_time_that_somebody_took_out_at_that_very_moment_stands_out_too(hosts, booked):
    with hosts.database.writing(Clock("test")) as work:
        slot = work.session.get(Slot, booked[1].slot_id)
        slot.taken_out_at = work.now
        work.session.add(slot)
    assert [one.why for one in doubts(hosts)] == [Why.TAKEN_OUT]


def test_whoever_is_told_of_it_sees_it_in_the_diary(hosts, booked):
    with hosts.database.writing(Clock("test")) as work:
        for role in work.session.exec(select(MembershipRole).where(MembershipRole.membership_id == hosts.town.neil)):
            work.session.delete(role)
    staff = (hosts.town.neil, hosts.town.grace, hosts.town.priya, hosts.town.amina)
    told = [person for person in staff if told_today(hosts, person)]
    assert len(told) == 1
    assert [one.why for one in doubts(hosts, told[0])] == [Why.LEFT]


def test_checks_for_young_people_that_lapse_stand_out_for_a_young_person(hosts):
    town = hosts.town
    times = hosts.offers(town.joyce, mode=Mode.PHONE)
    with hosts.database.writing(Clock("test")) as work:
        joyce = members.membership(work, town.joyce)
        joyce.cleared_for_young_until = times[2].ends_at + timedelta(days=1)
        work.session.add_all(
            [joyce, Booking(slot_id=times[0].slot_id, contact_id=town.leon, made_at=work.now, made_by="web")]
        )
    assert doubts(hosts, town.joyce) == []
    with hosts.database.writing(Clock("test")) as work:
        joyce = members.membership(work, town.joyce)
        joyce.cleared_for_young_until = times[0].starts_at
        work.session.add(joyce)
    ((found),) = doubts(hosts, town.joyce)
    assert found.why is Why.LEFT
    with hosts.at_a_desk(town.joyce) as work:
        assert not in_doubt.is_kept(work, found.held)
        assert town.joyce not in {one.id for one in actions.could_meet_instead(work, found.held)}


def test_a_cover_hears_that_they_meet_a_family_and_that_it_is_free_again(hosts, booked):
    is_away(hosts, by=hosts.town.priya)
    with hosts.at_work(hosts.town.neil) as work:
        actions.agreed_on_cover(work, booking_id(hosts), hosts.town.grace)
    (heard,) = hosts.tidewell.notices(hosts.town.grace, "times")
    assert heard.body.startswith("You meet a family instead of Neil: Tue 16 Mar 3:30pm.")
    assert "Sara" not in heard.body
    hosts.answers(SARA, "9")
    assert hosts.tidewell.notices(hosts.town.grace, "times")[-1].subject == "A time to talk is free again"


def test_words_that_ask_to_move_do_not_outlive_the_time_that_they_speak_of(hosts, booked):
    later = hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    tonight = hosts.clock() + timedelta(hours=12)
    hosts.clock.set(tonight)
    with hosts.at_work(hosts.town.neil) as work:
        asked = actions.ask_to_move(work, booking_id(hosts), [later[0].slot_id], once=str(new_id()))
    assert hosts.tidewell.message(asked.id).state is State.QUEUED
    with hosts.at_work(hosts.town.neil) as work:
        actions.give_back(work, booking_id(hosts))
    assert hosts.tidewell.message(asked.id).state is State.WITHDRAWN


def test_nothing_of_it_reaches_a_family_by_itself(hosts, booked):
    before = len(hosts.tidewell.messages(Direction.OUT))
    is_away(hosts)
    with hosts.database.writing(Clock("test")) as work:
        times_in_doubt.tell_who_answers(work)
    hosts.goes()
    assert len(hosts.tidewell.messages(Direction.OUT)) == before
