"""What each tick does: one call each. Every job may be run by several schedulers at once, or twice, without harm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from app.assembly import House
from app.channels.email import Post
from app.channels.provider import Provider
from app.domain.accounts import actions as accounts
from app.domain.accounts import new_passwords, staff_links
from app.domain.conversations.delivery import finding_out, sending
from app.domain.conversations.translating import incoming
from app.domain.dropins import reminders
from app.domain.handover import closing
from app.domain.jobs import actions as jobs
from app.domain.limits import tries
from app.domain.notices import delivery as notice_delivery
from app.domain.nudges import actions as nudges
from app.domain.nudges import held_back, times_in_doubt
from app.domain.people import places
from app.domain.private_pages import private_links
from app.domain.reception import reconciling, sorting
from app.foundation.actors import Clock
from app.foundation.log import log

MOST_ROUNDS = 200
_log = log("scheduler")


@dataclass(frozen=True)
class Desk:
    """What jobs work with. `worker` names this process uniquely, for leases."""

    house: House
    provider: Provider
    post: Post
    worker: str

    @classmethod
    def open(cls, house: House, provider: Provider, post: Post) -> "Desk":
        """A desk with a fresh worker's name."""
        return cls(house, provider, post, f"scheduler-{uuid4()}")


def sort(desk: Desk) -> None:
    """Hand on what arrived."""
    _until_done(lambda: sorting.sort_arrivals(desk.house.database))


def deliver(desk: Desk) -> None:
    """Carry texts to the provider."""
    look = reminders.not_true_any_more
    _until_done(lambda: sending.deliver(desk.house.database, desk.provider, worker=desk.worker, not_true_any_more=look))


def remind_families(desk: Desk) -> None:
    """The one reminder of a time that a family booked, the day before."""
    _until_done(lambda: reminders.remind(desk.house.database))


def translate(desk: Desk) -> None:
    """Put what families wrote into English, where an organisation has chosen who does that."""
    incoming.translate_incoming(desk.house.database, desk.house.translators)


def tell_staff(desk: Desk) -> None:
    """Carry notices to staff."""
    notice_delivery.deliver_due(
        desk.house.database, post=desk.post, provider=desk.provider, make_link=staff_links.make_for_notice
    )


def send_new_passwords(desk: Desk) -> None:
    """Find out who asked for a new password, and put an e-mail in line for whoever we know."""
    _until_done(lambda: new_passwords.look_up_wishes(desk.house.database))


def recover(desk: Desk) -> None:
    """Put right what a dead process left."""
    finding_out.recover(desk.house.database)


def find_out(desk: Desk) -> None:
    """Look up texts whose answer was lost."""
    finding_out.find_out(desk.house.database, desk.provider)


def reconcile(desk: Desk) -> None:
    """Fetch what the provider took while we were down. One scheduler is enough."""
    if _has_lease(desk, "reconcile", timedelta(seconds=90)):
        reconciling.reconcile(desk.house.database, desk.provider)


def tidy(desk: Desk) -> None:
    """Forget what counts for nothing any more."""
    if _has_lease(desk, "tidy", timedelta(hours=2)):
        with desk.house.database.writing(Clock("tidy")) as work:
            accounts.forget_what_ended(work)
            private_links.forget_old_links(work)
            tries.forget_old_tries(work)


def remind_staff(desk: Desk) -> None:
    """Tell staff whose checks lapse, managers where families wait and nobody may read, safeguarding leads what they
    hold back no longer soon, and hosts which booked times cannot be kept. One scheduler is enough."""
    if _has_lease(desk, "remind_staff", timedelta(minutes=15)):
        with desk.house.database.writing(Clock("remind_staff")) as work:
            nudges.tell_about_checks(work)
            nudges.tell_where_nobody_reads(work)
            held_back.tell_leads(work)
            times_in_doubt.tell_who_answers(work)


def look_ahead(desk: Desk) -> None:
    """Fill in the bank holidays of the years to come."""
    if _has_lease(desk, "look_ahead", timedelta(hours=12)):
        with desk.house.database.writing(Clock("look_ahead")) as work:
            places.look_ahead(work)


def close_places(desk: Desk) -> None:
    """Close the place of whoever's last day is over."""
    closing.close_what_is_over(desk.house.database)


def guarded(job: Callable[[Desk], None], desk: Desk, *, is_noted: bool) -> None:
    """Run a job; a fault in it is logged and written down, and never ends the scheduler."""
    failure = ""
    try:
        job(desk)
    except Exception as error:
        failure = type(error).__name__
        _log.exception("a job failed", job=job.__name__)
    if is_noted or failure:
        _write_down(job.__name__, desk, failure)


def _write_down(name: str, desk: Desk, failure: str) -> None:
    try:
        with desk.house.database.writing(Clock(name)) as work:
            jobs.note_run(work, name, failure=failure)
    except Exception:
        _log.exception("a job's run could not be written down", job=name)


def _has_lease(desk: Desk, name: str, lasts: timedelta) -> bool:
    with desk.house.database.writing(Clock(name)) as work:
        return jobs.take_lease(work, name, holder=desk.worker, lasts=lasts)


def _until_done(step: Callable[[], int]) -> None:
    for _ in range(MOST_ROUNDS):
        if not step():
            return
