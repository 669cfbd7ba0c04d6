"""What staff say about a family member's phone: not theirs any more, perhaps in other hands, still theirs after all.

From their own page or from a conversation; each is one press, and leads back to where it was pressed.
"""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations.phones import in_other_hands
from app.foundation.identifiers import ContactId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import pages

Says = Callable[[Work, ContactId, str], None]


@pages.does("/family/<uuid:contact_id>/phone/not-theirs")
def not_theirs_any_more(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """This number is not theirs any more."""
    return _say(work, contact_id, in_other_hands.is_not_theirs_any_more)


@pages.does("/family/<uuid:contact_id>/phone/freeze")
def freeze_phone(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """This phone may be in other hands."""
    return _say(work, contact_id, in_other_hands.may_be_in_other_hands)


@pages.does("/family/<uuid:contact_id>/phone/still-theirs")
def still_theirs(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """It is still theirs."""
    return _say(work, contact_id, in_other_hands.is_still_theirs)


def _say(work: Work, contact_id: ContactId, says: Says) -> ResponseReturnValue:
    says(work, contact_id, forms.typed("number", limit=60))
    if "conversation_id" in request.form:
        address = url_for(
            "trusted_person.conversation", conversation_id=forms.an_id("conversation_id"), _anchor="family"
        )
    else:
        address = url_for("organisation.family_member", contact_id=contact_id, _anchor="phones")
    return redirect(address, 303)
