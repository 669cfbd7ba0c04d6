"""Writing down organisations: their names, when they are at work, and how a visitor is welcomed."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise
from uuid import UUID

import holidays
import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import members, queries, rules
from app.domain.people.models import Area, ClosedDay, Organisation, Term
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.text import folded, one_line, storable
from app.foundation.work import Work

OPERATING = "operating"  # an organisation of this kind runs the service itself, and knows no family
KINDS = ("school", "council", "charity", "health", OPERATING)
MOST_TERMS = 12
LONGEST_TERM = timedelta(days=200)
YEARS_AHEAD = 2
LONGEST_PLAN = timedelta(days=3 * 366)
LONGEST_PHONE, LONGEST_ADDRESS = 40, 200
_WEB_PAGE = re.compile(r"https?://[^\s\"'<>/]+\.[^\s\"'<>]+")


def make_area(work: Work, *, name: str) -> Area:
    """A borough, or the one there is with this name. Refused without a name."""
    if not rules.may_make_organisations(work.actor):
        raise Refused("Only whoever runs the service makes boroughs.")
    clean = one_line(storable(name), 80)
    if not clean:
        raise Refused("A borough needs a name.")
    found = next((one for one in queries.areas(work) if folded(one.name) == folded(clean)), None)
    if found:
        return found
    made = Area(name=clean)
    work.session.add(made)
    work.session.flush()
    audit.note(work, "borough made", "area", made.id)
    return made


def make_organisation(
    work: Work, *, name: str, kind: str, public_phone: str = "", public_website: str = "", area_id: UUID | None = None
) -> Organisation:
    """A new organisation. Refused without a name, with an unknown kind, or when the name is taken."""
    if not rules.may_make_organisations(work.actor):
        raise Refused("Only whoever runs the service makes organisations.")
    clean = one_line(storable(name))
    slug = _slug(clean)
    if not slug:
        raise Refused("An organisation needs a name.")
    if kind not in KINDS:
        raise Refused(f"An organisation is one of: {', '.join(KINDS)}.")
    if work.session.exec(select(Organisation).where(Organisation.slug == slug)).first():
        raise Refused("There is already an organisation with this name.")
    made = Organisation(
        name=clean,
        kind=kind,
        slug=slug,
        public_phone=_phone(public_phone),
        public_website=_address(public_website),
        area_id=area_id,
        created_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    fill_in_bank_holidays(work, made)
    audit.note(work, "organisation made", "organisation", made.id, organisation_id=made.id)
    return made


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")


def _phone(typed: str) -> str:
    """As the organisation writes it on its door: families compare it. Never cut, or it would be another number."""
    clean = one_line(storable(typed), LONGEST_PHONE + 1)
    if len(clean) > LONGEST_PHONE or (clean and not any(letter.isdigit() for letter in clean)):
        raise Refused("That does not look like a phone number.")
    return clean


def _address(typed: str) -> str:
    clean = one_line(storable(typed), LONGEST_ADDRESS + 1)
    if not clean:
        return ""
    if not clean.startswith(("https://", "http://")):
        raise Refused("A web page's address begins with https://")
    if len(clean) > LONGEST_ADDRESS or not _WEB_PAGE.fullmatch(clean):
        raise Refused("That does not look like the address of a web page.")
    return clean


def set_hours(work: Work, *, opens: time, closes: time, working_days: str) -> Organisation:
    """When the actor's organisation is at work, as wall time of its zone. Refused when that leaves no time at all."""
    place = _mine(work)
    days = "".join(sorted(set(working_days) & set("0123456")))
    if not days or opens >= closes:
        raise Refused("Please choose at least one day, and a time to open that is before the time to close.")
    place.opens_at, place.closes_at, place.working_days = opens, closes, days
    return _kept(work, place, "hours set")


