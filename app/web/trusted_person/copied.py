"""How a copy for the record says things, and the copy as plain text. Pure: facts in, words out.

In the text each line of somebody's own words begins with "| ", so that nothing a person typed can pass for a line of
ours; lines end with LF; control characters, which a printer or a screen might obey, are left out. Nothing else of the
words changes.
"""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from app.domain.conversations.desk.copying import Copied, Copy
from app.domain.conversations.rules import Channel, Direction

AFTERWARDS = 60  # seconds; whatever was stored later than this was written down afterwards, or came late
LINE = "-" * 40


def when(at: datetime, zone: str) -> str:
    """ "Wednesday 10 March 2027, 08:10:05 GMT" """
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y}, {local:%H:%M:%S %Z}"


def who(copy: Copy) -> str:
    """Whose copy it is: "Neil Carter, family support worker, Tidewell Harbour School"."""
    return ", ".join(part for part in (copy.holder.whole, copy.holder.role_words, copy.place) if part)


def family(copy: Copy) -> str:
    """ "Sara Whitfield, mum" """
    return f"{copy.family}, {copy.relation}" if copy.relation else copy.family


def copied_by(copy: Copy) -> str:
    """ "Grace Okafor, head of year 9" """
    return ", ".join(part for part in (copy.copied_by.whole, copy.copied_by.role_words) if part)


def notes(copy: Copy) -> str:
    """Whether staff notes are in it."""
    return "Staff notes are included." if copy.with_notes else "Staff notes are not included."


def how_many(copy: Copy) -> str:
    """ "1 entry", "9 entries" """
    count = len(copy.entries)
    return "1 entry" if count == 1 else f"{count} entries"


def by(entry: Copied) -> str:
    """Who, and how it came or went: "Neil Carter, by text, automatic reply"."""
    is_family = entry.direction is Direction.IN
    how = {
        Channel.TEXT: "by text",
        Channel.WEB: "on the private page",
        Channel.CALL: "rang" if is_family else "wrote down a call",
        Channel.VISIT: "wrote down a visit",
        Channel.MEETING: "wrote down a meeting",
        Channel.STAFF_NOTE: "staff note, not sent to the family",
    }[entry.channel]
    return f"{entry.author}, {how}, automatic reply" if entry.is_automatic else f"{entry.author}, {how}"


def remarks(entry: Copied, zone: str) -> Iterator[str]:
    """What is known about an entry besides its words, a sentence each."""
    if (entry.stored_at - entry.happened_at).total_seconds() > AFTERWARDS:
        is_ours = entry.direction is Direction.ASIDE
        yield f"{'Written down' if is_ours else 'Reached Kettle'} {when(entry.stored_at, zone)}."
    if entry.receipt:
        yield f"{entry.receipt} ({when(entry.receipt_at, zone)})" if entry.receipt_at else entry.receipt
    if entry.may_be_either:
        yield "Two people share this phone. Nobody has said which of them wrote this."
    if entry.pictures:
        yield "1 picture came along." if entry.pictures == 1 else f"{entry.pictures} pictures came along."


def as_text(copy: Copy) -> str:
    """The whole copy as plain text, with LF line ends."""
    return "".join(f"{line}\n" for line in _lines(copy))


def _lines(copy: Copy) -> Iterator[str]:
    yield "Copy of a conversation, for the record"
    yield ""
    yield f"Between:   {family(copy)}"
    yield f"and:       {who(copy)}"
    yield f"Copied by: {copied_by(copy)}"
    yield f"Copied on: {when(copy.made_at, copy.zone)}"
    yield f"For:       {copy.reason}"
    yield f"Contains:  {how_many(copy)}. {notes(copy)}"
    yield f"Times:     those of {copy.zone}"
    yield 'Words:     exactly as they were written; each line of them begins with "| "'
    for number, entry in enumerate(copy.entries, 1):
        yield ""
        yield LINE
        yield f"{number}. {when(entry.happened_at, copy.zone)}"
        yield by(entry)
        if entry.body:
            yield from (f"| {line}" for line in without_controls(entry.body).split("\n"))
        yield from remarks(entry, copy.zone)
    yield ""
    yield LINE
    yield f"End of the copy: {how_many(copy)}."


def without_controls(body: str) -> str:
    """The words without control characters; a tab becomes a space. What other programs take for a new line is one here
    too, so that no line can begin without its mark."""
    kept = ("".join(letter for letter in line if unicodedata.category(letter) != "Cc") for line in _lines_of(body))
    return "\n".join(kept)


def _lines_of(body: str) -> list[str]:
    return body.replace("\t", " ").splitlines()
