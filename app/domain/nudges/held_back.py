"""Telling safeguarding leads, a week before, that something they hold back from a family ends: so that somebody thinks
again while there is time. Never writes to a family, and names none."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from app.domain.notices import actions as notices
from app.domain.notices import rules as words
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.people.rules import KEEP_CHILDREN_SAFE
from app.domain.permissions import holding_back
from app.domain.permissions.models import HeldBack
from app.foundation.work import Work

KIND = "held_back"
SUBJECT = "Something held back in Kettle ends soon"
TOLD_BEFORE = timedelta(weeks=1)


def tell_leads(work: Work) -> int:
    """Tell whoever holds something back that it ends within a week; every lead there, when that person is no lead any
    more. Once for each end: holding it back for longer makes a new one. Gives how many people were told."""
    told = 0
    for hold in holding_back.ending_before(work, work.now + TOLD_BEFORE):
        for lead in _who_hears(work, hold):
            once = f"{KIND}:{hold.id}:{hold.until.isoformat()}:{lead.id}"
            if not notices.was_told(work, once) and _is_at_work(work, lead):
                _tell(work, lead, hold, once)
                told += 1
    return told


def _who_hears(work: Work, hold: HeldBack) -> Sequence[Membership]:
    holder = members.membership(work, hold.by_id)
    if members.roles_of(work, holder.id) & KEEP_CHILDREN_SAFE:
        return [holder]
    found = {
        lead.id: lead
        for role in KEEP_CHILDREN_SAFE
        for lead in members.working_here(work, holder.organisation_id, role)
    }
    return list(found.values())


def _is_at_work(work: Work, lead: Membership) -> bool:
    return people.timetable_of(work, lead.organisation_id, through_holidays=True).is_open(work.now)


def _tell(work: Work, lead: Membership, hold: HeldBack, once: str) -> None:
    zone = ZoneInfo(people.organisation(work, lead.organisation_id).zone)
    last_day = (hold.until - timedelta(seconds=1)).astimezone(zone).date()  # it ends at the midnight after it
    body = words.held_back_ends_words(work.settings.public_url, lead.first_name, last_day)
    notices.tell(work, lead, kind=KIND, subject=SUBJECT, body=body, once=once)