def set_terms(work: Work, terms: Sequence[tuple[date, date]], *, holiday_reader_id: MembershipId | None) -> None:
    """The terms of the actor's organisation (first and last day of each; none: it is open all year), and who reads in
    the holidays. Refused when they overlap or last too long, or when that person may not hold threads."""
    place = _mine(work)
    wanted = sorted(terms)
    if len(wanted) > MOST_TERMS:
        raise Refused(f"{MOST_TERMS} terms are the most that Kettle keeps.")
    if any(begins > ends or ends - begins > LONGEST_TERM for begins, ends in wanted):
        raise Refused("A term begins before it ends, and lasts at most 200 days.")
    if any(abs(ends - work.now.date()) > LONGEST_PLAN for _, ends in wanted):
        raise Refused("Terms are within three years of today. Please look at the years.")
    if any(earlier[1] >= later[0] for earlier, later in pairwise(wanted)):
        raise Refused("Two of these terms overlap.")
    if holiday_reader_id and not members.holds_threads(work, members.at(work, place.id, holiday_reader_id)):
        raise Refused("Whoever reads in the holidays must be somebody who writes to families, with checks that count.")
    work.session.connection().execute(sa.delete(Term).where(col(Term.organisation_id) == place.id))
    work.session.add_all(Term(organisation_id=place.id, begins=begins, ends=ends) for begins, ends in wanted)
    place.holiday_reader_id = holiday_reader_id
    fill_in_bank_holidays(work, place)
    _kept(work, place, "terms set")


def close_on(work: Work, day: date, *, name: str) -> None:
    """The actor's organisation is closed on this day, for example for training. Refused for a day that has passed or is
    more than three years away."""
    place = _mine(work)
    today = queries.today_at(work, place.id)
    if not today <= day <= today + LONGEST_PLAN:
        raise Refused("Please choose a day from today on, within the next three years.")
    words = one_line(storable(name), 60) or "Closed"
    work.session.merge(ClosedDay(organisation_id=place.id, day=day, name=words))
    _kept(work, place, "closed day added")


def open_on(work: Work, day: date) -> None:
    """The actor's organisation is open on this day after all. NotFound when it was not closed."""
    place = _mine(work)
    found = work.session.get(ClosedDay, (place.id, day))
    if not found:
        raise NotFound
    work.session.delete(found)
    _kept(work, place, "closed day taken away")


def fill_in_bank_holidays(work: Work, place: Organisation) -> None:
    """Write down the bank holidays of England of this year and the next two, for each year that has none yet (source:
    `holidays`). So a day on which somebody said that they are open after all stays open."""
    days = select(ClosedDay).where(ClosedDay.organisation_id == place.id)
    closed = {one.day: one.name for one in work.session.exec(days)}
    years = range(work.now.year, work.now.year + YEARS_AHEAD + 1)
    found = holidays.country_holidays("GB", subdiv="ENG", years=years)
    filled = {day.year for day, name in found.items() if closed.get(day) == name}
    work.session.add_all(
        ClosedDay(organisation_id=place.id, day=day, name=name)
        for day, name in found.items()
        if day.year not in filled and day not in closed and day >= work.now.date()
    )


def look_ahead(work: Work) -> None:
    """Fill in the bank holidays of a new year, everywhere. Once a day is more than often enough."""
    for place in queries.organisations(work):
        fill_in_bank_holidays(work, place)


def set_welcome(work: Work, *, who: str, door: str, more: str) -> Organisation:
    """Who meets a visitor, at which door, and what makes it easy. In words for families."""
    place = _mine(work)
    place.welcome_who = one_line(storable(who), 200)
    place.welcome_door = one_line(storable(door), 200)
    place.welcome_more = one_line(storable(more), 400)
    return _kept(work, place, "welcome written")


def set_public(work: Work, *, public_phone: str, public_website: str) -> Organisation:
    """The organisation's own number and page, by which families check who we are. Refused for what is no address."""
    place = _mine(work)
    place.public_phone = _phone(public_phone)
    place.public_website = _address(public_website)
    return _kept(work, place, "public number and page set")


def _mine(work: Work) -> Organisation:
    if not rules.may_keep_house(work.actor, work.staff.organisation_id):
        raise Refused("Only a manager of this organisation can do that.")
    return queries.organisation(work, work.staff.organisation_id)


def _kept(work: Work, place: Organisation, what: str) -> Organisation:
    work.session.add(place)
    audit.note(work, what, "organisation", place.id, organisation_id=place.id)
    return place
