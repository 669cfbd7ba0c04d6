"""STOP, START, wishes, and phones that may be in other hands."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.people import queries as people
from app.domain.people.models import Freeze
from app.domain.permissions import queries, rules
from app.domain.permissions.models import Stop, Wishes
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, OrganisationId
from app.foundation.languages import LANGUAGES
from app.foundation.work import Work


def stop(work: Work, line_id: UUID, number: str, *, said_at: datetime | None = None) -> bool:
    """This phone said STOP to this line, now or at `said_at` (UTC). False when it already had: nothing changes then."""
    if queries.standing_stop(work, line_id, number):
        return False
    try:
        with work.session.begin_nested():
            work.session.add(Stop(line_id=line_id, number=number, since=said_at or work.now))
            work.session.flush()
    except IntegrityError:  # another process stored the same STOP at the same instant
        return False
    audit.note(work, "said stop", "phone_line", line_id, organisation_id=people.line(work, line_id).organisation_id)
    return True


def start(work: Work, line_id: UUID, number: str, *, said_at: datetime | None = None) -> bool:
    """This phone takes its STOP back, now or at `said_at` (UTC). False when there was none, or a later one stands:
    texts that we fetch afterwards come late, and an old START must not undo a newer STOP."""
    standing = queries.standing_stop(work, line_id, number)
    # Providers tell the time in whole seconds.
    if not standing or (said_at and said_at < standing.since.replace(microsecond=0)):
        return False
    standing.until = work.now
    work.session.add(standing)
    audit.note(work, "said start", "phone_line", line_id, organisation_id=people.line(work, line_id).organisation_id)
    return True


def carry_stops(work: Work, line_id: UUID, other_id: UUID) -> None:
    """Whatever phone stands at STOP with one line stands at STOP with the other too: it takes the first one's place."""
    standing = work.session.exec(select(Stop).where(Stop.line_id == line_id, col(Stop.until).is_(None))).all()
    there = set(work.session.exec(select(Stop.number).where(Stop.line_id == other_id, col(Stop.until).is_(None))))
    work.session.add_all(
        Stop(line_id=other_id, number=one.number, since=one.since) for one in standing if one.number not in there
    )
    work.session.flush()


def freeze(work: Work, organisation_id: OrganisationId, number: str) -> bool:
    """This phone may be in other hands by now. False when it stood frozen already."""
    if people.standing_freeze(work, organisation_id, number):
        return False
    try:
        with work.session.begin_nested():
            work.session.add(Freeze(organisation_id=organisation_id, number=number, since=work.now))
            work.session.flush()
    except IntegrityError:  # two colleagues pressed at the same instant
        return False
    _note_of_phone(work, "phone frozen", organisation_id, number)
    return True


def thaw(work: Work, organisation_id: OrganisationId, number: str) -> None:
    """Somebody made sure whose phone this is. Harmless when it was not frozen."""
    standing = people.standing_freeze(work, organisation_id, number)
    if standing:
        standing.until = work.now
        work.session.add(standing)
        _note_of_phone(work, "phone no longer frozen", organisation_id, number)


def _note_of_phone(work: Work, verb: str, organisation_id: OrganisationId, number: str) -> None:
    """An entry for everybody who uses this phone; one of the organisation's where nobody does."""
    whose = [contact.id for contact in people.sharing(work, organisation_id, number)]
    for contact_id in whose:
        audit.note(work, verb, "contact", contact_id, organisation_id=organisation_id)
    if not whose:
        audit.note(work, verb, "organisation", organisation_id, organisation_id=organisation_id)


def set_language(work: Work, contact_id: ContactId, reads: str) -> Wishes:
    """This family reads another language from now on. All other wishes stay. Refused for one that we do not have."""
    wishes = queries.wishes_of(work, contact_id)
    return set_wishes(
        work,
        contact_id,
        reads=reads,
        speaks=wishes.speaks if wishes.speaks != wishes.reads else reads,
        closed_from=wishes.closed_from,
        closed_until=wishes.closed_until,
        wants_links=wishes.wants_links,
    )


def let_translate(work: Work, contact_id: ContactId, *, is_wanted: bool) -> Wishes:
    """This family lets a computer translate its messages, or no longer."""
    wishes = queries.wishes_of(work, contact_id)
    wishes.wants_translation = is_wanted
    work.session.add(wishes)
    contact = people.contact(work, contact_id)
    audit.note(work, "wishes written down", "contact", contact_id, organisation_id=contact.organisation_id)
    return wishes


def set_wishes(
    work: Work,
    contact_id: ContactId,
    *,
    reads: str,
    speaks: str = "",
    closed_from: time | None = None,
    closed_until: time | None = None,
    wants_links: bool = True,
) -> Wishes:
    """Write down how somebody wants to be written to. Refused for a language we do not have, or half a closing time."""
    if reads not in LANGUAGES:
        raise Refused("We do not have that language yet.")
    if (closed_from is None) != (closed_until is None):
        raise Refused("Closed hours need a beginning and an end.")
    if not rules.leaves_an_hour(closed_from, closed_until):
        raise Refused("That leaves no time between 8 in the morning and 8 in the evening. Agree on calls instead.")
    wishes = queries.wishes_of(work, contact_id)
    wishes.reads = reads
    wishes.speaks = speaks or reads
    wishes.closed_from, wishes.closed_until = closed_from, closed_until
    wishes.wants_links = wants_links
    work.session.add(wishes)
    contact = people.contact(work, contact_id)
    audit.note(work, "wishes written down", "contact", contact_id, organisation_id=contact.organisation_id)
    return wishes
