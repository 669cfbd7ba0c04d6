"""Hosts and families who find a time to talk, for tests: somebody offers, somebody chooses, time passes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from app.domain.conversations.models import Message
from app.domain.conversations.rules import Direction, State
from app.domain.dropins import actions, askers, queries
from app.domain.dropins.diary import held
from app.domain.dropins.hosting import offering
from app.domain.dropins.models import Booking, DropIn, Slot
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import ForWhom, Mode, Plan, Stretch, Welcome
from app.foundation.actors import Clock
from app.foundation.identifiers import ContactId, MembershipId, new_id
from app.foundation.work import Work
from tests.pretend_provider import PretendProvider
from tests.tidewell import Tidewell

TUESDAY = date(2027, 3, 16)
WELCOME = Welcome(who="Neil meets you.", door="The blue door.", way="Bus 7 stops outside.", tea=True)
AT_THE_LIBRARY = Plan(
    mode=Mode.COMMUNITY,
    place="the library",
    video_link="",
    for_whom=ForWhom.OURS,
    in_the_room="",
    walk_ins=False,
    first=TUESDAY,
    last=TUESDAY,
    is_weekly=False,
    stretch=Stretch(time(15, 0), time(16, 30), minutes=20, gap=10, zone="Europe/London"),
    welcome=WELCOME,
)


class Hosts:
    """What hosts and families of a town do about times to talk."""

    def __init__(self, tidewell: Tidewell, provider: PretendProvider) -> None:
        self.tidewell, self.provider = tidewell, provider
        self.database, self.town, self.clock = tidewell.database, tidewell.town, tidewell.clock

    def at_work(self, person: MembershipId) -> AbstractContextManager[Work]:
        """A member of staff presses a button."""
        return self.database.writing(self.tidewell.staff(person))

    def at_a_desk(self, person: MembershipId) -> AbstractContextManager[Work]:
        """A member of staff looks at a page."""
        return self.database.reading(self.tidewell.staff(person))

    def offers(self, person: MembershipId, plan: Plan = AT_THE_LIBRARY, **changed: Any) -> list[Time]:
        """A host offers times. Gives all of them, in order."""
        stretch = {name: changed.pop(name) for name in ("begins", "ends", "minutes", "gap") if name in changed}
        if changed.get("on"):
            day = changed.pop("on")
            changed = {"first": day, "last": day, **changed}
        changed.pop("on", None)
        wanted = replace(plan, stretch=replace(plan.stretch, **stretch), **changed)
        with self.database.writing(self.tidewell.staff(person)) as work:
            made = offering.offer(work, wanted)
        return self.times_of(made)

    def times_of(self, drop_in: DropIn) -> list[Time]:
        """Every time of a drop-in."""
        with self.database.reading(Clock("test")) as work:
            slots = work.session.exec(select(Slot.id).where(Slot.drop_in_id == drop_in.id)).all()
            return sorted(queries.times(work, slots).values(), key=lambda one: one.starts_at)

    def every_time(self) -> list[Time]:
        """Every time of everybody."""
        with self.database.reading(Clock("test")) as work:
            return sorted(
                queries.times(work, work.session.exec(select(Slot.id)).all()).values(), key=lambda one: one.starts_at
            )

    def free(self, contact: ContactId) -> list[Time]:
        """What somebody may book now."""
        with self.database.reading(Clock("test")) as work:
            return queries.free_for(work, askers.asker_of(work, contact))

    def sends(self, person: MembershipId, contact: ContactId, times: Sequence[Time]) -> UUID:
        """A host sends times to choose from, and the text goes."""
        thread = self.tidewell.thread(person, contact)
        with self.database.writing(self.tidewell.staff(person)) as work:
            sent = actions.send_times(work, thread.id, [one.slot_id for one in times], once=str(new_id()))
        self.goes()
        return sent.id

    def goes(self) -> None:
        """Whatever waits, goes."""
        self.tidewell.deliver(self.provider)

    def answers(self, number: str, words: str, **more: str) -> None:
        """A family texts, it is sorted, and what answers it goes."""
        self.clock.move(seconds=20)
        self.tidewell.says(number, words, **more)
        self.goes()

    def live(self, contact: ContactId) -> list[Time]:
        """What somebody has booked."""
        with self.database.reading(Clock("test")) as work:
            return [one.time for one in held.live(work, contact)]

    def bookings(self) -> list[Booking]:
        """Every booking there ever was, oldest first."""
        with self.database.reading(Clock("test")) as work:
            return list(work.session.exec(select(Booking).order_by(col(Booking.made_at), col(Booking.id))))

    def last_text(self) -> Message:
        """The newest text to a family that was not taken back."""
        return [one for one in self.tidewell.messages(Direction.OUT) if one.state is not State.WITHDRAWN][-1]

    def waits(self, person: MembershipId) -> bool:
        """Does a family wait for this person?"""
        return bool(self.tidewell.inbox(person))
