"""A family member as this organisation keeps them: phones, language, closed hours, links. Never a word they wrote."""

from datetime import time
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations import private_page
from app.domain.conversations import queries as conversations
from app.domain.conversations.private_page import Card
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import actions as permissions
from app.domain.permissions import queries as permission_queries
from app.domain.relationships import queries as relationships
from app.foundation.identifiers import ContactId
from app.foundation.languages import language
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import REFUSED, languages, pages, zone_of
from app.web.trusted_person.card import shown_once
from app.web.trusted_person.group import refusal_of


@pages.shows("/family/<uuid:contact_id>")
def family_member(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """The page. NotFound for another organisation's, exactly as for nobody."""
    return _draw(work, _mine(work, contact_id))


@pages.does("/family/<uuid:contact_id>")
def write_wishes(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """How they want to be written to, and perhaps one more number. A refusal keeps everything typed."""
    contact = _mine(work, contact_id)
    problem = refusal_of(work, lambda: _write(work, contact.id))
    if problem:
        return _draw(work, contact, problem), REFUSED
    return redirect(url_for("organisation.family_member", contact_id=contact.id, _anchor="kept"), 303)


@pages.does("/family/<uuid:contact_id>/card")
def card(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """Make a card for their private page, and show it once."""
    contact = _mine(work, contact_id)
    made: list[Card] = []
    problem = refusal_of(work, lambda: made.append(private_page.make_card(work, contact.id)))
    if problem:
        return _draw(work, contact, problem, field="card"), REFUSED
    return shown_once(work, made[0], contact.first_name)


def _mine(work: Work, contact_id: ContactId) -> Contact:
    return people.contact_at(work, work.staff.organisation_id, contact_id)


def _write(work: Work, contact_id: ContactId) -> None:
    if forms.typed("number", limit=60).strip():
        people_actions.add_number(work, contact_id, number=forms.typed("number", limit=60))
    permissions.set_wishes(
        work,
        contact_id,
        reads=forms.typed("reads", limit=10),
        speaks=language(forms.typed("speaks", limit=10) or forms.typed("reads", limit=10)).code,
        closed_from=_clock("closed_from"),
        closed_until=_clock("closed_until"),
        wants_links=forms.ticked("wants_links"),
    )


def _clock(name: str) -> time | None:
    words = forms.typed(name, limit=20).strip()
    return forms.read_clock(words) if words else None


def _draw(work: Work, contact: Contact, problem: str = "", *, field: str = "") -> str:
    adults, children = people.household_of(work, contact)
    thread = conversations.mine_with(work, [contact.id]).get(contact.id)
    wrong = field or _field_of(problem)
    return render_template(
        "organisation/family_member.html",
        contact=contact,
        phones=people.phones_of(work, contact.id),
        for_people=for_people,
        adults=adults,
        children=children,
        theirs=relationships.people_of(work, contact.id),
        thread=thread,
        languages=languages(),
        zone=zone_of(work),
        values=_typed() if problem and not field else _kept(work, contact.id),
        errors=[(wrong, problem)] if problem else [],
        wrong=wrong,
    )


def _kept(work: Work, contact_id: ContactId) -> dict[str, str]:
    wishes = permission_queries.wishes_of(work, contact_id)
    return {
        "reads": wishes.reads,
        "speaks": wishes.speaks,
        "closed_from": f"{wishes.closed_from:%H:%M}" if wishes.closed_from else "",
        "closed_until": f"{wishes.closed_until:%H:%M}" if wishes.closed_until else "",
        "wants_links": "yes" if wishes.wants_links else "",
        "number": "",
    }


def _typed() -> dict[str, str]:
    return {
        name: request.form.get(name, "") for name in ("reads", "speaks", "closed_from", "closed_until", "number")
    } | {"wants_links": "yes" if forms.ticked("wants_links") else ""}


def _field_of(problem: str) -> str:
    if "number" in problem:
        return "number"
    return "reads" if "language" in problem else "closed_from"
