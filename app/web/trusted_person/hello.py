"""The first text of all to somebody: who this is, who gave the number, and that nothing is wrong.

The text is shown exactly as it will go before it goes. It never has a link.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations import actions
from app.domain.conversations.desk import one_thread
from app.domain.conversations.models import Message
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.foundation.actors import Anybody
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId
from app.foundation.languages import ENGLISH
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import words
from app.web.trusted_person.answering import REFUSED
from app.web.trusted_person.conversation import back_to
from app.web.trusted_person.group import desk, refusal_of


@dataclass(frozen=True)
class Greeting:
    """What was typed, and the whole text that it makes."""

    giver: str = ""
    own: str = ""
    when: str = "now"
    clock: str = ""
    wanted: datetime | None = None
    whole: str = ""
    language: str = ENGLISH.code
    errors: tuple[tuple[str, str], ...] = ()


@desk.shows("/hello/<uuid:contact_id>")
def hello(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """The form; or the conversation, where the two have written to each other already."""
    found = one_thread.before_hello(work, contact_id)
    return back_to(found.thread) if found.thread else _draw(found, Greeting())


@desk.does_in_steps("/hello/<uuid:contact_id>")
def say_hello(house: House, contact_id: UUID) -> ResponseReturnValue:
    """Show the whole text, or send it. A refusal keeps every word."""
    if request.form.get("do") == "preview":
        with house.database.reading(Anybody()) as work:
            desk.enter(work)
            g.work = work
            return _draw(one_thread.before_hello(work, contact_id), _typed(work, contact_id))
    with house.database.writing(Anybody()) as work:
        desk.enter(work)
        g.work = work
        return _send(work, contact_id)


def _send(work: Work, contact_id: ContactId) -> ResponseReturnValue:
    sent: list[Message] = []

    def send() -> None:
        wanted = forms.wanted_time(work.now, _zone(work))
        sent.append(
            actions.say_hello(
                work,
                contact_id,
                giver=forms.typed("giver", limit=200),
                words=forms.typed("words"),
                once=forms.once(),
                wanted=wanted,
                reads=_language(work, contact_id),
            )
        )

    problem = refusal_of(work, send)
    if problem is None:
        return back_to(sent[0].conversation_id)
    greeting = _typed(work, contact_id, problem=problem)
    return _draw(one_thread.before_hello(work, contact_id), greeting), REFUSED


def _typed(work: Work, contact_id: ContactId, *, problem: str = "") -> Greeting:
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    giver, own = forms.typed("giver", limit=200), forms.typed("words")
    whole, wanted = "", None
    try:
        wanted = forms.wanted_time(work.now, _zone(work))
        whole = actions.hello_words(work, contact, giver=giver, words=own, reads=_language(work, contact_id))
    except Refused as refusal:
        problem = problem or refusal.sentence
    return Greeting(
        giver=giver,
        own=own,
        when=forms.typed("when", limit=20),
        clock=forms.typed("clock", limit=20),
        wanted=wanted,
        whole=whole,
        language=_language(work, contact_id),
        errors=(("words" if giver.strip() else "giver", problem),) if problem else (),
    )


def _language(work: Work, contact_id: ContactId) -> str:
    """The family's own language, if the author chose that; else English."""
    reads = permissions.wishes_of(work, contact_id).reads
    return reads if request.form.get("in") == reads else ENGLISH.code


def _zone(work: Work) -> str:
    return people.organisation(work, work.staff.organisation_id).zone


def _draw(found: one_thread.Hello, greeting: Greeting) -> str:
    return render_template(
        "trusted_person/hello.html", hello=found, greeting=greeting, words=words, form_mark=forms.form_mark
    )
