"""Which times to offer a family instead of one that it has."""

from app.domain.dropins import askers, queries, rules
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held
from app.domain.dropins.models import Gathering, Slot
from app.domain.dropins.queries import Time, Wanted
from app.foundation.work import Work

OF_THE_NEW_DAY = 2  # so that there is another day, too


def others_for(work: Work, found: Held) -> list[Time]:
    """Three others: of the day to which it was moved first, then the host's own, else anybody's at the same place."""
    asker = askers.asker_of(work, held.whose(work, found.booking).id)
    first = [] if found.booking.ended_at else _of_the_new_day(work, asker, found)[:OF_THE_NEW_DAY]
    rest = queries.three_with(work, asker, found.time.host_id, found.time.organisation_id)
    new_day = {one.gathering_id for one in first}
    return [*first, *(one for one in rest if one.gathering_id not in new_day)][: rules.ON_A_MENU]


def _of_the_new_day(work: Work, asker: askers.Asker, found: Held) -> list[Time]:
    slot = work.session.get(Slot, found.booking.slot_id)
    day = work.session.get(Gathering, slot.gathering_id) if slot else None
    if day is None or day.moved_to_id is None:
        return []
    return queries.free_for(work, asker, Wanted(gathering_id=day.moved_to_id))
