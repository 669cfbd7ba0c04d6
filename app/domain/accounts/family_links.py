"""A family's private link, and the visit it opens. Families never have a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import rules
from app.domain.accounts.models import FamilyLink, FamilySession
from app.domain.accounts.single_use import use_once
from app.domain.audit import actions as audit
from app.domain.people import queries as people
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, hashed, new_secret
from app.foundation.work import Work


@dataclass(frozen=True)
class Visiting:
    """A living family session."""

    session_id: UUID
    contact_id: ContactId
    line_id: UUID | None
    number: str
    until: datetime
    is_only_mine: bool


def make_link(work: Work, contact_id: ContactId, *, line_id: UUID, number: str) -> str:
    """A fresh private link for this contact, on its way to this number. Ends the older ones. Gives its secret."""
    work.session.connection().execute(
        sa.update(FamilyLink)
        .where(
            col(FamilyLink.contact_id) == contact_id,
            col(FamilyLink.used_at).is_(None),
            col(FamilyLink.ended_at).is_(None),
        )
        .values(ended_at=work.now)
    )
    secret = new_secret()
    work.session.add(
        FamilyLink(
            secret_hash=hashed(secret),
            contact_id=contact_id,
            line_id=line_id,
            number=number,
            made_at=work.now,
            until=work.now + rules.LINK_LASTS,
        )
    )
    return secret


def use_link(work: Work, secret: str, *, is_only_mine: bool) -> str:
    """Open the private page, once. Gives the secret for the cookie. NotFound when the link is used or too old."""
    found = link(work, secret)
    if found and found.number not in people.numbers_of(work, found.contact_id):
        raise NotFound("This link has been used or is too old.")  # the phone is somebody else's by now
    if not found or not is_usable(found, work.now) or not use_once(work, FamilyLink, found.id):
        raise NotFound("This link has been used or is too old.")
    own = new_secret()
    lasts = rules.FAMILY_ONLY_MINE if is_only_mine else rules.FAMILY_VISIT
    work.session.add(
        FamilySession(
            secret_hash=hashed(own),
            contact_id=found.contact_id,
            line_id=found.line_id,
            number=found.number,
            is_only_mine=is_only_mine,
            started_at=work.now,
            until=work.now + lasts,
        )
    )
    audit.note(work, "opened the private page", "contact", found.contact_id)
    return own


def end_family_session(work: Work, session_id: UUID) -> None:
    """Leave the private page on this phone for good."""
    found = work.session.get(FamilySession, session_id)
    if found and not found.ended_at:
        found.ended_at = work.now
        work.session.add(found)


def end_family_access(work: Work, *, line_id: UUID, number: str) -> None:
    """Every link and session that went to this phone from this line ends now, for example because it said STOP."""
    for kind in (FamilyLink, FamilySession):
        work.session.connection().execute(
            sa.update(kind)
            .where(col(kind.line_id) == line_id, col(kind.number) == number, col(kind.ended_at).is_(None))
            .values(ended_at=work.now)
        )


def family_by_session(work: Work, secret: str) -> Visiting | None:
    """Whose private page this session secret opens, if it lives."""
    found = work.session.exec(select(FamilySession).where(FamilySession.secret_hash == hashed(secret))).first()
    if not found or found.ended_at or found.until <= work.now:
        return None
    if found.number not in people.numbers_of(work, found.contact_id):
        return None  # the phone is somebody else's by now
    return Visiting(found.id, found.contact_id, found.line_id, found.number, found.until, found.is_only_mine)


def ended_family_session(work: Work, secret: str) -> FamilySession | None:
    """The family session of this secret, even if it has ended: to say kindly that it has."""
    return work.session.exec(select(FamilySession).where(FamilySession.secret_hash == hashed(secret))).first()


def has_open_page(work: Work, contact_id: ContactId) -> bool:
    """Could this contact read something on their private page without a new link?"""
    query = select(FamilySession.id).where(
        FamilySession.contact_id == contact_id, col(FamilySession.ended_at).is_(None), FamilySession.until > work.now
    )
    return work.session.exec(query.limit(1)).first() is not None


def link(work: Work, secret: str) -> FamilyLink | None:
    """The private link with this secret, used or not."""
    return work.session.exec(select(FamilyLink).where(FamilyLink.secret_hash == hashed(secret))).first()


def is_usable(found: FamilyLink | None, now: datetime) -> bool:
    """Does this link still open something?"""
    return bool(found and not found.used_at and not found.ended_at and found.until > now)


def forget_old_links(work: Work) -> None:
    """Links and visits that ended a month ago say nothing any more."""
    month = work.now - timedelta(days=30)
    work.session.connection().execute(sa.delete(FamilySession).where(col(FamilySession.until) < month))
    work.session.connection().execute(sa.delete(FamilyLink).where(col(FamilyLink.until) < month))
