"""The family says its word, and sees what is older than 14 days: on this phone, for an hour.

A wrong word, and any word where none was agreed on, get the same answer after the same time.
"""

from uuid import UUID

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import passwords
from app.domain.conversations import queries as conversations
from app.domain.private_pages import family_words, rules
from app.foundation.actors import Anybody
from app.foundation.work import Work
from app.web.family.talk import UNPROCESSABLE, draw, pages, speak_their_language
from app.web.guards import visiting
from app.web.language import _

TOO_MANY = 429


@pages.does_in_steps("/talk/<uuid:conversation_id>/word")
def say_word(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """Count the try, compare, open. Whether there is a word at all shows nowhere."""
    typed = rules.family_word(request.form.get("word", ""))
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        g.work = work
        visit = visiting()
        conversations.for_family(work, visit.contact_id, conversation_id, only_with=visit.handed_by_id)
        counted = family_words.count_try(work, visit.session_id, visit.contact_id)
        if counted is None:
            return _again(work, conversation_id, is_too_often=True), TOO_MANY
        kept = family_words.word_of(work, visit.contact_id)
        word_hash = kept.word_hash if kept else ""
    is_right = passwords.is_right(typed, word_hash)
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        g.work = work
        if not is_right:
            return _again(work, conversation_id, is_too_often=False), UNPROCESSABLE
        family_words.open_older(work, visit.session_id, counted=counted)
    return redirect(url_for("family.talk", conversation_id=conversation_id), 303)


def _again(work: Work, conversation_id: UUID, *, is_too_often: bool) -> str:
    speak_their_language(work)
    wrong = (
        _("That was tried a few times now. Try again in an hour or tomorrow, or ask your person to open them.")
        if is_too_often
        else _("That did not open the older messages. Try again, or ask your person.")
    )
    return draw(work, conversation_id, errors=(("word", wrong),))
