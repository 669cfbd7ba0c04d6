"""Times as people say them. Pure; instants come in as aware UTC, words come out in a zone's wall time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def clock(at: datetime, zone: str) -> str:
    """ "8:10" """
    return f"{at.astimezone(ZoneInfo(zone)):%-H:%M}"


def said(at: datetime, now: datetime, zone: str) -> str:
    """ "8:10", "yesterday 16:40", "Monday 9:00", "3 March", "3 March 2025" """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (today - local.date()).days
    if days == 0:
        return clock(at, zone)
    if days in {1, -1}:
        return f"{'yesterday' if days == 1 else 'tomorrow'} {clock(at, zone)}"
    if abs(days) < 7:
        return f"{local:%A} {clock(at, zone)}"
    return f"{local.day} {local:%B}" if local.year == today.year else f"{local.day} {local:%B %Y}"


def day(at: datetime, now: datetime, zone: str) -> str:
    """ "Today", "Yesterday", "Monday 8 March", "8 March 2025" """
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (today - local.date()).days
    if days in {0, 1}:
        return ("Today", "Yesterday")[days]
    return f"{local:%A} {local.day} {local:%B}" if local.year == today.year else f"{local.day} {local:%B %Y}"


def exact(at: datetime, zone: str) -> str:
    """ "Wednesday 10 March 2027, 8:10" """
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y}, {clock(at, zone)}"


def last_day(until: datetime, zone: str) -> str:
    """The last day of what ends at the midnight after it: "Friday 9 April 2027"."""
    local = (until - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y}"


def how_long(since: datetime, now: datetime) -> str:
    """ "just now", "12 minutes", "3 hours", "2 days" """
    minutes = int((now - since).total_seconds() // 60)
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}" if count == 1 else f"{count} {word}s"
    return "just now"


def named_day(day: date, today: date) -> str:
    """A day to come, as one says it: "today", "tomorrow", "Friday", "22 March", "22 March 2028"."""
    days = (day - today).days
    if days in {0, 1}:
        return ("today", "tomorrow")[days]
    if 0 < days < 7:
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"
