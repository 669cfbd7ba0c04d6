"""Fetching what a provider took while we were down. Listing is harmless: what we have already is stored only once."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.channels.provider import Provider
from app.domain.reception.actions import take_in
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.telephony import Inbound

OVERLAP = timedelta(minutes=10)
FURTHEST = timedelta(days=7)
WHO = Clock("reconcile")


def reconcile(database: Database, provider: Provider) -> int:
    """Store texts that the provider lists and we never saw. Gives how many were new. Raises ProviderUnreachable."""
    with database.reading(WHO) as work:
        newest = work.session.exec(select(sa.func.max(col(Arrival.taken_at))).where(Arrival.kind == Kind.TEXT)).first()
        since = _since(newest, work.now)
    new = 0
    for one in provider.received_since(since):
        inbound = Inbound(one.provider_id, one.to_number, one.from_number, one.body, {}, one.sent_at)
        with database.writing(WHO) as work:
            new += take_in(work, inbound, kind=Kind.TEXT)
    return new


def _since(newest: datetime | None, now: datetime) -> datetime:
    return max((newest or now - FURTHEST) - OVERLAP, now - FURTHEST)
