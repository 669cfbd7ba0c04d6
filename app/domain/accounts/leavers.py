"""Whatever a leaver could still open ends at once: sessions of that place, and, where they work nowhere else, devices
and links to set a password."""

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts.models import AccountMembership, Device, Invitation, StaffSession
from app.domain.people import members
from app.domain.people.models import Membership
from app.foundation.work import Work


def end_everything_of(work: Work, person: Membership) -> None:
    """End it in the very Work in which their place ends."""
    connection = work.session.connection()
    connection.execute(
        sa.update(StaffSession)
        .where(col(StaffSession.membership_id) == person.id, col(StaffSession.ended_at).is_(None))
        .values(ended_at=work.now)
    )
    for account_id in _accounts_without_another_place(work, person):
        for kind in (Device, Invitation):
            connection.execute(
                sa.update(kind)
                .where(col(kind.account_id) == account_id, col(kind.ended_at).is_(None))
                .values(ended_at=work.now)
            )


def _accounts_without_another_place(work: Work, person: Membership) -> list[object]:
    theirs = select(AccountMembership.account_id).where(AccountMembership.membership_id == person.id)
    elsewhere = (
        select(AccountMembership.account_id)
        .join(Membership, col(Membership.id) == AccountMembership.membership_id)
        .where(
            col(AccountMembership.account_id).in_(theirs),
            AccountMembership.membership_id != person.id,
            members.still_here(work.now),
        )
    )
    keep = set(work.session.exec(elsewhere))
    return [account_id for account_id in work.session.exec(theirs) if account_id not in keep]
