"""Inviting, signing in and out. Hash passwords before opening the Work, never inside."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import family_links, queries, rules
from app.domain.accounts.models import (
    Account,
    AccountMembership,
    Attempt,
    Invitation,
    StaffSession,
)
from app.domain.accounts.rules import Limited
from app.domain.accounts.single_use import use_once
from app.domain.audit import actions as audit
from app.domain.people import members
from app.foundation.errors import NotFound
from app.foundation.identifiers import MembershipId, hashed, new_secret
from app.foundation.work import Work


def invite(work: Work, membership_id: MembershipId) -> str:
    """Make (or find) the account of a member and a fresh invitation. Gives its secret, which is kept nowhere."""
    person = members.membership(work, membership_id)
    account = queries.account_by_email(work, person.email)
    if not account:
        account = Account(email=person.email, created_at=work.now)
        work.session.add(account)
        work.session.flush()
    if not work.session.get(AccountMembership, (account.id, membership_id)):
        work.session.add(AccountMembership(account_id=account.id, membership_id=membership_id))
    secret = new_secret()
    work.session.add(
        Invitation(
            account_id=account.id,
            kind="invitation",
            secret_hash=hashed(secret),
            until=work.now + rules.INVITATION_LASTS,
        )
    )
    audit.note(work, "invited", "membership", membership_id, organisation_id=person.organisation_id)
    return secret


def accept_invitation(work: Work, secret: str, *, password_hash: str) -> Account:
    """Set the password that the invited person chose. NotFound when the invitation is used or too old."""
    found = queries.invitation(work, secret)
    if not found or not use_once(work, Invitation, found[0].id):
        raise NotFound("This invitation has been used or is too old. Ask for a new one.")
    account = found[1]
    account.password_hash = password_hash
    work.session.add(account)
    audit.note(work, "password set", "account", account.id)
    return account


def start_staff_session(work: Work, account_id: UUID, membership_id: MembershipId) -> str:
    """Sign somebody in at one of their places. Gives the secret for the cookie."""
    secret = new_secret()
    work.session.add(
        StaffSession(
            secret_hash=hashed(secret),
            account_id=account_id,
            membership_id=membership_id,
            started_at=work.now,
            seen_at=work.now,
        )
    )
    audit.note(work, "signed in", "membership", membership_id)
    return secret


def saw_staff(work: Work, session_id: UUID) -> None:
    """This session was used just now."""
    work.session.connection().execute(
        sa.update(StaffSession).where(col(StaffSession.id) == session_id).values(seen_at=work.now)
    )


def end_staff_session(work: Work, session_id: UUID) -> None:
    """Sign out."""
    found = work.session.get(StaffSession, session_id)
    if found and not found.ended_at:
        found.ended_at = work.now
        work.session.add(found)


def may_try(work: Work, what: Limited, key: str) -> bool:
    """Count this try, and say whether it is within the limits. `key` is hashed before it is kept."""
    kept = hashed(f"{what.name}:{key}")
    longest = max((limit.within for limit in what.limits), default=timedelta())
    tries = work.session.exec(
        select(Attempt.at).where(Attempt.kind == what.name, Attempt.key == kept, Attempt.at > work.now - longest)
    ).all()
    if any(sum(at > work.now - limit.within for at in tries) >= limit.times for limit in what.limits):
        return False
    work.session.add(Attempt(kind=what.name, key=kept, at=work.now))
    return True


def forget_old_attempts(work: Work) -> None:
    """Tries older than two days count for nothing: forget them, and sessions that ended a month ago."""
    connection = work.session.connection()
    connection.execute(sa.delete(Attempt).where(col(Attempt.at) < work.now - timedelta(days=2)))
    month = work.now - timedelta(days=30)
    connection.execute(sa.delete(StaffSession).where(col(StaffSession.seen_at) < month))
    family_links.forget_old_links(work)
