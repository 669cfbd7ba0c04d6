""" "No answer needed", and taking it back. Nothing is ever sent from here.

Only the family's own words can wait: what was left without an answer waits again exactly as long as before, as long as
nobody has spoken since. Newer words, and any answer, win.
"""

from sqlmodel import col

from app.domain.conversations import noting, queries, thread
from app.domain.conversations.models import Conversation, Message
from app.foundation.errors import Refused
from app.foundation.identifiers import ConversationId, MessageId
from app.foundation.work import Work


def leave(work: Work, conversation: Conversation, seen: MessageId | None) -> None:
    """The family's words up to `seen` need no answer. We remember since when they waited, so that they can again."""
    since = conversation.waiting_since or conversation.left_unanswered_since
    thread.answered(work, conversation, seen)
    if conversation.waiting_since is None:
        conversation.left_unanswered_since = since
        work.session.add(conversation)


def it_still_waits(work: Work, conversation_id: ConversationId) -> None:
    """Take "no answer needed" back: the family waits again, as long as before. Pressing twice changes nothing, and
    neither does pressing when they wait already, with newer words. Refused when they have been answered since."""
    conversation = queries.in_my_hand(work, conversation_id)
    if conversation.waiting_since:
        return
    since, conversation.left_unanswered_since = conversation.left_unanswered_since, None
    if since is None:
        raise Refused("Somebody has answered since, so nobody waits here.")
    work.session.flush()
    first = thread.first_word(work, conversation, col(Message.stored_at) >= since)
    if first:  # unless it has moved to the other one on the phone meanwhile
        thread.waits(conversation, first.stored_at, first.channel)
    work.session.add(conversation)
    noting.note(work, "an answer is needed after all", conversation)
