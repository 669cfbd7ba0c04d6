"""Ending a family's private page: on this phone, on every phone, by a word of theirs or a press of their person.

Links end before visits: a link that is being used at this very instant becomes a visit, which the second statement
finds.
"""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.audit import actions as audit
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.private_pages.models import FamilyLink, FamilySession
from app.foundation.identifiers import ContactId, OrganisationId
from app.foundation.work import Work

Opens = type[FamilyLink] | type[FamilySession]


def end_family_session(work: Work, session_id: UUID) -> None:
    """Leave the private page on this phone for good."""
    found = work.session.get(FamilySession, session_id)
    if found and not found.ended_at:
        found.ended_at = work.now
        work.session.add(found)
        place = people.contact(work, found.contact_id).organisation_id
        audit.note(work, "closed the private page", "contact", found.contact_id, organisation_id=place)


def end_family_access(work: Work, *, line_id: UUID, number: str) -> None:
    """Every link and page that went to this phone from this line ends now: it said STOP."""
    _end(work, lambda kind: sa.and_(col(kind.line_id) == line_id, col(kind.number) == number))


def end_pages_of_phone(work: Work, number: str) -> None:
    """Every link and page that went to this phone ends now, from whichever line it came and whosever it is."""
    _end(work, lambda kind: sa.and_(col(kind.number) == number, col(kind.line_id).is_not(None)))


def end_pages_at(work: Work, organisation_id: OrganisationId, number: str) -> None:
    """Every link and page that one organisation's families got on this phone ends now."""
    known_here = sa.select(col(Contact.id)).where(col(Contact.organisation_id) == organisation_id)
    _end(
        work,
        lambda kind: sa.and_(
            col(kind.number) == number, col(kind.line_id).is_not(None), col(kind.contact_id).in_(known_here)
        ),
    )


def end_pages_of_contact(work: Work, contact_id: ContactId, *, number: str | None = None) -> None:
    """Every link and page of this contact ends now: those that went to this number ("" for cards); without one, all."""
    _end(
        work,
        lambda kind: sa.and_(
            col(kind.contact_id) == contact_id, sa.true() if number is None else col(kind.number) == number
        ),
    )


def _end(work: Work, which: Callable[[Opens], sa.ColumnElement[bool]]) -> None:
    work.session.flush()
    kinds: tuple[Opens, ...] = (FamilyLink, FamilySession)
    for kind in kinds:
        work.session.connection().execute(
            sa.update(kind).where(which(kind), col(kind.ended_at).is_(None)).values(ended_at=work.now)
        )
