"""The line under a person's name: when they read messages, and who reads now when they cannot. Only reads."""

from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership, Organisation
from app.domain.relationships import queries as relationships
from app.foundation.work import Work
from app.web import local_times
from app.web.language import _

LEFT_TO_RIGHT, AS_AROUND = "\u2066", "\u2069"  # so that a number keeps its order in a language read from the right


def reads_now(work: Work, person: Membership, place: Organisation) -> str:
    """Who reads what the family writes now, as one or two sentences."""
    other = members.membership(work, relationships.who_answers(work, person.id))
    if not members.holds_threads(work, other):
        return _nobody(place)
    if other.id != person.id:
        names = {"name": person.first_name, "other": other.first_name}
        return _("%(name)s is away. %(other)s reads and answers now.") % names
    timetable = people.timetable_of(work, place.id)
    if not timetable.is_holiday(people.today_at(work, place.id)):
        return _hours(place)
    opens = timetable.next_opening(work.now)
    if opens == work.now:
        return _("It is the holidays. Nobody reads messages just now.")
    day = local_times.day(opens, work.now, place.zone)
    return _("It is the holidays. %(name)s reads messages again on %(day)s.") % {"name": person.first_name, "day": day}


def _nobody(place: Organisation) -> str:
    words = _("Nobody can read messages here just now. We are putting that right. What you write is kept.")
    if not place.public_phone:
        return words
    phone = f"{LEFT_TO_RIGHT}{place.public_phone}{AS_AROUND}"
    ring = _("You can ring %(phone)s.") % {"phone": phone}
    return f"{words} {ring}"


def _hours(place: Organisation) -> str:
    days = local_times.days_of_week(place.working_days)
    opens, closes = local_times.hour(place.opens_at), local_times.hour(place.closes_at)
    return _("reads messages %(days)s, %(opens)s to %(closes)s") % {"days": days, "opens": opens, "closes": closes}
