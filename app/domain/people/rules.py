"""Who may change what is written about organisations and families. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.foundation.actors import Actor, Command, Operator, Staff
from app.foundation.identifiers import OrganisationId


class Role(StrEnum):
    """What somebody may do at their organisation. An open set: stored as text, checked at the door."""

    TRUSTED_PERSON = "trusted_person"
    FIRST_CONTACT = "first_contact"
    MANAGER = "manager"
    OPERATOR = "operator"


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


def may_keep_house(actor: Actor, organisation_id: OrganisationId) -> bool:
    """May this actor change an organisation's people and lines?"""
    match actor:
        case Command() | Operator():
            return True
        case Staff():
            return actor.organisation_id == organisation_id and Role.MANAGER in actor.roles
        case _:
            return False


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


def is_open(at: datetime, *, zone: str, opens: time, closes: time, working_days: str) -> bool:
    """Is the organisation at work at this instant (UTC in, wall time of its zone inside)?"""
    local = at.astimezone(ZoneInfo(zone))
    return str(local.weekday()) in working_days and opens <= local.time() < closes


def next_opening(at: datetime, *, zone: str, opens: time, closes: time, working_days: str) -> datetime:
    """The first instant from `at` on (UTC) at which the organisation is at work. Unchanged when it is open now."""
    if is_open(at, zone=zone, opens=opens, closes=closes, working_days=working_days):
        return at
    local = at.astimezone(ZoneInfo(zone))
    for days in range(15):
        day = local.date() + timedelta(days=days)
        begins = datetime.combine(day, opens, tzinfo=ZoneInfo(zone)).astimezone(at.tzinfo)
        if str(day.weekday()) in working_days and begins >= at:
            return begins
    return at
