"""How the service is, for operators: counts and times only. Never a message, a name or a number."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.conversations.health import outbox_health
from app.domain.conversations.rules import State
from app.domain.jobs import queries as jobs
from app.domain.jobs.models import JobRun
from app.domain.people import standing
from app.domain.reception import queries as reception
from app.foundation.work import Work
from app.web import guards
from app.web.pages import Pages

pages = Pages("operator", __name__, guard=guards.OPERATOR, url_prefix="/operator")
ZONE = "Europe/London"
LATE = timedelta(minutes=5)

JOBS = {
    "sort": "Hand on what arrived",
    "deliver": "Carry texts to the provider",
    "send_new_passwords": "Send links for new passwords",
    "tell_staff": "Tell staff that somebody waits",
    "recover": "Put right what a dead process left",
    "find_out": "Look up texts whose answer was lost",
    "reconcile": "Fetch what the provider took while we were down",
    "last complete list from the provider": "Everything the provider has was looked through",
    "close_places": "Close the place of whoever’s last day is over",
    "remind_staff": "Tell staff whose checks lapse, and where nobody may read",
    "look_ahead": "Fill in the bank holidays to come",
    "tidy": "Forget what counts for nothing any more",
}
STATES = {
    State.QUEUED: "waiting to go, some of them for their time of day",
    State.CLAIMED: "about to go",
    State.ATTEMPTING: "going right now",
    State.UNKNOWN: "gone or not: the provider’s answer was lost, and we are finding out",
    State.ACCEPTED: "taken by the provider",
    State.SENT: "sent on by the provider",
    State.DELIVERED: "on a phone",
    State.UNDELIVERED: "not delivered; the author was told why",
    State.FAILED: "failed; the author was told why",
    State.WITHDRAWN: "taken back",
}


@dataclass(frozen=True)
class Job:
    """One line of the timetable: when it last ran, and when and how it last failed."""

    words: str
    ran_at: datetime
    failed_at: datetime | None
    failure: str


@pages.shows("/health")
def health(work: Work) -> ResponseReturnValue:
    """The page."""
    outbox, arrivals = outbox_health(work), reception.health(work)
    return render_template(
        "operator/health.html",
        arrivals=arrivals,
        states=[(words, outbox.by_state.get(state, 0)) for state, words in STATES.items()],
        oldest_text=outbox.oldest_due,
        is_text_late=_is_late(outbox.oldest_due, work.now),
        is_arrival_late=_is_late(arrivals.oldest, work.now),
        without_second_manager=standing.without_second_manager(work),
        jobs=[_job(run) for run in jobs.runs(work)],
        zone=ZONE,
    )


def _is_late(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > LATE


def _job(run: JobRun) -> Job:
    return Job(JOBS.get(run.job, run.job.capitalize()), run.started_at, run.failed_at, run.failure)
