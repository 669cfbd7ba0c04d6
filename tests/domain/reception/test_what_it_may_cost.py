"""What automatic texts may cost: a budget of a day for the service, limits for each phone; closed when in doubt."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.conversations import answers
from app.domain.conversations.rules import Direction
from app.domain.limits import budget, tries
from app.domain.limits.rules import Limited
from app.domain.notices.rules import NoticeState
from app.domain.people import actions as people_actions
from app.domain.reception import actions as reception
from app.foundation.actors import Anybody, Clock, Command
from app.foundation.database import Database
from app.invented_town import EWA, SARA, SCHOOL_LINE, UNKNOWN
from tests.databases import engine_on
from tests.tidewell import ANYBODY, Tidewell


@pytest.fixture
def thrifty(tidewell, settings):
    """The town with five automatic texts a day."""
    five = settings.model_copy(update={"daily_automatic_texts": 5})
    with engine_on(settings.database_url) as engine:
        database = Database(engine, five, now=tidewell.clock)
        yield Tidewell(database, tidewell.clock, tidewell.town)
        database.close()


def families(town, count: int) -> list[str]:
    """So many more families of the school, each with a phone; gives the numbers."""
    numbers = [f"+447700900{200 + one}" for one in range(count)]
    with town.database.writing(Command()) as work:
        for number in numbers:
            people_actions.add_contact(work, town.town.school, first_name="Parent", number=number)
    return numbers


def automatic(town) -> list:
    return [one for one in town.messages(Direction.OUT) if not one.by_hand]


def told(town) -> list[str]:
    return [one.subject for one in town.notices(town.town.olive, "automatic_texts")]


def test_when_the_days_texts_are_used_up_none_goes_and_the_wish_waits_for_a_person(thrifty, provider):
    for number in families(thrifty, 5):
        thrifty.says(number, "LINK")
    assert len(automatic(thrifty)) == 5
    assert thrifty.inbox(thrifty.town.priya) == []
    for words in ("LINK", "LOCK"):
        thrifty.says(SARA, words)
    thrifty.deliver(provider)
    assert provider.on_phone(SARA) == []
    [row] = thrifty.inbox(thrifty.town.neil)
    assert [one.body for one in thrifty.entries(thrifty.town.neil, row.conversation_id)] == ["LINK", "LOCK"]
    thrifty.replies(thrifty.town.neil, thrifty.town.sara, "I ring you in a minute")
    thrifty.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1, "what a person writes goes as always"


def test_a_day_later_they_go_again(thrifty, provider):
    for number in families(thrifty, 6):
        thrifty.says(number, "LINK")
    thrifty.clock.move(hours=24)
    thrifty.says(SARA, "LINK")
    thrifty.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1


def test_operators_hear_once_a_day_that_they_run_out_and_once_that_they_are_used_up(thrifty):
    numbers = families(thrifty, 9)
    for number in numbers[:3]:
        thrifty.says(number, "LINK")
    assert told(thrifty) == []
    thrifty.says(numbers[3], "LINK")
    assert told(thrifty) == ["Kettle's automatic texts of today are running out"]
    for number in numbers[4:]:
        thrifty.says(number, "LINK")
    assert told(thrifty)[1:] == ["Kettle's automatic texts of today are used up"]
    assert thrifty.notices(thrifty.town.neil, "automatic_texts") == [], "nobody else"
    thrifty.clock.move(hours=25)
    for number in numbers:
        thrifty.says(number, "LINK")
    assert len(told(thrifty)) == 4
    body = thrifty.notices(thrifty.town.olive, "automatic_texts")[1].body
    assert "KETTLE_DAILY_AUTOMATIC_TEXTS" in body
    assert not any(number[-6:] in body for number in numbers)


def test_a_press_on_an_old_page_waits_for_its_person_too_when_no_text_may_go(thrifty):
    thrifty.says(SARA, "hello")
    thrifty.replies(thrifty.town.neil, thrifty.town.sara, "hello")
    for number in families(thrifty, 5):
        thrifty.says(number, "LINK")
    for _ in range(3):
        with thrifty.database.writing(Anybody()) as work:
            reception.take_in_wish_for_link(work, contact_id=thrifty.town.sara, line_number=SCHOOL_LINE, number=SARA)
        thrifty.clock.move(minutes=1)
        thrifty.sort()
    [row] = thrifty.inbox(thrifty.town.neil)
    entries = thrifty.entries(thrifty.town.neil, row.conversation_id)
    assert [one.body for one in entries] == ["hello", "hello", "LINK"], "once is enough while she waits"
    pings = [one.state for one in thrifty.notices(thrifty.town.neil, "ping")]
    assert pings == [NoticeState.WITHDRAWN, NoticeState.WAITING], "for her hello, and now for her wish"


def test_stop_and_start_in_turn_are_answered_ten_times_a_day_at_most(tidewell, provider):
    tidewell.says(SARA, "hello")
    for _ in range(40):
        tidewell.says(SARA, "STOP")
        tidewell.clock.move(minutes=1)
        tidewell.says(SARA, "START")
        tidewell.clock.move(minutes=4)
    tidewell.deliver(provider)
    assert len(automatic(tidewell)) == 10
    tidewell.says(EWA, "LINK")
    tidewell.deliver(provider)
    assert len(provider.on_phone(EWA)) == 1, "another phone has limits of its own"


def test_a_phone_that_is_over_its_own_limits_uses_up_nothing_of_the_days_texts(tidewell):
    for _ in range(30):
        tidewell.says(SARA, "LOCK")
    with tidewell.database.reading(ANYBODY) as work:
        assert budget.used_today(work) == len(automatic(tidewell)) == 6


def test_when_we_cannot_count_nothing_is_sent_and_nothing_is_lost(tidewell, provider, monkeypatch):
    def broken(*_args):
        raise RuntimeError("the counting is broken")

    monkeypatch.setattr(answers.budget, "may_text", broken)
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert provider.ledger == []
    [row] = tidewell.inbox(tidewell.town.neil)
    assert tidewell.entries(tidewell.town.neil, row.conversation_id)[0].body == "LINK"


def test_a_number_that_nobody_knows_is_never_texted_a_link(tidewell, provider):
    for words in ("LINK", "link!", "LOCK", "hello", "START"):
        tidewell.says(UNKNOWN, words)
    tidewell.deliver(provider)
    assert provider.ledger == []


def test_two_at_the_same_instant_never_both_have_the_last_text(thrifty):
    def ask(one: int) -> bool:
        with thrifty.database.writing(Clock("test")) as work:
            return budget.may_text(work, f"+447700900{100 + one}")

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(ask, range(30))) == 5


def test_what_is_refused_for_the_phone_is_given_back_to_the_day(thrifty):
    with thrifty.database.writing(Clock("test")) as work:
        while tries.may_try(work, Limited.LINK_BY_NUMBER, SARA):
            pass
        assert not budget.may_text(work, SARA, Limited.LINK_BY_NUMBER)
        assert budget.used_today(work) == 0
        assert budget.may_text(work, SARA)
        assert budget.used_today(work) == 1


@pytest.mark.parametrize("most", [0, 1])
def test_none_at_all_is_a_budget_too(tidewell, settings, most):
    few = settings.model_copy(update={"daily_automatic_texts": most})
    with engine_on(settings.database_url) as engine:
        database = Database(engine, few, now=tidewell.clock)
        with database.writing(Clock("test")) as work:
            assert [budget.may_text(work, SARA) for _ in range(3)].count(True) == most
        database.close()
