"""What happened in one's own organisation, newest first, for its managers: who did what, about whom, from where, why.

Never a word of a message, and nothing of another organisation. Looking at it is on record too.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.audit import queries as audit
from app.domain.audit.queries import Wanted
from app.domain.people import names
from app.domain.people import queries as people
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import times
from app.web.on_record import lines
from app.web.on_record.lines import Line
from app.web.on_record.sentences import Kind, verbs_of
from app.web.organisation.group import house


@dataclass(frozen=True)
class Chosen:
    """What somebody wants to see. `is_no_day`: what they wrote as a day is none."""

    kind: Kind | None
    colleague: MembershipId | None
    day: date | None
    is_no_day: bool = False

    @property
    def in_address(self) -> dict[str, str]:
        """The same, for the address of the next stretch."""
        found = {"kind": self.kind and self.kind.value, "colleague": self.colleague, "day": self.day}
        return {name: str(value) for name, value in found.items() if value}


@house.shows("/record")
def what_happened(work: Work) -> ResponseReturnValue:
    """The page. `?before=` asks for what came before."""
    place = people.organisation(work, work.staff.organisation_id)
    staff = names.everybody_at(work, place.id)
    chosen = _chosen({one for one, _ in staff})
    found = audit.of_organisation(
        work, place.id, _wanted(chosen, place.zone), before=request.args.get("before") or None
    )
    work.looked_at("looked at the record", "organisation", place.id)
    return render_template(
        "organisation/record.html",
        days=by_day(lines.of_one_place(work, place.id, found.entries), work.now, place.zone),
        older=found.older_before,
        is_first="before" not in request.args,
        chosen=chosen,
        whose=[("", "Everybody"), *((str(one), named.whole) for one, named in staff)],
        kinds=[("", "Everything"), *((kind.value, kind.words) for kind in Kind)],
        zone=place.zone,
    )


def by_day(found: list[Line], now: datetime, zone: str) -> list[tuple[str, list[Line]]]:
    """The lines under the names of their days."""
    return [(day, list(those)) for day, those in groupby(found, key=lambda line: times.day(line.at, now, zone))]


def _chosen(staff: set[MembershipId]) -> Chosen:
    typed = request.args.get("day", "").strip()
    day = _day(typed)
    kind = next((one for one in Kind if one.value == request.args.get("kind")), None)
    return Chosen(kind, _colleague(staff), day, is_no_day=bool(typed) and day is None)


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found < date(2200, 1, 1) else None


def _colleague(staff: set[MembershipId]) -> MembershipId | None:
    try:
        found = UUID(request.args.get("colleague", ""))
    except ValueError:
        return None
    return found if found in staff else None


def _wanted(chosen: Chosen, zone: str) -> Wanted:
    since = until = None
    if chosen.day:
        since = datetime.combine(chosen.day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        until = datetime.combine(chosen.day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Wanted(verbs_of(chosen.kind) if chosen.kind else None, chosen.colleague, since, until)
