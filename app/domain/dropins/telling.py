"""Telling hosts what families did with their times. Only staff are told, and never a name."""

from app.domain.dropins.diary import desks, held
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_words
from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.people.rules import PingBy
from app.foundation.languages import ENGLISH
from app.foundation.said_times import day_and_clock
from app.foundation.work import Work


def tell_hosts_it_is_booked(work: Work, time: Time, booking: Booking) -> None:
    """Somebody has this time now."""
    words = notice_words.time_booked_words(work.settings.public_url, _when(time))
    _tell(work, time, "A time to talk is booked", words, once=f"booked:{booking.id}")


def tell_hosts_it_is_free(work: Work, time: Time, booking: Booking) -> None:
    """Nobody has it any more."""
    words = notice_words.time_free_words(work.settings.public_url, _when(time))
    _tell(work, time, "A time to talk is free again", words, once=f"free:{booking.id}")


def _when(time: Time) -> str:
    return day_and_clock(time.starts_at, time.zone, ENGLISH.code)


def _tell(work: Work, time: Time, subject: str, words: str, *, once: str) -> None:
    host = desks.who_looks_after(work, time.host_id)
    for person in (members.membership(work, one) for one in (host, *held.in_the_room(work, time.drop_in_id))):
        if members.works_here(work, person) and _wants_to_hear(work, person):
            begins = notices.next_opening(work, person, work.now)
            once_each = f"{once}:{person.id}"
            notices.tell(work, person, kind="times", subject=subject, body=words, once=once_each, not_before=begins)


def _wants_to_hear(work: Work, person: Membership) -> bool:
    """Whoever pressed the button knows; and who wants no notices looks in their diary."""
    return getattr(work.actor, "membership_id", None) != person.id and person.ping_by != PingBy.NOT
