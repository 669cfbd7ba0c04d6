"""One conversation: its line of time, the box to write in, and the family beside it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from app.domain.conversations import queries
from app.domain.conversations.desk import coaching, one_thread
from app.domain.conversations.desk.coaching import Ready
from app.domain.conversations.desk.entries import Entry
from app.domain.conversations.translating import choosing
from app.domain.conversations.translating.choosing import Translator
from app.domain.conversations.translating.preview import Preview
from app.domain.wording import queries as wording
from app.domain.wording.coach.remarks import Remark
from app.foundation.identifiers import ConversationId, MessageId
from app.foundation.work import Work
from app.web import forms, times
from app.web.pages import house
from app.web.trusted_person import words
from app.web.trusted_person.diary import said
from app.web.trusted_person.diary.beside import times_beside
from app.web.trusted_person.group import desk
from app.web.trusted_person.inbox import who
from app.web.trusted_person.looking_again import looks_again


@dataclass(frozen=True)
class Coach:
    """What the coach says about a draft: the first lines, and the rest for whoever wants to see it."""

    first: tuple[Remark, ...] = ()
    rest: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A draft in the family's language as its author sees it, and the seal by which exactly that can be sent."""

    preview: Preview
    seal: str


def key_of(remark: Remark) -> str:
    """A remark in a form: where it stands and what it is, so that a press finds it again."""
    return f"{remark.kind.value}:{remark.start}:{remark.end}"


@dataclass(frozen=True)
class Draft:
    """All that somebody has typed on a conversation's page and that has not been taken. Shown again as it was."""

    text: str = ""
    when: str = "now"
    clock: str = ""
    wanted: datetime | None = None
    is_counted: bool = False
    coach: Coach | None = None
    ready: Ready | None = None
    asks_again: str = ""
    shown: Shown | None = None
    talk_channel: str = "call"
    talk_day: str = ""
    talk_clock: str = ""
    talk_words: str | None = None
    note: str | None = None
    changing: MessageId | None = None
    changed: str = ""
    errors: tuple[tuple[str, str], ...] = ()


NOTHING_TYPED = Draft()


def draw(work: Work, conversation_id: ConversationId, draft: Draft = NOTHING_TYPED) -> str:
    """The whole page, with what was typed still in it."""
    before = request.args.get("before") or None
    laid_out = one_thread.open_thread(work, conversation_id, before=before)
    return render_template(
        "trusted_person/conversation.html",
        who=who(work, chosen=conversation_id),
        desk=laid_out,
        days=by_day(laid_out, work.now),
        draft=draft,
        words=words,
        is_newest=before is None,
        form_mark=forms.form_mark,
        on_offer=coaching.on_offer(work, reads=laid_out.family.reads, young=laid_out.family.is_young),
        translator=_translator(work, laid_out),
        is_read_in_english=not wording.is_language_signed_off(work, work.staff.organisation_id, laid_out.family.reads),
        key_of=key_of,
        times_beside=times_beside(work, laid_out),
        said_times=said,
        local_now=work.now.astimezone(ZoneInfo(laid_out.zone)),
    )


def _translator(work: Work, laid_out: one_thread.Desk) -> Translator | None:
    place, family = work.staff.organisation_id, laid_out.family
    return choosing.translator_for(work, place, house().translators, reads=family.reads, wants=family.wants_translation)


def by_day(laid_out: one_thread.Desk, now: datetime) -> list[tuple[str, list[Entry]]]:
    """The entries under the names of their days."""
    days = groupby(laid_out.page.entries, key=lambda entry: times.day(entry.happened_at, now, laid_out.zone))
    return [(day, list(entries)) for day, entries in days]


def go_to(endpoint: str, **values: Any) -> Response:
    """After a form: to a page of its own, so that reloading does not send the form again."""
    return redirect(url_for(endpoint, **values), 303)


def back_to(conversation_id: ConversationId, *, place: str = "newest") -> Response:
    """To the conversation, at its newest entry."""
    return go_to("trusted_person.conversation", conversation_id=conversation_id, _anchor=place)


@desk.shows("/conversation/<uuid:conversation_id>")
def conversation(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """The whole page."""
    return draw(work, conversation_id)


@desk.shows("/conversation/<uuid:conversation_id>/entries")
def entries(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """The newest entries alone, for a page that looks again by itself."""
    found = queries.mine_to_read(work, conversation_id)

    def drawn() -> str:
        laid_out = one_thread.open_thread(work, conversation_id)
        return render_template(
            "trusted_person/entries.html",
            desk=laid_out,
            days=by_day(laid_out, work.now),
            draft=NOTHING_TYPED,
            words=words,
            is_newest=True,
        )

    return looks_again(work, queries.conversation_mark(work, found), drawn)
