"""Somebody wrote before we knew them: their words, and the question who it is.

All answers stand in one form, so that whatever one presses, nothing typed is lost. Look first, then write down anew:
the same mother should not be known twice.
"""

from collections.abc import Callable
from uuid import UUID

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations import front_door, queries
from app.domain.conversations.models import Conversation
from app.domain.people import queries as people
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, ConversationId
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import passing_on
from app.web.organisation.group import REFUSED, pages, zone_of
from app.web.trusted_person import words
from app.web.trusted_person.group import refusal_of

MOST_FOUND = 20
Errors = tuple[tuple[str, str], ...]


@pages.shows("/front-door/<uuid:conversation_id>")
def who_is_it(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Who is it, or when that is known: whose are they? A thread that has left the front door opens as usual."""
    conversation = queries.mine_to_answer(work, conversation_id)
    if not people.contact(work, conversation.contact_id).is_known:
        return draw(work, conversation)
    if conversation.at_front_door:
        return passing_on.draw(work, conversation)
    return redirect(url_for("trusted_person.conversation", conversation_id=conversation_id), 303)


@pages.does_in_steps("/front-door/<uuid:conversation_id>/find")
def look_for(house: House, conversation_id: UUID) -> ResponseReturnValue:
    """Find them by name or number. Only reads; everything typed stays."""
    with house.database.reading(Anybody()) as work:
        pages.enter(work)
        g.work = work
        return draw(work, queries.mine_to_answer(work, conversation_id))


@pages.does("/front-door/<uuid:conversation_id>/new")
def new(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """It is somebody we did not have yet."""
    return _say(work, conversation_id, lambda: front_door.it_is_somebody_new(work, conversation_id, **_names()))


@pages.does("/front-door/<uuid:conversation_id>/known")
def known(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """It is somebody we know, on a phone we did not have."""
    return _say(work, conversation_id, lambda: front_door.it_is(work, conversation_id, _chosen()), field="fragment")


@pages.does("/front-door/<uuid:conversation_id>/shares")
def shares(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """It is somebody new, who shares the phone with somebody we know."""
    return _say(
        work,
        conversation_id,
        lambda: front_door.it_shares_a_phone_with(work, conversation_id, _chosen(), **_names()),
    )


def draw(work: Work, conversation: Conversation, errors: Errors = ()) -> str:
    """The page, with everything typed still in it."""
    fragment = forms.typed("fragment", limit=100)
    numbers = people.numbers_of(work, conversation.contact_id)
    found = people.find(work, conversation.organisation_id, fragment, limit=MOST_FOUND)
    return render_template(
        "organisation/who_is_it.html",
        conversation=conversation,
        number=for_people(numbers[0]) if numbers else "a number that was kept back",
        entries=queries.stretch(work, conversation).entries,
        found=[one for one in found if one.first_name],
        fragment=fragment,
        typed=request.form,
        for_people=for_people,
        words=words,
        zone=zone_of(work),
        errors=errors,
    )


def _say(
    work: Work, conversation_id: ConversationId, act: Callable[[], Conversation], *, field: str = "first_name"
) -> ResponseReturnValue:
    conversation = queries.mine_to_answer(work, conversation_id)
    kept: list[Conversation] = []
    problem = refusal_of(work, lambda: kept.append(act()))
    if problem:
        return draw(work, conversation, ((field, problem),)), REFUSED
    return redirect(url_for("organisation.who_is_it", conversation_id=kept[0].id), 303)


def _names() -> dict[str, str]:
    return {name: forms.typed(name, limit=100) for name in ("first_name", "last_name", "relation")}


def _chosen() -> ContactId:
    try:
        return forms.an_id("contact_id")
    except NotFound:
        raise Refused("Look for them by name or number, and choose one of those found.") from None
