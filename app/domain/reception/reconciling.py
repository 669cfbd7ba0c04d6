"""Fetching what a provider took while we were down. Listing is harmless: what we have already is stored only once."""

from datetime import datetime, timedelta

from app.channels.provider import Provider
from app.domain.jobs import actions as jobs
from app.domain.jobs import queries as job_queries
from app.domain.reception.actions import take_in
from app.domain.reception.rules import Kind
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.telephony import Inbound

OVERLAP = timedelta(minutes=10)
FURTHEST = timedelta(days=7)
LISTED = "last complete list from the provider"
WHO = Clock("reconcile")


def reconcile(database: Database, provider: Provider) -> int:
    """Store texts that the provider lists and we never saw. Gives how many were new. Raises ProviderUnreachable."""
    with database.reading(WHO) as work:
        began = work.now
        since = _since(job_queries.last_run(work, LISTED), began)
    new = 0
    for one in provider.received_since(since):
        inbound = Inbound(one.provider_id, one.to_number, one.from_number, one.body, {}, one.sent_at)
        with database.writing(WHO) as work:
            new += take_in(work, inbound, kind=Kind.TEXT)
    with database.writing(WHO) as work:
        jobs.note_run(work, LISTED, at=began)
    return new


def _since(listed: datetime | None, now: datetime) -> datetime:
    # From the last list that we took in whole, not from the newest text: after an hour of darkness a fresh text may
    # come in before we ask, and everything from that hour would be older than it.
    furthest = now - FURTHEST
    return max(min(listed, now) - OVERLAP, furthest) if listed else furthest
