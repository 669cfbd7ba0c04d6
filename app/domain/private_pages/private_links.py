"""A family's private link, and the visit it opens. Families never have a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, ContactPhone, Freeze, PhoneNumber
from app.domain.private_pages import rules
from app.domain.private_pages.models import FamilyLink, FamilySession
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, MembershipId, hashed, new_secret
from app.foundation.single_use import use_once
from app.foundation.work import Work


@dataclass(frozen=True)
class Visiting:
    """A living family session. `handed_by_id`: it began with that person's card, and shows their thread alone."""

    session_id: UUID
    contact_id: ContactId
    line_id: UUID | None
    number: str
    until: datetime
    is_only_mine: bool
    handed_by_id: MembershipId | None
    older_until: datetime | None

    def shows_older(self, now: datetime) -> bool:
        """Did they say their word on this phone, not long ago?"""
        return self.older_until is not None and self.older_until > now


def make_link(work: Work, contact_id: ContactId, *, line_id: UUID, number: str) -> str:
    """A fresh private link for this contact, on its way to this number. Ends the older ones. Gives its secret."""
    return _fresh(work, contact_id, line_id=line_id, number=number)


def make_card(work: Work, contact_id: ContactId, *, handed_by_id: MembershipId) -> str:
    """A fresh private link for this contact, on a card that this person hands over. Ends the older ones, on cards and
    in texts. Gives its secret."""
    return _fresh(work, contact_id, handed_by_id=handed_by_id)


def _fresh(
    work: Work,
    contact_id: ContactId,
    *,
    line_id: UUID | None = None,
    number: str = "",
    handed_by_id: MembershipId | None = None,
) -> str:
    work.session.flush()
    work.session.connection().execute(
        sa.update(FamilyLink)
        .where(
            col(FamilyLink.contact_id) == contact_id,
            col(FamilyLink.used_at).is_(None),
            col(FamilyLink.ended_at).is_(None),
        )
        .values(ended_at=work.now)
    )
    secret = new_secret()
    work.session.add(
        FamilyLink(
            secret_hash=hashed(secret),
            contact_id=contact_id,
            line_id=line_id,
            number=number,
            handed_by_id=handed_by_id,
            made_at=work.now,
            until=work.now + rules.LINK_LASTS,
        )
    )
    return secret


def use_link(work: Work, secret: str, *, is_only_mine: bool) -> str:
    """Open the private page, once. Gives the secret for the cookie. NotFound when the link is used, ended or too old,
    or when the phone it went to is not in their hands any more."""
    found = link(work, secret)
    if (
        not found
        or not is_usable(found, work.now)
        or not _still_holds(work, found)
        or not use_once(work, FamilyLink, found.id)
    ):
        raise NotFound("This link has been used or is too old.")
    own = new_secret()
    lasts = rules.FAMILY_ONLY_MINE if is_only_mine else rules.FAMILY_VISIT
    work.session.add(
        FamilySession(
            secret_hash=hashed(own),
            contact_id=found.contact_id,
            line_id=found.line_id,
            number=found.number,
            handed_by_id=found.handed_by_id,
            is_only_mine=is_only_mine,
            started_at=work.now,
            until=work.now + lasts,
        )
    )
    place = people.contact(work, found.contact_id).organisation_id
    audit.note(work, "opened the private page", "contact", found.contact_id, organisation_id=place)
    return own


def _still_holds(work: Work, found: FamilyLink | FamilySession) -> bool:
    """Is the phone still theirs, and not frozen? Does whoever handed over the card still work here?"""
    if found.handed_by_id:
        return members.works_here(work, members.membership(work, found.handed_by_id))
    asked = {"contact_id": found.contact_id, "number": found.number}
    theirs = work.session.execute(_is_surely_theirs(), asked).scalars().first()
    work.held.append(theirs)  # each page asks for this family member again, more than once
    return theirs is not None


@cache  # every page of a family asks this
def _is_surely_theirs() -> sa.Select[Contact]:
    number = sa.bindparam("number", type_=sa.String())
    uses_it = (
        sa.exists()
        .where(col(ContactPhone.contact_id) == col(Contact.id), col(ContactPhone.until).is_(None))
        .where(col(PhoneNumber.id) == col(ContactPhone.phone_number_id), col(PhoneNumber.number) == number)
    )
    is_frozen = (
        sa.exists()
        .where(col(Freeze.organisation_id) == col(Contact.organisation_id), col(Freeze.number) == number)
        .where(col(Freeze.until).is_(None))
    )
    return sa.select(Contact).where(col(Contact.id) == sa.bindparam("contact_id"), uses_it, ~is_frozen)


def family_by_session(work: Work, secret: str) -> Visiting | None:
    """Whose private page this session secret opens, if it lives."""
    found = work.session.exec(select(FamilySession).where(FamilySession.secret_hash == hashed(secret))).first()
    if not found or found.ended_at or found.until <= work.now or not _still_holds(work, found):
        return None
    return Visiting(
        session_id=found.id,
        contact_id=found.contact_id,
        line_id=found.line_id,
        number=found.number,
        until=found.until,
        is_only_mine=found.is_only_mine,
        handed_by_id=found.handed_by_id,
        older_until=found.older_until,
    )


def ended_family_session(work: Work, secret: str) -> FamilySession | None:
    """The family session of this secret, even if it has ended: to say kindly that it has."""
    return work.session.exec(select(FamilySession).where(FamilySession.secret_hash == hashed(secret))).first()


def has_open_page(work: Work, contact_id: ContactId, *, with_id: MembershipId) -> bool:
    """Could this contact read words of this person without a new link: on a page that is open now, or by a card of
    theirs that was not used yet?"""
    session, card = FamilySession, FamilyLink
    open_now = select(session).where(
        session.contact_id == contact_id,
        col(session.ended_at).is_(None),
        session.until > work.now,
        sa.or_(col(session.handed_by_id).is_(None), col(session.handed_by_id) == with_id),
    )
    in_hand = select(card).where(
        card.contact_id == contact_id,
        card.handed_by_id == with_id,
        col(card.used_at).is_(None),
        col(card.ended_at).is_(None),
        card.until > work.now,
    )
    found: list[FamilyLink | FamilySession] = [*work.session.exec(in_hand), *work.session.exec(open_now)]
    return any(_still_holds(work, one) for one in found)


def link(work: Work, secret: str) -> FamilyLink | None:
    """The private link with this secret, used or not."""
    return work.session.exec(select(FamilyLink).where(FamilyLink.secret_hash == hashed(secret))).first()


def is_usable(found: FamilyLink | None, now: datetime) -> bool:
    """Does this link still open something?"""
    return bool(found and not found.used_at and not found.ended_at and found.until > now)


def forget_old_links(work: Work) -> None:
    """Links and visits that ended a month ago say nothing any more."""
    month = work.now - timedelta(days=30)
    work.session.connection().execute(sa.delete(FamilySession).where(col(FamilySession.until) < month))
    work.session.connection().execute(sa.delete(FamilyLink).where(col(FamilyLink.until) < month))
