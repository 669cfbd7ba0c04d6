"""The automatic answers: the only texts that Kettle sends by itself, and only because the family just did something.

Each says "Automatic reply". None goes to a phone that said STOP, and none is an answer to nothing: `answers_id` names
what the family did, and the database insists on it.
"""

from datetime import datetime
from uuid import UUID

from app.domain.conversations import rules, thread
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.phones import reaching
from app.domain.limits import budget
from app.domain.limits.rules import Limited
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.permissions import rules as permission_rules
from app.domain.wording import queries as wording
from app.domain.wording import rules as wording_rules
from app.foundation.languages import ENGLISH, LANGUAGES, language
from app.foundation.log import log
from app.foundation.work import Work

_log = log("answers")


def link(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The private page that the family asked for, now or at `asked_at` (UTC). None when it may not be texted, or when
    it was asked for too often."""
    return _answer(
        work,
        conversation,
        "link_wanted",
        answers_id=answers_id,
        number=number,
        asked_at=asked_at,
        also=(Limited.LINK_BY_NUMBER,),
    )


def welcome_back(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The answer to START, said now or at `asked_at` (UTC). None when that phone may not be texted."""
    return _answer(work, conversation, "welcome_back", answers_id=answers_id, number=number, asked_at=asked_at)


def languages(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The answer to LANGUAGE, said now or at `asked_at` (UTC): every language by its own name. None when that phone may
    not be texted."""
    return _answer(work, conversation, "languages", answers_id=answers_id, number=number, asked_at=asked_at)


def language_chosen(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The answer to the name of a language, said now or at `asked_at` (UTC). None when that phone may not be texted."""
    return _answer(work, conversation, "language_chosen", answers_id=answers_id, number=number, asked_at=asked_at)


def page_closed(
    work: Work, conversation: Conversation, *, answers_id: UUID, number: str, asked_at: datetime | None = None
) -> Message | None:
    """The answer to LOCK, said now or at `asked_at` (UTC). The same words for everybody on a shared phone, so that they
    do not say whose page there was. None when that phone may not be texted."""
    sharing = people.sharing(work, conversation.organisation_id, number)
    reads = {permissions.wishes_of(work, one.id).reads for one in sharing}
    return _answer(
        work,
        conversation,
        "page_closed",
        answers_id=answers_id,
        number=number,
        asked_at=asked_at,
        reads=reads.pop() if len(reads) == 1 else ENGLISH.code,
    )


def about_a_time(
    work: Work,
    conversation: Conversation,
    purpose: str,
    *,
    answers_id: UUID,
    filled: wording_rules.Blanks,
    once: str,
    number: str = "",
    asked_at: datetime | None = None,
    wanted: datetime | None = None,
    or_on_page: bool = False,
) -> Message | None:
    """What a family hears about a time to talk that it asked for: the list, that it is booked, moved or given back, or
    the one reminder. `filled` gives the blanks in the language in which the words go; `wanted` (UTC) is for a reminder.

    None when that phone may not be texted, or others use it too: nothing personal is said to it. `or_on_page`: then the
    words stand on the family's page alone.
    """
    phone = number or reaching.number_for(work, conversation) or ""
    is_theirs = bool(phone) and len(people.sharing(work, conversation.organisation_id, phone)) == 1
    said = (
        _answer(
            work,
            conversation,
            purpose,
            answers_id=answers_id,
            number=phone,
            asked_at=asked_at,
            wanted=wanted,
            filled=filled,
            once=once,
        )
        if is_theirs
        else None
    )
    if said or not or_on_page:
        return said
    return _add(work, conversation, purpose, answers_id=answers_id, going=None, filled=filled, once=once)


def _answer(
    work: Work,
    conversation: Conversation,
    purpose: str,
    *,
    answers_id: UUID,
    number: str,
    asked_at: datetime | None,
    reads: str = "",
    also: tuple[Limited, ...] = (),
    wanted: datetime | None = None,
    filled: wording_rules.Blanks | None = None,
    once: str = "",
) -> Message | None:
    line = reaching.line_for(work, conversation)
    if line is None or not permissions.may_contact(work, line=line, number=number).is_allowed:
        return None
    if not _is_within_limits(work, number, also):
        return None
    zone = people.organisation(work, conversation.organisation_id).zone
    hours = permissions.hours_of(work, conversation.contact_id, zone)
    # Somebody who asked at night gets it at night; not when we only come round to it hours later.
    window = permission_rules.window(work.now, hours, wanted=wanted, answers_at=asked_at or work.now)
    going = thread.Outgoing(line.id, number, window.not_before, window.not_after)
    return _add(work, conversation, purpose, answers_id=answers_id, going=going, reads=reads, filled=filled, once=once)


def _add(
    work: Work,
    conversation: Conversation,
    purpose: str,
    *,
    answers_id: UUID,
    going: thread.Outgoing | None,
    reads: str = "",
    filled: wording_rules.Blanks | None = None,
    once: str = "",
) -> Message:
    author = members.colleague(work, conversation.membership_id)
    reads = reads or permissions.wishes_of(work, conversation.contact_id).reads
    words = wording.automatic_words(work, conversation.organisation_id, purpose, reads)
    blanks = {
        "first_name": author.first_name,
        "link": rules.LINK_BLANK,
        "language": language(reads).own,
        "languages": "\n".join(one.own for one in LANGUAGES.values()),
        **(filled(words.language) if filled else {}),
    }
    return thread.to_family(
        work,
        conversation,
        author=author.id,
        body=wording_rules.fill(words.text, blanks),
        by_hand=False,
        once=once or f"{purpose}:{answers_id}",
        going=going,
        answers_id=answers_id,
        purpose=purpose,
    )


def _is_within_limits(work: Work, number: str, also: tuple[Limited, ...]) -> bool:
    """Does this text fit into what one phone and the whole service may get? When we cannot count, it does not."""
    try:
        with work.session.begin_nested():
            return budget.may_text(work, number, *also)
    except Exception:
        _log.exception("automatic texts cannot be counted, so none goes")
        return False
