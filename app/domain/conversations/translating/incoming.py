"""What families write, put into English for whoever reads it. A job of its own: no message ever waits for it.

The translator is asked outside any Work. Where it does not answer, it is asked again a few times, ever later; the words
as they were written stand there all the while.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.channels.translators import NoAnswer, Translated, Translator
from app.domain.conversations.models import Conversation, Message, Translation, TranslatorChoice
from app.domain.conversations.rules import Channel, Direction
from app.domain.conversations.translating.choosing import Translators
from app.domain.permissions.models import Wishes
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.identifiers import MessageId
from app.foundation.languages import ENGLISH, LANGUAGES
from app.foundation.text import storable
from app.foundation.work import Work

WHO = Clock("translate")
BATCH = 20
LATEST = timedelta(days=2)  # older words are not put into English any more: whoever had to read them has found a way
PAUSES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2))


@dataclass(frozen=True)
class Wanted:
    """Words to put into English, and by whom."""

    message_id: MessageId
    words: str
    translator: str


def translate_incoming(database: Database, translators: Translators) -> int:
    """Translate the next few. Gives how many were looked at; 0 when nothing waits."""
    with database.reading(WHO) as work:
        wanted = _wanted(work, translators)
    for one in wanted:
        answer = _ask(translators[one.translator], one.words)
        with database.writing(WHO) as work:
            _write_down(work, one, answer)
    return len(wanted)


def _ask(translator: Translator, words: str) -> Translated | None:
    try:
        return translator.translate(words, into=ENGLISH.code)
    except NoAnswer:
        return None


def _wanted(work: Work, translators: Translators) -> list[Wanted]:
    chosen = work.session.exec(select(TranslatorChoice.organisation_id, TranslatorChoice.translator)).all()
    by_place: dict[UUID, str] = {place: name for place, name in chosen if name in translators}
    if not by_place:
        return []
    speaks = [
        _speaks([place for place, one in by_place.items() if one == name], translators[name])
        for name in sorted(set(by_place.values()))
    ]
    found = work.session.execute(_query(work.now, speaks)).all()
    return [Wanted(message_id, body, by_place[place]) for message_id, body, place in found]


def _speaks(places: list[UUID], translator: Translator) -> sa.ColumnElement[bool]:
    """Families of these places that the translator there can help. Asked in the query: whom it cannot help must not
    fill the batch, or nobody behind them would ever be translated."""
    codes = [code for code in LANGUAGES if code != ENGLISH.code and translator.speaks(code)]
    return sa.and_(col(Conversation.organisation_id).in_(places), col(Wishes.reads).in_(codes))


def _query(now: datetime, speaks: list[sa.ColumnElement[bool]]) -> sa.Select[UUID, str, UUID]:
    is_due = sa.or_(
        col(Translation.message_id).is_(None),
        sa.and_(col(Translation.words).is_(None), col(Translation.next_try_at) <= now),
    )
    return (
        sa.select(col(Message.id), col(Message.body), col(Conversation.organisation_id))
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .join(Wishes, col(Wishes.contact_id) == Conversation.contact_id)
        .join(
            Translation,
            sa.and_(col(Translation.message_id) == Message.id, col(Translation.language) == ENGLISH.code),
            isouter=True,
        )
        .where(
            col(Conversation.last_at) > now - LATEST,
            col(Message.happened_at) > now - LATEST,
            col(Message.direction) == Direction.IN,
            col(Message.channel).in_((Channel.TEXT, Channel.WEB)),
            col(Message.body) != "",
            sa.or_(*speaks),
            col(Wishes.wants_translation).is_(True),
            is_due,
        )
        .order_by(col(Message.stored_at), col(Message.id))
        .limit(BATCH)
    )


def _write_down(work: Work, one: Wanted, answer: Translated | None) -> None:
    key = (one.message_id, ENGLISH.code)
    found = work.session.get(Translation, key, with_for_update=True)
    kept = found or Translation(message_id=one.message_id, language=ENGLISH.code, by=one.translator, at=work.now)
    if kept.words is not None:
        return  # another process was quicker
    kept.tries, kept.at, kept.by = kept.tries + 1, work.now, one.translator
    if answer is None:
        kept.next_try_at = work.now + PAUSES[kept.tries - 1] if kept.tries <= len(PAUSES) else None
    else:
        is_english = answer.out_of == ENGLISH.code or answer.words.strip() == one.words.strip()
        kept.words, kept.next_try_at = "" if is_english else storable(answer.words).strip(), None
    work.session.add(kept)
