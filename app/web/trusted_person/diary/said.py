"""How the diary says things to staff. Pure: facts in, words out."""

from datetime import date, datetime, timedelta

from app.domain.dropins import saying
from app.domain.dropins.diary.in_doubt import InDoubt, Why
from app.domain.dropins.models import DropIn
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import ForWhom, Mode, Need
from app.foundation.languages import ENGLISH, language
from app.foundation.phone_numbers import for_people
from app.foundation.said_times import clock, whole_day

MODES = {
    Mode.SCHOOL: "In school",
    Mode.COMMUNITY: "Somewhere else: a library, a family hub, a café",
    Mode.HOME: "At the family’s home",
    Mode.PHONE: "On the phone",
    Mode.VIDEO: "By video",
}
WHERE = {Mode.HOME: "at their home", Mode.PHONE: "on the phone", Mode.VIDEO: "by video"}
FOR_WHOM = {ForWhom.OURS: "Families in touch with us here", ForWhom.BOROUGH: "Any family in the borough"}
NEEDS = {
    Need.BSL: "BSL",
    Need.RELAY: "Relay UK",
    Need.LARGE_PRINT: "large print",
    Need.STEP_FREE: "no steps",
    Need.QUIET_DOOR: "a quiet door",
    Need.SOMEBODY: "brings somebody",
    Need.INTERPRETER: "an interpreter",
}


def where(mode: Mode, place: str) -> str:
    """ "the library", "on the phone" """
    return WHERE.get(mode) or place


def line(time: Time) -> str:
    """ "Tue 16 Mar 3:20pm, the library" """
    return f"{saying.when(time, ENGLISH.code)}, {saying.mode_only(time, ENGLISH.code)}"


def at(moment: datetime, zone: str) -> str:
    """ "3:20pm" """
    return clock(moment, zone, ENGLISH.code)


def day(found: date) -> str:
    """ "Tuesday 16 March" """
    return whole_day(found, ENGLISH.code)


def when_of(found: DropIn) -> str:
    """ "each Friday from Friday 4 December to Friday 29 January, 10:00 to 11:00" """
    days = f"each {found.first_day:%A} from {day(found.first_day)} to {day(found.last_day)}"
    return f"{days if found.is_weekly else day(found.first_day)}, {found.begins:%H:%M} to {found.ends:%H:%M}"


def phone(number: str) -> str:
    """ "07700 900111" """
    return for_people(number)


def needs(found: tuple[Need, ...]) -> str:
    """ "no steps, an interpreter" """
    return ", ".join(NEEDS[need] for need in found)


def reads(code: str) -> str:
    """ "Urdu"; nothing for English."""
    return "" if code == ENGLISH.code else language(code).english


def why(found: InDoubt, cover: str = "") -> str:
    """Why a time cannot be kept as it stands."""
    return found.why.value.format(host=found.held.time.host, cover=cover or "A colleague")


def monday_of(found: date) -> date:
    """The first day of its week."""
    return found - timedelta(days=found.weekday())


def is_about_host(found: InDoubt) -> bool:
    """Could somebody else be there at the same time and place?"""
    return found.why in {Why.AWAY, Why.LEFT, Why.COVER}
