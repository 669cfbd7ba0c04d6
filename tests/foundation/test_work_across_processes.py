"""Several processes on one database lose nothing: the web, the scheduler and a command may all write at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from app.domain.tables import Lease
from app.foundation.actors import Anybody, Clock

ROOT = Path(__file__).parents[2]
PROCESSES, TIMES = 4, 100
ADDING = """
import sys
from sqlmodel import select
from app.domain.tables import Lease
from app.foundation.actors import Clock
from app.foundation.database import Database, engine_for
from app.foundation.settings import Settings

database = Database(engine_for(sys.argv[1]), Settings(mode="demo"))
for _ in range(int(sys.argv[2])):
    with database.writing(Clock("test")) as work:
        work.session.exec(select(Lease).with_for_update()).one().fence += 1
"""


@pytest.mark.proof
@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
def test_four_processes_adding_at_once_lose_nothing(database):
    with database.writing(Clock("test")) as work:
        work.session.add(Lease(name="count", holder="", until=work.now))
    command = [sys.executable, "-c", ADDING, database.settings.database_url, str(TIMES)]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(PROCESSES)]
    assert [process.wait(timeout=120) for process in processes] == [0] * PROCESSES
    with database.reading(Anybody()) as work:
        assert work.session.exec(select(Lease.fence)).one() == PROCESSES * TIMES
