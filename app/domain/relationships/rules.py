"""Who may read whose threads, and who answers for whom. Pure.

A thread belongs to one person for life. Who answers in it today follows from a few facts and is never stored: so a
cover ends by itself, and nobody has to remember to give anything back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, StrEnum, auto
from zoneinfo import ZoneInfo

from app.foundation.identifiers import MembershipId


class ChosenBy(StrEnum):
    """Who said that this is their person. Stored as text."""

    FAMILY = "family"
    FIRST_CONTACT = "first_contact"
    STAFF = "staff"


class StandsInAs(Enum):
    """Why somebody answers in a thread that is not their own."""

    COVER = auto()
    HOLIDAY_READER = auto()
    ON_DUTY = auto()


@dataclass(frozen=True)
class Absence:
    """Somebody whose threads another person answers in now. `may_read`: on leave, but free to look; not so when their
    checks have lapsed. `covered_by` is the colleague who was named, if anybody."""

    membership_id: MembershipId
    may_read: bool
    covered_by: MembershipId | None = None


@dataclass(frozen=True)
class House:
    """All that decides about the threads of one organisation now. `staff`: who works there; `holding`: who of them may
    hold threads, present or on leave. `holiday_reader` is None in term time."""

    staff: frozenset[MembershipId]
    holding: frozenset[MembershipId]
    on_duty: MembershipId
    absent: Mapping[MembershipId, Absence]
    holiday_reader: MembershipId | None = None


def answering(person: MembershipId, house: House) -> MembershipId:
    """Who answers in this person's threads now: themselves; else their cover, or their cover's cover; else, when nobody
    is named or the named ones stand for each other, whoever is on duty, or stands in for them. In the holidays the
    holiday reader comes first."""
    return stand_in(person, house)[0]


def stand_in(person: MembershipId, house: House) -> tuple[MembershipId, StandsInAs | None]:
    """The same, and why it is them; None for the person themselves."""
    reader = house.holiday_reader if house.holiday_reader in house.staff else None
    found, why = _present(reader or person, house), StandsInAs.HOLIDAY_READER if reader else StandsInAs.COVER
    if found is None:
        found, why = _present(house.on_duty, house) or house.on_duty, StandsInAs.ON_DUTY
    return found, None if found == person else why


def _present(person: MembershipId, house: House) -> MembershipId | None:
    """This person when they are here, else whoever stands in for them; None when that leads nowhere."""
    seen = {person}
    while person in house.absent:
        named = house.absent[person].covered_by
        if named is None or named in seen or named not in house.holding:
            return None
        seen.add(named)
        person = named
    return person


def may_read(reader: MembershipId, holder: MembershipId, house: House) -> bool:
    """May `reader` read a thread that `holder` holds? Their own, or one in which they answer now. Default: no."""
    if reader not in house.holding:
        return False
    if reader == holder:
        return holder not in house.absent or house.absent[holder].may_read
    return answering(holder, house) == reader


def whole_days(first: date, last: date | None, zone: str) -> tuple[datetime, datetime | None]:
    """From when until when (UTC) somebody is away who is away on these days, both included: from midnight before the
    first to midnight after the last, on the clocks of `zone`. The end is None while nobody knows the last day."""
    return _midnight(first, zone), _midnight(last + timedelta(days=1), zone) if last else None


def days_of(since: datetime, until: datetime | None, zone: str) -> tuple[date, date | None]:
    """The first and the last day of a time (UTC), on the clocks of `zone`; a day counts when any of it does."""
    here = ZoneInfo(zone)
    last = (until - timedelta(microseconds=1)).astimezone(here).date() if until else None
    return since.astimezone(here).date(), last


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
