"""Who reads for a member of staff: always when they cannot, or while they are away. A manager's press."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue

from app.domain.people import joining, members
from app.domain.relationships import actions as relationships
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import member
from app.web.organisation.group import house, zone_of

LONGEST_AWAY = timedelta(days=2 * 366)


@house.does("/staff/<uuid:membership_id>/cover")
def name_cover(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """Who reads whenever this person cannot; nobody by name, if nobody was chosen."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return member.after(work, person, "cover", lambda: joining.set_cover(work, person.id, _chosen("cover")))


@house.does("/staff/<uuid:membership_id>/away")
def go_away(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """They are away from this day until that one, and a colleague reads."""
    person = members.at(work, work.staff.organisation_id, membership_id)

    def goes() -> None:
        by = _chosen("by")
        if by is None:
            raise Refused("Choose who reads meanwhile.")
        since, until = days_away(work)
        relationships.go_away(work, person.id, by_id=by, since=since, until=until)

    return member.after(work, person, "away", goes)


@house.does("/staff/<uuid:membership_id>/back")
def come_back(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """They are here again, or not away after all."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return member.after(work, person, "away", lambda: relationships.come_back(work, person.id))


def days_away(work: Work) -> tuple[datetime, datetime | None]:
    """The first and the last day away out of a form, as instants (UTC): from the first one's midnight, or from now on,
    until the last one is over, where the organisation is. Refused for days that are none."""
    zone = ZoneInfo(zone_of(work))
    today = work.now.astimezone(zone).date()
    first, last = _day("first_day") or today, _day("last_day")
    if (last and last < first) or first < today:
        raise Refused("Choose a first day from today on, and a last day that is not before it.")
    if max(first, last or first) > today + LONGEST_AWAY:
        raise Refused("That is more than two years away. Please look at the year.")
    since = work.now if first == today else _midnight(first, zone)
    return since, _midnight(last + timedelta(days=1), zone) if last else None


def _day(name: str) -> date | None:
    words = forms.typed(name, limit=20).strip()
    return forms.read_day(words) if words else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _chosen(name: str) -> MembershipId | None:
    words = forms.typed(name, limit=40).strip()
    try:
        return UUID(words) if words else None
    except ValueError:
        raise Refused("Choose a colleague from the list.") from None
