"""Taking a seat and giving it back. The database decides who has it; nothing here writes to a family."""

from collections.abc import Iterable
from enum import Enum
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from app.domain.audit import actions as audit
from app.domain.conversations import offers
from app.domain.conversations.delivery import withdrawing
from app.domain.dropins import askers, queries, rules, telling
from app.domain.dropins.diary import held
from app.domain.dropins.models import Booking, Needs
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Ended
from app.domain.people import queries as people
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, MembershipId, new_id
from app.foundation.work import Work

MOST_AT_ONCE = 5


class By(Enum):
    """How a time was booked."""

    TEXT = "text"
    WEB = "web"
    STAFF = "staff"


def book(
    work: Work,
    contact_id: ContactId,
    slot_id: UUID,
    *,
    by: By,
    staff_id: MembershipId | None = None,
    instead_of: Booking | None = None,
) -> Booking | None:
    """Take this seat, all or nothing; whoever is quicker has it. None when it is gone. `instead_of`: an older booking
    that ends in the same moment. Refused for somebody who holds too many already."""
    asker = askers.asker_of(work, contact_id)
    time = queries.free_one(work, asker, slot_id) if by is not By.STAFF else queries.free_for_staff(work, slot_id)
    if time is None:
        return None
    others = [one for one in held.live(work, contact_id, at=time.organisation_id) if one.booking != instead_of]
    if len(others) >= MOST_AT_ONCE and by is not By.STAFF:
        raise Refused("You have five times already. Your person can find one more with you.")
    made = _take_seat(work, contact_id, slot_id, by, staff_id)
    if made is None:
        return None
    note(work, "time booked", made, time)
    if instead_of is not None:
        _end(work, instead_of, Ended.MOVED, moved_to=made)
    telling.tell_hosts_it_is_booked(work, time, made)
    return made


def _take_seat(
    work: Work, contact_id: ContactId, slot_id: UUID, by: By, staff_id: MembershipId | None
) -> Booking | None:
    """The database decides: two at the same instant cannot both have it, and the slower one is no error."""
    work.session.flush()
    insert = sqlite.insert if work.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = Booking(
        id=new_id(), slot_id=slot_id, contact_id=contact_id, made_at=work.now, made_by=by.value, staff_id=staff_id
    )
    statement = (
        insert(Booking)
        .values(row.model_dump())
        .on_conflict_do_nothing(index_elements=["slot_id"], index_where=col(Booking.ended_at).is_(None))
        .returning(col(Booking.id))
    )
    made = work.session.connection().execute(statement).scalar()
    return work.session.get(Booking, made) if made else None


def if_live(booking: Booking | None) -> Booking | None:
    """This booking while it holds its seat."""
    return booking if booking and booking.ended_at is None else None


def give_back(work: Work, booking: Booking, why: Ended) -> None:
    """This family does not need this time any more. Texts about it that have not gone are taken back. It is harmless
    to say so twice."""
    if booking.ended_at is None:
        _end(work, booking, why)


def _end(work: Work, booking: Booking, why: Ended, *, moved_to: Booking | None = None) -> None:
    booking.ended_at, booking.ended_how = work.now, why
    booking.moved_to_id = moved_to.id if moved_to else None
    work.session.add(booking)
    work.session.flush()
    withdrawing.about(work, mark_of(booking))
    offers.close_about(work, booking.id)
    time = queries.time_of(work, booking.slot_id)
    if moved_to:
        note(work, "time moved", booking, time)
    else:
        note(work, "time given back", booking, time)
    telling.tell_hosts_it_is_free(work, time, booking)


def mark_of(booking: Booking) -> str:
    """What the mark of every text about a booking begins with."""
    return f"booking:{booking.id}"


def keep_needs(work: Work, contact_id: ContactId, chosen: Iterable[str], *, and_those_known: bool = False) -> None:
    """What would help this family member, from now on; `and_those_known`: nothing known before is forgotten."""
    known = held.needs_of(work, contact_id) if and_those_known else None
    work.session.merge(
        Needs(contact_id=contact_id, needs=rules.as_stored([*chosen, *(known or ())]), asked_at=work.now)
    )
    place = people.contact(work, contact_id).organisation_id
    audit.note(work, "needs written down", "contact", contact_id, organisation_id=place)


def note(work: Work, verb: str, booking: Booking, time: Time) -> None:
    """What became of a booking, for the record."""
    audit.note(
        work,
        verb,
        "booking",
        booking.id,
        organisation_id=time.organisation_id,
        contact_id=booking.contact_id,
        whose_id=time.host_id,
    )
