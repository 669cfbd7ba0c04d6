"""Reading whose person is whose."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.people.models import Membership
from app.domain.relationships import rules
from app.domain.relationships.models import Relationship
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def desks_of(work: Work) -> frozenset[MembershipId]:
    """Whose threads the actor may read now. Read anew at each request; a cover ends by itself."""
    return rules.desks(work.staff)


def people_of(work: Work, contact_id: ContactId) -> Sequence[Membership]:
    """The trusted people of a contact who still work there, the newest choice first."""
    query = (
        select(Membership)
        .join(Relationship, col(Relationship.membership_id) == Membership.id)
        .where(
            Relationship.contact_id == contact_id,
            col(Relationship.until).is_(None),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > work.now),
        )
        .order_by(col(Relationship.since).desc())
    )
    return work.session.exec(query).all()


def is_person_of(work: Work, membership_id: MembershipId, contact_id: ContactId) -> bool:
    """Is this member of staff a trusted person of this contact?"""
    return any(person.id == membership_id for person in people_of(work, contact_id))
