"""Our place: when it is open, its terms, the days on which nobody works, who reads in the holidays, and the welcome.

Each part is a form of its own. A refusal keeps everything typed in that part.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import members, places
from app.domain.people import queries as people
from app.domain.people.models import Membership, Organisation
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import staff_words
from app.web.organisation.group import REFUSED, colleagues, house
from app.web.trusted_person.group import refusal_of

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_YEAR = timedelta(days=365)
NOBODY = ("", "Nobody: messages wait until the holidays are over")


@dataclass(frozen=True)
class Holidays:
    """What families meet outside the terms. `reader` by first name, if anybody reads; `reads`: their checks count now;
    `waits_until` (UTC): what comes today waits until then, because it is a holiday and nobody reads."""

    reader: str
    reads: bool
    waits_until: datetime | None


@house.shows("/place")
def place(work: Work) -> ResponseReturnValue:
    """The page."""
    return _draw(work)


@house.does("/place/hours")
def set_hours(work: Work) -> ResponseReturnValue:
    """When we are at work."""

    def sets() -> None:
        days = "".join(request.form.getlist("days"))
        opens, closes = _clock("opens"), _clock("closes")
        places.set_hours(work, opens=opens, closes=closes, working_days=days)

    return _after(work, "opens", "hours", sets)


@house.does("/place/terms")
def set_terms(work: Work) -> ResponseReturnValue:
    """First and last day of each term, and who reads between them. A line that is empty is no term."""

    def sets() -> None:
        places.set_terms(work, _terms(), holiday_reader_id=_reader())

    return _after(work, "terms", "terms", sets)


@house.does("/place/closed")
def close_on(work: Work) -> ResponseReturnValue:
    """One more day on which nobody works."""

    def closes() -> None:
        places.close_on(work, forms.read_day(forms.typed("day", limit=20)), name=forms.typed("name", limit=200))

    return _after(work, "day", "closed", closes)


@house.does("/place/open")
def open_on(work: Work) -> ResponseReturnValue:
    """We are open on this day after all."""
    places.open_on(work, forms.read_day(forms.typed("day", limit=20)))
    return redirect(url_for("house.place", _anchor="closed"), 303)


@house.does("/place/welcome")
def set_welcome(work: Work) -> ResponseReturnValue:
    """How a visitor is met."""
    who, door, more = (forms.typed(name, limit=2000) for name in ("who", "door", "more"))
    return _after(work, "who", "welcome", lambda: places.set_welcome(work, who=who, door=door, more=more))


@house.does("/place/public")
def set_public(work: Work) -> ResponseReturnValue:
    """Our own number and page, by which families check who we are."""
    phone, website = forms.typed("public_phone", limit=300), forms.typed("public_website", limit=500)
    return _after(
        work,
        "public_website",
        "public",
        lambda: places.set_public(work, public_phone=phone, public_website=website),
    )


def _after(work: Work, field: str, part: str, act: Callable[[], object]) -> ResponseReturnValue:
    problem = refusal_of(work, act)
    if problem:
        field = "public_phone" if "phone number" in problem else field
        return _draw(work, (field, problem), part=part), REFUSED
    return redirect(url_for("house.place", done=part, _anchor=part), 303)


def _draw(work: Work, problem: tuple[str, str] | None = None, *, part: str = "") -> str:
    found = people.organisation(work, work.staff.organisation_id)
    typed, closed = request.form, people.closed_days_at(work, found.id)
    in_a_year = people.today_at(work, found.id) + A_YEAR
    return render_template(
        "organisation/place.html",
        place=found,
        week=list(enumerate(WEEK)),
        hours=_typed_hours() if part == "hours" else _hours(found),
        terms=_typed_lines() if part == "terms" else _lines(work, found),
        reader=typed.get("reader", "") if part == "terms" else str(found.holiday_reader_id or ""),
        readers=[NOBODY, *((str(one.id), one.name) for one in colleagues(work))],
        holidays=_holidays(work, found),
        closed=[one for one in closed if one.day <= in_a_year],
        later=[one for one in closed if one.day > in_a_year],
        welcome=typed if part == "welcome" else _welcome(found),
        public=typed if part == "public" else _public(found),
        new_day=typed if part == "closed" else {},
        errors=[problem] if problem else [],
        wrong=dict([problem]) if problem else {},
        done=request.args.get("done", "") if not problem else "",
        words=staff_words,
    )


def _hours(found: Organisation) -> dict[str, str]:
    return {"opens": f"{found.opens_at:%H:%M}", "closes": f"{found.closes_at:%H:%M}", "days": found.working_days}


def _typed_hours() -> dict[str, str]:
    return {
        "opens": forms.typed("opens", limit=20),
        "closes": forms.typed("closes", limit=20),
        "days": "".join(request.form.getlist("days"))[:20],
    }


def _welcome(found: Organisation) -> dict[str, str]:
    return {"who": found.welcome_who, "door": found.welcome_door, "more": found.welcome_more}


def _public(found: Organisation) -> dict[str, str]:
    return {"public_phone": found.public_phone, "public_website": found.public_website}


def _lines(work: Work, found: Organisation) -> list[tuple[str, str]]:
    """A line for each term, and an empty one for the next."""
    kept = [(one.begins.isoformat(), one.ends.isoformat()) for one in people.terms_at(work, found.id)]
    return [*kept, ("", "")]


def _typed_lines() -> list[tuple[str, str]]:
    begins, ends = request.form.getlist("begins"), request.form.getlist("ends")
    pairs = zip_longest(begins, ends, fillvalue="")
    return [(first[:20].strip(), last[:20].strip()) for first, last in pairs][: places.MOST_TERMS + 2]


def _terms() -> list[tuple[date, date]]:
    lines = [(first, last) for first, last in _typed_lines() if first or last]
    if not all(first and last for first, last in lines):
        raise Refused("Each term needs its first and its last day.")
    return [(forms.read_day(first), forms.read_day(last)) for first, last in lines]


def _reader() -> MembershipId | None:
    words = forms.typed("reader", limit=40).strip()
    try:
        return UUID(words) if words else None
    except ValueError:
        raise Refused("Choose who reads from the list.") from None


def _clock(name: str) -> time:
    return forms.read_clock(forms.typed(name, limit=20))


def _holidays(work: Work, found: Organisation) -> Holidays:
    timetable = people.timetable_of(work, found.id)
    is_holiday = timetable.is_holiday(people.today_at(work, found.id))
    reader = work.session.get(Membership, found.holiday_reader_id) if found.holiday_reader_id else None
    opens = timetable.next_opening(work.now)
    return Holidays(
        reader=reader.first_name if reader else "",
        reads=reader is not None and members.holds_threads(work, reader),
        waits_until=opens if is_holiday and not reader and opens > work.now else None,
    )
