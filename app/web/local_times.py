"""Times and dates as families read them, in the language of the page. Pure but for that language.

Instants come in as aware UTC; words come out in a zone's wall time. Staff pages use `times`, in English.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names

from app.foundation.languages import ENGLISH
from app.foundation.said_times import locale_of, whole_day
from app.web import times
from app.web.language import _, spoken

WEEK = "0123456"


def _locale() -> Locale:
    return locale_of(spoken().code)


def clock(at: datetime, zone: str) -> str:
    """ "8:10", or as the page's language writes it."""
    if spoken() == ENGLISH:
        return times.clock(at, zone)
    return format_time(at.astimezone(ZoneInfo(zone)), "short", locale=_locale())


def day(at: datetime, now: datetime, zone: str) -> str:
    """ "Today", "Yesterday", "Wednesday 10 March", with the year when it is another one."""
    local, today = at.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    days = (today - local).days
    if days in {0, 1}:
        return _("Yesterday") if days else _("Today")
    if local.year == today.year:
        return whole_day(local, spoken().code)
    return format_date(local, "full", locale=_locale())


def exact(at: datetime, zone: str) -> str:
    """ "Wednesday, 10 March 2027, 8:10" """
    return f"{format_date(at.astimezone(ZoneInfo(zone)).date(), 'full', locale=_locale())}, {clock(at, zone)}"


def days_of_week(numbers: str) -> str:
    """ "Monday–Friday" for "01234" (0 is Monday); days apart are listed."""
    # Not "stand-alone": Babel 2.18 keeps one language's names of it for the others (python-babel, pull request 1263).
    names = get_day_names("wide", context="format", locale=_locale())
    held = [int(number) for number in sorted(set(numbers)) if number in WEEK]
    if len(held) > 2 and held == list(range(held[0], held[-1] + 1)):
        return f"{names[held[0]]}–{names[held[-1]]}"
    return ", ".join(names[number] for number in held)


def hour(at: time) -> str:
    """A wall time in a week's plan: "8am", "4:30pm", or as the page's language writes it."""
    if spoken() == ENGLISH:
        minutes = f":{at:%M}" if at.minute else ""
        return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour > 11 else 'am'}"
    return format_time(datetime.combine(date.min, at), "short", locale=_locale())
