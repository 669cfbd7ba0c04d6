"""Who has read or copied a family's messages besides their own person, with names: for the family's own page and for
its safeguarding leads. Only reads, and only within one organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from app.domain.audit import queries as audit
from app.domain.audit.queries import Noted
from app.domain.audit.rules import READS, Looking
from app.domain.people import names
from app.domain.people.models import Contact
from app.domain.people.names import Named
from app.domain.permissions import holding_back
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work

GONE = Named("", "", "")


@dataclass(frozen=True)
class Seen:
    """Somebody read a thread, at these times of one day, or copied it at one. Times in UTC, oldest first. `id` is that
    of the first entry. `is_by_holder`: their own person made a copy. `is_held_back`: the family is not told now."""

    id: UUID
    what: Looking
    who: Named
    holder: Named
    is_by_holder: bool
    times: tuple[datetime, ...]
    why: str
    is_held_back: bool = False


@dataclass(frozen=True)
class Looks:
    """A stretch of them, newest first. `older_before` asks for what came before, if there is more."""

    seen: tuple[Seen, ...]
    older_before: str | None


def for_family(work: Work, contact: Contact, zone: str, *, only_with: MembershipId | None, before: str | None) -> Looks:
    """What the family may know now; on a page that a card opened, about the thread with the person who handed it over.
    While a lead holds something back, exactly as if it had not happened."""
    ids = names.also_known_as(work, contact.id)
    held_from = holding_back.held_from(work, ids)
    found = audit.looks_at(work, ids, whose=only_with, until=held_from, before=before)
    return Looks(_seen(work, contact, zone, found.entries), found.older_before)


def for_lead(work: Work, contact: Contact, zone: str, *, before: str | None) -> Looks:
    """All of it, with what is held back marked."""
    ids = names.also_known_as(work, contact.id)
    found = audit.looks_at(work, ids, before=before)
    held_from = holding_back.held_from(work, ids)
    seen = _seen(work, contact, zone, found.entries, held_from)
    marked = [replace(one, is_held_back=held_from is not None and one.times[0] >= held_from) for one in seen]
    return Looks(tuple(marked), found.older_before)


def _seen(
    work: Work, contact: Contact, zone: str, entries: Sequence[Noted], held_from: datetime | None = None
) -> tuple[Seen, ...]:
    ids = {one.actor_id for one in entries} | {one.whose_id for one in entries}
    staff = names.of_staff(work, contact.organisation_id, {found for found in ids if found})

    def together(one: Noted) -> tuple[object, ...]:
        """Reads of one person in one thread on one day are one line; each copy is a line of its own."""
        day = one.at.astimezone(ZoneInfo(zone)).date()
        is_held = held_from is not None and one.at >= held_from
        is_read = one.verb in READS
        return one.verb, one.actor_id, one.whose_id, day, is_held, None if is_read else one.id

    return tuple(_one(list(those), staff) for _, those in groupby(entries, key=together))


def _one(those: list[Noted], staff: dict[UUID, Named]) -> Seen:
    first = those[-1]  # they came newest first
    return Seen(
        id=first.id,
        what=Looking(first.verb),
        who=_named(first.actor_id, staff),
        holder=_named(first.whose_id, staff),
        is_by_holder=first.actor_id == first.whose_id,
        times=tuple(_times(those)),
        why=first.words,
    )


def _times(those: Iterable[Noted]) -> list[datetime]:
    return sorted({one.at for one in those})


def _named(membership_id: UUID | None, staff: dict[UUID, Named]) -> Named:
    return staff.get(membership_id, GONE) if membership_id else GONE
