"""A lease: of many who want it exactly one has it, and nobody keeps it for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.domain.jobs import actions, queries
from app.foundation.actors import Clock

MINUTE = timedelta(minutes=1)


def take(database, holder: str) -> bool:
    with database.writing(Clock("test")) as work:
        return actions.take_lease(work, "reconcile", holder=holder, lasts=MINUTE)


def test_of_many_at_once_exactly_one_has_it_also_the_very_first_time(database):
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda number: take(database, f"{number}"), range(16)))
    assert sum(got) == 1


def test_its_holder_keeps_it_and_another_gets_it_when_it_ends(database, clock):
    assert take(database, "one")
    clock.move(seconds=50)
    assert take(database, "one")
    assert not take(database, "two")
    clock.move(seconds=60)
    assert take(database, "two")
    assert not take(database, "one")


def test_given_back_it_is_free_at_once_but_nobody_gives_back_anothers(database):
    take(database, "one")
    for holder in ("two", "one"):
        assert not take(database, "three")
        with database.writing(Clock("test")) as work:
            actions.drop_lease(work, "reconcile", holder=holder)
    assert take(database, "three")


def test_a_clock_set_back_does_not_lock_everybody_out(database, clock):
    take(database, "one")
    clock.move(days=-1)
    assert take(database, "two")


def test_a_run_is_written_down_with_the_kind_of_its_failure_only(database):
    with database.writing(Clock("test")) as work:
        actions.note_run(work, "sort")
        actions.note_run(work, "deliver", failure="RuntimeError")
    with database.reading(Clock("test")) as work:
        assert {run.job: run.failure for run in queries.runs(work)} == {"sort": "", "deliver": "RuntimeError"}
        assert queries.last_run(work, "sort") == work.now
        assert queries.last_run(work, "never") is None
