"""Reading what a family allows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.people import queries as people
from app.domain.people.models import PhoneLine
from app.domain.permissions import rules
from app.domain.permissions.models import HeldBack, Stop, Wishes
from app.domain.permissions.rules import Decision, Hours
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId
from app.foundation.work import Work


def wishes_of(work: Work, contact_id: ContactId) -> Wishes:
    """What this contact wishes; the usual wishes when they never said."""
    return work.session.get(Wishes, contact_id) or Wishes(contact_id=contact_id)


def hours_of(work: Work, contact_id: ContactId, zone: str) -> Hours:
    """When this contact may be texted, in their organisation's zone."""
    wishes = wishes_of(work, contact_id)
    return Hours(zone=zone, closed_from=wishes.closed_from, closed_until=wishes.closed_until)


def hours_among(work: Work, zones: Mapping[ContactId, str]) -> dict[ContactId, Hours]:
    """When each of these contacts may be texted, in one read. `zones` holds each one's organisation's zone."""
    found = work.session.exec(select(Wishes).where(col(Wishes.contact_id).in_(list(zones)))).all()
    closed = {wishes.contact_id: (wishes.closed_from, wishes.closed_until) for wishes in found}
    return {contact_id: Hours(zone, *closed.get(contact_id, (None, None))) for contact_id, zone in zones.items()}


def standing_stop(work: Work, line_id: UUID, number: str) -> Stop | None:
    """The STOP this phone said to this line, if it stands."""
    query = select(Stop).where(Stop.line_id == line_id, Stop.number == number, col(Stop.until).is_(None))
    return work.session.exec(query).first()


def was_taken_back(work: Work, line_id: UUID, number: str, *, at: datetime) -> bool:
    """Did this phone's START really end a STOP at this instant (UTC)?"""
    query = select(Stop.id).where(Stop.line_id == line_id, Stop.number == number, Stop.until == at)
    return work.session.exec(query).first() is not None


def stopped_among(work: Work, pairs: Iterable[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Which of these (line, number) pairs stand at STOP."""
    wanted = list(set(pairs))
    query = select(Stop.line_id, Stop.number).where(
        sa.tuple_(col(Stop.line_id), col(Stop.number)).in_(wanted), col(Stop.until).is_(None)
    )
    return set(work.session.exec(query)) if wanted else set()


def held_back(work: Work, contact_id: ContactId) -> HeldBack | None:
    """What a safeguarding lead keeps from this family about who looked, if that stands."""
    query = select(HeldBack).where(HeldBack.contact_id == contact_id, HeldBack.until > work.now)
    return work.session.exec(query.order_by(col(HeldBack.from_at)).limit(1)).first()


def may_contact(work: Work, *, line: PhoneLine | None, number: str | None) -> Decision:
    """May this number be texted from this line now?"""
    return rules.may_text(
        number=number,
        has_line=line is not None,
        has_stopped=bool(line and number and standing_stop(work, line.id, number)),
        is_frozen=bool(line and number and people.standing_freeze(work, line.organisation_id, number)),
        trial_numbers=trial_numbers(work),
    )


def must_allow_contact(work: Work, *, line: PhoneLine | None, number: str | None) -> None:
    """Refused, with the reason for the author, when this number may not be texted."""
    decision = may_contact(work, line=line, number=number)
    if decision.reason:
        raise Refused(decision.reason.value)


def trial_numbers(work: Work) -> frozenset[str] | None:
    """The phones that may be texted while a service is on trial; None in the invented town, where all may."""
    return None if work.settings.is_demo else frozenset(work.settings.trial_numbers)
