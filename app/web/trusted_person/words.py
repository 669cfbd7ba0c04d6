"""How the desk says things. Pure: facts in, words out. Never decides anything."""

from datetime import datetime
from uuid import UUID

from app.domain.conversations.delivery import receipts
from app.domain.conversations.desk.beside import Family
from app.domain.conversations.desk.entries import Entry
from app.domain.conversations.desk.inbox import Row
from app.domain.conversations.desk.one_thread import Desk
from app.domain.conversations.rules import NEVER_ARRIVED, Channel, Direction, State
from app.domain.permissions.rules import Window
from app.domain.wording.rules import as_sent
from app.foundation.languages import language
from app.foundation.phone_numbers import for_people
from app.foundation.sms import in_words, parts_of
from app.web import times

SIDES = {Channel.CALL: "call", Channel.VISIT: "visit", Channel.MEETING: "visit", Channel.STAFF_NOTE: "staff-note"}
SIGNS = {Channel.CALL: "phone", Channel.WEB: "globe", Channel.TEXT: "text"}
ARRIVED = "check"
NOT_ARRIVED = "not-arrived"
TROUBLE = frozenset({State.FAILED, State.UNDELIVERED, State.UNKNOWN})


def name_of(first_name: str, last_name: str, number: str, *, is_known: bool) -> str:
    """Somebody's name; for somebody unknown their number, as written at home."""
    return f"{first_name} {last_name}".strip() if is_known else for_people(number) or "Somebody"


def row_name(row: Row) -> str:
    """The name that an inbox shows."""
    return name_of(row.first_name, row.last_name, row.number, is_known=row.is_known)


def family_name(family: Family) -> str:
    """The name above a conversation."""
    return name_of(family.first_name, family.last_name, family.number, is_known=family.is_known)


def waits(since: datetime, channel: Channel | None, now: datetime, zone: str) -> str:
    """ "waiting since 8:10 · 2 hours", "rang you 10:12 – ring back · 5 minutes" """
    said = times.said(since, now, zone)
    long = times.how_long(since, now)
    return f"rang you {said} – ring back · {long}" if channel is Channel.CALL else f"waiting since {said} · {long}"


def came_by(channel: Channel | None) -> str:
    """How the words that wait came."""
    return {Channel.CALL: "call", Channel.WEB: "private page"}.get(channel or Channel.TEXT, "text")


def side(entry: Entry) -> str:
    """Which side of the line of time an entry stands on."""
    if entry.channel in SIDES:
        return SIDES[entry.channel]
    return "theirs" if entry.direction is Direction.IN else "mine"


def author(entry: Entry, name: str) -> str:
    """The first words of an entry: who, and for what was only written down, what it is."""
    if entry.direction is Direction.IN:
        return f"{name} rang you" if entry.channel is Channel.CALL else name
    return {
        Channel.STAFF_NOTE: f"Staff note by {entry.author} – the family can ask to see this",
        Channel.CALL: f"A call, written down by {entry.author}",
        Channel.VISIT: f"A visit, written down by {entry.author}",
        Channel.MEETING: f"A meeting, written down by {entry.author}",
    }.get(entry.channel, entry.author)


def by(entry: Entry) -> str:
    """How an entry came or went, and whether it was automatic."""
    how = {Channel.TEXT: "by text", Channel.WEB: "on the private page"}.get(entry.channel, "")
    if entry.is_from_frozen:
        how = f"{how}, from a phone that may be in other hands".removeprefix(", ")
    return f"automatic reply, {how}" if entry.is_automatic else how


def spoken_in(entry: Entry, reads: str) -> str:
    """The language of an entry, for a screen reader and for the right letters; empty when we do not know.

    A family writes in its own language when the letters run that way; staff write English, or the family's letters.
    """
    is_rtl = entry.writing_direction == "rtl"
    if is_rtl == language(reads).is_right_to_left and (is_rtl or entry.direction is Direction.IN):
        return reads
    return ""


def under(entry: Entry) -> str:
    """What stands under an entry: the receipt, or that pictures came along."""
    if entry.direction is not Direction.IN or not entry.pictures:
        return entry.receipt
    came, them = ("1 picture", "it") if entry.pictures == 1 else (f"{entry.pictures} pictures", "them")
    return f"{came} came along; texts cannot show {them} here."


def under_sign(entry: Entry) -> str:
    """The sign beside it."""
    if entry.direction is Direction.IN:
        return "note"
    if entry.state in NEVER_ARRIVED:
        return NOT_ARRIVED
    return ARRIVED if entry.state is State.DELIVERED or entry.channel is Channel.WEB else "clock"


def is_trouble(entry: Entry) -> bool:
    """Does its author have to do something about it?"""
    return entry.direction is Direction.OUT and entry.state in TROUBLE


def cost_of(text: str, name: str) -> str:
    """What a text costs as it will be sent, with its author's name in front."""
    words = text.strip()
    return in_words(parts_of(as_sent(words, name))) if words else ""


def goes(window: Window, now: datetime, zone: str, *, wanted: datetime | None = None) -> str:
    """When a text would go, honestly: decent hours and the family's own come before what one wishes."""
    if window.not_before <= now:
        return "Goes at once."
    when = receipts.words(
        State.QUEUED,
        error_code=None,
        not_before=window.not_before,
        not_after=window.not_after,
        now=now,
        zone=zone,
        pronoun="their",
    )
    if wanted and window.not_before == wanted:
        return when
    return f"{when} Texts rest at night and in the hours that the family closed."


def closed_hours(family: Family) -> str:
    """ "not from 22:00 to 7:00" """
    if family.closed_from is None or family.closed_until is None:
        return ""
    return f"not from {family.closed_from:%-H:%M} to {family.closed_until:%-H:%M}"


def languages(family: Family) -> str:
    """ "Urdu", "reads Urdu, speaks Panjabi" """
    reads, speaks = language(family.reads).english, language(family.speaks).english
    return reads if reads == speaks else f"reads {reads}, speaks {speaks}"


def link_trouble(desk: Desk) -> str:
    """Why the private page cannot be sent now; empty when it can."""
    number = desk.writing.number
    if desk.writing.reason:
        return "The private page goes by text, and this phone may not be texted."
    if any(phone.shared_with for phone in desk.family.phones if phone.number == number):
        return "Two people share this phone, so no private link: one would read what the other wrote."
    if not desk.family.wants_links:
        return "This family does not want links."
    return "" if desk.writing.has_texted else "The first text of all has no link. Say hello first."


def anchor(message_id: UUID) -> str:
    """The id of an entry in its page."""
    return f"m-{message_id}"
