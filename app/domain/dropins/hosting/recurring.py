"""Which days something weekly falls on. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from app.domain.dropins.rules import Stretch


def days_of(first: date, last: date, stretch: Stretch) -> list[date]:
    """Each week's day from the first to the last, both included."""
    begins = datetime.combine(first, stretch.begins, tzinfo=ZoneInfo(stretch.zone))
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(stretch.zone))
    return [one.date() for one in rrule(WEEKLY, dtstart=begins, until=until) if one.date() <= last]
