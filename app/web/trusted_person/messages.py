"""What one can still do about a single message: change it, take it back, say which of two people it was from."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.domain.conversations import actions, front_door, queries, rules
from app.domain.conversations.models import Conversation
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.conversation import Draft, back_to, draw
from app.web.trusted_person.group import desk, refusal_of


@desk.does("/message/<uuid:message_id>/change")
def change(work: Work, message_id: UUID) -> ResponseReturnValue:
    """Write a text anew that has not gone. When it has gone meanwhile, the new words stand in the box."""
    message, thread = queries.my_message(work, message_id)
    words = forms.typed("body")
    problem = refusal_of(work, lambda: actions.change(work, message_id, text=words))
    if problem is None:
        return back_to(thread.id)
    if rules.can_be_changed(message.state) and not message.purpose:
        field = f"body-{message_id}"
        draft = Draft(changing=message_id, changed=words, errors=((field, problem),))
    else:
        sentence = f"{problem} Your new words stand in the box below: you can send them as another text."
        draft = Draft(text=words, is_counted=True, errors=(("text", sentence),))
    return draw(work, thread.id, draft), REFUSED


@desk.does("/message/<uuid:message_id>/take-back")
def take_back(work: Work, message_id: UUID) -> ResponseReturnValue:
    """Keep a text from going."""
    _, thread = queries.my_message(work, message_id)
    problem = refusal_of(work, lambda: actions.take_back(work, message_id))
    if problem is None:
        return back_to(thread.id)
    return draw(work, thread.id, Draft(errors=(("entries", problem),))), REFUSED


@desk.does("/message/<uuid:message_id>/this-was")
def this_was(work: Work, message_id: UUID) -> ResponseReturnValue:
    """On a shared phone: say which of the two wrote it. It moves to that person's conversation."""
    _, thread = queries.my_message(work, message_id)
    contact_id = forms.an_id("contact_id")
    went_to: list[Conversation] = []
    problem = refusal_of(work, lambda: went_to.append(front_door.this_was(work, message_id, contact_id)))
    if problem is None:
        return back_to(went_to[0].id)
    return draw(work, thread.id, Draft(errors=(("entries", problem),))), REFUSED
