"""Phones change hands: a number that is not theirs any more, a phone that may be in other hands, a lost one.

Staff press; everything that would still open or go there ends in the same Work. Nothing is ever sent from here, and
no phone hears of another.
"""

from app.domain.conversations.delivery import withdrawing
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Contact
from app.domain.permissions import actions as permissions
from app.domain.private_pages import ending
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId
from app.foundation.work import Work


def is_not_theirs_any_more(work: Work, contact_id: ContactId, number: str) -> None:
    """Take a number (E.164) away from a family member: nothing of theirs goes there or opens there from now on. Others
    on the same phone keep it. NotFound when they do not use it."""
    contact = _of_mine(work, contact_id)
    people_actions.take_number_away(work, contact.id, number=number)
    withdrawing.to_contact(work, contact.id, number)
    ending.end_pages_of_contact(work, contact.id, number=number)


def may_be_in_other_hands(work: Work, contact_id: ContactId, number: str) -> None:
    """Freeze a phone (E.164) of a family member, for everybody of this organisation who uses it: nothing goes there and
    nothing opens there, until somebody made sure. What it texts still comes in. NotFound when they do not use it."""
    contact = _of_mine(work, contact_id)
    _must_use(work, contact, number)
    permissions.freeze(work, contact.organisation_id, number)
    withdrawing.to_phone(work, contact.organisation_id, number)
    ending.end_pages_at(work, contact.organisation_id, number)


def is_still_theirs(work: Work, contact_id: ContactId, number: str) -> None:
    """Somebody made sure: texts may go to this phone again. What was held back stays so; a page needs a new link.
    NotFound when they do not use it."""
    contact = _of_mine(work, contact_id)
    _must_use(work, contact, number)
    permissions.thaw(work, contact.organisation_id, number)


def _of_mine(work: Work, contact_id: ContactId) -> Contact:
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    if not people_rules.may_keep_families(work.actor, contact.organisation_id):
        raise Refused("Only people who work with families here can do that.")
    return contact


def _must_use(work: Work, contact: Contact, number: str) -> None:
    if number not in people.numbers_of(work, contact.id):
        raise NotFound
