"""What a draft would be in the family's language, and what that says in English again: for its writer, before it goes.

Asks the translator, so it is never called inside a Work. What was shown is sealed: exactly that goes, or nothing.
"""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from app.channels.translators import NoAnswer, Translator
from app.foundation.identifiers import ConversationId
from app.foundation.languages import ENGLISH
from app.foundation.settings import Settings

GOOD_FOR = 60 * 60  # seconds
_SALT = "translated draft"


@dataclass(frozen=True)
class Preview:
    """A draft in the family's language (`words`), and what that says in English (`back`), made by one translator."""

    language: str
    words: str
    back: str
    by: str


def there_and_back(translator: Translator, draft: str, *, into: str) -> Preview | None:
    """The draft in another language and back. None when the translator does not answer."""
    try:
        words = translator.translate(draft, into=into).words
        back = translator.translate(words, into=ENGLISH.code).words
    except NoAnswer:
        return None
    return Preview(into, words, back, translator.name)


def sealed(settings: Settings, conversation_id: ConversationId, draft: str, shown: Preview) -> str:
    """What was shown, for a form: nobody can put other words in its place, in another thread, or for another draft."""
    return _seal(settings).dumps(
        [str(conversation_id), draft.strip(), shown.language, shown.words, shown.back, shown.by]
    )


def opened(settings: Settings, conversation_id: ConversationId, draft: str, seal: str) -> Preview | None:
    """What was shown for exactly this draft in this thread within the hour; None for anything else."""
    try:
        thread, typed, language, words, back, by = _seal(settings).loads(seal, max_age=GOOD_FOR)
    except (BadData, ValueError, TypeError):
        return None
    if thread != str(conversation_id) or typed != draft.strip():
        return None
    return Preview(language, words, back, by)


def _seal(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt=_SALT)
