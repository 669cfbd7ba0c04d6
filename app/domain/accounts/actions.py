"""Inviting, signing in and out. Hash passwords before opening the Work, never inside."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.accounts import family_links, limits, owners, queries, staff_links
from app.domain.accounts.models import Account, AccountMembership, StaffSession
from app.domain.accounts.rules import Limited, StaffLink
from app.domain.audit import actions as audit
from app.domain.notices import sign_in_words
from app.domain.people import joining, members
from app.domain.people.models import Membership
from app.foundation.actors import Staff
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, hashed, new_secret
from app.foundation.work import Work


def invite(work: Work, membership_id: MembershipId) -> str | None:
    """A fresh invitation for a member, to hand over by oneself. Gives its secret, which is kept nowhere; None for
    somebody who has a password already: they sign in as usual. Refused to all but the managers of their place."""
    _person, account = _to_be_invited(work, membership_id)
    if account.password_hash:
        return None
    return staff_links.make(work, account.id, StaffLink.INVITATION)


def invite_by_email(work: Work, membership_id: MembershipId) -> None:
    """Put an e-mail in line with which a member comes in: their invitation, or, when they have a password already, that
    they sign in as usual. Tells nobody which. Refused to all but the managers of their place, and after a few a day."""
    person, account = _to_be_invited(work, membership_id)
    if not limits.may_try(work, Limited.INVITATION, person.email):
        raise Refused("They were sent several e-mails today. Ask them to look among their unwanted e-mails.")
    inviter = _first_name_of_actor(work)
    if account.password_hash:
        words, opens = sign_in_words.one_more_place(person.first_name, inviter, work.settings.public_url), ""
    else:
        words, opens = sign_in_words.invitation(person.first_name, inviter), StaffLink.INVITATION
    owners.tell(work, person, "invitation", words, opens=opens)


def _to_be_invited(work: Work, membership_id: MembershipId) -> tuple[Membership, Account]:
    person = members.membership(work, membership_id)
    joining.must_keep_house(work, person.organisation_id)
    if not members.works_here(work, person):
        raise NotFound
    account = queries.account_by_email(work, person.email)
    if not account:
        account = Account(email=person.email, created_at=work.now)
        work.session.add(account)
        work.session.flush()
    if not work.session.get(AccountMembership, (account.id, membership_id)):
        work.session.add(AccountMembership(account_id=account.id, membership_id=membership_id))
    audit.note(work, "invited", "membership", membership_id, organisation_id=person.organisation_id)
    return person, account


def _first_name_of_actor(work: Work) -> str:
    if not isinstance(work.actor, Staff):
        return ""
    return members.membership(work, work.actor.membership_id).first_name


def accept_invitation(work: Work, secret: str, *, password_hash: str) -> Account:
    """Set the password that the invited person chose. NotFound when the invitation is used or too old, and for somebody
    who has a password."""
    account = staff_links.use(work, secret, StaffLink.INVITATION)
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


def forget_old_attempts(work: Work) -> None:
    """What counts for nothing any more: old tries, links, and sessions that ended a month ago."""
    limits.forget_old_tries(work)
    staff_links.forget_old_links(work)
    month = work.now - timedelta(days=30)
    work.session.connection().execute(sa.delete(StaffSession).where(col(StaffSession.seen_at) < month))
    family_links.forget_old_links(work)
