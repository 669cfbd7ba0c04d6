"""One drop-in of a host's own: its days, its welcome, who is in the room; a day or a single time out, a day moved."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.dropins.diary import days
from app.domain.dropins.hosting import changing, my_times, room
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.conversation import go_to
from app.web.trusted_person.diary import said
from app.web.trusted_person.diary.offering import TICKS, WORDS, welcome_typed
from app.web.trusted_person.group import desk, refusal_of

REFUSED = 409


@desk.shows("/times/<uuid:drop_in_id>")
def drop_in(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """The page."""
    return _draw(work, drop_in_id)


@desk.does("/times/<uuid:drop_in_id>/end")
def end_times(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """No more of these."""
    changing.end(work, drop_in_id)
    return go_to("trusted_person.week")


@desk.does("/times/<uuid:drop_in_id>/welcome")
def change_welcome(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """How families are met."""
    return _after(work, drop_in_id, "who", lambda: changing.change_welcome(work, drop_in_id, welcome_typed()))


@desk.does("/times/<uuid:drop_in_id>/along")
def ask_along(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """Ask somebody to be in the room."""
    person = forms.an_id("person")
    return _after(work, drop_in_id, "person", lambda: room.ask_along(work, drop_in_id, person))


@desk.does("/times/<uuid:drop_in_id>/not-along")
def no_longer_along(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """Somebody need not be there after all."""
    person = forms.an_id("person")
    return _after(work, drop_in_id, "person", lambda: room.no_longer(work, drop_in_id, person))


@desk.does("/times/<uuid:drop_in_id>/off")
def call_off(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """Nothing on one day."""
    my_times.mine(work, drop_in_id)
    day = forms.an_id("day")
    return _after(work, drop_in_id, "days", lambda: changing.call_off(work, day))


@desk.does("/times/<uuid:drop_in_id>/move")
def move_day(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """One day's times are on another day instead."""
    my_times.mine(work, drop_in_id)
    day = forms.an_id("day")

    def moves() -> None:
        to, begins = forms.read_day(forms.typed("to", limit=20)), forms.read_clock(forms.typed("begins", limit=20))
        changing.move_day(work, day, to=to, begins=begins)

    return _after(work, drop_in_id, "days", moves)


@desk.does("/times/<uuid:drop_in_id>/slot")
def take_out_or_put_back(work: Work, drop_in_id: UUID) -> ResponseReturnValue:
    """A single time: the host has something else, or has it no more."""
    my_times.mine(work, drop_in_id)
    slot = forms.an_id("slot")
    act = changing.put_back if request.form.get("do") == "back" else changing.take_out
    return _after(work, drop_in_id, "days", lambda: act(work, slot))


def _after(work: Work, drop_in_id: UUID, field: str, act: Callable[[], object]) -> ResponseReturnValue:
    problem = refusal_of(work, act)
    if problem:
        return _draw(work, drop_in_id, (field, problem)), REFUSED
    return go_to("trusted_person.drop_in", drop_in_id=drop_in_id, done="kept")


def _draw(work: Work, drop_in_id: UUID, problem: tuple[str, str] | None = None) -> str:
    found = my_times.mine_to_see(work, drop_in_id)
    host = members.membership(work, found.host_id)
    return render_template(
        "trusted_person/diary/drop_in.html",
        found=found,
        host=host.first_name,
        is_enforcing=host.is_enforcing,
        slug=people.organisation(work, found.organisation_id).slug,
        days=days.days_of(work, found),
        left_out=my_times.left_out(work, found),
        along=room.asked_along(work, found),
        candidates=room.may_be_asked(work, found),
        values={name: getattr(found, f"welcome_{name}") for name in WORDS} | {n: getattr(found, n) for n in TICKS},
        is_confirmed=room.is_confirmed(work, found.organisation_id),
        promises_no_fines=room.promises_no_fines(work, found),
        today=people.today_at(work, found.organisation_id),
        said=said,
        done=request.args.get("done", "") if not problem else "",
        errors=(problem,) if problem else (),
        wrong=dict([problem]) if problem else {},
    )
