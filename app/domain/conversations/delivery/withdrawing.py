"""Taking back texts that still lie with us, because of what happened to the phone they would go to. Never one that has
gone; and no author is left wondering: what is held back stands in their thread with the reason."""

import sqlalchemy as sa
from sqlmodel import col

from app.domain.conversations import rules
from app.domain.conversations.delivery.claiming import waits_to_go
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.foundation.identifiers import ContactId, MessageId, OrganisationId, PhoneLineId
from app.foundation.work import Work

STILL_HERE = (State.QUEUED, State.CLAIMED)


def from_line(work: Work, line_id: PhoneLineId, number: str) -> None:
    """Every text from this line to this phone: it said STOP."""
    _withdraw(work, col(Message.line_id) == line_id, col(Message.number) == number, code=rules.SAID_STOP)


def to_phone(work: Work, organisation_id: OrganisationId, number: str) -> None:
    """Every text of one organisation to this phone: it may be in other hands."""
    _withdraw(work, _of_organisation(organisation_id), col(Message.number) == number, code=rules.FROZEN)


def to_contact(work: Work, contact_id: ContactId, number: str) -> None:
    """Every text to this contact on this number: it is not theirs any more. Texts to others on it go."""
    _withdraw(work, _of_contact(contact_id), col(Message.number) == number, code=rules.NUMBER_GONE)


def links_to_phone(work: Work, organisation_id: OrganisationId, number: str) -> None:
    """Links that one organisation would send to this phone: it asked for its pages to be closed."""
    here = _of_organisation(organisation_id)
    _withdraw(work, here, col(Message.number) == number, _brings_a_link(), code=rules.PAGE_CLOSED)


def links_to_contact(work: Work, contact_id: ContactId) -> None:
    """Links that would go to this contact, on whichever phone."""
    _withdraw(work, _of_contact(contact_id), _brings_a_link(), code=rules.PAGE_CLOSED)


def about(work: Work, mark: str) -> None:
    """Every text whose mark begins with this: what it says is not true any more."""
    _withdraw(work, col(Message.once).startswith(f"{mark}:", autoescape=True), code=rules.NOT_TRUE_ANY_MORE)


def one_text(work: Work, message_id: MessageId) -> None:
    """This very text: what it asks has been answered."""
    _withdraw(work, col(Message.id) == message_id, code=rules.NOT_TRUE_ANY_MORE)


def _of_organisation(organisation_id: OrganisationId) -> sa.ColumnElement[bool]:
    here = sa.select(col(Conversation.id)).where(col(Conversation.organisation_id) == organisation_id)
    return col(Message.conversation_id).in_(here)


def _of_contact(contact_id: ContactId) -> sa.ColumnElement[bool]:
    theirs = sa.select(col(Conversation.id)).where(col(Conversation.contact_id) == contact_id)
    return col(Message.conversation_id).in_(theirs)


def _brings_a_link() -> sa.ColumnElement[bool]:
    return col(Message.purpose).in_(rules.LINK_PURPOSES)


def _withdraw(work: Work, *which: sa.ColumnElement[bool], code: int) -> None:
    work.session.flush()
    work.session.connection().execute(
        sa.update(Message)
        .where(waits_to_go(), col(Message.state).in_(STILL_HERE), *which)
        .values(
            state=State.WITHDRAWN,
            state_at=work.now,
            error_code=code,
            claimed_by=None,
            claimed_until=None,
        )
    )
