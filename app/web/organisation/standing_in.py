"""Who reads for a member of staff: always when they cannot, or while they are away. A manager's press."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.relationships import away
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work
from app.web import forms
from app.web.organisation import member
from app.web.organisation.group import house


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
        first, last = forms.typed("first_day", limit=20).strip(), forms.typed("last_day", limit=20).strip()
        away.go(
            work,
            person.id,
            by_id=by,
            first=forms.read_day(first) if first else people.today_at(work, person.organisation_id),
            last=forms.read_day(last) if last else None,
        )

    return member.after(work, person, "away", goes)


@house.does("/staff/<uuid:membership_id>/back")
def come_back(work: Work, membership_id: UUID) -> ResponseReturnValue:
    """They are here again. Harmless when they were."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    return member.after(work, person, "away", lambda: away.back(work, person.id))


@house.does("/staff/<uuid:membership_id>/away/<uuid:cover_id>/call-off")
def call_off(work: Work, membership_id: UUID, cover_id: UUID) -> ResponseReturnValue:
    """They are not away then after all. NotFound for somebody else's days."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if cover_id not in {one.id for one in away.of(work, person.id)}:
        raise NotFound
    return member.after(work, person, "away", lambda: away.call_off(work, cover_id))


def _chosen(name: str) -> MembershipId | None:
    words = forms.typed(name, limit=40).strip()
    try:
        return UUID(words) if words else None
    except ValueError:
        raise Refused("Choose a colleague from the list.") from None
