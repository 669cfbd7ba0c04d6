"""Inviting, signing in and out. Hash passwords before opening the Work, never inside."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import devices, new_passwords, noting, owners, queries, rules, staff_links
from app.domain.accounts.models import Account, AccountMembership, Device, StaffSession
from app.domain.accounts.rules import StaffLink
from app.domain.audit import actions as audit
from app.domain.limits import tries
from app.domain.limits.rules import Limited
from app.domain.notices import sign_in_words
from app.domain.people import joining, members
from app.domain.people.models import Membership
from app.foundation.actors import Operator, Staff
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId, OrganisationId, hashed, new_secret
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
    they sign in as usual. Tells nobody which. Refused after a few a day, and to all but the managers of their place
    and, for a manager, whoever runs the service."""
    person, account = _to_be_invited(work, membership_id)
    if not tries.may_try(work, Limited.INVITATION, person.email):
        raise Refused("They were sent several e-mails today. Ask them to look among their unwanted e-mails.")
    inviter = _first_name_of_actor(work)
    if account.password_hash:
        words, opens = sign_in_words.one_more_place(person.first_name, inviter, work.settings.public_url), ""
    else:
        words, opens = sign_in_words.invitation(person.first_name, inviter), StaffLink.INVITATION
    owners.tell(work, person, "invitation", words, opens=opens)


def lost_phone(work: Work, membership_id: MembershipId) -> None:
    """A manager says that a colleague lost the phone with their codes: all their devices are signed out at once, and
    they get an e-mail with which, and with their password, they set up their codes anew. Refused for oneself, and for
    somebody who has no codes yet."""
    person = _somebody_of_mine(work, membership_id)
    account = _account_at(work, person)
    if isinstance(work.actor, Staff) and work.actor.membership_id == membership_id:
        raise Refused("Ask another manager to press this for you: two people look better than one.")
    if not account or not account.seed:
        raise Refused("They have not set up any codes yet. They do that when they sign in.")
    if not tries.may_try(work, Limited.INVITATION, person.email):
        raise Refused("They were sent several e-mails today. Ask them to look among their unwanted e-mails.")
    devices.end_all(work, account.id)
    words = sign_in_words.lost_phone(person.first_name, _first_name_of_actor(work))
    owners.tell(work, person, "lost phone", words, opens=StaffLink.LOST_PHONE)
    audit.note(work, "phone lost", "membership", membership_id, organisation_id=person.organisation_id)


def _account_at(work: Work, person: Membership) -> Account | None:
    """Whose place this is. None for a place that nobody was invited to yet."""
    account = queries.account_by_email(work, person.email)
    return account if account and work.session.get(AccountMembership, (account.id, person.id)) else None


def _to_be_invited(work: Work, membership_id: MembershipId) -> tuple[Membership, Account]:
    person = _somebody_to_invite(work, membership_id)
    account = queries.account_by_email(work, person.email)
    if not account:
        account = Account(email=person.email, created_at=work.now)
        work.session.add(account)
        work.session.flush()
    if not work.session.get(AccountMembership, (account.id, membership_id)):
        work.session.add(AccountMembership(account_id=account.id, membership_id=membership_id))
    audit.note(work, "invited", "membership", membership_id, organisation_id=person.organisation_id)
    return person, account


def _somebody_to_invite(work: Work, membership_id: MembershipId) -> Membership:
    if not isinstance(work.actor, Operator):
        return _somebody_of_mine(work, membership_id)
    person = members.membership(work, membership_id)
    joining.must_be_able_to_add(work, person.organisation_id, members.roles_of(work, person.id))
    return members.at(work, person.organisation_id, membership_id)


def _somebody_of_mine(work: Work, membership_id: MembershipId) -> Membership:
    """Somebody who works where the actor may change the people. NotFound for everybody else, as for nobody."""
    if isinstance(work.actor, Staff):
        joining.must_keep_house(work, work.actor.organisation_id)
        return members.at(work, work.actor.organisation_id, membership_id)
    person = members.membership(work, membership_id)
    joining.must_keep_house(work, person.organisation_id)
    return members.at(work, person.organisation_id, membership_id)


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
    noting.note(work, "password set", account.id)
    return account


def start_staff_session(
    work: Work, account_id: UUID, membership_id: MembershipId, *, device_id: UUID | None = None
) -> str:
    """Sign somebody in at one of their places. Gives the secret for the cookie."""
    secret = new_secret()
    started = StaffSession(
        secret_hash=hashed(secret),
        account_id=account_id,
        membership_id=membership_id,
        device_id=device_id,
        started_at=work.now,
        seen_at=work.now,
    )
    work.session.add(started)
    audit.note(work, "signed in", "membership", membership_id, organisation_id=_place_of(work, started))
    return secret


def saw_staff(work: Work, session_id: UUID) -> None:
    """This session was used just now."""
    connection = work.session.connection()
    connection.execute(sa.update(StaffSession).where(col(StaffSession.id) == session_id).values(seen_at=work.now))
    its_device = sa.select(col(StaffSession.device_id)).where(col(StaffSession.id) == session_id).scalar_subquery()
    connection.execute(sa.update(Device).where(col(Device.id) == its_device).values(seen_at=work.now))


def end_staff_session(work: Work, secret: str) -> None:
    """Sign out the session with this secret, if it lives."""
    found = work.session.exec(select(StaffSession).where(StaffSession.secret_hash == hashed(secret))).first()
    if found and not found.ended_at:
        found.ended_at = work.now
        work.session.add(found)
        audit.note(work, "signed out", "membership", found.membership_id, organisation_id=_place_of(work, found))


def _place_of(work: Work, session: StaffSession) -> OrganisationId:
    return members.membership(work, session.membership_id).organisation_id


def forget_what_ended(work: Work) -> None:
    """What counts for nothing any more: old wishes, and links, sessions and devices that ended a month ago."""
    staff_links.forget_old_links(work)
    ended = work.now - rules.FORGOTTEN_AFTER
    work.session.connection().execute(sa.delete(StaffSession).where(col(StaffSession.seen_at) < ended))
    devices.forget_old_devices(work)
    new_passwords.forget_old_wishes(work)
