"""A copy of a conversation for the record: asked what it is for, then a page to print or a plain text file.

First the copy is put on record, in a Work of its own; only then is the conversation read. So no copy leaves that nobody
knows of.
"""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations import queries as conversations
from app.domain.conversations.desk import copying
from app.domain.conversations.desk.copying import Copy
from app.domain.people import queries as people
from app.foundation.actors import Anybody
from app.foundation.identifiers import ConversationId
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import copied
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.group import desk, refusal_of

AS_TEXT = "text"


@dataclass(frozen=True)
class Asked:
    """What somebody asks for."""

    reason: str = ""
    with_notes: bool = False
    form: str = "print"


@desk.shows("/conversation/<uuid:conversation_id>/copy")
def ask_for_copy(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """The form. NotFound for a thread that one may not read."""
    return _draw(work, conversation_id, Asked())


@desk.does_in_steps("/conversation/<uuid:conversation_id>/copy")
def make_copy(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """The copy itself. A refusal keeps everything typed."""
    asked = Asked(forms.typed("reason", limit=2000), forms.ticked("with_notes"), forms.typed("form", limit=10))
    kept: list[str] = []

    def put_on_record() -> None:
        kept.append(copying.put_on_record(work, conversation_id, reason=asked.reason, with_notes=asked.with_notes))

    with house.database.writing(Anybody()) as work:
        _enter(work)
        problem = refusal_of(work, put_on_record)
    with house.database.reading(Anybody()) as work:
        _enter(work)
        if problem:
            return _draw(work, conversation_id, asked, problem), REFUSED
        found = copying.whole(work, conversation_id, reason=kept[0], with_notes=asked.with_notes)
    # Drawn when the database is free again: a long thread takes a while.
    return _as_file(found) if asked.form == AS_TEXT else _as_page(found)


def _enter(work: Work) -> None:
    desk.enter(work)
    g.work = work


def _draw(work: Work, conversation_id: ConversationId, asked: Asked, problem: str = "") -> str:
    conversation = conversations.mine_to_read(work, conversation_id)
    contact = people.contact(work, conversation.contact_id)
    return render_template(
        "trusted_person/ask_for_copy.html",
        id=conversation.id,
        name=contact.first_name or copying.SOMEBODY.lower(),
        longest=copying.LONGEST_REASON,
        asked=asked,
        problem=problem,
    )


def _as_page(found: Copy) -> str:
    return render_template("trusted_person/copy.html", copy=found, copied=copied, zone=found.zone)


def _as_file(found: Copy) -> Response:
    answer = Response(copied.as_text(found), content_type="text/plain; charset=utf-8")
    # The name of the file names nobody: it stays in lists of downloads.
    day = found.made_at.astimezone(ZoneInfo(found.zone)).date()
    answer.headers["Content-Disposition"] = f'attachment; filename="conversation-{day.isoformat()}.txt"'
    return answer
