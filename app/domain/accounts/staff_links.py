"""Links in e-mails to staff: to choose a password, or to set up their codes anew. Each works once; a newer one ends the
older; the secret is made at the moment of sending and kept nowhere."""

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts.models import Account, AccountMembership, Invitation
from app.domain.accounts.rules import FORGOTTEN_AFTER, StaffLink
from app.foundation.errors import NotFound
from app.foundation.identifiers import AccountId, MembershipId, hashed, new_secret
from app.foundation.single_use import use_once
from app.foundation.work import Work

USED_OR_OLD = "This link has been used or is too old."
PATHS = {
    StaffLink.INVITATION: "/welcome/",
    StaffLink.FORGOTTEN: "/new-password/",
    StaffLink.LOST_PHONE: "/lost-phone/",
}


def make(work: Work, account_id: AccountId, kind: StaffLink) -> str:
    """A fresh link of this kind, which ends the older ones. Gives its secret."""
    end_all(work, account_id, kind)
    secret = new_secret()
    work.session.add(
        Invitation(account_id=account_id, kind=kind, secret_hash=hashed(secret), until=work.now + kind.lasts)
    )
    return secret


def end_all(work: Work, account_id: AccountId, *kinds: StaffLink) -> None:
    """The unused links of these kinds open nothing any more."""
    unused = col(Invitation.used_at).is_(None), col(Invitation.ended_at).is_(None)
    work.session.connection().execute(
        sa.update(Invitation)
        .where(col(Invitation.account_id) == account_id, col(Invitation.kind).in_(kinds), *unused)
        .values(ended_at=work.now)
    )


def address(work: Work, kind: StaffLink, secret: str) -> str:
    """The whole address of a link."""
    return f"{work.settings.public_url}{PATHS[kind]}{secret}"


def owner(work: Work, secret: str, kind: StaffLink) -> Account:
    """Whose link this is, if it still opens something; uses nothing up. NotFound."""
    return _usable(work, secret, kind)[1]


def use(work: Work, secret: str, kind: StaffLink) -> Account:
    """Use this link up: of several presses at once one wins. Gives whose it is. NotFound."""
    found, account = _usable(work, secret, kind)
    if not use_once(work, Invitation, found.id):
        raise NotFound(USED_OR_OLD)
    return account


def _usable(work: Work, secret: str, kind: StaffLink) -> tuple[Invitation, Account]:
    query = (
        select(Invitation, Account)
        .join(Account, col(Account.id) == Invitation.account_id)
        .where(
            Invitation.secret_hash == hashed(secret),
            Invitation.kind == kind,
            col(Invitation.used_at).is_(None),
            col(Invitation.ended_at).is_(None),
            Invitation.until > work.now,
        )
    )
    found = work.session.exec(query).first()
    # Whoever has a password is never given another by an invitation: it may come from somebody else's manager.
    if not found or (kind is StaffLink.INVITATION and found[1].password_hash):
        raise NotFound(USED_OR_OLD)
    return found[0], found[1]


def make_for_notice(work: Work, opens: str, membership_id: MembershipId) -> str:
    """The address that goes into an e-mail to a member of staff, made as it leaves. `opens` is the kind of the link."""
    kind = StaffLink(opens)
    account = _account_of(work, membership_id)
    if not account or (kind is StaffLink.INVITATION and account.password_hash):
        return f"{work.settings.public_url}/sign-in"  # they chose a password since this was put in line
    return address(work, kind, make(work, account.id, kind))


def _account_of(work: Work, membership_id: MembershipId) -> Account | None:
    query = (
        select(Account)
        .join(AccountMembership, col(AccountMembership.account_id) == Account.id)
        .where(AccountMembership.membership_id == membership_id)
    )
    return work.session.exec(query).first()


def forget_old_links(work: Work) -> None:
    """A link that ended a month ago says nothing any more."""
    ended = work.now - FORGOTTEN_AFTER
    work.session.connection().execute(sa.delete(Invitation).where(col(Invitation.until) < ended))
