"""Times to talk behind the doors: what hosts offer, who booked what, and who was asked to be in the room."""

from datetime import date, time, timedelta
from uuid import UUID

from app.domain.dropins.models import Booking, CoHost, DropIn, Gathering, Slot
from app.domain.dropins.rules import ForWhom, Mode
from app.foundation.identifiers import MembershipId, OrganisationId, new_id
from app.foundation.wall_times import instant
from app.foundation.work import Work
from tests.promises.doors.world import Thing, World

DAY = date(2027, 3, 18)
ZONE = "Europe/London"


def lay_out(work: Work, world: World) -> None:
    """Three hosts offer an hour each; families have a time with two of them, and with another organisation's."""
    town, ids = world.town, world.things["membership_id"]
    hosts = {
        Thing.NEILS: (town.school, UUID(ids[Thing.NEILS])),
        Thing.MOIRAS: (town.school, UUID(ids[Thing.MOIRAS])),
        Thing.HANNAHS: (town.council, UUID(ids[Thing.HANNAHS])),
    }
    found = {thing: _drop_in(work, place, host) for thing, (place, host) in hosts.items()}
    slots = {thing: [_slot(work, *pair, hour) for hour in (10, 11)] for thing, pair in found.items()}
    who = {thing: UUID(contact) for thing, contact in world.things["contact_id"].items()}
    bookings = {
        thing: Booking(slot_id=slot.id, contact_id=who[thing], made_at=work.now, made_by="web")
        for thing, slot in (
            (Thing.NEILS, slots[Thing.NEILS][0]),
            (Thing.ROBS, slots[Thing.NEILS][1]),
            (Thing.MOIRAS, slots[Thing.MOIRAS][0]),
            (Thing.HANNAHS, slots[Thing.HANNAHS][0]),
        )
    }
    along = {
        Thing.NEILS: _asked(work, found[Thing.NEILS][0], UUID(ids[Thing.MOIRAS])),
        Thing.HANNAHS: _asked(work, found[Thing.HANNAHS][0], town.neil),
    }
    work.session.add_all(bookings.values())
    work.session.flush()
    never = {Thing.NEVER: str(new_id())}
    world.things["drop_in_id"] = {thing: str(made.id) for thing, (made, _) in found.items()} | never
    world.things["day"] = {thing: str(gathering.id) for thing, (_, gathering) in found.items()} | never
    free = {thing: _slot(work, *pair, 12) for thing, pair in found.items()}
    world.things["slot"] = {thing: str(slot.id) for thing, slot in free.items()} | never
    world.things["booking_id"] = {thing: str(one.id) for thing, one in bookings.items()} | never
    world.things["co_host_id"] = {thing: str(one.id) for thing, one in along.items()} | never


def _drop_in(work: Work, place: OrganisationId, host: MembershipId) -> tuple[DropIn, Gathering]:
    made = DropIn(
        organisation_id=place,
        host_id=host,
        mode=Mode.COMMUNITY,
        place="the library",
        for_whom=ForWhom.BOROUGH,
        is_weekly=False,
        minutes=20,
        gap=10,
        begins=time(10, 0),
        ends=time(13, 0),
        first_day=DAY,
        last_day=DAY,
        zone=ZONE,
        welcome_who="Somebody meets you.",
        welcome_door="The blue door.",
        welcome_way="Bus 7.",
        made_at=work.now,
        made_by_id=host,
    )
    work.session.add(made)
    work.session.flush()
    gathering = Gathering(drop_in_id=made.id, day=DAY, begins=made.begins, ends=made.ends)
    work.session.add(gathering)
    work.session.flush()
    return made, gathering


def _slot(work: Work, made: DropIn, gathering: Gathering, hour: int) -> Slot:
    starts_at = instant(DAY, time(hour, 0), ZONE)
    slot = Slot(
        gathering_id=gathering.id,
        drop_in_id=made.id,
        organisation_id=made.organisation_id,
        host_id=made.host_id,
        day=DAY,
        wall=time(hour, 0),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
    )
    work.session.add(slot)
    work.session.flush()
    return slot


def _asked(work: Work, made: DropIn, person: MembershipId) -> CoHost:
    asked = CoHost(drop_in_id=made.id, membership_id=person, asked_at=work.now)
    work.session.add(asked)
    return asked
