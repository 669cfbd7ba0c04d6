"""What a host does with their own times: offer them, take a day or a single time out, move a day, end them. Nothing
here writes to a family: whoever has a time that cannot be kept hears it from a person (`actions`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.audit import actions as audit
from app.domain.dropins import clashes, desks, recurring, rules
from app.domain.dropins.models import DropIn, Gathering, Slot
from app.domain.dropins.rules import Cut, Plan, Stretch
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.rules import Timetable
from app.domain.relationships import actions as relationships
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.foundation.text import one_line, storable
from app.foundation.wall_times import instant, wall_of
from app.foundation.work import Work

STEP = 500


class CannotOffer(Refused):
    """Refused, and which field of the plan it is about."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class LeftOut:
    """A day on which there will be nothing, and why."""

    day: date
    why: str


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
        _gather(work, made, day, plan.stretch.begins, plan.stretch.ends, found)
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


def left_out(work: Work, found: DropIn) -> list[LeftOut]:
    """The days of something weekly on which there is nothing, from today on, and why."""
    if not found.is_weekly:
        return []
    stretch, timetable = stretch_of(found), people.timetable_of(work, found.organisation_id)
    names = {one.day: one.name for one in people.closed_days_at(work, found.organisation_id)}
    today = people.today_at(work, found.organisation_id)
    days = [day for day in recurring.days_of(found.first_day, found.last_day, stretch) if day >= today]
    whys = ((day, _why_not(day, names.get(day), timetable, stretch)) for day in days)
    return [LeftOut(day, why) for day, why in whys if why]


def _why_not(day: date, closed: str | None, timetable: Timetable, stretch: Stretch) -> str:
    if closed:
        return closed
    if timetable.is_holiday(day):
        return "not in a term"
    return "the clocks change in that hour" if rules.what_is_wrong_with_hour(day, stretch) else ""


def stretch_of(found: DropIn) -> Stretch:
    """The stretch of wall time that a drop-in was offered with."""
    return Stretch(found.begins, found.ends, found.minutes, found.gap, found.zone)


def _row(work: Work, plan: Plan) -> DropIn:
    welcome, host = plan.welcome, work.staff.membership_id
    return DropIn(
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
        welcome_who=_line(welcome.who),
        welcome_door=_line(welcome.door),
        welcome_way=one_line(storable(welcome.way), rules.LONGEST_WORDS),
        welcome_more=one_line(storable(welcome.more), rules.LONGEST_WORDS),
        step_free=welcome.step_free,
        baby=welcome.baby,
        interpreter=welcome.interpreter,
        tea=welcome.tea,
        no_uniform=welcome.no_uniform,
        no_fines=welcome.no_fines,
        made_at=work.now,
        made_by_id=host,
    )


def _line(words: str) -> str:
    return one_line(storable(words), rules.LONGEST_LINE)


def _gather(work: Work, drop_in: DropIn, day: date, begins: time, ends: time, cuts: Sequence[Cut]) -> Gathering:
    made = Gathering(drop_in_id=drop_in.id, day=day, begins=begins, ends=ends)
    work.session.add(made)
    work.session.flush()
    rows = [
        {
            "id": new_id(),
            "gathering_id": made.id,
            "drop_in_id": drop_in.id,
            "organisation_id": drop_in.organisation_id,
            "host_id": drop_in.host_id,
            "day": day,
            "wall": cut.wall,
            "starts_at": cut.starts_at,
            "ends_at": cut.ends_at,
            "taken_out_at": None,
        }
        for cut in cuts
    ]
    for start in range(0, len(rows), STEP):
        work.session.connection().execute(sa.insert(Slot), rows[start : start + STEP])
    return made


def mine(work: Work, drop_in_id: UUID) -> DropIn:
    """A drop-in of the actor's own, or of a colleague for whom they answer now. NotFound for any other."""
    found = work.session.get(DropIn, drop_in_id, with_for_update=True)
    if not found or found.host_id not in desks.hosts_of(work):
        raise NotFound
    return found


def mine_to_see(work: Work, drop_in_id: UUID) -> DropIn:
    """The same, to look at."""
    found = work.session.get(DropIn, drop_in_id)
    if not found or found.host_id not in desks.hosts_of(work):
        raise NotFound
    return found


def day_of_mine(work: Work, gathering_id: UUID) -> tuple[Gathering, DropIn]:
    """One day of such a drop-in. NotFound for any other."""
    found = work.session.get(Gathering, gathering_id, with_for_update=True)
    if not found:
        raise NotFound
    return found, mine(work, found.drop_in_id)


