"""A host offers times as their own, and says how families are met."""

from datetime import date

from app.domain.audit import actions as audit
from app.domain.dropins import rules
from app.domain.dropins.hosting import clashes, recurring
from app.domain.dropins.hosting.slots import lay_out
from app.domain.dropins.models import DropIn
from app.domain.dropins.rules import Plan, Welcome
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.relationships import actions as relationships
from app.foundation.errors import Refused
from app.foundation.text import one_line, storable
from app.foundation.work import Work


class CannotOffer(Refused):
    """Refused, and which field of the plan it is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def offer(work: Work, plan: Plan) -> DropIn:
    """Offer times as the actor's own. Refused (`CannotOffer`) with the field and the reason: without a welcome, on a
    day that has passed, in an hour that does not exist, or when the host is somewhere else then."""
    host = members.membership(work, work.staff.membership_id)
    relationships.must_hold_threads(work, host, with_young=False)
    if problem := rules.what_is_wrong_with(plan, people.today_at(work, host.organisation_id)):
        raise CannotOffer(*problem)
    days = _days(work, plan)
    cuts = [(day, rules.slots_of(day, plan.stretch)) for day in days]
    if sum(len(found) for _, found in cuts) > rules.MOST_IN_ALL:
        raise CannotOffer("last", f"That is more than {rules.MOST_IN_ALL} times. Offer a shorter stretch of weeks.")
    clashes.must_be_nowhere_else(work, host, [cut for _, found in cuts for cut in found])
    made = _row(work, plan)
    work.session.add(made)
    work.session.flush()
    for day, found in cuts:
        lay_out(work, made, day, plan.stretch.begins, plan.stretch.ends, found)
    audit.note(work, "times offered", "drop_in", made.id, organisation_id=made.organisation_id)
    return made


def _days(work: Work, plan: Plan) -> list[date]:
    place = work.staff.organisation_id
    if plan.is_weekly:
        found = recurring.days_of(plan.first, plan.last, plan.stretch)
        return [day for day in found if rules.what_is_wrong_with_hour(day, plan.stretch) is None]
    closed = next((one.name for one in people.closed_days_at(work, place) if one.day == plan.first), None)
    if closed:
        raise CannotOffer("first", f"Your place is closed on that day: {closed}.")
    return [plan.first]


def _row(work: Work, plan: Plan) -> DropIn:
    host = work.staff.membership_id
    made = DropIn(
        organisation_id=work.staff.organisation_id,
        host_id=host,
        mode=plan.mode,
        place=_line(plan.place) if plan.mode.has_door else "",
        video_link=plan.video_link if plan.mode is rules.Mode.VIDEO else "",
        for_whom=plan.for_whom,
        in_the_room=_line(plan.in_the_room),
        walk_ins=plan.walk_ins and plan.mode.has_door,
        is_weekly=plan.is_weekly,
        minutes=plan.stretch.minutes,
        gap=plan.stretch.gap,
        begins=plan.stretch.begins,
        ends=plan.stretch.ends,
        first_day=plan.first,
        last_day=plan.last,
        zone=plan.stretch.zone,
        made_at=work.now,
        made_by_id=host,
    )
    write_welcome(made, plan.welcome)
    return made


def write_welcome(found: DropIn, welcome: Welcome) -> None:
    """How families are met, in the host's own words."""
    found.welcome_who, found.welcome_door = _line(welcome.who), _line(welcome.door)
    found.welcome_way = one_line(storable(welcome.way), rules.LONGEST_WORDS)
    found.welcome_more = one_line(storable(welcome.more), rules.LONGEST_WORDS)
    found.step_free, found.baby, found.interpreter = welcome.step_free, welcome.baby, welcome.interpreter
    found.tea, found.no_uniform, found.no_fines = welcome.tea, welcome.no_uniform, welcome.no_fines


def _line(words: str) -> str:
    return one_line(storable(words), rules.LONGEST_LINE)
