"""Giving a thread at the front door to the right colleague. It waits there as long as it waited here."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations import front_door, queries
from app.domain.conversations.models import Conversation
from app.domain.people import queries as people
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import REFUSED, colleagues, pages, zone_of
from app.web.trusted_person import words
from app.web.trusted_person.group import refusal_of


@pages.does("/front-door/<uuid:conversation_id>/pass-on")
def pass_on(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """To the colleague who was chosen, or to oneself."""
    conversation = queries.mine_to_answer(work, conversation_id)
    kept: list[Conversation] = []
    problem = refusal_of(work, lambda: kept.append(front_door.pass_on(work, conversation_id, _chosen(work))))
    if problem:
        return draw(work, conversation, ((("membership_id", problem)),)), REFUSED
    if kept[0].membership_id == work.staff.membership_id:
        return redirect(url_for("trusted_person.conversation", conversation_id=kept[0].id), 303)
    return redirect(url_for("trusted_person.inbox"), 303)


def draw(work: Work, conversation: Conversation, errors: tuple[tuple[str, str], ...] = ()) -> str:
    """The page: their words, and who could be their person."""
    contact = people.contact(work, conversation.contact_id)
    theirs = relationships.people_of(work, contact.id)
    return render_template(
        "organisation/pass_on.html",
        conversation=conversation,
        contact=contact,
        entries=queries.stretch(work, conversation).entries,
        colleagues=colleagues(work),
        theirs=[person.first_name for person in theirs],
        chosen=forms.typed("membership_id", limit=40)
        or next((str(one.id) for one in theirs if not one.is_enforcing), ""),
        words=words,
        zone=zone_of(work),
        errors=errors,
    )


def _chosen(work: Work) -> MembershipId:
    try:
        chosen = forms.an_id("membership_id")
    except NotFound:
        raise Refused("Choose a colleague from the list.") from None
    if chosen not in {one.id for one in colleagues(work)}:
        raise Refused("Choose a colleague from the list.")
    return chosen
