"""Who will be in the room: asked, told, and free to say no, also afterwards."""

from datetime import time, timedelta

import pytest

from app.domain.dropins import rules
from app.domain.dropins.diary import days
from app.domain.dropins.hosting import changing, ours, room
from app.domain.dropins.models import CoHost, DropIn
from app.foundation.errors import NotFound, Refused
from app.invented_town import SARA
from tests.hosts import TUESDAY, WELCOME


def test_somebody_from_another_agency_is_asked_and_stands_there_once_they_said_yes(hosts):
    town = hosts.town
    times = hosts.offers(town.neil)
    with hosts.at_work(town.neil) as work:
        asked = room.ask_along(work, times[0].drop_in_id, town.joyce)
    assert [one.subject for one in hosts.tidewell.notices(town.joyce, "times")] == ["Can you be in the room?"]
    assert in_room(hosts, times) == ["Neil"]
    with hosts.at_work(town.joyce) as work:
        assert [one.id for one, _, _ in room.waiting_for_me(work)] == [asked.id]
        room.answer(work, asked.id, says_yes=True)
    assert in_room(hosts, times) == ["Neil", "Joyce"]


def in_room(hosts, times) -> list[str]:
    with hosts.at_a_desk(hosts.town.neil) as work:
        return [one.first_name for one in room.present(work, work.session.get(DropIn, times[0].drop_in_id))]


def test_what_they_have_elsewhere_is_named_to_them_alone(hosts):
    town = hosts.town
    times = hosts.offers(town.neil)
    hosts.offers(town.joyce, place="12 Harbour Lane")
    with hosts.at_work(town.neil) as work:
        asked = room.ask_along(work, times[0].drop_in_id, town.joyce)
    with (
        pytest.raises(Refused, match="12 Harbour Lane"),
        hosts.at_work(town.joyce) as work,
    ):
        room.answer(work, asked.id, says_yes=True)
    with hosts.at_a_desk(town.neil) as work:
        (seen,) = room.asked_along(work, work.session.get(DropIn, times[0].drop_in_id))
    assert seen.says is None, "the school learns nothing of where she is"


def test_nobody_answers_for_somebody_else_and_only_the_host_asks(hosts):
    town = hosts.town
    times = hosts.offers(town.neil)
    with hosts.at_work(town.neil) as work:
        asked = room.ask_along(work, times[0].drop_in_id, town.joyce)
    for person in (town.neil, town.tom):
        with pytest.raises(NotFound), hosts.at_work(person) as work:
            room.answer(work, asked.id, says_yes=True)
    with pytest.raises(NotFound), hosts.at_work(town.grace) as work:
        room.ask_along(work, times[0].drop_in_id, town.tom)
    with pytest.raises(NotFound), hosts.at_work(town.neil) as work:
        room.ask_along(work, times[0].drop_in_id, town.rhys)
    assert len(hosts.tidewell.every(CoHost)) == 1


def test_no_talk_of_fines_stands_there_only_while_it_is_true(hosts):
    town = hosts.town
    welcome = rules.Welcome(**{**WELCOME.__dict__, "no_fines": True})
    times = hosts.offers(town.neil, welcome=welcome)

    def says_so() -> bool:
        with hosts.at_a_desk(town.neil) as work:
            return room.promises_no_fines(work, work.session.get(DropIn, times[0].drop_in_id))

    assert not says_so(), "nobody has confirmed it"
    with (
        pytest.raises(Refused, match="Only a manager"),
        hosts.at_work(town.neil) as work,
    ):
        ours.confirm_no_fines(work, is_true=True)
    with hosts.at_work(town.priya) as work:
        ours.confirm_no_fines(work, is_true=True)
    assert says_so()
    with hosts.at_work(town.neil) as work:
        asked = room.ask_along(work, times[0].drop_in_id, town.hannah)
    with hosts.at_work(town.hannah) as work:
        room.answer(work, asked.id, says_yes=True)
    assert not says_so(), "part of Hannah's job is about fines"


# Afterwards


@pytest.fixture
def with_joyce(hosts):
    """Joyce, of the charity, will be in the room at Neil's times."""
    times = hosts.offers(hosts.town.neil)
    with hosts.at_work(hosts.town.neil) as work:
        asked = room.ask_along(work, times[0].drop_in_id, hosts.town.joyce)
    with hosts.at_work(hosts.town.joyce) as work:
        room.answer(work, asked.id, says_yes=True)
    return times


def heard(hosts, person) -> list[str]:
    return [one.body.partition("\n")[0] for one in hosts.tidewell.notices(person, "times")]


