"""The coach and the ready words beside the box of one thread: who will read, what they lately read, and which words
could stand there. Only reads, and never decides anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.conversations import queries, rules
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction, State
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, YoungPerson
from app.domain.permissions import queries as permissions
from app.domain.wording import queries as wording
from app.domain.wording import shelf
from app.domain.wording.coach import looking
from app.domain.wording.coach.remarks import Reader, Remark
from app.domain.wording.rules import Purpose, fill_or_gap
from app.foundation.identifiers import ConversationId
from app.foundation.languages import ENGLISH
from app.foundation.work import Work

SILENT = timedelta(days=90)
LATELY = 2  # texts of theirs: two worries in a row, and the next one may begin with something good
ABOUT_A_TIME = frozenset({"times_to_choose", "time_agreed", "time_again", "time_covered", "time_must_move"})
# These have a button of their own that fills their blanks. A number under a list that nobody keeps would book nothing.
NOT_OFFERED = ABOUT_A_TIME | {"hello", "goodbye", "goodbye_fresh", "link_offered", "translated"}


@dataclass(frozen=True)
class OnOffer:
    """Ready words that could stand in the box, and how far they are checked in the language that the family reads."""

    purpose: Purpose
    language: str
    checked: str


@dataclass(frozen=True)
class Ready:
    """Ready words as they would stand in the box; `english` beside them where they are in another language."""

    words: str
    language: str
    checked: str
    english: str


def look_over(work: Work, conversation_id: ConversationId, draft: str) -> tuple[Remark, ...]:
    """What the coach says about a draft in a thread of the actor's. NotFound for anybody else's."""
    conversation = queries.mine_to_read(work, conversation_id)
    return looking.look(draft, reader_of(work, conversation), shelf.rulebook)


def reader_of(work: Work, conversation: Conversation) -> Reader:
    """Who will read what is written in this thread."""
    contact = people.contact(work, conversation.contact_id)
    children = people.household_of(work, contact)[1]
    return Reader(
        language=permissions.wishes_of(work, contact.id).reads,
        author=members.membership(work, work.staff.membership_id).first_name,
        is_young=contact.is_young,
        child=_child_of(contact, children),
        surnames=tuple({name for name in (contact.last_name, *(child.last_name for child in children)) if name}),
        last_were_worries=_were_worries(_lately(work, conversation)),
    )


def on_offer(work: Work, *, reads: str, young: bool) -> list[OnOffer]:
    """The ready words of the actor's organisation that suit whoever reads this language, by title."""
    found = [shelf.purpose(name) for name in shelf.purposes() if name not in NOT_OFFERED]
    suiting = [one for one in found if not one.is_automatic and one.is_for(young=young)]
    words = wording.all_words_for(work, work.staff.organisation_id, [one.name for one in suiting], reads)
    offers = [OnOffer(one, words[one.name].language, words[one.name].checked) for one in suiting]
    return sorted(offers, key=lambda offer: offer.purpose.title)


def ready(work: Work, conversation_id: ConversationId, purpose: str) -> Ready:
    """Ready words with all that we know filled in; what we do not know stands in brackets. NotFound for a thread that
    is not the actor's; KeyError for a purpose that is not on offer."""
    conversation = queries.mine_to_read(work, conversation_id)
    if purpose in NOT_OFFERED or shelf.purpose(purpose).is_automatic:
        raise KeyError(purpose)
    reads = permissions.wishes_of(work, conversation.contact_id).reads
    words = wording.words_for(work, conversation.organisation_id, purpose, reads)
    known = _known(work, conversation)
    english = wording.words_for(work, conversation.organisation_id, purpose, ENGLISH.code)
    return Ready(
        words=fill_or_gap(words.text, known),
        language=words.language,
        checked=words.checked,
        english="" if words.language == ENGLISH.code else fill_or_gap(english.text, known),
    )


def _known(work: Work, conversation: Conversation) -> dict[str, str]:
    """What fills blanks by itself. A phone that was silent for long may be somebody else's: no child's name then."""
    contact = people.contact(work, conversation.contact_id)
    children = people.household_of(work, contact)[1]
    child = _child_of(contact, children) if _is_theirs_still(work, conversation) else ""
    me = members.membership(work, work.staff.membership_id)
    cover = members.membership(work, me.cover_id).first_name if me.cover_id else ""
    outside = shelf.outside()["nhs"]
    known = {
        "first_name": me.first_name,
        "contact": contact.first_name,
        "child": child,
        "cover": cover,
        "nhs_page": outside["page"],
        "nhs_looked": str(outside["looked"]),
    }
    return {blank: words for blank, words in known.items() if words}


def _child_of(contact: Contact, children: Sequence[YoungPerson]) -> str:
    """The one child they surely talk about."""
    return children[0].first_name if len(children) == 1 and not contact.is_young else ""


def _is_theirs_still(work: Work, conversation: Conversation) -> bool:
    """Has their phone been heard of lately: a word of theirs, or a text that arrived?"""
    heard = select(Message.id).where(
        Message.conversation_id == conversation.id,
        Message.happened_at > work.now - SILENT,
        sa.or_(col(Message.direction) == Direction.IN, col(Message.state) == State.DELIVERED),
    )
    return work.session.exec(heard.limit(1)).first() is not None


def _lately(work: Work, conversation: Conversation) -> Sequence[str]:
    query = (
        select(Message.body)
        .where(
            Message.conversation_id == conversation.id,
            Message.direction == Direction.OUT,
            col(Message.by_hand).is_(True),
            col(Message.state).not_in(rules.NEVER_ARRIVED),
        )
        .order_by(col(Message.happened_at).desc(), col(Message.id).desc())
    )
    return work.session.exec(query.limit(LATELY)).all()


def _were_worries(texts: Sequence[str]) -> bool:
    book = shelf.rulebook(ENGLISH.code)
    return len(texts) == LATELY and all(looking.is_worry(text, book) for text in texts)
