"""Work: one transaction, one moment, and reading that cannot write."""

import threading
from contextlib import suppress

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.tables import Area, Household, Lease
from app.foundation.actors import Anybody, Clock
from app.foundation.database import Database
from app.foundation.errors import Refused
from app.foundation.identifiers import new_id
from tests.clock import WEDNESDAY_MORNING, SettableClock
from tests.databases import engine_on

on_both = pytest.mark.parametrize("backend", ["sqlite", "postgres"])


class Unlucky(Exception):
    """Something went wrong in the middle."""


def names_in(database: Database) -> list[str]:
    with database.reading(Anybody()) as work:
        return sorted(work.session.exec(select(Area.name)).all())


@on_both
def test_what_a_writing_work_did_is_there_afterwards(database):
    with database.writing(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
    assert names_in(database) == ["Northwick"]


@on_both
def test_a_writing_work_that_fails_leaves_nothing_behind(database):
    with pytest.raises(Unlucky), database.writing(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
        work.session.flush()
        work.session.add(Area(name="Southwick"))
        raise Unlucky
    assert names_in(database) == []


@on_both
def test_one_row_alone_is_there_as_soon_as_it_is_written(database):
    with database.writing_one_row(Anybody()) as work:
        work.session.connection().execute(sa.insert(Area), {"id": new_id(), "name": "Northwick"})
    assert names_in(database) == ["Northwick"]


@on_both
def test_a_row_that_the_database_refuses_leaves_the_connection_fit_for_the_next(database):
    row = {"id": new_id(), "name": "Northwick"}
    for _ in range(2):
        with suppress(sa.exc.IntegrityError), database.writing_one_row(Anybody()) as work:
            work.session.connection().execute(sa.insert(Area), row)
    with pytest.raises(Unlucky), database.writing(Anybody()) as work:
        work.session.add(Area(name="Southwick"))
        work.session.flush()
        raise Unlucky  # a whole Work still rolls back: the pooled connection is its old self again
    assert names_in(database) == ["Northwick"]


@on_both
def test_a_refusal_in_the_middle_leaves_nothing_behind(database):
    with pytest.raises(Refused), database.writing(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
        work.session.flush()
        _ = work.staff
    assert names_in(database) == []


@on_both
def test_a_reading_work_cannot_write_because_the_database_refuses(database):
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)read.?only"), database.reading(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
        work.session.flush()
    assert names_in(database) == []


@on_both
def test_a_reading_work_cannot_write_by_plain_sql_either(database):
    with pytest.raises(sa.exc.DBAPIError, match=r"(?i)read.?only"), database.reading(Anybody()) as work:
        work.session.exec(sa.text("DELETE FROM area"))


@on_both
def test_a_reading_work_forgets_what_was_never_flushed(database):
    with database.reading(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
    assert names_in(database) == []


@on_both
def test_writing_works_again_after_a_read_was_refused(database):
    with pytest.raises(sa.exc.DBAPIError), database.reading(Anybody()) as work:
        work.session.exec(sa.text("DELETE FROM area"))
    for name in ("Northwick", "Southwick"):  # the same pooled connection comes back
        with database.writing(Anybody()) as work:
            work.session.add(Area(name=name))
    assert names_in(database) == ["Northwick", "Southwick"]


@on_both
def test_rows_can_still_be_read_after_their_work_has_ended(database):
    with database.writing(Anybody()) as work:
        area = Area(name="Northwick")
        work.session.add(area)
    assert area.name == "Northwick"


@on_both
def test_a_reading_work_sees_one_state_while_others_write(database):
    with database.reading(Anybody()) as work:
        before = work.session.exec(select(sa.func.count()).select_from(Area)).one()
        with database.writing(Anybody()) as other:
            other.session.add(Area(name="Northwick"))
        assert work.session.exec(select(sa.func.count()).select_from(Area)).one() == before == 0
    assert names_in(database) == ["Northwick"]


def test_a_new_file_may_be_opened_by_several_at_once(tmp_path):
    faults = []
    together = threading.Barrier(4)

    def open_it(count: int) -> None:
        with engine_on(f"sqlite:///{tmp_path}/{count}.db") as engine:
            together.wait(10)
            try:
                engine.connect().close()
            except sa.exc.DBAPIError as fault:
                faults.append(fault)

    for count in range(25):
        people = [threading.Thread(target=open_it, args=(count,)) for _ in range(4)]
        for person in people:
            person.start()
        for person in people:
            person.join()
    assert faults == []


@pytest.mark.parametrize("backend", ["postgres"])
def test_whoever_falls_asleep_in_the_middle_lets_go(database, settings, monkeypatch):
    with database.writing(Anybody()) as work:
        work.session.add(Area(name="Northwick"))
    monkeypatch.setattr("app.foundation.database.LONGEST_PAUSE", 0.3)
    with engine_on(settings.database_url) as engine:
        sleepy = Database(engine, settings)
        with pytest.raises(sa.exc.DBAPIError, match="idle"), sleepy.writing(Anybody()) as asleep:
            asleep.session.exec(select(Area).with_for_update()).one().name = "Southwick"
            with database.writing(Anybody()) as awake:  # waits until the sleeper has lost it
                awake.session.exec(select(Area).with_for_update()).one().name = "Eastwick"
            asleep.session.flush()
        with sleepy.writing(Anybody()) as woken:
            woken.session.add(Area(name="Westwick"))
        sleepy.close()
    assert names_in(database) == ["Eastwick", "Westwick"], "awake again, it works on a new connection"


def test_now_stands_still_for_a_whole_work(database: Database, clock: SettableClock):
    with database.writing(Anybody()) as work:
        first = work.now
        clock.move(hours=1)
        assert work.now == first == WEDNESDAY_MORNING
    with database.reading(Anybody()) as work:
        assert (work.now - first).total_seconds() == 3600


@on_both
def test_a_time_comes_back_aware_and_in_utc(database):
    with database.writing(Anybody()) as work:
        work.session.add(Lease(name="tick", holder="one", until=work.now))
    with database.reading(Anybody()) as work:
        (until,) = work.session.exec(select(Lease.until)).all()
    assert until == WEDNESDAY_MORNING
    assert until.utcoffset().total_seconds() == 0


@on_both
def test_a_time_without_a_zone_is_refused(database):
    with pytest.raises(sa.exc.StatementError, match="timezone"), database.writing(Anybody()) as work:
        work.session.add(Lease(name="tick", holder="one", until=work.now.replace(tzinfo=None)))


@on_both
def test_eight_people_adding_at_once_lose_nothing(database):
    people, times = 8, 25
    with database.writing(Clock("test")) as work:
        work.session.add(Lease(name="count", holder="", until=work.now))
    faults: list[BaseException] = []

    def add_many() -> None:
        try:
            for _ in range(times):
                with database.writing(Clock("test")) as work:
                    lease = work.session.exec(select(Lease).where(col(Lease.name) == "count").with_for_update()).one()
                    lease.fence += 1
                    work.session.add(lease)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=add_many) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.reading(Anybody()) as work:
        assert work.session.exec(select(Lease.fence)).one() == people * times


@on_both
def test_a_row_that_points_nowhere_is_refused(database):

    with pytest.raises(sa.exc.IntegrityError), database.writing(Anybody()) as work:
        work.session.add(Household(organisation_id=new_id(), created_at=work.now))
