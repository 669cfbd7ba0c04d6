"""Who may change what is written about organisations and families, who may hold threads, and when an organisation is
at work. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.foundation.actors import Actor, Command, Operator, Staff
from app.foundation.identifiers import OrganisationId


class Role(StrEnum):
    """What somebody may do at their organisation. An open set: stored as text, checked at the door."""

    TRUSTED_PERSON = "trusted_person"
    FIRST_CONTACT = "first_contact"
    MANAGER = "manager"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    DEPUTY_LEAD = "deputy_lead"
    SCHOOL_PROFESSIONAL = "school_professional"
    OPERATOR = "operator"


WRITE_TO_FAMILIES = frozenset({Role.TRUSTED_PERSON, Role.FIRST_CONTACT})
KEEP_CHILDREN_SAFE = frozenset({Role.SAFEGUARDING_LEAD, Role.DEPUTY_LEAD})
GIVEN_BY_MANAGERS = tuple(role for role in Role if role is not Role.OPERATOR)


class Check(StrEnum):
    """What must be on record before somebody holds a thread. Stored as text."""

    SAFER_RECRUITMENT = "safer_recruitment"
    SAFEGUARDING_TRAINING = "safeguarding_training"


TOLD_BEFORE = timedelta(weeks=6)
FURTHEST_OPENING = timedelta(days=100)  # longer than any summer


@dataclass(frozen=True)
class Recorded:
    """What is on record of one check: the last day on which it counts, and the last day on which a second person has
    confirmed that it does."""

    kind: Check
    lapses_on: date
    confirmed_until: date | None = None


def cleared_until(found: Iterable[Recorded], zone: str, *, for_young: bool = False) -> datetime | None:
    """Until when (UTC) somebody may hold threads: the end of the day on which the first check lapses. None when one of
    them is not on record; for young people, also when a second person has not confirmed one."""
    counts = {one.kind: _last_day(one, for_young=for_young) for one in found}
    if set(counts) != set(Check) or None in counts.values():
        return None
    last = min(day for day in counts.values() if day)
    midnight = datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC)


def _last_day(one: Recorded, *, for_young: bool) -> date | None:
    if not for_young:
        return one.lapses_on
    # A renewal that nobody has confirmed yet takes nothing away from what was confirmed; an earlier day does.
    return min(one.lapses_on, one.confirmed_until) if one.confirmed_until else None


def holds_threads(roles: Iterable[str], cleared_until: datetime | None, now: datetime) -> bool:
    """May somebody with these roles, cleared until then (UTC), hold threads now? Default: no."""
    return cleared_until is not None and cleared_until > now and bool(WRITE_TO_FAMILIES & set(roles))


class PingBy(StrEnum):
    """How a member of staff is told that somebody waits."""

    EMAIL = "email"
    TEXT = "text"
    NOT = "not"


PRONOUNS = {
    "mum": "her",
    "mother": "her",
    "step-mum": "her",
    "gran": "her",
    "grandmother": "her",
    "aunt": "her",
    "sister": "her",
    "dad": "his",
    "father": "his",
    "step-dad": "his",
    "grandad": "his",
    "grandfather": "his",
    "uncle": "his",
    "brother": "his",
}


def may_make_organisations(actor: Actor) -> bool:
    """Only whoever runs the service does."""
    return isinstance(actor, Command | Operator)


def may_give_lines(actor: Actor) -> bool:
    """Only whoever runs the service does: a line costs money, and decides whose texts come in."""
    return isinstance(actor, Command | Operator)


def may_keep_house(actor: Actor, organisation_id: OrganisationId) -> bool:
    """May this actor change who works at an organisation, what they may do there, and when it is open?"""
    match actor:
        case Command():
            return True
        case Staff():
            return actor.organisation_id == organisation_id and Role.MANAGER in actor.roles
        case _:
            return False


def may_add_member(actor: Actor, organisation_id: OrganisationId, roles: Iterable[str]) -> bool:
    """May this actor add somebody with these roles? A manager does, at their own organisation; whoever runs the service
    adds managers anywhere, and nobody else: so no operator ever makes a place for themselves beside families."""
    wanted = set(roles)
    match actor:
        case Command():
            return True
        case Operator():
            return wanted == {Role.MANAGER}
        case Staff():
            return may_keep_house(actor, organisation_id) and wanted <= set(GIVEN_BY_MANAGERS)
        case _:
            return False


def may_keep_safe(actor: Actor, organisation_id: OrganisationId) -> bool:
    """Is this actor a safeguarding lead of that organisation, or a lead's deputy?"""
    return (
        isinstance(actor, Staff)
        and actor.organisation_id == organisation_id
        and bool(KEEP_CHILDREN_SAFE & set(actor.roles))
    )


def may_keep_families(actor: Actor, organisation_id: OrganisationId) -> bool:
    """May this actor write down families of an organisation, and who is behind a number?"""
    match actor:
        case Command():
            return True
        case Staff():
            keeps = {Role.FIRST_CONTACT, Role.MANAGER, Role.TRUSTED_PERSON} & actor.roles
            return actor.organisation_id == organisation_id and bool(keeps)
        case _:
            return False


def pronoun(relation: str) -> str:
    """The word for "her phone": by what the family calls this person, "their" when we do not know."""
    return PRONOUNS.get(relation.strip().lower(), "their")


@dataclass(frozen=True)
class Timetable:
    """When an organisation is at work: wall time in `zone`, on these weekdays ("01234", 0 is Monday), within its terms
    if it has any, never on its closed days."""

    zone: str
    opens: time
    closes: time
    working_days: str
    terms: tuple[tuple[date, date], ...] = ()
    closed_days: frozenset[date] = frozenset()

    def is_holiday(self, day: date) -> bool:
        """Is this day outside the terms?"""
        return bool(self.terms) and not any(begins <= day <= ends for begins, ends in self.terms)

    def works_on(self, day: date) -> bool:
        """Is anybody at work on this day?"""
        return str(day.weekday()) in self.working_days and day not in self.closed_days and not self.is_holiday(day)

    def is_open(self, at: datetime) -> bool:
        """Is the organisation at work at this instant (UTC)?"""
        local = at.astimezone(ZoneInfo(self.zone))
        return self.works_on(local.date()) and self.opens <= local.time() < self.closes

    def next_opening(self, at: datetime) -> datetime:
        """The first instant from `at` on (UTC) at which the organisation is at work. Unchanged when it is open now, or
        when it does not open again within `FURTHEST_OPENING`."""
        if self.is_open(at):
            return at
        today = at.astimezone(ZoneInfo(self.zone)).date()
        for days in range(FURTHEST_OPENING.days):
            day = today + timedelta(days=days)
            begins = datetime.combine(day, self.opens, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            if self.works_on(day) and begins >= at:
                return begins
        return at
