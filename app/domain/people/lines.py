"""Our phone lines: giving them to organisations, and retiring them.

A retired line sends nothing any more. What families still text to it is read as before, so that nothing that they
write is lost; therefore its number never goes to another organisation.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import select

from app.domain.audit import actions as audit
from app.domain.people import members, queries, rules
from app.domain.people.models import PhoneLine
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.phone_numbers import read_number
from app.foundation.work import Work


def give_line(
    work: Work, organisation_id: OrganisationId, *, number: str, membership_id: MembershipId | None = None
) -> PhoneLine:
    """Give an organisation, or one person there, a phone line of ours; perhaps one that they had before. Refused when
    it is no number, or taken. NotFound for somebody who does not work there."""
    _must_give_lines(work)
    e164 = read_number(number)
    if not e164:
        raise Refused("That does not look like a phone number.")
    if membership_id:
        members.at(work, organisation_id, membership_id)
    held = work.session.exec(select(PhoneLine).where(PhoneLine.number == e164)).first()
    if held and held.until is None:
        raise Refused("That number is already one of our lines.")
    if held and held.organisation_id != organisation_id:
        raise Refused("Another organisation had that number. What its families still text there comes to it.")
    given = held or PhoneLine(organisation_id=organisation_id, number=e164, since=work.now)
    given.membership_id, given.since, given.until = membership_id, work.now, None
    work.session.add(given)
    work.session.flush()
    audit.note(work, "line given", "phone_line", given.id, organisation_id=organisation_id)
    return given


def end_line(work: Work, organisation_id: OrganisationId, line_id: UUID) -> PhoneLine:
    """This line sends nothing any more. Refused when somebody there would have none to write from. NotFound for another
    organisation's, and for one that was retired before. What was on its way is moved by `conversations.retiring`."""
    _must_give_lines(work)
    found = work.session.get(PhoneLine, line_id)
    if not found or found.organisation_id != organisation_id or found.until is not None:
        raise NotFound
    if not _is_nobodys(work, found) and not has_another(queries.lines_at(work, organisation_id), found):
        raise Refused("Without this line somebody here could write to nobody. Give them another shared line first.")
    found.until = work.now
    work.session.add(found)
    work.session.flush()
    audit.note(work, "line retired", "phone_line", found.id, organisation_id=organisation_id)
    return found


def _is_nobodys(work: Work, line: PhoneLine) -> bool:
    return line.membership_id is not None and not members.works_here(work, members.membership(work, line.membership_id))


def has_another(lines: Iterable[PhoneLine], line: PhoneLine) -> bool:
    """Would everybody at an organisation with these live lines still have one to write from without this one?"""
    return any(other.membership_id is None and other.id != line.id for other in lines)


def instead_of(work: Work, line: PhoneLine) -> Sequence[PhoneLine]:
    """The lines that whoever wrote from this line writes from now: itself while it lives; else its organisation's
    shared ones and, if it was somebody's own, that person's."""
    if line.until is None:
        return (line,)
    live = queries.lines_at(work, line.organisation_id)
    return tuple(one for one in live if one.membership_id in {None, line.membership_id})


def _must_give_lines(work: Work) -> None:
    if not rules.may_give_lines(work.actor):
        raise Refused("Only whoever runs the service gives out phone lines.")
