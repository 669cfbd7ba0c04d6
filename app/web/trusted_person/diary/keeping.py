"""One booked time at a host's desk: what became of it; and when it cannot be kept, who meets them or which other time.
The family hears it from a person, in words that this person has seen."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.conversations import queries as conversations
from app.domain.dropins import actions, rules, words
from app.domain.dropins.diary import held, in_doubt, instead
from app.domain.dropins.diary.held import Held
from app.domain.dropins.rules import Came
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.errors import NotFound
from app.foundation.languages import language
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.conversation import back_to, go_to
from app.web.trusted_person.diary import said
from app.web.trusted_person.group import desk, refusal_of

REFUSED = 409


@desk.shows("/time/<uuid:booking_id>")
def booked_time(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """What one can do about it."""
    return _draw(work, booking_id)


@desk.does("/time/<uuid:booking_id>/came")
def say_what_became(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """ "We talked", or "another time": one press."""
    came = Came.TALKED if request.form.get("came") == Came.TALKED else Came.ANOTHER_TIME
    found = actions.note_came(work, booking_id, came)
    if came is Came.ANOTHER_TIME and held.is_at_my_desk(work, found):
        return go_to("trusted_person.booked_time", booking_id=booking_id)
    return go_to("trusted_person.week", week=found.time.day.isoformat())


@desk.does("/time/<uuid:booking_id>/cover")
def somebody_else(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """A colleague meets them: the family is told by a text, or was told by the actor already."""
    person = forms.an_id("person")
    if request.form.get("do") == "told":
        return _after(work, booking_id, lambda: actions.agreed_on_cover(work, booking_id, person))
    return _after(work, booking_id, lambda: actions.meets_instead(work, booking_id, person, once=forms.once()))


@desk.does("/time/<uuid:booking_id>/move")
def ask_to_move(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """Send other times to choose from."""
    chosen = _chosen()
    return _after(work, booking_id, lambda: actions.ask_to_move(work, booking_id, chosen, once=forms.once()))


@desk.does("/time/<uuid:booking_id>/again")
def offer_again(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """No worry, another time?"""
    chosen = _chosen()
    return _after(work, booking_id, lambda: actions.send_again(work, booking_id, chosen, once=forms.once()))


@desk.does("/time/<uuid:booking_id>/back")
def give_back(work: Work, booking_id: UUID) -> ResponseReturnValue:
    """They said that they do not need it."""
    actions.give_back(work, booking_id)
    return go_to("trusted_person.week")


def _chosen() -> list[UUID]:
    try:
        return [UUID(value) for value in request.form.getlist("slot")[: rules.ON_A_MENU + 1]]
    except ValueError:
        raise NotFound from None


def _after(work: Work, booking_id: UUID, act: Callable[[], object]) -> ResponseReturnValue:
    found = held.at_my_desk(work, booking_id)
    problem = refusal_of(work, act)
    if problem:
        return _draw(work, booking_id, problem), REFUSED
    contact = held.whose(work, found.booking)
    thread = conversations.between(work, contact_id=contact.id, membership_id=actions.speaks_for(work, found))
    return back_to(thread.id) if thread else go_to("trusted_person.week")


def _draw(work: Work, booking_id: UUID, problem: str = "") -> str:
    found = held.at_my_desk(work, booking_id)
    contact = held.whose(work, found.booking)
    doubt = in_doubt.doubt_about(work, found)
    others = instead.others_for(work, found)
    is_past = found.time.starts_at <= work.now
    purpose, about = ("time_again", None) if is_past else ("time_must_move", found.time)
    covers = actions.could_meet_instead(work, found) if doubt and said.is_about_host(doubt) else []
    return render_template(
        "trusted_person/diary/booked.html",
        held=found,
        contact=contact,
        name=f"{contact.first_name} {contact.last_name}".strip() or "Somebody",
        numbers=[one.number for one in people.phones_of(work, contact.id)],
        thread=conversations.between(work, contact_id=contact.id, membership_id=actions.speaks_for(work, found)),
        doubt=doubt,
        why=said.why(doubt, _first_name(work, found)) if doubt else "",
        is_past=is_past,
        covers=covers,
        cover_words={one.id: words.cover_words(work, contact, found.time, one) for one in covers},
        others=others,
        menu=words.menu_words(work, contact, others, purpose=purpose, about=about) if others else None,
        language_name=language,
        said=said,
        errors=(("what", problem),) if problem else (),
        form_mark=forms.form_mark,
    )


def _first_name(work: Work, found: Held) -> str:
    cover = found.booking.met_by_id
    return members.membership(work, cover).first_name if cover else ""
