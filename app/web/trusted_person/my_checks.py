"""What the inbox says to somebody whose checks are missing, lapse soon or have lapsed. Only reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.notices.rules import on_day
from app.domain.people import members, rules
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.people.rules import WRITE_TO_FAMILIES, Role
from app.domain.relationships import queries as relationships
from app.foundation.work import Work


@dataclass(frozen=True)
class MyChecks:
    """`is_over`: the actor reads nothing now."""

    words: str
    is_over: bool


def to_say(work: Work) -> MyChecks | None:
    """What the actor reads above their inbox; None while all is well, and for whoever needs no checks."""
    if not WRITE_TO_FAMILIES & work.staff.roles:
        return None
    me = members.membership(work, work.staff.membership_id)
    if me.cleared_until is None:
        words = (
            "Your checks are not on record yet. Until they are, families cannot choose you and you read no messages."
        )
        return MyChecks(f"{words} {_ask(work, 'to record them')}", is_over=True)
    day = _last_day(work, me.cleared_until)
    if me.cleared_until <= work.now:
        return MyChecks(f"Your checks counted until {day}. {_who_reads(work, me)} {_ask(work)}", is_over=True)
    if me.cleared_until - work.now > rules.TOLD_BEFORE + timedelta(days=1):
        return None
    then = "Otherwise a colleague reads and answers for you from then on."
    return MyChecks(f"Your checks count until {day}. {_ask(work, 'to renew them')} {then}", is_over=False)


def _who_reads(work: Work, me: Membership) -> str:
    other = members.membership(work, relationships.who_answers(work, me.id))
    if other.id != me.id and members.holds_threads(work, other):
        return f"{other.first_name} reads and answers for you until they are renewed."
    return "Nobody here may read your families' messages until they are renewed."


def _ask(work: Work, to_do_what: str = "") -> str:
    managers = members.working_here(work, work.staff.organisation_id, Role.MANAGER)
    names = [one.first_name for one in managers if one.id != work.staff.membership_id]
    asked = " or ".join(names[:2]) or "whoever runs Kettle for you"
    return f"Ask {asked}{' ' if to_do_what else ''}{to_do_what}."


def _last_day(work: Work, cleared_until: datetime) -> str:
    zone = people.organisation(work, work.staff.organisation_id).zone
    return on_day((cleared_until - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).date())
