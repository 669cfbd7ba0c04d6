"""Reading which member of staff is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select

from app.domain.accounts import rules
from app.domain.accounts.models import Account, AccountMembership, StaffSession
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.foundation.actors import Staff
from app.foundation.errors import NotFound
from app.foundation.identifiers import AccountId, hashed
from app.foundation.work import Work


@dataclass(frozen=True)
class SignedIn:
    """A living staff session. `staff` carries the roles as they are at this very moment."""

    session_id: UUID
    account_id: UUID
    device_id: UUID | None
    seen_at: datetime
    staff: Staff
    first_name: str


def staff_by_session(work: Work, secret: str) -> SignedIn | None:
    """Who sits behind this session secret, if it lives and they still work here."""
    found = work.session.exec(select(StaffSession).where(StaffSession.secret_hash == hashed(secret))).first()
    if not found or found.ended_at:
        return None
    if not rules.staff_session_lives(started_at=found.started_at, seen_at=found.seen_at, now=work.now):
        return None
    person = work.session.get(Membership, found.membership_id)
    if not person or not members.works_here(work, person):
        return None
    roles = members.roles_of(work, person.id)
    staff = Staff(person.id, person.organisation_id, roles)
    return SignedIn(found.id, found.account_id, found.device_id, found.seen_at, staff, person.first_name)


def account_by_email(work: Work, email: str) -> Account | None:
    """The account with this address, as kept (lower case)."""
    return work.session.exec(select(Account).where(Account.email == email)).first()


def account(work: Work, account_id: AccountId) -> Account:
    """One account. NotFound."""
    found = work.session.get(Account, account_id)
    if not found:
        raise NotFound
    return found


def account_to_change(work: Work, account_id: AccountId) -> Account | None:
    """One account, which nobody else changes while this Work lasts."""
    return work.session.exec(select(Account).where(Account.id == account_id).with_for_update()).first()


def places_of(work: Work, account_id: UUID) -> Sequence[Membership]:
    """The memberships an account opens now, the newest first."""
    query = (
        select(Membership)
        .join(AccountMembership, col(AccountMembership.membership_id) == Membership.id)
        .where(
            AccountMembership.account_id == account_id,
            members.still_here(work.now),
        )
        .order_by(col(Membership.since).desc())
    )
    return work.session.exec(query).all()


def known_about(work: Work, account: Account) -> list[str]:
    """What anybody knows of the owner of an account: their names, addresses and where they work. A password made of
    these is easy to guess."""
    facts = [account.email]
    for place in places_of(work, account.id):
        facts += [place.first_name, place.last_name, place.email, people.organisation(work, place.organisation_id).name]
    return facts
