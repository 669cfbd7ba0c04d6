"""Translations beside the messages that they are of. Reads and keeps; asks no translator."""

from collections.abc import Collection, Iterable

from sqlmodel import col, delete, select

from app.domain.conversations.models import Message, Translation
from app.domain.wording import shelf
from app.domain.wording.rules import fill
from app.foundation.identifiers import MessageId
from app.foundation.text import storable
from app.foundation.work import Work


def of(work: Work, message_ids: Collection[MessageId]) -> dict[MessageId, Translation]:
    """What stands beside these messages. One that needed none, or still waits for its own, is not in the answer."""
    if not message_ids:
        return {}
    query = select(Translation).where(col(Translation.message_id).in_(list(message_ids)))
    return {one.message_id: one for one in work.session.exec(query) if one.words}


def keep(work: Work, message: Message, *, language: str, words: str, by: str) -> Translation:
    """Words that their author has seen in English again, beside a message to a family."""
    made = Translation(message_id=message.id, language=language, words=storable(words).strip(), by=by, at=work.now)
    work.session.add(made)
    return made


def forget(work: Work, message: Message) -> None:
    """The words have changed: what a computer made of the old ones no longer stands beside them."""
    work.session.exec(delete(Translation).where(col(Translation.message_id) == message.id))


def in_both(words: str, language: str, translation: str, author: str) -> str:
    """A text as it goes where a computer put it into the family's language: that first, then what was typed, and that a
    computer did it."""
    ready = shelf.ready_words("translated", language)
    return fill(ready.text, {"first_name": author, "translation": translation, "words": words})


def of_outgoing(work: Work, messages: Iterable[Message]) -> dict[MessageId, Translation]:
    """The same for texts about to leave, in one read."""
    return of(work, [message.id for message in messages if message.by_hand and not message.purpose])
