"""Days and clock times in a family's language, for texts and pages alike. Pure; instants come in as aware UTC."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time

from app.foundation.languages import ENGLISH

# Where a bare code means another country's way of writing dates.
_AS_WRITTEN_IN = {"en": "en-GB", "pt": "pt-PT"}
# Portuguese has no short form with the month's name.
_SHORT_DAY = {"pt": "MMMMEd"}


@cache
def locale_of(code: str) -> Locale:
    """How this language (BCP-47) writes dates."""
    return Locale.parse(_AS_WRITTEN_IN.get(code, code), sep="-")


def short_day(day: date, code: str) -> str:
    """ "Tue 16 Mar" """
    return format_skeleton(_SHORT_DAY.get(code, "MMMEd"), day, locale=locale_of(code))


def whole_day(day: date, code: str) -> str:
    """ "Tuesday 16 March" """
    return format_skeleton("MMMMEEEEd", day, locale=locale_of(code))


def clock(at: datetime, zone: str, code: str) -> str:
    """ "3:20pm", or as the language writes it."""
    here = at.astimezone(ZoneInfo(zone))
    if code != ENGLISH.code:
        return format_time(here, "short", locale=locale_of(code))
    minutes = f":{here:%M}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'pm' if here.hour > 11 else 'am'}"


def day_and_clock(at: datetime, zone: str, code: str) -> str:
    """ "Tue 16 Mar 3:20pm": short enough for a text."""
    return f"{short_day(at.astimezone(ZoneInfo(zone)).date(), code)} {clock(at, zone, code)}"
