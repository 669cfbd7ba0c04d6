"""A file for the family's own calendar. It names no child, no agency and no reason. Pure."""

from datetime import datetime

from icalendar import Calendar, Event

from app.domain.dropins.diary.held import Held


def calendar_file(found: Held, *, title: str, where: str, notes: str, now: datetime) -> bytes:
    """One event, in UTC: every calendar shows it on its own clock. `title` is what a shared screen shows."""
    event = Event()
    event.add("uid", f"{found.booking.id}@kettle")
    event.add("dtstamp", now)
    event.add("dtstart", found.time.starts_at)
    event.add("dtend", found.time.ends_at)
    event.add("summary", title)
    event.add("location", where)
    event.add("description", notes)
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//Kettle//times to talk//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
