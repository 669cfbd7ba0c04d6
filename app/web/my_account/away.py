"""When I am away, and who reads and answers for me: on some days, and usually."""

from datetime import date
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import joining, members, rules
from app.domain.people import queries as people
from app.domain.relationships import away as days_away
from app.domain.relationships import queries as relationships
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.my_account.group import me
from app.web.organisation.group import Colleague, colleagues
from app.web.trusted_person.group import refusal_of

REFUSED = 422
NOBODY = "nobody"


@me.shows("/away")
def away(work: Work) -> ResponseReturnValue:
    """How it is now, and what is planned."""
    return _draw(work)


@me.does("/away")
def go_away(work: Work) -> ResponseReturnValue:
    """Be away on these days. A refusal keeps everything typed."""
    problem = refusal_of(work, lambda: _go(work))
    if problem:
        return _draw(work, _field_of(problem), problem), REFUSED
    return _there()


@me.does("/away/back")
def come_back(work: Work) -> ResponseReturnValue:
    """I am here again. Harmless when I was here anyway."""
    days_away.back(work, work.staff.membership_id)
    return _there()


@me.does("/away/<uuid:cover_id>/call-off")
def call_off(work: Work, cover_id: UUID) -> ResponseReturnValue:
    """I am not away then after all. NotFound for anybody else's days."""
    if cover_id not in {one.id for one in days_away.of(work, work.staff.membership_id)}:
        raise NotFound
    days_away.call_off(work, cover_id)
    return _there()


@me.does("/away/cover")
def name_cover(work: Work) -> ResponseReturnValue:
    """Who usually reads for me."""
    problem = refusal_of(work, lambda: _name_cover(work))
    if problem:
        return _draw(work, "cover", problem), REFUSED
    return _there()


def _go(work: Work) -> None:
    first = _day("first", "Write the first day on which you are away.")
    assert first is not None
    last = _day("last", "") if forms.typed("last", limit=40).strip() else None
    by_id = _colleague(work, "by")
    days_away.go(work, work.staff.membership_id, by_id=by_id, first=first, last=last)


def _name_cover(work: Work) -> None:
    is_nobody = forms.typed("cover", limit=40) == NOBODY
    joining.set_cover(work, work.staff.membership_id, None if is_nobody else _colleague(work, "cover"))


def _day(name: str, missing: str) -> date | None:
    typed = forms.typed(name, limit=40).strip()
    if not typed:
        raise Refused(missing)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        which = "first" if name == "first" else "last"
        raise Refused(f"We could not read the {which} day. Write it like 2027-03-22, or choose it.") from None


def _colleague(work: Work, name: str) -> MembershipId:
    chosen = forms.typed(name, limit=40)
    found = next((one.id for one in _others(work) if str(one.id) == chosen), None)
    if found is None:
        raise Refused("Choose a colleague from the list.")
    return found


def _others(work: Work) -> list[Colleague]:
    return [one for one in colleagues(work) if not one.is_me]


def _there() -> ResponseReturnValue:
    return redirect(url_for("me.away", kept="yes"), 303)


def _draw(work: Work, wrong: str = "", problem: str = "") -> str:
    person = members.membership(work, work.staff.membership_id)
    others = _others(work)
    found = days_away.of(work, person.id)
    standing = next((one for one in others if one.id == person.cover_id), None)
    usual = str(standing.id) if standing and not standing.is_enforcing else ""
    current = days_away.current(found)
    return render_template(
        "my_account/away.html",
        writes=bool(rules.WRITE_TO_FAMILIES & work.staff.roles),
        found=found,
        current=current,
        answers=members.membership(work, relationships.who_answers(work, person.id)) if current else None,
        person=person,
        others=others,
        typed=request.form,
        chosen={
            "by": request.form.get("by", usual),
            "cover": request.form.get("cover", str(standing.id) if standing else NOBODY),
        },
        nobody=NOBODY,
        today=people.today_at(work, person.organisation_id),
        wrong=wrong,
        errors=[(wrong, problem)] if problem else [],
        is_kept=bool(request.args.get("kept")),
    )


def _field_of(problem: str) -> str:
    if "last day" in problem:
        return "last"
    return "by" if "colleague" in problem or "Choose" in problem or "checks" in problem else "first"
