"""How roles and checks are said to managers and leads. Pure; decides nothing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.people.clearance import OnRecord
from app.domain.people.rules import GIVEN_BY_MANAGERS, WRITE_TO_FAMILIES, Check, Role

ROLES = {
    Role.TRUSTED_PERSON: (
        "Trusted person",
        "Families choose them. They read and answer their own families' messages, and those of a colleague they stand "
        "in for. Needs checks on record.",
    ),
    Role.FIRST_CONTACT: (
        "First contact",
        "Answers whoever writes before we know them, finds out who it is, and passes them to the right person. Needs "
        "checks on record.",
    ),
    Role.MANAGER: (
        "Manager",
        "Invites staff, gives roles, records checks, and sets hours and terms. Reads nobody's messages.",
    ),
    Role.SAFEGUARDING_LEAD: (
        "Safeguarding lead",
        "Keeps children safe: takes a second look at checks, and decides when telling a family who has looked would "
        "put somebody in danger.",
    ),
    Role.DEPUTY_LEAD: ("Deputy safeguarding lead", "The same as the safeguarding lead, when the lead is away."),
    Role.SCHOOL_PROFESSIONAL: (
        "School professional",
        "A teacher or another colleague. Sees no family and no message here.",
    ),
}
CHECKS = {
    Check.SAFER_RECRUITMENT: "Safer-recruitment check",
    Check.SAFEGUARDING_TRAINING: "Safeguarding training",
}


def roles_in_words(roles: Iterable[str]) -> list[str]:
    """ "Trusted person", "First contact": in the order in which they are offered."""
    held = set(roles)
    return [ROLES[role][0] for role in GIVEN_BY_MANAGERS if role in held] + (
        ["Runs the service"] if Role.OPERATOR in held else []
    )


def writes_to_families(roles: Collection[str]) -> bool:
    """Does anybody with these roles need checks on record?"""
    return bool(WRITE_TO_FAMILIES & set(roles))


def day(found: date) -> str:
    """ "21 April 2027" """
    return f"{found.day} {found:%B %Y}"


def day_of(at: datetime, zone: str) -> str:
    """The day of an instant (UTC), where the organisation is."""
    return day(at.astimezone(ZoneInfo(zone)).date())


def check(kind: Check, found: OnRecord | None) -> str:
    """How one check stands, as one sentence."""
    if found is None:
        return f"{CHECKS[kind]}: not recorded yet"
    if found.has_lapsed:
        return f"{CHECKS[kind]}: lapsed, it counted until {day(found.lapses_on)}"
    soon = " – renew it soon" if found.lapses_soon else ""
    return f"{CHECKS[kind]}: counts until {day(found.lapses_on)}{soon}"


def missing(records: Sequence[OnRecord]) -> list[str]:
    """The checks that do not count today, each as one sentence."""
    by_kind = {one.kind: one for one in records}
    return [check(kind, by_kind.get(kind)) for kind in Check if kind not in by_kind or by_kind[kind].has_lapsed]


def counting(records: Sequence[OnRecord]) -> list[str]:
    """What is to be said of checks that all count: what lapses soon, else until when all of them count; and whether a
    second person has looked, which young people need."""
    has_second_look = all(one.confirmed_by for one in records)
    soon = [check(one.kind, one) for one in records if one.lapses_soon]
    until = f"Checks count until {day(min(one.lapses_on for one in records))}"
    if has_second_look:
        return soon or [f"{until}, also for young people"]
    return [*(soon or [until]), "For young people: a second look is still needed"]
