"""Words beside the box: what the coach says, one-tap swaps, and ready words. Nothing here sends or stores anything.

While somebody types, a script asks for the coach's part alone; without one, buttons draw the whole page.
"""

from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations.desk import coaching
from app.domain.wording.coach.looking import asks_again
from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.remarks import Remark, swapped
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound
from app.foundation.identifiers import ConversationId
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.conversation import Coach, Draft, draw, key_of
from app.web.trusted_person.group import desk

SHOWN = 2  # remarks at a time: a calm line or two


def coach_on(work: Work, conversation_id: ConversationId, text: str) -> Coach:
    """What the coach says about this draft."""
    return coach_of(coaching.look_over(work, conversation_id, text))


def coach_of(remarks: tuple[Remark, ...]) -> Coach:
    """The first lines, and the rest."""
    return Coach(remarks[:SHOWN], remarks[SHOWN:])


@desk.does_in_steps("/conversation/<uuid:conversation_id>/words")
def words_for_box(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """Look over the draft, swap a piece of it, or put ready words in front. `part=coach`: the coach's part alone."""
    with house.database.reading(Anybody()) as work:
        desk.enter(work)
        g.work = work
        text = forms.typed("text", limit=5_000)
        if request.form.get("part") == "coach":
            found = coach_on(work, conversation_id, text)
            return render_template(
                "trusted_person/coach.html", coach=found, key_of=key_of, text=text, id=conversation_id
            )
        return draw(work, conversation_id, _drafted(work, conversation_id, text))


def _drafted(work: Work, conversation_id: ConversationId, text: str) -> Draft:
    ready = None
    if purpose := request.form.get("ready"):
        ready = _ready(work, conversation_id, purpose)
        text = f"{ready.words}\n{text}" if text.strip() else ready.words
    elif key := request.form.get("swap"):
        text = _swapped(work, conversation_id, text, key)
    return Draft(
        text=text,
        when=forms.typed("when", limit=20) or "now",
        clock=forms.typed("clock", limit=20),
        is_counted=True,
        coach=coach_on(work, conversation_id, text),
        ready=ready,
    )


def _ready(work: Work, conversation_id: ConversationId, purpose: str) -> coaching.Ready:
    try:
        return coaching.ready(work, conversation_id, purpose)
    except KeyError:
        raise NotFound from None


def _swapped(work: Work, conversation_id: ConversationId, text: str, key: str) -> str:
    """The draft with the better words in it. Left as it is when it has changed since the coach looked."""
    for remark in coaching.look_over(work, conversation_id, text):
        if key_of(remark) == key:
            return swapped(text, remark)
    return text


def second_press(remarks: tuple[Remark, ...], text: str) -> str:
    """Why sending this draft, of which the coach says this, wants a second press; empty when it does not, or when these
    very words were meant."""
    asking = asks_again(remarks)
    if not asking or request.form.get("meant") == text.strip():
        return ""
    gaps = [remark.found for remark in asking if remark.kind is Kind.GAP]
    if len(gaps) == len(asking):
        return f"{gaps[0]} is a gap. Fill it in, or send it all the same."
    found = next(remark for remark in asking if remark.kind is not Kind.GAP)
    return f"“{found.found}” frightens people. Did they ask, and need the truth? Then send it."
