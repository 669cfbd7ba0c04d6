"""A draft in the family's language, and what that says in English again, before it goes. Asks the translator between
two Works, never inside one; when it does not answer, the draft stays as it is and can be sent in English."""

from uuid import UUID

from flask import g, request
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations import queries
from app.domain.conversations.translating import choosing, preview
from app.domain.conversations.translating.preview import Preview
from app.domain.permissions import queries as permissions
from app.foundation.actors import Anybody
from app.foundation.identifiers import ConversationId
from app.foundation.languages import language
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import wording
from app.web.trusted_person.conversation import Draft, Shown, draw
from app.web.trusted_person.group import desk

LONGEST = 1_600  # characters: no text is longer
NOTHING = "There is nothing written yet."


@desk.does_in_steps("/conversation/<uuid:conversation_id>/in-their-language")
def in_their_language(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """Show the draft in the family's language, and back in English. Nothing is sent or stored."""
    text = forms.typed("text", limit=LONGEST).strip()
    with house.database.reading(Anybody()) as work:
        desk.enter(work)
        conversation = queries.mine_to_read(work, conversation_id)
        wishes = permissions.wishes_of(work, conversation.contact_id)
        reads, wants = wishes.reads, wishes.wants_translation
        place = conversation.organisation_id
        translator = choosing.translator_for(work, place, house.translators, reads=reads, wants=wants)
    shown = preview.there_and_back(translator, text, into=reads) if translator and text else None
    with house.database.reading(Anybody()) as work:
        desk.enter(work)
        g.work = work
        problem = "" if shown else NOTHING if not text else _no_answer(reads)
        draft = Draft(
            text=text,
            when=forms.typed("when", limit=20) or "now",
            clock=forms.typed("clock", limit=20),
            is_counted=True,
            coach=wording.coach_on(work, conversation_id, text),
            shown=_sealed(work, conversation_id, text, shown),
            errors=(("text", problem),) if problem else (),
        )
        return draw(work, conversation_id, draft)


def _sealed(work: Work, conversation_id: ConversationId, text: str, shown: Preview | None) -> Shown | None:
    return Shown(shown, preview.sealed(work.settings, conversation_id, text, shown)) if shown else None


def _no_answer(reads: str) -> str:
    name = language(reads).english
    return (
        f"The translator does not answer, so there is no {name} just now. Nothing is lost: send your words in English, "
        "use ready words, or ring with an interpreter."
    )


def wanted(work: Work, conversation_id: ConversationId, text: str) -> Preview | None:
    """The translation that goes along, if the author asked for that: exactly the one that was shown for these words.
    None when they want English, or when the words have changed since."""
    if request.form.get("do") != "translated":
        return None
    return preview.opened(work.settings, conversation_id, text, request.form.get("shown", ""))
