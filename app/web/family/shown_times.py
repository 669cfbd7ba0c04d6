"""How times to talk stand on a family's pages, in its language. Reads only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from app.domain.dropins import queries, saying
from app.domain.dropins.askers import Asker
from app.domain.dropins.hosting import room
from app.domain.dropins.models import DropIn
from app.domain.dropins.queries import Time, Wanted
from app.domain.dropins.rules import Mode, Need
from app.domain.people import queries as people
from app.domain.relationships import queries as relationships
from app.domain.relationships.queries import Absences
from app.foundation.cursors import cursor_after, read_cursor
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.languages import LANGUAGES
from app.foundation.said_times import clock, whole_day
from app.foundation.work import Work
from app.web.language import _, spoken


@dataclass(frozen=True)
class Whole:
    """Everything about one time that a family should know before it comes."""

    day: str
    clock: str
    where: str
    video_link: str
    hosts: tuple[room.Present, ...]
    also: str
    minutes: int
    who: str
    door: str
    way: str
    more: str
    comforts: tuple[str, ...]
    met_by: str

    @property
    def in_a_few_words(self) -> str:
        """For a calendar: who meets them, and how to get there."""
        who = _("%(name)s will meet you.") % {"name": self.met_by} if self.met_by else self.who
        return "\n".join(line for line in (who, self.door, self.way, self.video_link) if line)


@dataclass(frozen=True)
class Gathered:
    """The free times of one gathering, under one legend, with its welcome."""

    legend: str
    whole: Whole
    times: tuple[tuple[UUID, str], ...]  # id, clock


@dataclass(frozen=True)
class Day:
    """One day of the list."""

    words: str
    gatherings: tuple[Gathered, ...]


@dataclass(frozen=True)
class Choices:
    """What the list can be narrowed to: pairs of value and words."""

    people: tuple[tuple[str, str], ...]
    modes: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]


def by_day(work: Work, found: list[Time]) -> list[Day]:
    """Free times under their days, each gathering together."""
    about = _about(work, {one.drop_in_id for one in found})
    ordered = sorted(found, key=lambda one: (one.day, str(one.gathering_id), one.starts_at))
    days = []
    for day, of_day in groupby(ordered, key=lambda one: one.day):
        gatherings = [list(group) for _id, group in groupby(of_day, key=lambda one: one.gathering_id)]
        gatherings.sort(key=lambda group: group[0].starts_at)
        days.append(Day(day_words(day), tuple(_gathered(about[group[0].drop_in_id], group) for group in gatherings)))
    return days


@dataclass(frozen=True)
class _About:
    """What is the same for all times of a drop-in. `absences`: when one of the hosts is away, from and until (UTC)."""

    found: DropIn
    hosts: tuple[room.Present, ...]
    promises_no_fines: bool
    absences: Absences

    def are_there(self, time: Time) -> tuple[room.Present, ...]:
        """Who of them will be there then."""
        return tuple(one for one in self.hosts if not any(_meet(time, *away) for away in self.absences.get(one.id, ())))


def _meet(time: Time, since: datetime, until: datetime | None) -> bool:
    return since < time.ends_at and (until is None or until > time.starts_at)


def _about(work: Work, ids: Collection[UUID]) -> dict[UUID, _About]:
    """In a few questions, however many there are."""
    found = {one.id: one for one in queries.drop_ins(work, ids)}
    there = room.present_among(work, list(found.values()))
    promises = room.promises_no_fines_among(work, there, list(found.values()))
    beside_the_host = {person.id for hosts in there.values() for person in hosts[1:]}
    absences = relationships.absences_of(work, beside_the_host)
    return {one: _About(found[one], tuple(there[one]), one in promises, absences) for one in found}


def _gathered(about: _About, times: list[Time]) -> Gathered:
    seen = _whole(about, times[0])
    names = ", ".join(one.first_name for one in seen.hosts) or times[0].host
    return Gathered(
        legend=f"{names} · {seen.where}",
        whole=seen,
        times=tuple((one.slot_id, clock_words(one)) for one in times),
    )


def whole(work: Work, time: Time, *, met_by: MembershipId | None = None) -> Whole:
    """All about one time. `met_by`: a colleague who is there instead of the host."""
    about = _about(work, [time.drop_in_id])[time.drop_in_id]
    return _whole(_with_cover(work, about, met_by) if met_by else about, time, is_covered=met_by is not None)


def _with_cover(work: Work, about: _About, cover: MembershipId) -> _About:
    hosts = room.with_cover(work, about.hosts, about.found.host_id, cover)
    promises = room.promises_no_fines_among(work, {about.found.id: hosts}, [about.found])
    return _About(about.found, tuple(hosts), about.found.id in promises, about.absences)


def _whole(about: _About, time: Time, *, is_covered: bool = False) -> Whole:
    found = about.found
    has_door = Mode(found.mode).has_door
    return Whole(
        day=day_words(time.day),
        clock=clock_words(time),
        where=where(time),
        video_link=time.video_link,
        hosts=about.are_there(time),
        also=found.in_the_room,
        minutes=found.minutes,
        who="" if is_covered else found.welcome_who,
        door=found.welcome_door if has_door else "",
        way=found.welcome_way if has_door else "",
        more=found.welcome_more,
        comforts=tuple(_comforts(about)),
        met_by=about.hosts[0].first_name if is_covered else "",
    )


def _comforts(about: _About) -> list[str]:
    """What makes it easy. Nobody comes through a door to a call, and nobody sees a uniform on the phone."""
    found, how = about.found, Mode(about.found.mode)
    step = _("There is no step.") if found.step_free else _("There are steps.")
    said = [
        (how.has_door, step),
        (how.has_door and found.tea, _("The kettle is on.")),
        (how.has_door and found.baby, _("Bring the baby, or anybody you like.")),
        (found.interpreter, _("An interpreter can be there. Just ask.")),
        (found.no_uniform and how is not Mode.PHONE, _("Nobody wears a uniform.")),
        (about.promises_no_fines, _("Nobody talks of fines or court.")),
        (found.walk_ins, _("You can also just come, without a time.")),
    ]
    return [words for is_so, words in said if is_so]


def where(time: Time) -> str:
    """Where it is, in the language of the page."""
    return saying.mode_only(time, spoken().code)


def day_words(day: date) -> str:
    """ "Tuesday 16 March" """
    return whole_day(day, spoken().code)


def clock_words(time: Time) -> str:
    """ "3:20pm" """
    return clock(time.starts_at, time.zone, spoken().code)


def line(time: Time) -> str:
    """One time in one line: when, where and with whom."""
    return f"{day_words(time.day)}, {clock_words(time)} · {where(time)} · {time.host}"


def need(kind: Need) -> str:
    """What would help, in plain words."""
    return {
        Need.BSL: _("Sign language (BSL)"),
        Need.RELAY: _("Relay UK"),
        Need.LARGE_PRINT: _("Large print"),
        Need.STEP_FREE: _("No steps"),
        Need.QUIET_DOOR: _("A quiet door"),
        Need.SOMEBODY: _("Somebody comes with me"),
        Need.INTERPRETER: _("An interpreter"),
    }[kind]


def mode(kind: Mode) -> str:
    """How one talks."""
    return {
        Mode.SCHOOL: _("At school"),
        Mode.COMMUNITY: _("Near you, not at school"),
        Mode.HOME: _("At your home"),
        Mode.PHONE: _("On the phone"),
        Mode.VIDEO: _("By video"),
    }[kind]


def wanted(asked: Mapping[str, str], *, only_with: MembershipId | None) -> Wanted:
    """What somebody narrows the list to. Whatever is not there, or makes no sense, narrows nothing."""
    return Wanted(
        host_id=only_with or _id(asked.get("with", "")),
        mode=asked.get("mode", "") if asked.get("mode") in set(Mode) else "",
        speaks=asked.get("speaks", "") if asked.get("speaks") in LANGUAGES else "",
        after=_last_seen(asked.get("after", "")),
    )


def _id(words: str) -> UUID | None:
    try:
        return UUID(words)
    except ValueError:
        return None


def _last_seen(cursor: str) -> tuple[datetime, UUID] | None:
    try:
        return read_cursor(cursor)
    except NotFound:
        return None


def choices(work: Work, asker: Asker, *, only_with: MembershipId | None) -> Choices:
    """Whom, how and in which language: only what there is."""
    found = queries.who_and_how(work, asker, Wanted(host_id=only_with))
    names = sorted({(str(one.host_id), f"{one.host} · {one.organisation}") for one in found}, key=lambda pair: pair[1])
    spoken_there = {code for one in found for code in one.languages.split(",") if code in LANGUAGES}
    return Choices(
        people=tuple(names),
        modes=tuple((kind.value, mode(kind)) for kind in Mode if kind in {one.mode for one in found}),
        languages=tuple((code, LANGUAGES[code].own) for code in LANGUAGES if code in spoken_there),
    )


def later_than(found: list[Time]) -> str | None:
    """Where the list goes on, if it may."""
    return cursor_after(found[-1].starts_at, found[-1].slot_id) if len(found) == queries.MOST else None


def place_of(work: Work, contact_id: ContactId) -> str:
    """The name of the organisation whose page this is."""
    return people.organisation(work, people.contact(work, contact_id).organisation_id).name


def first_name(work: Work, contact_id: ContactId) -> str:
    """The family member's first name, as this organisation knows it."""
    return people.contact(work, contact_id).first_name
