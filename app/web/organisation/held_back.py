"""What a safeguarding lead or deputy does about who has looked: sees it, holds it back from the family for a while
where telling could put somebody in danger, and lets go of it again. Each look at this page is on record."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.audit.rules import Looking
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import holding_back
from app.domain.permissions.holding_back import LONGEST, OnHold
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId
from app.foundation.work import Work
from app.web import forms
from app.web.on_record import looks
from app.web.on_record.looks import Looks, Seen
from app.web.organisation.group import REFUSED, safe
from app.web.trusted_person.group import refusal_of

USUAL = timedelta(days=30)
FROM_NOW_ON = "now"
AS_WHOM = {
    Looking.AS_COVER: " as cover",
    Looking.IN_THE_HOLIDAYS: " as holiday reader",
    Looking.ON_DUTY: " on duty",
}


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    look: str
    last_day: str
    reason: str = ""


@safe.shows("/family/<uuid:contact_id>/who-has-looked")
def who_has_looked(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """The same list that the family sees, and more: what is held back now. NotFound for another organisation's."""
    return _draw(work, contact_id)


@safe.does("/family/<uuid:contact_id>/who-has-looked/hold-back")
def hold_back(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """Keep it from the family, from one look on. A refusal keeps everything typed."""
    typed = Typed(forms.typed("look", limit=40), forms.typed("last_day", limit=20), forms.typed("reason", limit=2000))
    problem = refusal_of(
        work,
        lambda: holding_back.hold_back(
            work, contact_id, look_id=_look(typed.look), last_day=_day(typed.last_day), reason=typed.reason
        ),
    )
    if problem:
        return _draw(work, contact_id, typed, problem), REFUSED
    return redirect(url_for("safeguarding.who_has_looked", contact_id=contact_id, _anchor="held"), 303)


@safe.does("/family/<uuid:contact_id>/who-has-looked/tell")
def tell_after_all(work: Work, contact_id: UUID) -> ResponseReturnValue:
    """The family may know, from this moment on."""
    holding_back.lift(work, contact_id, reason=forms.typed("why_lifted", limit=2000))
    return redirect(url_for("safeguarding.who_has_looked", contact_id=contact_id), 303)


def in_words(one: Seen) -> str:
    """What somebody did: "read Neil’s conversation as cover", "copied their own conversation"."""
    whose = f"{'their own' if one.is_by_holder else (one.holder.first_name or 'a colleague') + '’s'} conversation"
    match one.what:
        case Looking.COPIED:
            return f"copied {whose}"
        case Looking.COPIED_WITH_NOTES:
            return f"copied {whose} with the staff notes"
        case _:
            return f"read {whose}{AS_WHOM.get(one.what, '')}"


def _draw(work: Work, contact_id: ContactId, typed: Typed | None = None, problem: str = "") -> str:
    contact = holding_back.mine_to_keep_safe(work, contact_id)
    work.looked_at("looked at who has looked", "contact", contact.id, contact_id=contact.id)
    place = people.organisation(work, contact.organisation_id)
    today = people.today_at(work, place.id)
    found = looks.for_lead(work, contact, place.zone, before=request.args.get("before") or None)
    held = holding_back.held_at(work, place.id, contact.id)
    return render_template(
        "organisation/held_back.html",
        contact=contact,
        name=_name(contact),
        found=found,
        held=held[0] if held else None,
        typed=typed or Typed(_first_choice(found, held), (today + USUAL).isoformat()),
        from_now_on=FROM_NOW_ON,
        today=today.isoformat(),
        furthest=(today + LONGEST).isoformat(),
        in_words=in_words,
        is_first="before" not in request.args,
        zone=place.zone,
        problem=problem,
        wrong=_field_of(problem),
    )


def _name(contact: Contact) -> str:
    return f"{contact.first_name} {contact.last_name}".strip() or "somebody we do not know yet"


def _first_choice(found: Looks, held: list[OnHold]) -> str:
    return FROM_NOW_ON if held or not found.seen else str(found.seen[0].id)


def _look(typed: str) -> UUID | None:
    if typed in {"", FROM_NOW_ON}:
        return None
    try:
        return UUID(typed)
    except ValueError:
        raise Refused("Choose one of the looks from the list.") from None


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Refused("Choose a day within the next 90 days, so that somebody thinks about it again.") from None


def _field_of(problem: str) -> str:
    if not problem:
        return ""
    return "look" if "looks" in problem else "last_day" if "day" in problem else "reason"
