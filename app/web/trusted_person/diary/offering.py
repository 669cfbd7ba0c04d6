"""Offering times: one form, which begins with what was offered last, so that the next time takes less than a minute."""

from datetime import date, time, timedelta
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.dropins.hosting import my_times, offering, room
from app.domain.dropins.models import DropIn
from app.domain.dropins.rules import ForWhom, Mode, Plan, Stretch, Welcome
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person.conversation import go_to
from app.web.trusted_person.diary import said
from app.web.trusted_person.group import desk

REFUSED = 409
WITHOUT_TERMS = timedelta(weeks=10)
TICKS = ("step_free", "baby", "interpreter", "tea", "no_uniform", "no_fines")
WORDS = ("who", "door", "way", "more")


@desk.shows("/times/new")
def new_times(work: Work) -> ResponseReturnValue:
    """The form."""
    return _draw(work, _as_last_time(work))


@desk.does("/times/new")
def offer_times(work: Work) -> ResponseReturnValue:
    """Offer them. A refusal keeps everything typed."""
    try:
        with work.session.begin_nested():
            made = offering.offer(work, _plan(people.organisation(work, work.staff.organisation_id).zone))
    except offering.CannotOffer as refusal:
        return _draw(work, _typed(), (refusal.field, refusal.sentence)), REFUSED
    except Refused as refusal:
        return _draw(work, _typed(), ("begins", refusal.sentence)), REFUSED
    return go_to("trusted_person.drop_in", drop_in_id=made.id, done="offered")


def _draw(work: Work, values: dict[str, Any], problem: tuple[str, str] | None = None) -> str:
    place = work.staff.organisation_id
    return render_template(
        "trusted_person/diary/offer.html",
        values=values,
        said=said,
        modes=said.MODES,
        for_whom=said.FOR_WHOM,
        is_confirmed=room.is_confirmed(work, place),
        is_enforcing=members.membership(work, work.staff.membership_id).is_enforcing,
        is_first=my_times.last_of(work) is None,
        errors=(problem,) if problem else (),
        wrong=dict([problem]) if problem else {},
    )


def welcome_typed() -> Welcome:
    """The welcome out of a form."""
    who, door, way, more = (forms.typed(name, limit=400) for name in WORDS)
    step_free, baby, interpreter, tea, no_uniform, no_fines = (forms.ticked(name) for name in TICKS)
    return Welcome(who, door, way, step_free, baby, interpreter, tea, no_uniform, no_fines, more)


def _plan(zone: str) -> Plan:
    first = _day("first")
    is_weekly = request.form.get("often") == "weekly"
    return Plan(
        mode=_one_of(Mode, "mode", "Choose how you talk."),
        place=forms.typed("place", limit=400),
        video_link=forms.typed("video_link", limit=400).strip(),
        for_whom=_one_of(ForWhom, "for_whom", "Choose who may book."),
        in_the_room=forms.typed("in_the_room", limit=400),
        walk_ins=forms.ticked("walk_ins"),
        first=first,
        last=_day("last") if is_weekly else first,
        is_weekly=is_weekly,
        stretch=Stretch(_clock("begins"), _clock("ends"), _minutes("minutes"), _minutes("gap"), zone),
        welcome=welcome_typed(),
    )


def _one_of(kind: type[Any], name: str, sentence: str) -> Any:
    try:
        return kind(request.form.get(name, ""))
    except ValueError:
        raise offering.CannotOffer(name, sentence) from None


def _day(name: str) -> date:
    try:
        return forms.read_day(forms.typed(name, limit=20))
    except Refused as refusal:
        raise offering.CannotOffer(name, refusal.sentence) from None


def _clock(name: str) -> time:
    try:
        return forms.read_clock(forms.typed(name, limit=20))
    except Refused as refusal:
        raise offering.CannotOffer(name, refusal.sentence) from None


def _minutes(name: str) -> int:
    words = forms.typed(name, limit=5).strip()
    if not words.isascii() or not words.isdecimal():
        raise offering.CannotOffer(name, "Write a number of minutes.")
    return int(words)


def _typed() -> dict[str, Any]:
    names = ("mode", "place", "video_link", "for_whom", "in_the_room", "first", "last", "often", "begins", "ends")
    kept: dict[str, Any] = {name: forms.typed(name, limit=400) for name in (*names, "minutes", "gap", *WORDS)}
    return kept | {name: forms.ticked(name) for name in (*TICKS, "walk_ins")}


def _as_last_time(work: Work) -> dict[str, Any]:
    last = my_times.last_of(work)
    if last:
        return _from(work, last)
    place = people.organisation(work, work.staff.organisation_id)
    return {
        "mode": Mode.SCHOOL if place.kind == "school" else Mode.COMMUNITY,
        "for_whom": ForWhom.OURS if place.kind == "school" else ForWhom.BOROUGH,
        "often": "once",
        "last": _end_of_term(work),
        "begins": "15:00",
        "ends": "16:30",
        "minutes": "20",
        "gap": "10",
        "tea": True,
        "baby": True,
        **_welcome_of(place),
    }


def _end_of_term(work: Work) -> str:
    """The last day of the term that runs, or comes next; without terms, ten weeks from today."""
    place = work.staff.organisation_id
    today = people.today_at(work, place)
    ends = [one.ends for one in people.terms_at(work, place) if one.ends >= today]
    return (ends[0] if ends else today + WITHOUT_TERMS).isoformat()


def _welcome_of(place: Organisation) -> dict[str, str]:
    return {"who": place.welcome_who, "door": place.welcome_door, "more": place.welcome_more}


def _from(work: Work, last: DropIn) -> dict[str, Any]:
    same = ("mode", "place", "video_link", "for_whom", "in_the_room", "walk_ins", *TICKS)
    return {
        **{name: getattr(last, name) for name in same},
        **{name: getattr(last, f"welcome_{name}") for name in WORDS},
        "often": "weekly" if last.is_weekly else "once",
        "begins": f"{last.begins:%H:%M}",
        "ends": f"{last.ends:%H:%M}",
        "minutes": str(last.minutes),
        "gap": str(last.gap),
        "last": _end_of_term(work),
    }
