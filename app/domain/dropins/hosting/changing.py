"""A host changes what they offer: how families are met, a day or a single time taken out, a day moved, the end."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlmodel import select

from app.domain.audit import actions as audit
from app.domain.dropins import rules, telling
from app.domain.dropins.diary import held
from app.domain.dropins.hosting import clashes, my_times
from app.domain.dropins.hosting.offering import CannotOffer, write_welcome
from app.domain.dropins.hosting.slots import lay_out
from app.domain.dropins.models import DropIn, Gathering, Slot
from app.domain.dropins.rules import Cut, Stretch, Welcome
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.errors import NotFound, Refused
from app.foundation.wall_times import instant, wall_of
from app.foundation.work import Work


def change_welcome(work: Work, drop_in_id: UUID, welcome: Welcome) -> None:
    """How families are met, from now on. Refused when they would not know where to go."""
    found = my_times.mine(work, drop_in_id)
    if problem := rules.what_is_wrong_with_welcome(welcome, rules.Mode(found.mode)):
        raise CannotOffer(*problem)
    write_welcome(found, welcome)
    _kept(work, found, "welcome of times written")


def end(work: Work, drop_in_id: UUID) -> None:
    """No more of these times. Who has one of them still has to hear it from a person. Harmless twice."""
    found = my_times.mine(work, drop_in_id)
    if found.ended_at is None:
        found.ended_at = work.now
        _kept(work, found, "times ended")


def call_off(work: Work, gathering_id: UUID) -> None:
    """Nothing on this day after all. Harmless twice."""
    day, found = my_times.day_of_mine(work, gathering_id)
    if day.called_off_at is None:
        day.called_off_at = work.now
        work.session.add(day)
        _kept(work, found, "day of times called off")


def move_day(work: Work, gathering_id: UUID, *, to: date, begins: time) -> Gathering:
    """This day's times are on another day instead, just as long. Those who have one choose first there. Refused onto a
    day that has passed, is closed or not in a term, in an hour that does not exist, or when the host, or somebody who
    is in the room, is somewhere else then."""
    day, found = my_times.day_of_mine(work, gathering_id)
    if day.called_off_at:
        raise Refused("This day is called off already.")
    _must_be_open(work, found, to)
    length = instant(day.day, day.ends, found.zone) - instant(day.day, day.begins, found.zone)
    last_day, ends = wall_of(instant(to, begins, found.zone) + length, found.zone)
    stretch = Stretch(begins, ends, found.minutes, found.gap, found.zone)
    if problem := rules.what_is_wrong_with_hour(to, stretch):
        raise Refused(problem)
    if last_day != to:
        raise Refused("That would go on past midnight. Begin earlier.")
    day.called_off_at = work.now
    work.session.add(day)
    work.session.flush()
    cuts = rules.slots_of(to, stretch)
    for person in (found.host_id, *held.in_the_room(work, found.id)):
        clashes.must_be_nowhere_else(work, members.membership(work, person), cuts)
    made = lay_out(work, found, to, begins, ends, cuts)
    _chooses_first(work, day, made, begins_at=instant(to, begins, found.zone))
    telling.tell_the_room_it_moved(work, found, day, made)
    _kept(work, found, "day of times moved")
    return made


def _must_be_open(work: Work, found: DropIn, to: date) -> None:
    closed = {one.day: one.name for one in people.closed_days_at(work, found.organisation_id)}
    if problem := rules.what_is_wrong_with_days(to, to, people.today_at(work, found.organisation_id)):
        raise Refused(problem)
    if to in closed:
        raise Refused(f"Your place is closed on that day: {closed[to]}.")
    if found.is_weekly and people.timetable_of(work, found.organisation_id).is_holiday(to):
        raise Refused("That day is not in a term: these times rest then. Choose another, or offer that day by itself.")


def _chooses_first(work: Work, day: Gathering, made: Gathering, *, begins_at: datetime) -> None:
    """Whoever has a time on the old day chooses first on the new one; also when it moves once more."""
    made.first_choice_until = min(work.now + rules.FIRST_CHOICE, begins_at - timedelta(hours=1))
    day.moved_to_id = made.id
    work.session.add_all([day, made])
    moved_before = work.session.exec(select(Gathering).where(Gathering.moved_to_id == day.id)).all()
    for older in moved_before:
        older.moved_to_id = made.id
        work.session.add(older)


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
    return slot, my_times.mine(work, slot.drop_in_id)


def _kept(work: Work, found: DropIn, verb: str) -> None:
    work.session.add(found)
    audit.note(work, verb, "drop_in", found.id, organisation_id=found.organisation_id, whose_id=found.host_id)
