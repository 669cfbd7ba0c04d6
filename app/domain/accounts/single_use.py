"""What may be used once: of a thousand presses at once exactly one wins."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.accounts.models import FamilyLink, Invitation, RecoveryCode
from app.foundation.work import Work


def use_once(work: Work, kind: type[FamilyLink] | type[Invitation] | type[RecoveryCode], row_id: UUID) -> bool:
    """Use this row up now. False when somebody else was faster, or when it was ended meanwhile."""
    is_free: sa.ColumnElement[bool] = col(kind.used_at).is_(None)
    if issubclass(kind, FamilyLink | Invitation):
        is_free = sa.and_(is_free, col(kind.ended_at).is_(None))
    # One statement: the database decides who was first.
    used = work.session.connection().execute(
        sa.update(kind).where(col(kind.id) == row_id, is_free).values(used_at=work.now)
    )
    return used.rowcount == 1
