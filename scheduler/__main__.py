"""`python -m scheduler`: runs the timetable until it is told to stop, or until whoever started it is gone."""

import logging
import os
import signal
import threading
from datetime import UTC, timedelta
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from app import assembly
from app.foundation import clock, log
from app.foundation.settings import Settings
from scheduler.jobs import Desk, guarded
from scheduler.timetable import TIMETABLE

CONNECTIONS = 6
FIRST_LOOK = 3.0  # seconds: in the demo the pretend provider is still getting up beside us


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    log.set_up()
    settings = Settings().filled_in()
    house = assembly.put_together(settings, threads=CONNECTIONS)
    desk = Desk.open(house, assembly.open_line(settings), assembly.open_post(settings))
    stop = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda _number, _frame: _told(stop, _frame))
    ticker = tick(desk)
    parent = os.getppid()
    while not stop.wait(1.0):
        if os.environ.get("KETTLE_SUPERVISED") and os.getppid() != parent:
            break  # the supervisor was killed: nobody would restart or end us
    ticker.shutdown(wait=True)
    house.database.close()


def _told(stop: threading.Event, _frame: FrameType | None) -> None:
    stop.set()


def tick(desk: Desk) -> BackgroundScheduler:
    """Start the timetable in threads of its own. One job never overlaps itself; missed ticks are not made up for."""
    # A busy job that misses its own next tick is no news: it takes all that waits before it ends.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    ticker = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(len(TIMETABLE))})
    for line in TIMETABLE:
        ticker.add_job(
            guarded,
            "interval",
            args=[line.job, desk],
            kwargs={"is_noted": line.is_noted},
            seconds=line.every,
            id=line.job.__name__,
            next_run_time=clock.now() + timedelta(seconds=min(line.every, FIRST_LOOK)),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
    ticker.start()
    return ticker


if __name__ == "__main__":
    main()
