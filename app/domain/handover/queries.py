"""Reading who leaves, and how far their families are."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.domain.conversations import moving
from app.domain.conversations import queries as conversations
from app.domain.conversations.phones import reaching
from app.domain.handover import rules
from app.domain.handover.models import Leaving, NextPerson
from app.domain.handover.rules import Family, Left
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import queries as permissions
from app.domain.private_pages import private_links
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def leaving(work: Work, membership_id: MembershipId) -> Leaving | None:
    """Somebody's leaving, while it is not over."""
    found = work.session.get(Leaving, membership_id)
    return found if found and not found.ended_at else None


def must_be_leaving(work: Work, membership_id: MembershipId) -> Leaving:
    """The same. NotFound when they are not leaving."""
    found = leaving(work, membership_id)
    if not found:
        raise NotFound
    return found


def not_ended(work: Work) -> Sequence[Leaving]:
    """Everybody who leaves and whose place is still open, the next to go first."""
    query = select(Leaving).where(col(Leaving.ended_at).is_(None))
    return work.session.exec(query.order_by(col(Leaving.last_day), col(Leaving.membership_id))).all()


def families_of(work: Work, membership_id: MembershipId) -> list[Family]:
    """Every family whose person this is, by name, with who comes next and whether they know."""
    chosen = chosen_for(work, membership_id)
    found = [
        _family(work, people.contact(work, contact_id), membership_id, chosen.get(contact_id))
        for contact_id in relationships.families_of(work, membership_id)
    ]
    return sorted(found, key=lambda one: (one.first_name, one.last_name, str(one.contact_id)))


def chosen_for(work: Work, membership_id: MembershipId) -> dict[ContactId, NextPerson]:
    """Who comes next for each family of somebody who leaves, where that is said already."""
    query = select(NextPerson).where(NextPerson.membership_id == membership_id)
    return {one.contact_id: one for one in work.session.exec(query)}


def left_to_do(work: Work, membership_id: MembershipId) -> Left:
    """What is still to do before this person's place can close quietly."""
    return rules.left_to_do(families_of(work, membership_id), moving.still_to_go(work, membership_id))


def _family(work: Work, contact: Contact, leaver: MembershipId, following: NextPerson | None) -> Family:
    talk = conversations.between(work, contact_id=contact.id, membership_id=leaver)
    return Family(
        contact_id=contact.id,
        first_name=contact.first_name,
        last_name=contact.last_name,
        next_id=following.next_id if following else None,
        next_name=members.membership(work, following.next_id).first_name if following else "",
        starts_fresh=bool(following and following.starts_fresh),
        is_waiting=bool(talk and talk.waiting_since),
        can_be_texted=_can_be_texted(work, contact, leaver),
        is_told=bool(following and following.told_at),
    )


def _can_be_texted(work: Work, contact: Contact, leaver: MembershipId) -> bool:
    talk = conversations.between(work, contact_id=contact.id, membership_id=leaver)
    if not talk or not conversations.has_texted(work, talk):
        return False
    line, number = reaching.line_for(work, talk), reaching.number_for(work, talk)
    return permissions.may_contact(work, line=line, number=number).is_allowed or private_links.has_open_page(
        work, contact.id, with_id=leaver
    )
