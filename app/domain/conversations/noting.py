"""Putting on record what is done in a thread, and who reads one that is not their own. Never a word that was said."""

from app.domain.audit import actions as audit
from app.domain.audit.models import AuditEntry
from app.domain.audit.rules import Looking
from app.domain.conversations.models import Conversation, Message
from app.domain.relationships import queries as relationships
from app.domain.relationships.rules import StandsInAs
from app.foundation.work import Work

LOOKS_AS = {
    StandsInAs.COVER: Looking.AS_COVER,
    StandsInAs.HOLIDAY_READER: Looking.IN_THE_HOLIDAYS,
    StandsInAs.ON_DUTY: Looking.ON_DUTY,
}


def note(
    work: Work, verb: str, conversation: Conversation, message: Message | None = None, *, words: str = ""
) -> AuditEntry:
    """Add one entry for what the actor did in this thread, perhaps with one message of it; `words` say why."""
    return audit.note(
        work,
        verb,
        "message" if message else "conversation",
        message.id if message else conversation.id,
        organisation_id=conversation.organisation_id,
        contact_id=conversation.contact_id,
        whose_id=conversation.membership_id,
        words=words,
    )


def looks_at(work: Work, conversation: Conversation) -> None:
    """The actor reads a colleague's thread: remember it, and as whose stand-in they do."""
    if any(look.about_id == conversation.id for look in work.looks):
        return
    as_whom = relationships.stands_in_as(work, conversation.membership_id)
    work.looked_at(
        LOOKS_AS[as_whom] if as_whom else Looking.READ,
        "conversation",
        conversation.id,
        contact_id=conversation.contact_id,
        whose_id=conversation.membership_id,
    )