def change_welcome(work: Work, drop_in_id: UUID, welcome: rules.Welcome) -> None:
    """How families are met, from now on. Refused when they would not know where to go."""
    found = mine(work, drop_in_id)
    if problem := rules.what_is_wrong_with_welcome(welcome, rules.Mode(found.mode)):
        raise CannotOffer(*problem)
    found.welcome_who, found.welcome_door = _line(welcome.who), _line(welcome.door)
    found.welcome_way = one_line(storable(welcome.way), rules.LONGEST_WORDS)
    found.welcome_more = one_line(storable(welcome.more), rules.LONGEST_WORDS)
    found.step_free, found.baby, found.interpreter = welcome.step_free, welcome.baby, welcome.interpreter
    found.tea, found.no_uniform, found.no_fines = welcome.tea, welcome.no_uniform, welcome.no_fines
    _kept(work, found, "welcome of times written")


def end(work: Work, drop_in_id: UUID) -> None:
    """No more of these times. Who has one of them still has to hear it from a person. Harmless twice."""
    found = mine(work, drop_in_id)
    if found.ended_at is None:
        found.ended_at = work.now
        _kept(work, found, "times ended")


def call_off(work: Work, gathering_id: UUID) -> None:
    """Nothing on this day after all. Harmless twice."""
    day, found = day_of_mine(work, gathering_id)
    if day.called_off_at is None:
        day.called_off_at = work.now
        work.session.add(day)
        _kept(work, found, "day of times called off")


def move_day(work: Work, gathering_id: UUID, *, to: date, begins: time) -> Gathering:
    """This day's times are on another day instead, just as long. Those who have one choose first there. Refused for a
    day that has passed or is closed, in an hour that does not exist, or when the host is somewhere else then."""
    day, found = day_of_mine(work, gathering_id)
    if day.called_off_at:
        raise Refused("This day is called off already.")
    length = instant(day.day, day.ends, found.zone) - instant(day.day, day.begins, found.zone)
    last_day, ends = wall_of(instant(to, begins, found.zone) + length, found.zone)
    stretch = Stretch(begins, ends, found.minutes, found.gap, found.zone)
    _must_be_possible(work, found, to, last_day, stretch)
    cuts = rules.slots_of(to, stretch)
    day.called_off_at = work.now
    work.session.add(day)
    work.session.flush()
    host = members.membership(work, found.host_id)
    clashes.must_be_nowhere_else(work, host, cuts)
    made = _gather(work, found, to, begins, ends, cuts)
    day.moved_to_id = made.id
    begins_at = instant(to, begins, found.zone)
    made.first_choice_until = min(work.now + rules.FIRST_CHOICE, begins_at - timedelta(hours=1))
    work.session.add_all([day, made])
    _kept(work, found, "day of times moved")
    return made


def _must_be_possible(work: Work, found: DropIn, to: date, last_day: date, stretch: Stretch) -> None:
    today = people.today_at(work, found.organisation_id)
    closed = {one.day: one.name for one in people.closed_days_at(work, found.organisation_id)}
    problem = rules.what_is_wrong_with_days(to, to, today) or rules.what_is_wrong_with_hour(to, stretch)
    if to in closed:
        problem = f"Your place is closed on that day: {closed[to]}."
    elif last_day != to:
        problem = "That would go on past midnight. Begin earlier."
    if problem:
        raise Refused(problem)


def take_out(work: Work, slot_id: UUID) -> None:
    """The host has something else at this time. Refused while a family has it. Harmless twice."""
    slot, found = _slot_of_mine(work, slot_id)
    if clashes.is_taken(work, slot.id):
        raise Refused("A family has this time. Move it with them first.")
    slot.taken_out_at = slot.taken_out_at or work.now
    work.session.add(slot)
    _kept(work, found, "time taken out")


def put_back(work: Work, slot_id: UUID) -> None:
    """This time is there again. Refused when the host is somewhere else by now."""
    slot, found = _slot_of_mine(work, slot_id)
    if slot.taken_out_at is None:
        return
    host = members.membership(work, found.host_id)
    clashes.must_be_nowhere_else(work, host, [Cut(slot.wall, slot.starts_at, slot.ends_at)])
    slot.taken_out_at = None
    work.session.add(slot)
    _kept(work, found, "time put back")


def _slot_of_mine(work: Work, slot_id: UUID) -> tuple[Slot, DropIn]:
    slot = work.session.get(Slot, slot_id, with_for_update=True)
    if not slot:
        raise NotFound
    return slot, mine(work, slot.drop_in_id)


def _kept(work: Work, found: DropIn, verb: str) -> None:
    work.session.add(found)
    audit.note(work, verb, "drop_in", found.id, organisation_id=found.organisation_id, whose_id=found.host_id)


def last_of(work: Work) -> DropIn | None:
    """What the actor offered last: a new form begins with its words."""
    query = sa.select(DropIn).where(col(DropIn.host_id) == work.staff.membership_id)
    return work.session.execute(query.order_by(col(DropIn.made_at).desc()).limit(1)).scalars().first()
