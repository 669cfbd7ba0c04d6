"""kill -9, again and again, on real schedulers with the official client: nothing is lost and nothing is doubled."""

import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.assembly import pretend_file
from app.channels.simulator import Network, Store
from app.channels.simulator.texts import Wanted
from app.domain.conversations.rules import Direction, State
from app.domain.people import actions as people
from app.foundation.actors import Command
from app.foundation.database import Database
from app.foundation.settings import Settings
from app.invented_town import SARA, SCHOOL_LINE
from tests.databases import engine_on
from tests.scheduler.nursery import Nursery, QuickClock, nursery, pretend_twilio
from tests.tidewell import Tidewell

pytestmark = pytest.mark.proof
SETTLED = {State.ACCEPTED, State.SENT, State.DELIVERED}
FAMILIES = 40
TEXTS_EACH = 4
KILLS = 120


@pytest.fixture
def quick() -> QuickClock:
    """Thirty times as fast as ours."""
    return QuickClock(time.time())


@pytest.fixture
def town(tidewell: Tidewell, settings: Settings, quick: QuickClock) -> Iterator[Tidewell]:
    """The town, living quickly."""
    with engine_on(settings.database_url) as engine:
        yield Tidewell(Database(engine, settings, now=quick), quick, tidewell.town)


@pytest.fixture
def network(settings: Settings, quick: QuickClock, town: Tidewell) -> Iterator[Network]:
    """The pretend telephone network with the families' phones."""
    store = Store(pretend_file(settings))
    made = Network(store, account_sid=settings.twilio_account_sid, now=quick)
    made.add_line(SCHOOL_LINE)
    for number in [SARA, *numbers()]:
        made.add_handset(number, number)
    yield made
    store.close()


def numbers() -> list[str]:
    return [f"+4477009003{number:02}" for number in range(FAMILIES)]


def wait_until(is_so, patience: float) -> bool:
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        if is_so():
            return True
        time.sleep(0.25)
    return bool(is_so())


def got(network: Network, number: str) -> list[str]:
    """The texts that the provider took for this phone, oldest first."""
    return [one.body for one in reversed(network.listed(Wanted(to_number=number, limit=1000)))]


def families(town: Tidewell) -> list:
    with town.database.writing(Command()) as work:
        made = [people.add_contact(work, town.town.school, first_name="P", number=number) for number in numbers()]
        return [one.id for one in made]


def kill_again_and_again(schedulers: Nursery, dice: random.Random) -> None:
    for _ in range(2):
        schedulers.bear()
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.0, 0.3))
        schedulers.kill(dice.choice(schedulers.living))
        schedulers.bear()


def fall_asleep(pid: int, settings: Settings) -> None:
    """Stop a process; but not with a file's only lock in its hand, or nobody writes until it wakes up. (PostgreSQL
    takes away the locks of whoever sleeps.)"""
    for _ in range(100):
        os.kill(pid, signal.SIGSTOP)
        assert wait_until(lambda: is_asleep(pid), patience=10)
        if not settings.database_url.startswith("sqlite") or is_writable(settings.database_url):
            return
        os.kill(pid, signal.SIGCONT)
        time.sleep(0.02)
    raise AssertionError("it never let go")


def is_asleep(pid: int) -> bool:
    """Has every thread stopped? Until then one of them may yet take a lock."""
    threads = Path(f"/proc/{pid}/task")
    if not threads.exists():  # macOS tells nobody
        time.sleep(0.5)
        return True
    return all(one.read_text().rpartition(")")[2].split()[0] == "T" for one in threads.glob("*/stat"))


def is_writable(url: str) -> bool:
    with closing(sqlite3.connect(str(make_url(url).database), timeout=0.1, isolation_level=None)) as file:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def test_schedulers_killed_at_a_hundred_and_twenty_moments_lose_and_double_nothing(town, network, settings, quick):
    contacts = families(town)
    for number in numbers():
        town.texts(number, "hello")
    town.sort()
    dice = random.Random(2027)
    with pretend_twilio(network, settings), nursery(settings, quick) as schedulers:

        def live() -> None:
            for count in range(TEXTS_EACH):
                for contact, number in zip(contacts, numbers(), strict=True):
                    town.replies(town.town.priya, contact, f"text {count}")
                    town.texts(number, f"said {count}")
                    time.sleep(0.1)

        writer = threading.Thread(target=live)
        writer.start()
        kill_again_and_again(schedulers, dice)
        writer.join()
        assert wait_until(lambda: set(town.states()) <= SETTLED, patience=90), town.states()
        assert wait_until(lambda: all(one.sorted_at for one in town.arrivals()), patience=30)
    for number in numbers():
        assert sorted(got(network, number)) == [f"Priya: text {count}" for count in range(TEXTS_EACH)], number
    said = [one.body for one in town.messages(Direction.IN)]
    assert len(said) == FAMILIES * (TEXTS_EACH + 1)
    assert len({one.once for one in town.messages(Direction.IN)}) == len(said)


def test_a_scheduler_stopped_in_its_sleep_changes_nothing_when_it_wakes(town, network, settings, quick):
    town.says(SARA, "hello")
    town.replies(town.town.neil, town.town.sara, "Hello Sara")
    arrived, go_on = threading.Event(), threading.Event()
    first = threading.Lock()

    def hold_the_first_call() -> None:
        if first.acquire(blocking=False):
            arrived.set()
            go_on.wait(20)

    with pretend_twilio(network, settings, before=hold_the_first_call), nursery(settings, quick) as schedulers:
        sleeper = schedulers.bear()
        assert arrived.wait(20)
        fall_asleep(sleeper, settings)
        go_on.set()  # the text is taken; its answer waits for somebody asleep
        schedulers.bear()
        assert wait_until(lambda: set(town.states()) <= SETTLED, patience=120)
        before = town.messages(Direction.OUT)
        os.kill(sleeper, signal.SIGCONT)
        time.sleep(3)
        after = town.messages(Direction.OUT)
    assert got(network, SARA) == ["Neil: Hello Sara"]
    assert [(one.state, one.provider_id) for one in after] == [(one.state, one.provider_id) for one in before]


def test_a_burst_of_five_thousand_texts_is_sorted_and_none_is_lost(town, settings, quick):
    phones = [f"+447700900{number:03}" for number in range(200, 300)]
    for number in range(5000):
        town.texts(phones[number % 100], f"{number:04}")
    began = time.monotonic()
    town.sort()
    assert time.monotonic() - began < 150, "far beyond what `make bench` measures"
    assert sorted(one.body for one in town.messages(Direction.IN)) == [f"{number:04}" for number in range(5000)]
    assert len({one.conversation_id for one in town.messages(Direction.IN)}) == 100
    assert all(one.sorted_at for one in town.arrivals())
