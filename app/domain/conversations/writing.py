"""What must be true before a person's words go to a family, and how they go. Sends nothing, and decides for nobody."""

from datetime import datetime, timedelta

from app.domain.conversations import queries, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.phones import reaching
from app.domain.conversations.translating import stored
from app.domain.conversations.translating.preview import Preview
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.private_pages import private_links
from app.domain.relationships import actions as relationships
from app.domain.wording import rules as wording_rules
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId
from app.foundation.sms import LONGEST, parts_of, straightened
from app.foundation.text import storable
from app.foundation.work import Work

MOST_TEXTS = 10
FURTHEST = timedelta(days=14)


def must_be_cleared_for(work: Work, contact_id: ContactId) -> None:
    """Refused when the actor's own checks do not count; for a young person, when nobody has confirmed them."""
    author = members.membership(work, work.staff.membership_id)
    relationships.must_hold_threads(work, author, with_young=people.contact(work, contact_id).is_young)


def must_have_said_hello(work: Work, conversation: Conversation, last: Message | None) -> None:
    """Refused while the two have never written, or while the hello still waits. Words that can only wait on an open
    page need none: the family opened it because their person gave them a card."""
    if not queries.has_texted(work, conversation):
        if waits_on_page(work, conversation):
            return
        raise Refused(
            "You have not written to each other yet. Say hello first: who you are, and that nothing is wrong."
        )
    # Whoever wrote to us waits for an answer, not for our hello.
    if last is None and queries.hello_still_waits(work, conversation):
        raise Refused(
            "Your first text has not reached them yet. It says who you are, so it goes first. "
            "You can wait for it, or take it back and say hello now."
        )


def waits_on_page(work: Work, conversation: Conversation) -> bool:
    """Can words not go by text, but wait on a private page that is open?"""
    line, number = reaching.line_for(work, conversation), reaching.number_for(work, conversation)
    return not permissions.may_contact(work, line=line, number=number).is_allowed and has_open_page(work, conversation)


def has_open_page(work: Work, conversation: Conversation) -> bool:
    """Could the family read words in this thread on their private page without a new link?"""
    return private_links.has_open_page(work, conversation.contact_id, with_id=conversation.membership_id)


def taken(work: Work, text: str, translated: Preview | None = None) -> str:
    """The words as we take them. Refused when there are none, or too many for texts, with their translation if any."""
    words = storable(text).strip()
    if not words:
        raise Refused("There is nothing written yet.")
    author = members.membership(work, work.staff.membership_id)
    both = stored.in_both(words, translated.language, translated.words, author.first_name) if translated else words
    sent = straightened(wording_rules.as_sent(both, author.first_name))
    if len(sent) > LONGEST or parts_of(sent).count > MOST_TEXTS:
        raise Refused(
            f"This would take {parts_of(sent).count} texts, and {MOST_TEXTS} is the most. "
            "Nothing is lost: make it shorter, or ring."
        )
    return words


def going(
    work: Work,
    conversation: Conversation,
    *,
    wanted: datetime | None,
    answers_at: datetime | None,
    must_be_text: bool = False,
) -> thread.Outgoing | None:
    """How it goes to the phone; None when it can only wait on the family's open page. Refused when neither works."""
    line, number = reaching.line_for(work, conversation), reaching.number_for(work, conversation)
    decision = permissions.may_contact(work, line=line, number=number)
    if decision.reason:
        if not must_be_text and has_open_page(work, conversation):
            return None
        raise Refused(decision.reason.value)
    assert line is not None
    assert number is not None
    if wanted and wanted > work.now + FURTHEST:
        raise Refused("That is more than two weeks away. A person should decide nearer the day.")
    zone = people.organisation(work, conversation.organisation_id).zone
    hours = permissions.hours_of(work, conversation.contact_id, zone)
    window = permission_rules.window(work.now, hours, wanted=wanted, answers_at=answers_at)
    return thread.Outgoing(line.id, number, window.not_before, window.not_after)
