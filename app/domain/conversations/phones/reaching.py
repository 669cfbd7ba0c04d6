"""Which phone of a family, and which of our lines, a thread is spoken through. Only reads."""

from collections.abc import Collection, Sequence

from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.queries import last_word_of_family
from app.domain.people import queries as people
from app.domain.people.models import PhoneLine
from app.foundation.phone_numbers import NumberKind, kind_of
from app.foundation.work import Work


def number_for(work: Work, conversation: Conversation) -> str | None:
    """The phone to text: the one the family last wrote from if it is still theirs, else their newest (E.164)."""
    theirs = people.numbers_of(work, conversation.contact_id)
    frozen = people.frozen_among(work, [(conversation.organisation_id, number) for number in theirs])
    return number_among(theirs, last_word_of_family(work, conversation), frozen={number for _, number in frozen})


def number_among(theirs: Sequence[str], last: Message | None, *, frozen: Collection[str] = ()) -> str | None:
    """The same, when their numbers (newest first), those that are frozen and their last word are at hand already. One
    that is surely theirs, and a mobile, if they have one: who rings from the house phone can still be texted."""
    usual = [last.number] if last and last.number in theirs else []
    all_of_them = [number for number in (*usual, *theirs) if number]
    candidates = [number for number in all_of_them if number not in frozen] or all_of_them
    return next((one for one in candidates if kind_of(one) is NumberKind.MOBILE), next(iter(candidates), None))


def line_for(work: Work, conversation: Conversation) -> PhoneLine | None:
    """The line a thread is spoken through: the one it was last spoken through, else its person's."""
    line = people.line(work, conversation.line_id) if conversation.line_id else None
    if line and line.until is None:
        return line
    return people.line_of(work, conversation.organisation_id, conversation.membership_id)
