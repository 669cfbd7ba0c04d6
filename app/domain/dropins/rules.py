"""Times to talk: what may be offered, and how a stretch of time becomes slots. Pure.

A host offers a stretch of wall time; it is cut into slots of real minutes. Wall time and zone are what people agreed
on, so a 9 o'clock stays 9 o'clock when the clocks change, and twenty minutes stay twenty minutes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.foundation.wall_times import Odd, instant, odd

SHORTEST, LONGEST = 5, 120  # minutes of a slot
LONGEST_GAP = 60  # minutes
MOST_SLOTS = 100  # of one day
FURTHEST = timedelta(days=366)
BOOKABLE_UNTIL = timedelta(hours=1)  # before it begins: whoever hosts must be able to hear of it
ON_A_MENU = 3
FIRST_CHOICE = timedelta(days=2)
ANOTHER, CANNOT_COME = 8, 9  # numbers of their own, so that a "2" sent twice never drops what it booked
REMINDED_AT = time(10, 0)  # the day before, by the clock of the place
LONGEST_LINE, LONGEST_WORDS = 120, 300
MOST_IN_ALL = 3000  # slots of one drop-in
_VIDEO = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*\.)[A-Za-z]{2,}(?::\d+)?(?:/[^\s<>\"'\\]*)?")


class Mode(StrEnum):
    """How one talks. An open set: stored as text."""

    SCHOOL = "school"
    COMMUNITY = "community"
    HOME = "home"
    PHONE = "phone"
    VIDEO = "video"

    @property
    def has_door(self) -> bool:
        """Does the family come somewhere?"""
        return self in {Mode.SCHOOL, Mode.COMMUNITY}


class ForWhom(StrEnum):
    """Who may book. Stored as text."""

    OURS = "ours"  # families in touch with the organisation, also somebody who has just texted its line
    BOROUGH = "borough"  # any family in the borough


class Need(StrEnum):
    """What would help. Stored as text."""

    BSL = "bsl"
    RELAY = "relay"
    LARGE_PRINT = "large_print"
    STEP_FREE = "step_free"
    QUIET_DOOR = "quiet_door"
    SOMEBODY = "somebody_with_me"
    INTERPRETER = "interpreter"


class Ended(StrEnum):
    """Why a booking ended. Stored as text; none of them counts against anybody."""

    MOVED = "moved"
    DROPPED = "dropped"  # the family cannot come
    GIVEN_BACK = "given_back"  # a person on the staff side gave it back, and told them


class Came(StrEnum):
    """What became of a time. Stored as text."""

    TALKED = "talked"
    ANOTHER_TIME = "another_time"


@dataclass(frozen=True)
class Welcome:
    """How somebody is met. `way`: parking and bus. `steps`: None where nobody comes to a place. `no_fines` says that
    nobody talks of fines there; it is shown only where that is confirmed."""

    who: str
    door: str = ""
    way: str = ""
    step_free: bool = False
    baby: bool = False
    interpreter: bool = False
    tea: bool = False
    no_uniform: bool = False
    no_fines: bool = False
    more: str = ""


@dataclass(frozen=True)
class Stretch:
    """From when until when, on the clocks of `zone`, cut into slots of `minutes` with a `gap` (minutes) between."""

    begins: time
    ends: time
    minutes: int
    gap: int
    zone: str


@dataclass(frozen=True)
class Cut:
    """One slot: its wall time, and from when until when it lasts (UTC)."""

    wall: time
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Plan:
    """What a host offers: once (`first` is `last`), or on the same day of each week from `first` to `last`."""

    mode: Mode
    place: str
    video_link: str
    for_whom: ForWhom
    in_the_room: str
    walk_ins: bool
    first: date
    last: date
    is_weekly: bool
    stretch: Stretch
    welcome: Welcome


def what_is_wrong_with(plan: Plan, today: date) -> tuple[str, str] | None:
    """The field and a sentence when this cannot be offered as it stands, else None."""
    if problem := what_is_wrong_with_days(plan.first, plan.last, today):
        return ("last" if plan.first >= today else "first"), problem
    if problem := what_is_wrong_with_stretch(plan.stretch):
        return "begins", problem
    if not plan.is_weekly and (problem := what_is_wrong_with_hour(plan.first, plan.stretch)):
        return "begins", problem
    if plan.mode.has_door and not plan.place.strip():
        return "place", "Say where it is, as families call it: “the library, Quay Street”."
    if plan.mode is Mode.VIDEO and not is_video_link(plan.video_link):
        return "video_link", "A link for a video call begins with https:// and has no blanks in it."
    return what_is_wrong_with_welcome(plan.welcome, plan.mode)


def slots_of(day: date, stretch: Stretch) -> list[Cut]:
    """The slots of one day, each of the same real length. One whose wall time is missing or comes twice is left out:
    nobody could say when it is."""
    return [cut for cut in _cut(day, stretch) if odd(day, cut.wall, stretch.zone) is None]


def _cut(day: date, stretch: Stretch) -> Iterator[Cut]:
    begins, last = instant(day, stretch.begins, stretch.zone), instant(day, stretch.ends, stretch.zone)
    length, step = timedelta(minutes=stretch.minutes), timedelta(minutes=stretch.minutes + stretch.gap)
    while begins + length <= last:
        yield Cut(begins.astimezone(ZoneInfo(stretch.zone)).time(), begins, begins + length)
        begins += step


def what_is_wrong_with_stretch(stretch: Stretch) -> str | None:
    """A sentence when this cannot be cut into slots, else None."""
    if not SHORTEST <= stretch.minutes <= LONGEST:
        return f"A time lasts between {SHORTEST} and {LONGEST} minutes."
    if not 0 <= stretch.gap <= LONGEST_GAP:
        return f"Leave between 0 and {LONGEST_GAP} minutes between two times."
    if stretch.begins >= stretch.ends:
        return "It ends before it begins."
    count = len(list(_cut(date(2027, 1, 4), stretch)))
    if not count:
        return "There is no room for a single time. End later, or make each one shorter."
    return f"That would be {count} times in one day. {MOST_SLOTS} is the most." if count > MOST_SLOTS else None


def what_is_wrong_with_hour(day: date, stretch: Stretch) -> str | None:
    """A sentence when the clocks change in these hours of that day, so that nobody could say when they begin."""
    found = {kind for wall in (stretch.begins, stretch.ends) if (kind := odd(day, wall, stretch.zone))}
    if Odd.MISSING in found:
        return f"On {day.day} {day:%B %Y} the clocks go forward, and that hour does not exist. Choose another one."
    if Odd.TWICE in found:
        return f"On {day.day} {day:%B %Y} the clocks go back, and that hour comes twice. Choose another one."
    return None


def what_is_wrong_with_days(first: date, last: date, today: date) -> str | None:
    """A sentence when these days cannot be offered, else None."""
    if first < today:
        return "That day has passed. Begin today or later."
    if last < first:
        return "The last day comes before the first."
    if last - today > FURTHEST:
        return "That is more than a year away. Offer it nearer the day."
    return None


def what_is_wrong_with_welcome(welcome: Welcome, mode: Mode) -> tuple[str, str] | None:
    """The field and a sentence when a family would not know how it is met; None when all is said."""
    if not welcome.who.strip():
        return "who", "Say who meets them. Nobody likes to stand in a hall and ask."
    if mode.has_door and not welcome.door.strip():
        return "door", "Say which door. It is the hardest one to open."
    if mode.has_door and not welcome.way.strip():
        return "way", "Say where one can park, and which bus stops nearby."
    return None


def is_video_link(link: str) -> bool:
    """Is this an https address, and nothing but an address?"""
    return len(link) <= LONGEST_WORDS and _VIDEO.fullmatch(link) is not None


def reminder_due(day: date, zone: str) -> datetime:
    """When a reminder of a time on that day is due (UTC): the day before, in the morning."""
    return instant(day - timedelta(days=1), REMINDED_AT, zone)


def wants_reminder(made_at: datetime, day: date, zone: str) -> bool:
    """Was it booked before the day before? Whoever booked then has just had the confirmation."""
    return made_at < instant(day - timedelta(days=1), time(), zone)


def meet(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Do two stretches of time (UTC) share any minute?"""
    return one[0] < other[1] and other[0] < one[1]


def needs_of(stored: str) -> tuple[Need, ...]:
    """Needs as they are stored, in our order; what we do not know is left out."""
    kept = set(stored.split(","))
    return tuple(need for need in Need if need in kept)


def as_stored(chosen: Iterable[str]) -> str:
    """Needs as they are stored."""
    wanted = set(chosen)
    return ",".join(need for need in Need if need in wanted)


def same_day(at: datetime, zone: str) -> date:
    """The day of an instant, by the clocks of `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
