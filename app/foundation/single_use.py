"""What may be used once: of a thousand presses at once exactly one wins."""

from uuid import UUID

import sqlalchemy as sa

from app.foundation.database import Table
from app.foundation.work import Work


def use_once(work: Work, kind: type[Table], row_id: UUID) -> bool:
    """Use this row up now: it has a `used_at`, and perhaps an `ended_at`. False when somebody else was faster, or when
    it was ended meanwhile."""
    columns = sa.inspect(kind).columns
    is_free = [columns[name].is_(None) for name in ("used_at", "ended_at") if name in columns]
    # One statement: the database decides who was first.
    used = work.session.connection().execute(
        sa.update(kind).where(columns["id"] == row_id, *is_free).values(used_at=work.now)
    )
    return used.rowcount == 1
