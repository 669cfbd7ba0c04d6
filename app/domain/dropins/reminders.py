"""The one reminder of a time that a family asked for: the day before, at a decent hour, "Reminder from" whoever meets
them. It is made only when its hour has come, and looked at once more at the moment it goes.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app.domain.conversations import answers, receiving
from app.domain.conversations.models import Message
from app.domain.dropins import menus, rules, saying, seats
from app.domain.dropins.diary import held, in_doubt
from app.domain.dropins.diary.held import Held
from app.domain.dropins.models import Booking, DropIn, Slot
from app.domain.people import members
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.identifiers import MembershipId, MessageId
from app.foundation.work import Work

BATCH = 100
AHEAD = timedelta(hours=50)  # longer than any day before
WHO = Clock("remind_families")
ABOUT_A_BOOKING = "booking:"
_STILL_TRUE_WITHOUT = frozenset({"time_dropped"})  # says that there is no booking any more


def remind(database: Database) -> int:
    """Make the reminders whose hour has come. Gives how many bookings were looked at."""
    with database.reading(WHO) as work:
        if not _due(work):
            return 0
    with database.writing(WHO) as work:
        due = _due(work, hold=True)
        for booking in due:
            _remind(work, held.one(work, booking))
        return len(due)


def _due(work: Work, *, hold: bool = False) -> list[Booking]:
    query = (
        sa.select(Booking, col(Slot.day), col(DropIn.zone))
        .join(Slot, col(Slot.id) == Booking.slot_id)
        .join(DropIn, col(DropIn.id) == Slot.drop_in_id)
        .where(
            col(Booking.ended_at).is_(None),
            col(Booking.reminded_at).is_(None),
            col(Slot.starts_at).between(work.now, work.now + AHEAD),
        )
        .order_by(col(Slot.starts_at), col(Booking.id))
        .limit(BATCH)
    )
    if hold:
        query = query.with_for_update(of=Booking, skip_locked=True)
    rows = work.session.execute(query).all()
    return [booking for booking, day, zone in rows if rules.reminder_due(day, zone) <= work.now]


def _remind(work: Work, found: Held) -> None:
    """At most one, whatever comes of it: who cannot be texted is not tried again and again."""
    booking, time = found.booking, found.time
    booking.reminded_at = work.now
    work.session.add(booking)
    is_the_day_before = rules.same_day(work.now, time.zone) == time.day - timedelta(days=1)
    wants_one = rules.wants_reminder(booking.made_at, time.day, time.zone)
    if not (is_the_day_before and wants_one and in_doubt.is_kept(work, found)):
        return
    thread = receiving.thread_to_remind_in(work, booking.contact_id, _in_whose_name(work, found))
    said = answers.about_a_time(
        work,
        thread,
        "time_reminder",
        answers_id=booking.id,
        wanted=work.now,
        filled=lambda language: {
            "first_name": met_by(work, found),
            "when": saying.when(time, language),
            "where": saying.where(time, language),
        },
        once=f"{seats.mark_of(booking)}:time_reminder",
    )
    if said:
        menus.open_booked(work, thread, said, booking, time)


def _in_whose_name(work: Work, found: Held) -> MembershipId:
    """The host's thread; where the host may not write any more, that of whoever meets them instead."""
    host, instead = members.membership(work, found.time.host_id), found.booking.met_by_id
    return host.id if instead is None or members.will_hold_threads(work, host, work.now) else instead


def met_by(work: Work, found: Held) -> str:
    """The first name of whoever will be there."""
    instead = found.booking.met_by_id
    return members.membership(work, instead).first_name if instead else found.time.host


def not_true_any_more(work: Work, messages: Sequence[Message]) -> set[MessageId]:
    """Which of these texts, about to go, speak of a time that was moved or given back, is over, or cannot be kept."""
    return {one.id for one in messages if _speaks_of_a_booking(one) and not _is_true(work, one)}


def _speaks_of_a_booking(message: Message) -> bool:
    return (message.once or "").startswith(ABOUT_A_BOOKING) and message.purpose not in _STILL_TRUE_WITHOUT


def _is_true(work: Work, message: Message) -> bool:
    booking = work.session.get(Booking, UUID((message.once or "").split(":")[1]))
    if booking is None or booking.ended_at:
        return False
    found = held.one(work, booking)
    if found.time.starts_at <= work.now:
        return False
    return message.purpose != "time_reminder" or in_doubt.is_kept(work, found)