def test_the_host_hears_who_will_be_there_and_who_cannot_any_more(hosts, with_joyce):
    assert heard(hosts, hosts.town.neil) == ["Joyce (The Open Door) will be in the room at your times to talk."]
    hosts.clock.move(days=1)
    with hosts.at_work(hosts.town.joyce) as work:
        ((asked, _, host),) = room.promised(work)
        room.answer(work, asked.id, says_yes=False)
    assert host.first_name == "Neil"
    assert heard(hosts, hosts.town.neil)[-1] == "Joyce (The Open Door) cannot be in the room at your times to talk."
    assert in_room(hosts, with_joyce) == ["Neil"]
    with hosts.at_a_desk(hosts.town.joyce) as work:
        assert room.promised(work) == []


def test_whoever_sits_in_the_room_reads_a_first_name_and_no_number(hosts, with_joyce):
    hosts.sends(hosts.town.neil, hosts.town.sara, with_joyce[:1])
    hosts.answers(SARA, "1")
    with hosts.at_a_desk(hosts.town.joyce) as work:
        week = days.week(work, TUESDAY - timedelta(days=1))
    (guest,) = [entry.guest for day in week for entry in day.entries if entry.guest]
    assert (guest.name, guest.numbers, guest.thread) == ("Sara", (), None)


def test_somebody_who_could_not_may_be_asked_once_more(hosts, with_joyce):
    with hosts.at_work(hosts.town.joyce) as work:
        ((asked, _, _),) = room.promised(work)
        room.answer(work, asked.id, says_yes=False)
    hosts.clock.move(days=1)
    with hosts.at_work(hosts.town.neil) as work:
        room.ask_along(work, with_joyce[0].drop_in_id, hosts.town.joyce)
    with hosts.at_work(hosts.town.joyce) as work:
        ((again, _, _),) = room.waiting_for_me(work)
        room.answer(work, again.id, says_yes=True)
    assert again.id == asked.id
    assert in_room(hosts, with_joyce) == ["Neil", "Joyce"]


def test_a_host_needs_somebody_there_no_longer_and_says_so(hosts, with_joyce):
    for _ in range(2):
        with hosts.at_work(hosts.town.neil) as work:
            room.no_longer(work, with_joyce[0].drop_in_id, hosts.town.joyce)
    assert in_room(hosts, with_joyce) == ["Neil"]
    assert heard(hosts, hosts.town.joyce)[1:] == [
        "You need not be in the room at Neil’s times to talk after all. Thank you."
    ]
    for person, whom in ((hosts.town.grace, hosts.town.joyce), (hosts.town.neil, hosts.town.tom)):
        with pytest.raises(NotFound), hosts.at_work(person) as work:
            room.no_longer(work, with_joyce[0].drop_in_id, whom)


def test_whoever_said_no_takes_no_place(hosts):
    times = hosts.offers(hosts.town.neil)
    for person in (hosts.town.joyce, hosts.town.tom, hosts.town.grace, hosts.town.priya):
        with hosts.at_work(hosts.town.neil) as work:
            asked = room.ask_along(work, times[0].drop_in_id, person)
        with hosts.at_work(person) as work:
            room.answer(work, asked.id, says_yes=False)
    with hosts.at_work(hosts.town.neil) as work:
        room.ask_along(work, times[0].drop_in_id, hosts.town.hannah)
    assert len(hosts.tidewell.every(CoHost)) == 5


def test_a_day_that_moves_is_told_to_whoever_is_in_the_room(hosts, with_joyce):
    with hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, with_joyce[0].gathering_id, to=TUESDAY + timedelta(days=2), begins=time(10, 0))
    assert heard(hosts, hosts.town.joyce)[-1] == (
        "The times to talk of 16 March 2027 are on 18 March 2027 instead. See your diary."
    )


def test_a_day_does_not_move_to_where_somebody_in_the_room_is_somewhere_else(hosts, with_joyce):
    thursday = TUESDAY + timedelta(days=2)
    hosts.offers(hosts.town.joyce, on=thursday, place="12 Harbour Lane")
    with pytest.raises(Refused) as refusal, hosts.at_work(hosts.town.neil) as work:
        changing.move_day(work, with_joyce[0].gathering_id, to=thursday, begins=time(15, 10))
    assert "Joyce is somewhere else then." in str(refusal.value)
    assert "Harbour Lane" not in str(refusal.value), "the school learns nothing of where she is"
    assert len(hosts.free(hosts.town.sara)) == 3
