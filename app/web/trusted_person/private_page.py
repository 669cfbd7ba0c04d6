"""The family's private page, from its person's desk: the word that opens what is older, and closing it everywhere."""

from uuid import UUID

from flask import g
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import passwords
from app.domain.conversations import private_page
from app.domain.private_pages import rules
from app.foundation.actors import Anybody
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.conversation import Draft, back_to, draw
from app.web.trusted_person.group import desk


@desk.does("/conversation/<uuid:conversation_id>/close-page")
def close_page(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Close their page everywhere."""
    private_page.close_pages(work, conversation_id)
    return back_to(conversation_id, place="family")


@desk.does_in_steps("/conversation/<uuid:conversation_id>/word")
def word(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """Keep the word that the two agreed on. It is never shown again, not even when it was refused."""
    typed = forms.typed("word", limit=rules.LONGEST_FAMILY_WORD + 1)
    with house.database.reading(Anybody()) as work:
        desk.enter(work)
        g.work = work
        problem = private_page.what_is_wrong_with_word(work, conversation_id, typed)
        if problem:
            return draw(work, conversation_id, Draft(errors=(("word", problem),))), REFUSED
    word_hash = passwords.hash_password(rules.family_word(typed))
    with house.database.writing(Anybody()) as work:
        desk.enter(work)
        private_page.agree_on_word(work, conversation_id, word_hash=word_hash)
    return back_to(conversation_id, place="family")


@desk.does("/conversation/<uuid:conversation_id>/no-word")
def no_word(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """They have no word any more."""
    private_page.take_word_away(work, conversation_id)
    return back_to(conversation_id, place="family")
