"""Putting on record what somebody did with their own sign-in: an entry at each place that it opens, because each of
those places is to know. No place hears of another."""

from sqlmodel import col, select

from app.domain.accounts.models import AccountMembership
from app.domain.audit import actions as audit
from app.domain.people import members
from app.domain.people.models import Membership
from app.foundation.identifiers import AccountId
from app.foundation.work import Work


def note(work: Work, verb: str, account_id: AccountId) -> None:
    """Add an entry about whoever owns this account, at every place where they work now."""
    places = (
        select(Membership.id, Membership.organisation_id)
        .join(AccountMembership, col(AccountMembership.membership_id) == Membership.id)
        .where(AccountMembership.account_id == account_id, members.still_here(work.now))
    )
    for membership_id, place in work.session.exec(places.order_by(col(Membership.id))).all():
        audit.note(work, verb, "membership", membership_id, organisation_id=place)
