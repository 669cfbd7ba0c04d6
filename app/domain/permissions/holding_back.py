"""Keeping from a family, for a while, who looked at their messages: where telling could put somebody in danger.

Only a safeguarding lead or a deputy does, with a reason, from one look on, and never for longer than 90 days at a time:
then somebody thinks again, or the family is told. The reason stands in the record.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.audit import queries as record
from app.domain.audit.rules import Looking
from app.domain.people import names
from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Contact, Membership
from app.domain.permissions.models import HeldBack
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, OrganisationId
from app.foundation.text import one_line, storable
from app.foundation.work import Work

LONGEST = timedelta(days=90)
LONGEST_REASON = 500


class Step(StrEnum):
    """What a lead did about it, as the record says it."""

    HELD = "who has looked held back"
    RENEWED = "holding back renewed"
    LIFTED = "holding back lifted"


@dataclass(frozen=True)
class OnHold:
    """What is held back from one family: by whom and why, from which look on, and until when (UTC)."""

    contact_id: ContactId
    family: str
    by: str
    why: str
    from_at: datetime
    made_at: datetime
    until: datetime


def hold_back(work: Work, contact_id: ContactId, *, look_id: UUID | None, last_day: date, reason: str) -> HeldBack:
    """Keep from this family who looked, from this look on, up to and including `last_day` (a day where they live).
    Without a look: from now on; or, when something is held back already, as before. NotFound for another
    organisation's family, and to anybody but a lead."""
    contact = mine_to_keep_safe(work, contact_id)
    why = one_line(storable(reason), LONGEST_REASON)
    if not why:
        raise Refused("Write why telling could put somebody in danger. Only safeguarding leads read it.")
    until = _end_of(work, contact, last_day)
    from_at = _at_of(work, contact, look_id) if look_id else work.now
    standing = _standing(work, contact.id)
    found = standing or HeldBack(
        contact_id=contact.id,
        by_id=work.staff.membership_id,
        from_at=from_at,
        made_at=work.now,
        until=until,
    )
    found.from_at, found.until, found.by_id = min(found.from_at, from_at), until, work.staff.membership_id
    work.session.add(found)
    _note(work, Step.RENEWED if standing else Step.HELD, contact, why)
    return found


def lift(work: Work, contact_id: ContactId, *, reason: str = "") -> None:
    """The family may know after all, from this moment on. NotFound when nothing is held back from them."""
    contact = mine_to_keep_safe(work, contact_id)
    if not _standing(work, contact.id):
        raise NotFound
    stands = col(HeldBack.contact_id) == contact.id, col(HeldBack.until) > work.now
    work.session.connection().execute(sa.update(HeldBack).where(*stands).values(until=work.now))
    _note(work, Step.LIFTED, contact, one_line(storable(reason), LONGEST_REASON))


def mine_to_keep_safe(work: Work, contact_id: ContactId) -> Contact:
    """A family member of the actor's own organisation, for its safeguarding leads. NotFound."""
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    if not people_rules.may_keep_safe(work.actor, contact.organisation_id):
        raise NotFound
    return contact


def held_from(work: Work, contact_ids: Collection[ContactId]) -> datetime | None:
    """From which moment on (UTC) this family is not told now who looked. None when nothing is held back."""
    query = select(sa.func.min(col(HeldBack.from_at))).where(
        col(HeldBack.contact_id).in_(list(contact_ids)), col(HeldBack.until) > work.now
    )
    return work.session.exec(query).one()


def held_at(work: Work, organisation_id: OrganisationId, contact_id: ContactId | None = None) -> list[OnHold]:
    """What one organisation holds back now, what ends first first; perhaps from one family only."""
    query = (
        select(HeldBack, Contact, Membership)
        .join(Contact, col(Contact.id) == HeldBack.contact_id)
        .join(Membership, col(Membership.id) == HeldBack.by_id)
        .where(Contact.organisation_id == organisation_id, HeldBack.until > work.now)
    )
    if contact_id:
        query = query.where(HeldBack.contact_id == contact_id)
    found = work.session.exec(query.order_by(col(HeldBack.until), col(HeldBack.id))).all()
    why = record.newest_about(work, (Step.HELD, Step.RENEWED), [hold.contact_id for hold, *_ in found])
    return [
        OnHold(
            contact_id=contact.id,
            family=f"{contact.first_name} {contact.last_name}".strip(),
            by=f"{by.first_name} {by.last_name}".strip(),
            why=why[contact.id].words if contact.id in why else "",
            from_at=hold.from_at,
            made_at=hold.made_at,
            until=hold.until,
        )
        for hold, contact, by in found
    ]


def ending_before(work: Work, moment: datetime) -> Sequence[HeldBack]:
    """What is held back anywhere now and ends before that moment (UTC)."""
    query = select(HeldBack).where(HeldBack.until > work.now, HeldBack.until < moment)
    return work.session.exec(query.order_by(col(HeldBack.until))).all()


def _standing(work: Work, contact_id: ContactId) -> HeldBack | None:
    query = select(HeldBack).where(HeldBack.contact_id == contact_id, HeldBack.until > work.now)
    return work.session.exec(query.order_by(col(HeldBack.from_at)).limit(1)).first()


def _end_of(work: Work, contact: Contact, last_day: date) -> datetime:
    place = people.organisation(work, contact.organisation_id)
    today = people.today_at(work, place.id)
    if not today <= last_day <= today + LONGEST:
        raise Refused("Choose a day within the next 90 days, so that somebody thinks about it again.")
    midnight = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=ZoneInfo(place.zone))
    return midnight.astimezone(UTC)


def _at_of(work: Work, contact: Contact, look_id: UUID) -> datetime:
    found = record.one(work, look_id)
    theirs = names.also_known_as(work, contact.id)
    if not found or found.contact_id not in theirs or found.verb not in set(Looking):
        raise Refused("Choose one of the looks from the list.")
    return found.at


def _note(work: Work, step: Step, contact: Contact, why: str) -> None:
    audit.note(work, step, "contact", contact.id, organisation_id=contact.organisation_id, words=why)
