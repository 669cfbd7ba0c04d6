"""The timetable: every job runs, a failing one ends nothing, and two schedulers do no harm."""

import time
from contextlib import contextmanager

import pytest

from app.assembly import House
from app.domain.conversations.rules import Direction, State
from app.domain.jobs import queries as job_queries
from app.domain.reception import sorting
from app.foundation.actors import Clock
from app.invented_town import EWA, SARA
from scheduler import jobs
from scheduler.__main__ import tick
from scheduler.jobs import Desk, guarded
from scheduler.timetable import TIMETABLE

PATIENCE = 20.0


class NoPost:
    """Takes every e-mail."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Take one."""


@pytest.fixture
def desk(tidewell, provider, settings):
    """A scheduler's desk on this test's database."""
    return Desk.open(House(settings, tidewell.database, None), provider, NoPost())


def run(job, desk) -> None:
    guarded(job, desk, is_noted=True)


def runs(tidewell) -> dict[str, str]:
    with tidewell.database.reading(Clock("test")) as work:
        return {one.job: one.failure for one in job_queries.runs(work)}


@contextmanager
def ticking(*desks):
    tickers = [tick(desk) for desk in desks]
    try:
        yield
    finally:
        for ticker in tickers:
            ticker.shutdown(wait=True)


def wait_until(is_so) -> None:
    ends = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.02)


@pytest.mark.parametrize("line", TIMETABLE, ids=lambda line: line.job.__name__)
def test_every_job_runs_with_nothing_to_do_and_says_that_it_ran(tidewell, desk, line):
    run(line.job, desk)
    assert runs(tidewell)[line.job.__name__] == ""


def test_a_text_that_came_in_is_sorted_and_the_answer_goes_out(tidewell, desk, provider):
    with ticking(desk):
        tidewell.texts(SARA, "hello")
        wait_until(lambda: tidewell.inbox(tidewell.town.neil))
        tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
        wait_until(lambda: State.ACCEPTED in tidewell.states())
    assert provider.on_phone(SARA) == ["Neil: Hello Sara"]


def test_a_job_that_fails_is_written_down_by_its_kind_only_and_the_others_go_on(tidewell, desk, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("Sara said hello")

    monkeypatch.setattr(jobs.sending, "deliver", broken)
    with ticking(desk):
        tidewell.texts(SARA, "hello")
        wait_until(lambda: tidewell.inbox(tidewell.town.neil))
        wait_until(lambda: runs(tidewell).get("deliver"))
    assert runs(tidewell)["deliver"] == "RuntimeError"


def test_even_when_its_failure_cannot_be_written_down_nothing_ends(tidewell, desk, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError

    monkeypatch.setattr(sorting, "sort_arrivals", broken)
    monkeypatch.setattr(jobs.jobs, "note_run", broken)
    run(jobs.sort, desk)


def test_two_schedulers_at_once_do_everything_once(tidewell, desk, provider, settings):
    other = Desk.open(desk.house, provider, NoPost())
    for number in range(15):
        tidewell.texts(SARA, f"{number}")
        tidewell.texts(EWA, f"{number}")
    with ticking(desk, other):
        wait_until(lambda: len(tidewell.messages(Direction.IN)) == 30)
        for number in range(5):
            tidewell.replies(tidewell.town.neil, tidewell.town.sara, f"{number}")
            tidewell.replies(tidewell.town.neil, tidewell.town.ewa, f"{number}")
        wait_until(lambda: set(tidewell.states()) == {State.ACCEPTED})
    assert len(tidewell.messages(Direction.IN)) == 30
    for number in (SARA, EWA):
        assert provider.on_phone(number) == [f"Neil: {count}" for count in range(5)]


def test_only_one_of_two_schedulers_asks_for_the_list(desk, provider, settings, clock):
    other = Desk.open(desk.house, provider, NoPost())
    asked = []
    provider.received_since = lambda since: asked.append(since) or []
    for _ in range(3):
        jobs.reconcile(desk)
        jobs.reconcile(other)
        clock.move(seconds=60)
    assert len(asked) == 3
    clock.move(seconds=91)
    jobs.reconcile(other)
    assert len(asked) == 4, "the other takes over when the first is gone"


def test_nothing_is_due_at_a_time_of_day_so_no_change_of_the_clocks_can_double_it():
    assert all(line.every > 0 for line in TIMETABLE)


def test_a_clock_that_jumps_does_not_stop_the_jobs(tidewell, desk, provider, clock):
    for hours in (1, -1, 24, -24):
        clock.move(hours=hours)
        for line in TIMETABLE:
            run(line.job, desk)
    assert set(runs(tidewell).values()) == {""}
