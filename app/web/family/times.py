"""Finding a time to talk, without an account: a list, one page to check, done. Four taps, and no script.

The list holds what this family may book, at whichever organisation of the borough. What it books with another one than
the one whose page this is stands nowhere on this side: only whoever presses the button sees it, until they leave.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.dropins import booking, elsewhere, queries, seats
from app.domain.dropins.booking import Asked
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held, Taken
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Need
from app.domain.dropins.seats import By
from app.domain.people import queries as people
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId
from app.foundation.work import Work
from app.web.family import shown_times as shown
from app.web.family import too_late
from app.web.family.booked_time import asker, is_elsewhere, may_be_with, to_booked
from app.web.family.talk import pages, speak_their_language
from app.web.forms import an_id, ticked
from app.web.guards import visiting
from app.web.language import _, spoken

GONE = 409
UNPROCESSABLE = 422


@pages.shows("/times")
def times(work: Work) -> ResponseReturnValue:
    """What is free, day by day; and what this family has booked already."""
    return _list(work)


@pages.shows("/times/check")
def check_time(work: Work) -> ResponseReturnValue:
    """One time, before it is booked: who will be there, how one is met, and what would help."""
    speak_their_language(work)
    slot_id = _slot_asked_for()
    if slot_id is None:
        problem = _("Please choose a time first.")
        return _list(work, problem=problem), UNPROCESSABLE
    time = queries.free_one(work, asker(work), slot_id)
    if time is None or not may_be_with(time):
        return _next_three(work, slot_id)
    return _check(work, time, instead=_instead(work, request.args.get("instead", "")))


@pages.does_in_steps("/times/book")
def book_time(house: House) -> ResponseReturnValue:
    """Take it. Pressing twice is harmless; whoever is slower sees what else is free, and holds up nobody who writes."""
    with house.database.reading(Anybody()) as work:
        pages.enter(work)
        if answer := _answer_at_once(work):
            return answer
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        return _answer_at_once(work) or _try_to_book(work)


def _answer_at_once(work: Work) -> ResponseReturnValue | None:
    """What needs no writing: it is theirs already, or it is gone."""
    speak_their_language(work)
    g.work, slot_id = work, an_id("slot")
    taken = held.who_has(work, slot_id)
    if taken is None:
        time = queries.free_one(work, asker(work), slot_id)
        return None if time and may_be_with(time) else _next_three(work, slot_id)
    return to_booked(taken.booking) if _is_theirs(work, taken) else _next_three(work, slot_id)


def _try_to_book(work: Work) -> ResponseReturnValue:
    time = queries.time_of(work, an_id("slot"))
    instead, visitor = _instead(work, request.form.get("instead", "")), work.actor
    try:
        with work.session.begin_nested():  # all of it or nothing: nobody hears of a family that booked nothing
            return to_booked(_book(work, time, instead))
    except NotBooked as nothing:
        work.actor = visitor
        if nothing.clash:
            return _check(work, time, instead=instead, clash=nothing.clash), GONE
        return _next_three(work, time.slot_id)
    except Refused:
        work.actor = visitor
        return _list(work, problem=_("Ask your person for this one.")), UNPROCESSABLE


def _next_three(work: Work, gone: UUID) -> ResponseReturnValue:
    """Somebody was quicker: three others, at once."""
    place, only_with = people.contact(work, visiting().contact_id).organisation_id, visiting().handed_by_id

    def find() -> list[shown.Day]:
        for_everybody = replace(asker(work), contact_ids=())
        return shown.by_day(work, queries.first_three(work, for_everybody, queries.Wanted(host_id=only_with)))

    days = find() if _is_young(work) else too_late.next_three((gone, place, only_with, spoken().code), find)
    return _draw_list(work, days, problem=_("That time has just gone. Here is what else is free.")), GONE


def _is_young(work: Work) -> bool:
    return people.contact(work, visiting().contact_id).is_young


class NotBooked(Exception):
    """Somebody was quicker, or they hold another time at that hour (`clash`)."""

    def __init__(self, clash: Held | None = None) -> None:
        super().__init__()
        self.clash = clash


def _book(work: Work, time: Time, instead: Held | None) -> Booking:
    visitor, me = work.actor, visiting().contact_id
    contact_id = elsewhere.as_known_there(work, me, number=visiting().number, at=time.organisation_id)
    clash = _clash(work, contact_id, time, instead)
    if clash and not ticked("both"):
        raise NotBooked(clash)
    is_at_one_place = instead is not None and instead.time.organisation_id == time.organisation_id
    old = instead.booking if instead and is_at_one_place else None
    made = seats.book(work, contact_id, time.slot_id, by=By.WEB, instead_of=old)
    if made is None:
        raise NotBooked
    if ticked("asked"):
        seats.keep_needs(work, contact_id, request.form.getlist("needs"), and_those_known=contact_id != me)
    booking.confirm(work, made, Asked(made.id, work.now), is_change=is_at_one_place)
    if instead and not is_at_one_place:  # given back there, booked here: nothing joins the two
        work.actor = visitor
        booking.drop_on_page(work, instead, Asked(instead.booking.id, work.now))
    return made


# What the pages are made of


def _list(work: Work, *, problem: str = "") -> str:
    speak_their_language(work)
    who, only_with = asker(work), visiting().handed_by_id
    found = queries.free_for(work, who, shown.wanted(request.args, only_with=only_with))
    return _draw_list(
        work,
        shown.by_day(work, found),
        problem=problem,
        own=[one for one in held.live(work, visiting().contact_id) if may_be_with(one.time)],
        choices=shown.choices(work, who, only_with=only_with),
        later=shown.later_than(found),
    )


def _draw_list(work: Work, days: list[shown.Day], *, problem: str, **more: Any) -> str:
    return render_template(
        "family/times.html",
        days=days,
        line=shown.line,
        chosen=request.args,
        instead=_instead(work, request.values.get("instead", "")),
        is_young=_is_young(work),
        errors=(("slot", problem),) if problem else (),
        **more,
    )


def _check(work: Work, time: Time, *, instead: Held | None, clash: Held | None = None) -> str:
    with_another = is_elsewhere(work, time)
    return render_template(
        "family/check_time.html",
        time=time,
        shown=shown.whole(work, time),
        needs=[(need.value, shown.need(need)) for need in Need],
        known=None if with_another else held.needs_of(work, visiting().contact_id),
        chosen=request.form.getlist("needs"),
        clash=clash or (None if with_another else _clash(work, visiting().contact_id, time, instead)),
        instead=instead,
        line=shown.line,
        place=shown.place_of(work, visiting().contact_id),
        first_name=shown.first_name(work, visiting().contact_id),
        is_elsewhere=with_another,
    )


def _slot_asked_for() -> UUID | None:
    try:
        return UUID(request.args.get("slot", ""))
    except ValueError:
        return None


def _instead(work: Work, booking_id: str) -> Held | None:
    """The booking that is being changed, if it is theirs and still to come; of one that was moved already, on another
    page or a moment ago, the newest."""
    try:
        found = held.moved_to(work, held.of_family(work, visiting().contact_id, UUID(booking_id)))
    except (ValueError, NotFound):
        return None
    is_to_come = found.booking.ended_at is None and found.time.ends_at > work.now
    return found if is_to_come and may_be_with(found.time) else None


def _clash(work: Work, contact_id: ContactId, time: Time, instead: Held | None) -> Held | None:
    return held.clashing(work, contact_id, time, without=instead.booking.id if instead else None)


def _is_theirs(work: Work, taken: Taken) -> bool:
    """Did they book it a moment ago: is it the same press once more?"""
    me = people.contact(work, visiting().contact_id)
    if taken.organisation_id == me.organisation_id:
        return taken.contact_id == me.id
    there = elsewhere.known_there(work, me.id, number=visiting().number, at=taken.organisation_id)
    return taken.contact_id == there
