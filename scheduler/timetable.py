"""Every job and when it runs, one line each. Intervals in seconds; no job runs at a time of day, so no clock change
can make one run twice."""

from collections.abc import Callable
from dataclasses import dataclass

from scheduler import jobs
from scheduler.jobs import Desk


@dataclass(frozen=True)
class Line:
    """One line of the timetable. `is_noted`: its last run is written down for operators."""

    job: Callable[[Desk], None]
    every: float
    is_noted: bool = True


TIMETABLE = (
    Line(jobs.sort, every=0.3, is_noted=False),
    Line(jobs.deliver, every=0.3, is_noted=False),
    Line(jobs.translate, every=3, is_noted=False),
    Line(jobs.send_new_passwords, every=5),
    Line(jobs.tell_staff, every=5),
    Line(jobs.recover, every=10),
    Line(jobs.find_out, every=15),
    Line(jobs.reconcile, every=60),
    Line(jobs.close_places, every=60),
    Line(jobs.remind_families, every=60),
    Line(jobs.remind_staff, every=600),
    Line(jobs.tidy, every=3600),
    Line(jobs.look_ahead, every=6 * 3600),
)
