"""The week: who comes when, what is free, and what needs somebody to say something. Prints; reads on a phone."""

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.dropins.diary import days, in_doubt
from app.domain.dropins.hosting import room
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.work import Work
from app.web.forms import typed
from app.web.trusted_person.diary import said
from app.web.trusted_person.group import desk, refusal_of

REFUSED = 409
A_WEEK = timedelta(days=7)
FURTHEST = timedelta(days=5 * 366)


@desk.shows("/diary")
def week(work: Work) -> ResponseReturnValue:
    """One week. `?week=2027-03-15` asks for the week of that day."""
    return draw(work)


@desk.does("/diary/asked/<uuid:co_host_id>")
def answer_asked(work: Work, co_host_id: UUID) -> ResponseReturnValue:
    """Will you be in the room?"""
    says_yes = typed("answer", limit=10) == "yes"
    problem = refusal_of(work, lambda: room.answer(work, co_host_id, says_yes=says_yes))
    if problem:
        return draw(work, problem=problem), REFUSED
    return redirect(url_for("trusted_person.week"), 303)


def draw(work: Work, *, problem: str = "") -> str:
    """The page, perhaps with what could not be done."""
    today = people.today_at(work, work.staff.organisation_id)
    monday = said.monday_of(_day_asked_for(today))
    found = days.week(work, monday)
    doubts = in_doubt.at_my_desk(work)
    covers = {one.held.booking.met_by_id for one in doubts if one.held.booking.met_by_id}
    return render_template(
        "trusted_person/diary/week.html",
        days=[(day, list(group)) for day, group in groupby(found, key=lambda one: one.day)],
        monday=monday,
        sunday=monday + A_WEEK - timedelta(days=1),
        is_this_week=monday <= today < monday + A_WEEK,
        before=monday - A_WEEK,
        after=monday + A_WEEK,
        doubts=doubts,
        cover_names=members.first_names(work, covers),
        names=days.names_of(work, [one.held.booking for one in doubts]),
        asked=room.waiting_for_me(work),
        promised=room.promised(work),
        said=said,
        today=today,
        errors=(("diary", problem),) if problem else (),
    )


def _day_asked_for(today: date) -> date:
    try:
        found = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return today
    return found if abs(found - today) <= FURTHEST else today
