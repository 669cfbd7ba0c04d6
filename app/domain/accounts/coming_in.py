"""Who of an organisation's staff has come in, and when last. Says nothing about any other place that they work at."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts.models import StaffSession
from app.domain.audit import queries as audit
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work


def who_came(work: Work, ids: Collection[MembershipId]) -> dict[MembershipId, datetime]:
    """When each of these members was last here (UTC). Whoever has never come in is not in the answer."""
    query = select(StaffSession.membership_id, sa.func.max(col(StaffSession.seen_at))).where(
        col(StaffSession.membership_id).in_(list(ids))
    )
    seen = dict(work.session.exec(query.group_by(col(StaffSession.membership_id))).all())
    # Sessions are forgotten after a month; that somebody signed in stays on record.
    return audit.last_done(work, "signed in", [one for one in ids if one not in seen]) | seen
