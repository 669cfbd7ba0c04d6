"""The automatic answers: the only texts that Kettle sends by itself, and only because the family just did something.

Each says "Automatic reply". None goes to a phone that said STOP, and none is an answer to nothing: `answers_id` names
what the family did, and the database insists on it.
"""

from datetime import datetime
from uuid import UUID

from app.domain.conversations import queries, rules, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.people import members
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.wording import queries as wording
from app.domain.wording import rules as wording_rules
from app.foundation.work import Work


def link(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The private page that the family asked for, now or at `asked_at` (UTC). None when it may not be texted."""
    return _answer(work, conversation, "link_wanted", answers_id=answers_id, number=number, asked_at=asked_at)


def welcome_back(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The answer to START, said now or at `asked_at` (UTC). None when that phone may not be texted."""
    return _answer(work, conversation, "welcome_back", answers_id=answers_id, number=number, asked_at=asked_at)


def _answer(
    work: Work,
    conversation: Conversation,
    purpose: str,
    *,
    answers_id: UUID,
    number: str,
    asked_at: datetime | None,
) -> Message | None:
    line = queries.line_for(work, conversation)
    if line is None or not permissions.may_contact(work, line=line, number=number).is_allowed:
        return None
    author = members.colleague(work, conversation.membership_id)
    reads = permissions.wishes_of(work, conversation.contact_id).reads
    words = wording.automatic_words(purpose, reads)
    hours = permissions.hours_of(work, conversation.contact_id, author.zone)
    # Somebody who asked at night gets it at night; not when we only come round to it hours later.
    going = permission_rules.window(work.now, hours, answers_at=asked_at or work.now)
    return thread.to_family(
        work,
        conversation,
        author=author.id,
        body=wording_rules.fill(words.text, {"first_name": author.first_name, "link": rules.LINK_BLANK}),
        by_hand=False,
        once=f"{purpose}:{answers_id}",
        going=thread.Outgoing(line.id, number, going.not_before, going.not_after),
        answers_id=answers_id,
        purpose=purpose,
    )
