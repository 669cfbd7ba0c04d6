"""Telling hosts, covers and whoever sits in the room what became of their times. Only staff are told, and never a
family's name."""

from app.domain.dropins.diary import desks, held
from app.domain.dropins.models import Booking, DropIn, Gathering
from app.domain.dropins.queries import Time
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_words
from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.people.rules import PingBy
from app.foundation.identifiers import MembershipId
from app.foundation.languages import ENGLISH
from app.foundation.said_times import day_and_clock
from app.foundation.work import Work


def tell_hosts_it_is_booked(work: Work, time: Time, booking: Booking) -> None:
    """Somebody has this time now."""
    words = notice_words.time_booked_words(work.settings.public_url, _when(time))
    _tell_all(work, time, booking, "A time to talk is booked", words, once=f"booked:{booking.id}")


def tell_hosts_it_is_free(work: Work, time: Time, booking: Booking) -> None:
    """Nobody has it any more."""
    words = notice_words.time_free_words(work.settings.public_url, _when(time))
    _tell_all(work, time, booking, "A time to talk is free again", words, once=f"free:{booking.id}")


def tell_cover(work: Work, time: Time, booking: Booking) -> None:
    """A colleague meets a family instead of the host."""
    assert booking.met_by_id is not None
    words = notice_words.time_covered_words(work.settings.public_url, _when(time), time.host)
    _tell(work, booking.met_by_id, "You meet a family", words, once=f"covered:{booking.id}")


def tell_the_room_it_moved(work: Work, found: DropIn, old: Gathering, new: Gathering) -> None:
    """Whoever sits in the room beside the host hears of the other day."""
    words = notice_words.day_moved_words(work.settings.public_url, old.day, new.day)
    for person in held.in_the_room(work, found.id):
        _tell(work, person, "A day of times has moved", words, once=f"moved:{new.id}")


def _when(time: Time) -> str:
    return day_and_clock(time.starts_at, time.zone, ENGLISH.code)


def _tell_all(work: Work, time: Time, booking: Booking, subject: str, words: str, *, once: str) -> None:
    instead = (booking.met_by_id,) if booking.met_by_id else ()
    there = (desks.who_looks_after(work, time.host_id), *instead, *held.in_the_room(work, time.drop_in_id))
    for person in dict.fromkeys(there):
        _tell(work, person, subject, words, once=once)


def _tell(work: Work, person_id: MembershipId, subject: str, words: str, *, once: str) -> None:
    person = members.membership(work, person_id)
    if members.works_here(work, person) and _wants_to_hear(work, person):
        begins = notices.next_opening(work, person, work.now)
        once_each = f"{once}:{person.id}"
        notices.tell(work, person, kind="times", subject=subject, body=words, once=once_each, not_before=begins)


def _wants_to_hear(work: Work, person: Membership) -> bool:
    """Whoever pressed the button knows; and who wants no notices looks in their diary."""
    return getattr(work.actor, "membership_id", None) != person.id and person.ping_by != PingBy.NOT
