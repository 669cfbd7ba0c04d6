"""Writing down what happened: a call, a visit, a meeting, or a note. Nothing of it goes to the family by itself."""

from dataclasses import replace
from uuid import UUID

from flask.typing import ResponseReturnValue

from app.domain.conversations import actions
from app.domain.conversations.rules import Channel
from app.domain.people import queries as people
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.conversation import Draft, back_to, draw
from app.web.trusted_person.group import desk, refusal_of


@desk.does("/conversation/<uuid:conversation_id>/talk")
def talk(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """A call, a visit or a meeting, with its day and time."""
    draft = Draft(
        talk_channel=forms.typed("channel", limit=20),
        talk_day=forms.typed("day", limit=20),
        talk_clock=forms.typed("clock", limit=20),
        talk_words=forms.typed("words"),
    )
    zone = people.organisation(work, work.staff.organisation_id).zone

    def write_down() -> None:
        actions.log_talk(
            work,
            conversation_id,
            channel=_channel(draft.talk_channel),
            words=draft.talk_words or "",
            happened_at=forms.read_moment(draft.talk_day, draft.talk_clock, zone),
            once=forms.once(),
        )

    problem = refusal_of(work, write_down)
    if problem is None:
        return back_to(conversation_id)
    return draw(work, conversation_id, _with(draft, "words", problem)), REFUSED


@desk.does("/conversation/<uuid:conversation_id>/note")
def note(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """A staff note. The family can ask to see it."""
    words = forms.typed("note")
    problem = refusal_of(work, lambda: actions.write_note(work, conversation_id, words=words, once=forms.once()))
    if problem is None:
        return back_to(conversation_id)
    return draw(work, conversation_id, _with(Draft(note=words), "note", problem)), REFUSED


def _channel(typed: str) -> Channel:
    try:
        return Channel(typed)
    except ValueError:
        raise Refused("Choose a call, a visit or a meeting.") from None


def _with(draft: Draft, field: str, problem: str) -> Draft:
    return replace(draft, errors=((field, problem),))
