"""Promise 6, when a check lapses: at midnight the thread passes to the named cover. Renewed, it comes back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.conversations import actions as conversations
from app.domain.conversations import queries
from app.domain.people import clearance, joining
from app.domain.people import queries as people
from app.domain.people.rules import Check
from app.domain.relationships import away
from app.foundation.errors import NotFound
from app.foundation.identifiers import new_id
from app.invented_town import SARA

LONDON = ZoneInfo("Europe/London")
A_DAY = date(2027, 5, 12)
DAYS = {  # the last day on which Neil's checks count
    "any day": A_DAY,
    "before the clocks go forward": date(2027, 3, 27),
    "the day they go forward": date(2027, 3, 28),
    "before the clocks go back": date(2027, 10, 30),
    "the day they go back": date(2027, 10, 31),
}


def counts_until(tidewell, person, day, *, by=None) -> None:
    with tidewell.database.writing(tidewell.staff(by or tidewell.town.amina)) as work:
        for kind in Check:
            clearance.record(work, person, kind, lapses_on=day)


def covers(tidewell, person, cover) -> None:
    with tidewell.database.writing(tidewell.staff(tidewell.town.priya)) as work:
        joining.set_cover(work, person, cover)


def at(tidewell, day: date, clock: time = time(), *, less: float = 0) -> None:
    moment = datetime.combine(day, clock, LONDON).astimezone(UTC) - timedelta(seconds=less)
    tidewell.clock.set(moment)


def reads(tidewell, person, thread) -> bool:
    try:
        with tidewell.database.reading(tidewell.staff(person)) as work:
            queries.mine_to_read(work, thread)
            return True
    except NotFound:
        return False


def readers(tidewell, thread) -> set[str]:
    """Everybody in town who may read this thread now."""
    town = tidewell.town
    names = ("neil", "grace", "priya", "amina", "ben", "rhys", "hannah", "tom", "ruth", "joyce", "dev", "lena")
    return {name for name in names if reads(tidewell, getattr(town, name), thread)}


def answers(tidewell, person, thread, words: str) -> None:
    with tidewell.database.writing(tidewell.staff(person)) as work:
        conversations.reply(work, thread, text=words, once=str(new_id()))


@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_at_midnight_the_thread_passes_to_the_cover_and_when_it_is_renewed_it_comes_back(tidewell, provider, day):
    town = tidewell.town
    counts_until(tidewell, town.neil, day)
    covers(tidewell, town.neil, town.grace)
    at(tidewell, day, time(15))
    tidewell.says(SARA, "shes not sleeping")
    thread = tidewell.thread(town.neil, town.sara).id

    at(tidewell, day + timedelta(days=1), less=0.001)  # the last moment of that day, where the school is
    assert readers(tidewell, thread) == {"neil"}
    assert len(tidewell.inbox(town.neil)) == 1

    at(tidewell, day + timedelta(days=1))
    assert readers(tidewell, thread) == {"grace"}
    assert tidewell.inbox(town.neil) == []
    assert [(row.first_name, row.answers_for) for row in tidewell.inbox(town.grace)] == [("Sara", "Neil")]

    at(tidewell, day + timedelta(days=3), time(9))
    tidewell.says(SARA, "are you there neil")
    assert [len(tidewell.notices(one, "ping")) for one in (town.neil, town.grace)] == [1, 1]
    with pytest.raises(NotFound):
        answers(tidewell, town.neil, thread, "I am")
    answers(tidewell, town.grace, thread, "I read for Neil these days. How was the night?")
    tidewell.deliver(provider)
    assert provider.on_phone(SARA)[-1] == "Grace: I read for Neil these days. How was the night?"
    assert tidewell.inbox(town.grace) == []

    counts_until(tidewell, town.neil, day + timedelta(days=300))
    assert readers(tidewell, thread) == {"neil"}
    assert tidewell.bodies(town.neil, town.sara)[-1] == "I read for Neil these days. How was the night?"
    tidewell.says(SARA, "better thanks")
    assert [row.answers_for for row in tidewell.inbox(town.neil)] == [""]
    assert tidewell.inbox(town.grace) == []


@pytest.mark.parametrize("cover", ["nobody named", "cover lapsed too", "cover away", "cover left"])
def test_where_the_cover_cannot_the_next_one_does(tidewell, cover):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara).id
    counts_until(tidewell, town.neil, A_DAY)
    expected = {"priya"}  # the first contact
    if cover != "nobody named":
        covers(tidewell, town.neil, town.grace)
    if cover == "cover lapsed too":
        counts_until(tidewell, town.grace, A_DAY)
    if cover == "cover away":
        covers(tidewell, town.grace, town.neil)
        with tidewell.database.writing(tidewell.staff(town.priya)) as work:
            away.go(work, town.grace, by_id=town.priya, first=A_DAY, last=None)
    if cover == "cover left":
        with tidewell.database.writing(tidewell.staff(town.amina)) as work:
            joining.member_leaves(work, town.grace)
    at(tidewell, A_DAY + timedelta(days=1), time(9))
    assert readers(tidewell, thread) == expected
    assert [row.answers_for for row in tidewell.inbox(town.priya)] == ["Neil"]


def test_when_everybodys_checks_have_lapsed_nobody_reads_and_nothing_is_lost(tidewell):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara).id
    for person in (town.neil, town.grace, town.priya):
        counts_until(tidewell, person, A_DAY)
    at(tidewell, A_DAY + timedelta(days=1), time(9))
    tidewell.says(SARA, "anybody?")
    assert readers(tidewell, thread) == set()
    counts_until(tidewell, town.priya, A_DAY + timedelta(days=90))
    assert readers(tidewell, thread) == {"priya"}
    assert [one.body for one in tidewell.entries(town.priya, thread)] == ["hello", "anybody?"]


def test_in_another_zone_midnight_is_midnight_there(tidewell):
    town = tidewell.town
    with tidewell.database.writing(tidewell.staff(town.amina)) as work:
        people.organisation(work, town.school).zone = "Pacific/Auckland"
    counts_until(tidewell, town.neil, A_DAY)
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara).id
    midnight = datetime.combine(A_DAY + timedelta(days=1), time(), ZoneInfo("Pacific/Auckland"))
    tidewell.clock.set(midnight - timedelta(seconds=1))
    assert readers(tidewell, thread) == {"neil"}
    tidewell.clock.set(midnight)
    assert readers(tidewell, thread) == {"priya"}
