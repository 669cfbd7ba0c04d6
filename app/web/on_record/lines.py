"""Entries of the record as lines to read: who did what, by name, with a link to the family where one may keep families.

A manager hears names of their own organisation only; whoever runs the service is never named to them. Never a word of a
message: the record has none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.audit.queries import Noted
from app.domain.audit.rules import Looking
from app.domain.people import names
from app.domain.people.names import Named
from app.foundation.identifiers import ContactId, OrganisationId
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.on_record.sentences import BY_VERB, FOR_OPERATORS, KEPT_WORDS

WHOEVER_RUNS_IT = "Whoever runs the service"
NOT_KNOWN_YET = "somebody we do not know yet"
ACTORS = {
    "operator": WHOEVER_RUNS_IT,
    "command": WHOEVER_RUNS_IT,
    "clock": "Kettle",
    "provider": "The phone network",
}
WHY = {  # what stands in front of an entry's own words, where that is not "Why"
    "looked for a family": "Looked for",
    Looking.COPIED: "For",
    Looking.COPIED_WITH_NOTES: "For",
    "roles changed": "Now",
    "away": "Who reads",
    "cover named": "Who reads",
    "profile written": "Changed",
    "member named": "Name",
    "proposed words of our own": "For",
    "approved words of our own": "For",
    "put words of our own aside": "For",
    "signed off automatic texts": "Language",
    "took a sign-off back": "Language",
    "chose a translator": "Chosen",
    "put the translator away": "Chosen",
}


@dataclass(frozen=True)
class Piece:
    """A part of a sentence: a name, or plain words. A family's name has the family's id."""

    words: str
    contact_id: ContactId | None = None
    is_name: bool = True


@dataclass(frozen=True)
class Line:
    """One entry in words. `at` in UTC; `why` and `where_from` may be empty."""

    id: UUID
    at: datetime
    pieces: tuple[Piece, ...]
    label: str
    why: str
    where_from: str


@dataclass(frozen=True)
class Names:
    """Every name that some entries need, and how they are said."""

    staff: dict[UUID, Named]
    families: dict[UUID, str]
    lines: dict[UUID, str]
    places: dict[UUID, str]
    sentences: Mapping[str, str]
    actors: Mapping[str, str]


def of_one_place(work: Work, organisation_id: OrganisationId, noted: Sequence[Noted]) -> list[Line]:
    """For a manager of this organisation."""
    known = Names(
        staff=names.of_staff(work, organisation_id, _staff_in(noted)),
        families=names.of_families(work, organisation_id, {one.contact_id for one in noted if one.contact_id}),
        lines=names.of_lines(work, _lines_in(noted)),
        places=names.of_places(work, {organisation_id}),
        sentences={verb: sentence for verb, (_, sentence) in BY_VERB.items()},
        actors=ACTORS,
    )
    return [_line(one, known) for one in noted]


def for_operators(work: Work, noted: Sequence[Noted]) -> list[Line]:
    """For whoever runs the service: only the operators among the staff have names here, and no family."""
    known = Names(
        staff=names.of_anybody(work, {one.actor_id for one in noted if one.actor_kind == "operator" and one.actor_id}),
        families={},
        lines=names.of_lines(work, _lines_in(noted)),
        places=names.of_places(work, {one.organisation_id for one in noted if one.organisation_id}),
        sentences=FOR_OPERATORS,
        actors={**ACTORS, "command": "Somebody at the server’s keyboard"},
    )
    return [_line(one, known) for one in noted]


def _staff_in(noted: Sequence[Noted]) -> set[UUID]:
    actors = {one.actor_id for one in noted if one.actor_kind == "staff"}
    about = {one.about_id for one in noted if one.about_kind == "membership"}
    return {found for found in actors | about | {one.whose_id for one in noted} if found}


def _lines_in(noted: Sequence[Noted]) -> set[UUID]:
    return {one.about_id for one in noted if one.about_kind == "phone_line" and one.about_id}


def _line(one: Noted, known: Names) -> Line:
    sentence = known.sentences.get(one.verb, f"{{who}}: {one.verb}")
    pieces = tuple(_piece(part, one, known) for part in re.split(r"(\{\w+\})", sentence) if part)
    return Line(
        id=one.id,
        at=one.at,
        pieces=pieces,
        label=WHY.get(one.verb, "Why"),
        why="" if one.verb in KEPT_WORDS else one.words.replace("_", " ") if one.verb == "roles changed" else one.words,
        where_from=one.where_from,
    )


def _piece(part: str, one: Noted, known: Names) -> Piece:
    match part:
        case "{who}":
            return _who(one, known)
        case "{whom}":
            return Piece(_staff(one.about_id, known))
        case "{holder}":
            return Piece(_staff(one.whose_id, known))
        case "{whose}":
            is_own = one.actor_kind == "staff" and one.actor_id == one.whose_id
            whose = "their own" if is_own else f"{_staff(one.whose_id, known)}’s"
            return Piece(whose, is_name=not is_own)
        case "{family}":
            return _family(one.contact_id, known)
        case "{place}":
            return Piece(known.places.get(one.organisation_id, "an organisation") if one.organisation_id else "")
        case "{line}":
            return Piece(_number(one.about_id, known))
        case _:
            return Piece(part, is_name=False)


def _who(one: Noted, known: Names) -> Piece:
    if one.actor_kind == "family":
        return _family(one.actor_id, known)
    if one.actor_kind == "staff" or one.actor_id in known.staff:
        return Piece(_staff(one.actor_id, known))
    return Piece(known.actors.get(one.actor_kind, "Somebody"))


def _staff(membership_id: UUID | None, known: Names) -> str:
    found = known.staff.get(membership_id) if membership_id else None
    return found.whole if found else "somebody"


def _family(contact_id: UUID | None, known: Names) -> Piece:
    if contact_id is None or contact_id not in known.families:
        return Piece("a family")
    return Piece(known.families[contact_id] or NOT_KNOWN_YET, contact_id)


def _number(line_id: UUID | None, known: Names) -> str:
    return for_people(known.lines[line_id]) if line_id in known.lines else "one of our lines"
