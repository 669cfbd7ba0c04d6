"""How the desk says things. Pure: facts in, words out. Never decides anything."""

from datetime import datetime
from uuid import UUID

from app.domain.conversations.delivery import progress
from app.domain.conversations.desk.beside import Family
from app.domain.conversations.desk.coaching import OnOffer, Ready
from app.domain.conversations.desk.entries import Entry
from app.domain.conversations.desk.inbox import Row
from app.domain.conversations.desk.one_thread import Desk
from app.domain.conversations.rules import NEVER_ARRIVED, Channel, Direction, State
from app.domain.permissions.rules import Window
from app.domain.wording import shelf
from app.domain.wording.rules import READ_BY_NOBODY, as_sent
from app.foundation.languages import ENGLISH, language
from app.foundation.phone_numbers import for_people
from app.foundation.sms import in_words, parts_of, straightened
from app.web import times
from app.web.original import Original

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
    if entry.translated and entry.direction is Direction.IN:
        return ENGLISH.code
    is_rtl = entry.writing_direction == "rtl"
    if is_rtl == language(reads).is_right_to_left and (is_rtl or entry.direction is Direction.IN):
        return reads
    return ""


def body(entry: Entry) -> str:
    """The words that whoever sits at the desk reads: in English where a computer put them into it."""
    return entry.translated.words if entry.translated and entry.direction is Direction.IN else entry.body


def runs(entry: Entry) -> str:
    """Which way those words run."""
    return "ltr" if entry.translated and entry.direction is Direction.IN else entry.writing_direction


def original(entry: Entry, name: str) -> Original | None:
    """What stands beside them: the family's own words, or the author's in the family's language."""
    if not entry.translated:
        return None
    other = language(entry.translated.language)
    if entry.direction is Direction.IN:
        return Original(entry.body, "", entry.writing_direction, f"Translated by a computer. {name} wrote:")
    by = f"Went in {other.english}, translated by a computer:"
    return Original(entry.translated.words, other.code, other.direction, by)


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
    return in_words(parts_of(straightened(as_sent(words, name)))) if words else ""


def goes(window: Window, now: datetime, zone: str, *, wanted: datetime | None = None) -> str:
    """When a text would go, honestly: decent hours and the family's own come before what one wishes."""
    if window.not_before <= now:
        return "Goes at once."
    when = progress.words(
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


def how_far(offer: OnOffer) -> str:
    """In which language ready words are, and how far somebody has read them: "Polish, a draft"."""
    name = language(offer.language).english
    return f"{name}, a draft" if offer.checked == READ_BY_NOBODY else f"{name}, {offer.checked}"


def how_far_hello(code: str) -> str:
    """How far the first text of all is checked in a language."""
    checked = shelf.ready_words("hello", code).checked
    return "a draft that nobody who speaks it has read yet" if checked == READ_BY_NOBODY else checked


def ready_words_say(ready: Ready) -> str:
    """What one should know about ready words in the box."""
    if ready.language == ENGLISH.code:
        return "Ready words. Make them your own."
    name = language(ready.language).english
    if ready.checked == READ_BY_NOBODY:
        return f"Ready words in {name}: a draft that nobody who speaks {name} has read yet. Make sure of them, or ring."
    return f"Ready words in {name}, {ready.checked}."


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
