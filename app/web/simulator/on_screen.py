"""What a pretend phone shows, as plain values for templates. Reads the pretend network only, never our database."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.channels.simulator import CallOutcome, Handset, HandsetKind, Line, Mood, Network, PretendCall, PretendText
from app.foundation.languages import direction_of, language
from app.foundation.phone_numbers import for_people

MOST_ENTRIES = 40

MOODS = {
    Mood.ON: "is on",
    Mood.OFF: "is off or has no signal",
    Mood.BLOCKED: "blocks our texts",
    Mood.UNKNOWN_NUMBER: "has a number not in use",
    Mood.LANDLINE: "is a landline",
    Mood.FILTERED: "is behind a network that filters our texts",
}
BECAME = {
    CallOutcome.RINGING: "It is ringing.",
    CallOutcome.REJECTED: "Nobody picks up, and it costs nothing. They know you rang.",
    CallOutcome.ANSWERED: "Somebody picked up.",
    CallOutcome.FAILED: "The call did not get through.",
}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `link` is filled in when it may be pressed."""

    words: str
    link: str = ""


@dataclass(frozen=True)
class Entry:
    """One text or call on a screen. `at` in UTC."""

    side: str
    who: str
    pieces: tuple[Piece, ...]
    language: str
    direction: str
    at: datetime


@dataclass(frozen=True)
class Phone:
    """One phone on the table. `line` is the line it last talked with."""

    key: str
    number: str
    shown_number: str
    name: str
    about: str
    kind: HandsetKind
    language: str
    mood: Mood
    entries: tuple[Entry, ...]
    line: str

    @property
    def is_awake(self) -> bool:
        """Does it take texts?"""
        return self.mood is Mood.ON

    @property
    def mood_words(self) -> str:
        """What it does at the moment."""
        return MOODS[self.mood]


def phones(network: Network, own_addresses: Iterable[str]) -> list[Phone]:
    """Every phone, in the order in which they were added. Links lead to `own_addresses` or are plain words."""
    lines = network.lines()
    opens = link_pattern(own_addresses)
    return [_phone(network, handset, lines, opens) for handset in network.handsets()]


def key_of(number: str) -> str:
    """A number as it stands in an element's id."""
    return re.sub(r"[^0-9A-Za-z]", "", number)


def pieces(body: str, opens: re.Pattern[str]) -> Iterator[Piece]:
    """The text cut into plain stretches and links."""
    at = 0
    for found in opens.finditer(body):
        if found.start() > at:
            yield Piece(body[at : found.start()])
        yield Piece(found.group(), link=found.group())
        at = found.end()
    if at < len(body):
        yield Piece(body[at:])


def link_pattern(own_addresses: Iterable[str]) -> re.Pattern[str]:
    """Finds addresses of pages of ours in a text; everybody else's stay plain words."""
    own = "|".join(re.escape(address) for address in sorted(set(own_addresses)) if address)
    whole = rf"(?<![^\s(])(?:{own})(?:/[A-Za-z0-9_\-/]*)?(?=[.,;:!?)]*(?:\s|$))"  # up to a space: no longer address
    return re.compile(whole if own else r"(?!)")


def _phone(network: Network, handset: Handset, lines: list[Line], opens: re.Pattern[str]) -> Phone:
    names = {line.number: line.label.capitalize() or for_people(line.number) for line in lines}
    texts, calls = network.texts_on(handset.number), network.calls_on(handset.number)
    shown = opens if handset.kind is HandsetKind.SMART else link_pattern(())
    entries = [_text(text, handset, names, shown) for text in texts] + [_call(call, names) for call in calls]
    return Phone(
        key=key_of(handset.number),
        number=handset.number,
        shown_number=for_people(handset.number),
        name=handset.label or "A phone",
        about=_about(handset),
        kind=handset.kind,
        language=handset.language,
        mood=handset.mood,
        entries=tuple(sorted(entries, key=lambda entry: entry.at)[-MOST_ENTRIES:]),
        line=_last_line(texts, calls) or (lines[0].number if lines else ""),
    )


def _about(handset: Handset) -> str:
    if handset.shared_by:
        return f"{handset.shared_by}."
    if handset.kind is HandsetKind.KEYPAD:
        return "A phone with keys. Texts and calls, nothing else."
    if handset.kind is HandsetKind.LANDLINE:
        return "A phone with a cord."
    return f"Writes {language(handset.language).english}."


def _last_line(texts: list[PretendText], calls: list[PretendCall]) -> str:
    talks = [(text.created_at, text.to_number if text.is_from_handset else text.from_number) for text in texts]
    talks += [(call.created_at, call.to_number) for call in calls]
    return max(talks)[1] if talks else ""


def _text(text: PretendText, handset: Handset, names: dict[str, str], opens: re.Pattern[str]) -> Entry:
    direction = direction_of(text.body)
    is_own_script = (direction == "rtl") == language(handset.language).is_right_to_left
    is_mine = text.is_from_handset
    return Entry(
        side="mine" if is_mine else "theirs",
        who="Me" if is_mine else names.get(text.from_number, for_people(text.from_number)),
        pieces=tuple(pieces(text.body, opens)),
        language=handset.language if is_own_script and (is_mine or direction == "rtl") else "",
        direction=direction,
        at=text.created_at if is_mine else text.updated_at,
    )


def _call(call: PretendCall, names: dict[str, str]) -> Entry:
    to = names.get(call.to_number, for_people(call.to_number))
    return Entry("call", f"Rang: {to}", (Piece(BECAME[call.outcome]),), "", "ltr", call.created_at)
