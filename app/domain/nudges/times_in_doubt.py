"""Booked times that cannot be kept as they stand: whoever answers for the host is told, so that a person tells the
family. Counts only; never a name."""

from app.domain.dropins.diary import desks, in_doubt
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_words
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.work import Work


def tell_who_answers(work: Work) -> int:
    """Once a day while a family has not been told: whoever answers for the host now, when they are at work. Gives how
    many people were told."""
    by_host = in_doubt.untold_by_host(work)
    told = 0
    for host, bookings in by_host.items():
        person = members.membership(work, desks.who_looks_after(work, host))
        once = f"in doubt:{host}:{person.id}:{people.today_at(work, person.organisation_id)}"
        if notices.was_told(work, once) or not members.works_here(work, person):
            continue
        notices.tell(
            work,
            person,
            kind="times in doubt",
            subject="Families have a time that cannot be kept",
            body=notice_words.times_in_doubt_words(work.settings.public_url, person.first_name, len(bookings)),
            once=once,
            not_before=notices.next_opening(work, person, work.now),
        )
        told += 1
    return told
