"""Finding a time with a family: send three to choose from, or book one that they asked for. The text is shown first."""

from dataclasses import replace
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.conversations import queries as conversations
from app.domain.conversations.models import Conversation
from app.domain.dropins import actions, askers, queries, rules
from app.domain.dropins import words as texts
from app.domain.dropins.diary import held
from app.domain.dropins.queries import Time, Wanted
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.errors import NotFound
from app.foundation.languages import language
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import words
from app.web.trusted_person.conversation import back_to, go_to
from app.web.trusted_person.diary import said
from app.web.trusted_person.group import desk, refusal_of

REFUSED = 409


@desk.shows("/conversation/<uuid:conversation_id>/times")
def find_time(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Which times to send, with the text as it would go."""
    return _draw(work, conversation_id, _asked_for(request.args.getlist("slot")))


@desk.does("/conversation/<uuid:conversation_id>/times")
def send_times(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Send them, or look at the text with others."""
    chosen = _asked_for(request.form.getlist("slot"))
    if request.form.get("do") == "look":
        return _draw(work, conversation_id, chosen)
    problem = refusal_of(
        work, lambda: actions.send_times(work, conversation_id, chosen, once=forms.once(), seen=forms.seen())
    )
    if problem:
        return _draw(work, conversation_id, chosen, problem), REFUSED
    return back_to(conversation_id)


@desk.does("/conversation/<uuid:conversation_id>/book")
def book_for(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Book a time that they asked for, on the phone, at the gate, or in words that no computer should guess at."""
    slot_id, booked = forms.an_id("slot"), Booked()
    problem = refusal_of(work, lambda: booked.try_to(work, conversation_id, slot_id))
    if problem:
        return _draw(work, conversation_id, [], problem, both=slot_id if booked.is_two_at_once else None), REFUSED
    return go_to("trusted_person.find_time", conversation_id=conversation_id, done=booked.done)


class Booked:
    """What became of one press of "book it for them"."""

    done = "told"
    is_two_at_once = False

    def try_to(self, work: Work, conversation_id: UUID, slot_id: UUID) -> None:
        """Book it. Refused as the action refuses."""
        try:
            made = actions.book_for(work, conversation_id, slot_id, once=forms.once(), both=forms.ticked("both"))
        except actions.TwoAtOnce:
            self.is_two_at_once = True
            raise
        self.done = "untold" if made.untold else "told"


def _asked_for(values: list[str]) -> list[UUID]:
    found = []
    for value in values[: rules.ON_A_MENU + 1]:
        try:
            found.append(UUID(value))
        except ValueError:
            raise NotFound from None
    return found


def _draw(work: Work, conversation_id: UUID, chosen: list[UUID], problem: str = "", *, both: UUID | None = None) -> str:
    conversation = conversations.mine_to_read(work, conversation_id)
    contact = people.contact(work, conversation.contact_id)
    free = _free(work, conversation)
    picked = [one for one in free if one.slot_id in chosen] or queries.spread(free, rules.ON_A_MENU)
    last = conversations.last_word_of_family(work, conversation)
    return render_template(
        "trusted_person/diary/find_time.html",
        conversation=conversation,
        contact=contact,
        free=free,
        bookable=_bookable(work, conversation),
        picked={one.slot_id for one in picked},
        shown=texts.menu_words(work, contact, picked) if picked else None,
        both=both,
        language_name=language,
        cost=words.cost_of,
        author=members.membership(work, work.staff.membership_id).first_name,
        own=[one for one in held.live(work, contact.id) if held.may_be_known(work, one)],
        needs=held.needs_of(work, contact.id),
        is_held_back=contact.is_young and not free,
        newest_word=last.id if last else None,
        said=said,
        done=request.args.get("done", "") if not problem else "",
        errors=(("slots", problem),) if problem else (),
        form_mark=forms.form_mark,
    )


def _bookable(work: Work, conversation: Conversation) -> list[Time]:
    """What a person may book for them: also for a young person who may not book by themselves."""
    asker = replace(askers.asker_of(work, conversation.contact_id), young_with=None)
    return queries.free_for(work, asker, Wanted(organisation_id=conversation.organisation_id))


def _free(work: Work, conversation: Conversation) -> list[Time]:
    """The actor's own first; then those of the person whose thread it is, then all others of the place."""
    asker = askers.asker_of(work, conversation.contact_id)
    here = queries.free_for(work, asker, Wanted(organisation_id=conversation.organisation_id))
    first = (work.staff.membership_id, conversation.membership_id)
    return sorted(here, key=lambda one: (first.index(one.host_id) if one.host_id in first else 2, one.starts_at))
