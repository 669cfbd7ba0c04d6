"""Tables of times to talk. A drop-in is what a host offers, a gathering is a day of it, a slot is one family's time."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.foundation.database import Table
from app.foundation.identifiers import new_id


class DropIn(Table, table=True):
    """Times that a host offers, once or each week. Wall times are on the clocks of `zone`.

    `place` and `video_link` say where, `in_the_room` who else is there without being a host. `welcome_…` is how a
    family is met; `no_fines` counts only while every host's organisation has confirmed it.
    """

    __tablename__ = "drop_in"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    host_id: UUID = Field(foreign_key="membership.id", index=True)
    mode: str
    place: str = ""
    video_link: str = ""
    for_whom: str
    in_the_room: str = ""
    walk_ins: bool = False
    is_weekly: bool
    minutes: int
    gap: int
    begins: time
    ends: time
    first_day: date
    last_day: date
    zone: str
    welcome_who: str = ""
    welcome_door: str = ""
    welcome_way: str = ""
    welcome_more: str = ""
    step_free: bool = False
    baby: bool = False
    interpreter: bool = False
    tea: bool = False
    no_uniform: bool = False
    no_fines: bool = False
    made_at: datetime
    made_by_id: UUID = Field(foreign_key="membership.id")
    ended_at: datetime | None = None


class CoHost(Table, table=True):
    """Somebody else who is asked to be in the room, from this organisation or another. Families read of them once they
    have said yes."""

    __tablename__ = "co_host"
    __table_args__ = (sa.UniqueConstraint("drop_in_id", "membership_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    drop_in_id: UUID = Field(foreign_key="drop_in.id")
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    asked_at: datetime
    answered_at: datetime | None = None
    says_yes: bool = False


class Gathering(Table, table=True):
    """One day of a drop-in. `moved_to_id`: it is on another day instead. Until `first_choice_until` (UTC) only those
    who had a time on the day that it was moved from may book it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    drop_in_id: UUID = Field(foreign_key="drop_in.id", index=True)
    day: date
    begins: time
    ends: time
    called_off_at: datetime | None = None
    moved_to_id: UUID | None = Field(default=None, foreign_key="gathering.id")
    first_choice_until: datetime | None = None


class Slot(Table, table=True):
    """One family's time: a seat. `wall` is on the clocks of the drop-in's zone; the instants are UTC. `taken_out_at`:
    the host has something else then."""

    __table_args__ = (
        sa.UniqueConstraint("gathering_id", "starts_at"),
        sa.Index("ix_slot_of_host", "host_id", "starts_at"),
        sa.Index("ix_slot_soonest", "starts_at", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    gathering_id: UUID = Field(foreign_key="gathering.id")
    drop_in_id: UUID = Field(foreign_key="drop_in.id")
    organisation_id: UUID = Field(foreign_key="organisation.id")
    host_id: UUID = Field(foreign_key="membership.id")
    day: date
    wall: time
    starts_at: datetime
    ends_at: datetime
    taken_out_at: datetime | None = None


class Booking(Table, table=True):
    """A family's time. One that is live holds its seat, and the database allows no second one.

    `made_by` says how it was booked; by staff, `staff_id` is who did. `told_of`: why it cannot be kept, as a person has
    told them. `met_by_id`: a colleague who is there instead of the host. `came` is what became of it.
    """

    __table_args__ = (
        sa.Index(
            "uq_booking_seat",
            "slot_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slot_id: UUID = Field(foreign_key="slot.id", index=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    made_at: datetime
    made_by: str
    staff_id: UUID | None = Field(default=None, foreign_key="membership.id")
    met_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    reminded_at: datetime | None = None
    told_of: str = ""
    ended_at: datetime | None = None
    ended_how: str = ""
    moved_to_id: UUID | None = Field(default=None, foreign_key="booking.id")
    came: str = ""
    came_at: datetime | None = None


class Needs(Table, table=True):
    """What would help a family member when they come (`needs`, with commas), asked once and kept."""

    contact_id: UUID = Field(primary_key=True, foreign_key="contact.id")
    needs: str = ""
    asked_at: datetime


class OurTimes(Table, table=True):
    """What an organisation allows for its times to talk. `young_modes`: how young people may book by themselves, with
    commas; empty: not at all. `no_fines_by_id`: the manager who has confirmed that nobody talks of fines there."""

    __tablename__ = "our_times"

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    young_modes: str = ""
    no_fines_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    no_fines_at: datetime | None = None
