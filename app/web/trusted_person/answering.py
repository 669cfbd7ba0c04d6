"""Answering a family: write, say that no answer is needed or is needed after all, send the private page, open older
messages."""

from datetime import datetime
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.conversations import actions, unanswered
from app.domain.conversations.desk import coaching
from app.domain.people import queries as people
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import translating, wording
from app.web.trusted_person.conversation import Draft, back_to, draw, go_to
from app.web.trusted_person.group import desk, refusal_of

REFUSED = 409


@desk.does("/conversation/<uuid:conversation_id>/reply")
def reply(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Send what was written, now or later. A refusal keeps every word; a few words ask for a second press."""
    text = forms.typed("text")
    wanted, problem = _wanted(work)
    translated = translating.wanted(work, conversation_id, text)
    if not problem and request.form.get("do") == "translated" and not translated:
        problem = "Your words have changed since you looked at them in the other language. Look once more."
    remarks = coaching.look_over(work, conversation_id, text)
    asks_again = "" if problem else wording.second_press(remarks, text)
    if not asks_again and not problem:
        problem = refusal_of(
            work,
            lambda: actions.reply(
                work,
                conversation_id,
                text=text,
                once=forms.once(),
                wanted=wanted,
                seen=forms.seen(),
                translated=translated,
            ),
        )
        if problem is None:
            return back_to(conversation_id)
    draft = Draft(
        text=text,
        when=forms.typed("when", limit=20),
        clock=forms.typed("clock", limit=20),
        wanted=wanted,
        is_counted=True,
        coach=wording.coach_of(remarks),
        asks_again=asks_again,
        errors=(("text", problem),) if problem else (),
    )
    return draw(work, conversation_id, draft), REFUSED


@desk.does("/conversation/<uuid:conversation_id>/no-answer")
def no_answer(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Nobody waits any more, but for what came after the page was drawn. Words in the box stay there."""
    actions.no_answer_needed(work, conversation_id, seen=forms.seen())
    text = forms.typed("text")
    if text.strip():
        return draw(work, conversation_id, Draft(text=text))
    return go_to("trusted_person.inbox")


@desk.does("/conversation/<uuid:conversation_id>/still-waits")
def still_waits(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """An answer is needed after all. Words that stand in the box already stay there."""
    problem = refusal_of(work, lambda: unanswered.it_still_waits(work, conversation_id))
    text = forms.typed("text")
    if problem is None and not text.strip():
        return back_to(conversation_id)
    errors = (("entries", problem),) if problem else ()
    return draw(work, conversation_id, Draft(text=text, errors=errors)), REFUSED if problem else 200


@desk.does("/conversation/<uuid:conversation_id>/link")
def link(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Send the family their private page."""
    problem = refusal_of(work, lambda: actions.send_link(work, conversation_id, once=forms.once()))
    if problem is None:
        return back_to(conversation_id)
    return draw(work, conversation_id, Draft(errors=(("family", problem),))), REFUSED


@desk.does("/conversation/<uuid:conversation_id>/older")
def older(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Let the family read all of it on their page, for a day."""
    actions.open_older(work, conversation_id)
    return back_to(conversation_id, place="family")


def _wanted(work: Work) -> tuple[datetime | None, str | None]:
    zone = people.organisation(work, work.staff.organisation_id).zone
    try:
        return forms.wanted_time(work.now, zone), None
    except Refused as refusal:
        return None, refusal.sentence
