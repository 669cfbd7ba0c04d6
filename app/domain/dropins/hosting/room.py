"""Who will be in the room. A colleague or somebody from another agency is asked, and stands there once they have said
yes. What they have elsewhere is named to them alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.audit import actions as audit
from app.domain.dropins.hosting import clashes, my_times
from app.domain.dropins.models import CoHost, DropIn, OurTimes
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_words
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership, Organisation
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.work import Work

MOST = 4


@dataclass(frozen=True)
class Present:
    """Somebody who will be there. `is_enforcing`: part of their job can be about fines or court."""

    id: MembershipId
    organisation_id: OrganisationId
    first_name: str
    role_words: str
    organisation: str
    is_enforcing: bool


@dataclass(frozen=True)
class AskedAlong:
    """Somebody who was asked. `says` is None while they have not answered."""

    id: UUID
    membership_id: MembershipId
    name: str
    organisation: str
    says: bool | None


def present(work: Work, found: DropIn) -> list[Present]:
    """The host, and whoever has said yes and still works there."""
    return present_among(work, [found])[found.id]


def present_among(work: Work, drop_ins: Collection[DropIn]) -> dict[UUID, list[Present]]:
    """The same for several, in two questions."""
    yes = select(CoHost.drop_in_id, CoHost.membership_id).where(
        col(CoHost.drop_in_id).in_([one.id for one in drop_ins]), col(CoHost.says_yes)
    )
    ids: dict[UUID, list[MembershipId]] = {one.id: [one.host_id] for one in drop_ins}
    for drop_in_id, person in work.session.exec(yes.order_by(col(CoHost.asked_at), col(CoHost.id))):
        ids[drop_in_id].append(person)
    query = (
        select(Membership, Organisation.name)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(col(Membership.id).in_({one for people in ids.values() for one in people}))
        .where(members.still_here(work.now))
    )
    there = {person.id: _present(person, place) for person, place in work.session.exec(query)}
    return {found: [there[one] for one in people if one in there] for found, people in ids.items()}


def with_cover(work: Work, there: Sequence[Present], host: MembershipId, cover: MembershipId) -> list[Present]:
    """The same people, with a colleague instead of the host."""
    person = members.membership(work, cover)
    place = people.organisation(work, person.organisation_id)
    return [_present(person, place.name), *(one for one in there if one.id not in {host, cover})]


def _present(person: Membership, place: str) -> Present:
    return Present(person.id, person.organisation_id, person.first_name, person.role_words, place, person.is_enforcing)


def promises_no_fines(work: Work, found: DropIn) -> bool:
    """May families read that nobody talks of fines there?"""
    return found.id in promises_no_fines_among(work, {found.id: present(work, found)}, [found])


def promises_no_fines_among(
    work: Work, there: Mapping[UUID, Sequence[Present]], drop_ins: Collection[DropIn]
) -> set[UUID]:
    """At which of these? Only while it is wished, each place has confirmed it, and nobody is there whose job is also
    about fines."""
    wished = [one.id for one in drop_ins if one.no_fines]
    places = {person.organisation_id for one in wished for person in there[one]}
    query = select(OurTimes.organisation_id).where(
        col(OurTimes.organisation_id).in_(places), col(OurTimes.no_fines_by_id).is_not(None)
    )
    confirmed = set(work.session.exec(query)) if places else set()
    return {
        one
        for one in wished
        if all(person.organisation_id in confirmed and not person.is_enforcing for person in there[one])
    }


def is_confirmed(work: Work, organisation_id: UUID) -> bool:
    """Has a manager there confirmed that nobody talks of fines at times to talk?"""
    found = work.session.get(OurTimes, organisation_id)
    return found is not None and found.no_fines_by_id is not None


def may_be_asked(work: Work, found: DropIn) -> list[tuple[Membership, str]]:
    """Colleagues, and people at other agencies of the borough who show themselves to families; with their place."""
    place = people.organisation(work, found.organisation_id)
    near = col(Organisation.area_id) == place.area_id if place.area_id else sa.false()
    shown = sa.and_(near, col(Membership.is_public))
    query = (
        select(Membership, Organisation.name)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(members.may_hold_threads(work.now), sa.or_(col(Membership.organisation_id) == place.id, shown))
        .order_by(Organisation.name, Membership.first_name)
    )
    asked = {one.membership_id for one in asked_along(work, found) if one.says is not False} | {found.host_id}
    return [(person, name) for person, name in work.session.exec(query) if person.id not in asked]


def asked_along(work: Work, found: DropIn) -> list[AskedAlong]:
    """Everybody who was asked, and what they said."""
    query = (
        select(CoHost, Membership, Organisation.name)
        .join(Membership, col(Membership.id) == CoHost.membership_id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(CoHost.drop_in_id == found.id)
        .order_by(col(CoHost.asked_at), col(CoHost.id))
    )
    return [
        AskedAlong(
            one.id,
            person.id,
            f"{person.first_name} {person.last_name}".strip(),
            place,
            one.says_yes if one.answered_at else None,
        )
        for one, person, place in work.session.exec(query)
    ]


def ask_along(work: Work, drop_in_id: UUID, membership_id: MembershipId) -> CoHost:
    """Ask somebody to be there, perhaps once more. They hear of it, and families read their name once they have said
    yes. NotFound for somebody who cannot be asked; refused when too many are there already."""
    found = my_times.mine(work, drop_in_id)
    asked = next((one for one, _ in may_be_asked(work, found) if one.id == membership_id), None)
    if asked is None:
        raise NotFound
    if sum(one.says is not False for one in asked_along(work, found)) >= MOST:
        raise Refused("Five people in one room are enough. A parent sits across from all of them.")
    made = _of(work, found, asked.id) or CoHost(drop_in_id=found.id, membership_id=asked.id, asked_at=work.now)
    made.asked_at, made.answered_at, made.says_yes = work.now, None, False
    work.session.add(made)
    work.session.flush()
    host = members.colleague(work, found.host_id)
    words = notice_words.asked_along_words(
        work.settings.public_url, asked.first_name, host.first_name, host.organisation_name
    )
    _tell(work, asked, "Can you be in the room?", words, made)
    audit.note(work, "asked along", "membership", asked.id, organisation_id=found.organisation_id)
    return made


def _of(work: Work, found: DropIn, person: MembershipId) -> CoHost | None:
    query = select(CoHost).where(CoHost.drop_in_id == found.id, CoHost.membership_id == person)
    return work.session.exec(query.with_for_update()).first()


def _tell(work: Work, person: Membership, subject: str, words: str, about: CoHost) -> None:
    once = f"along:{about.id}:{person.id}:{subject}:{work.now.isoformat()}"
    notices.tell(work, person, kind="times", subject=subject, body=words, once=once)


def no_longer(work: Work, drop_in_id: UUID, membership_id: MembershipId) -> None:
    """Somebody need not be there after all: said by whoever answers for the host. Harmless twice. NotFound for somebody
    who was never asked."""
    found = my_times.mine(work, drop_in_id)
    asked = _of(work, found, membership_id)
    if asked is None:
        raise NotFound
    if asked.answered_at and not asked.says_yes:
        return
    asked.says_yes, asked.answered_at = False, work.now
    work.session.add(asked)
    host = members.colleague(work, found.host_id)
    words = notice_words.no_longer_along_words(work.settings.public_url, host.first_name)
    _tell(work, members.membership(work, membership_id), "You need not be in the room", words, asked)
    audit.note(work, "taken out of the room", "membership", membership_id, organisation_id=found.organisation_id)


def answer(work: Work, co_host_id: UUID, *, says_yes: bool) -> None:
    """The actor will be there, or not, or not any more; the host hears so. Refused with what clashes when they host
    something else then. NotFound for somebody else's to answer."""
    found = work.session.get(CoHost, co_host_id, with_for_update=True)
    if not found or found.membership_id != work.staff.membership_id:
        raise NotFound
    drop_in = work.session.get(DropIn, found.drop_in_id)
    assert drop_in is not None
    me = members.colleague(work, found.membership_id)
    if says_yes and not found.says_yes:
        person = members.membership(work, found.membership_id)
        clashes.must_be_nowhere_else(work, person, clashes.slots_of(work, drop_in))
    found.says_yes, found.answered_at = says_yes, work.now
    work.session.add(found)
    words = notice_words.says_along_words(
        work.settings.public_url, me.first_name, me.organisation_name, says_yes=says_yes
    )
    _tell(work, members.membership(work, drop_in.host_id), "Who is in the room", words, found)
    place = work.staff.organisation_id
    if says_yes:
        audit.note(work, "will be in the room", "membership", found.membership_id, organisation_id=place)
    else:
        audit.note(work, "will not be in the room", "membership", found.membership_id, organisation_id=place)


def waiting_for_me(work: Work) -> list[tuple[CoHost, DropIn, Present]]:
    """What the actor was asked and has not answered: with the host who asks."""
    return _asked_of_me(work, col(CoHost.answered_at).is_(None))


def promised(work: Work) -> list[tuple[CoHost, DropIn, Present]]:
    """Where the actor has said that they will be in the room."""
    return _asked_of_me(work, col(CoHost.says_yes).is_(True))


def _asked_of_me(work: Work, which: sa.ColumnElement[bool]) -> list[tuple[CoHost, DropIn, Present]]:
    query = (
        select(CoHost, DropIn, Membership, Organisation.name)
        .join(DropIn, col(DropIn.id) == CoHost.drop_in_id)
        .join(Membership, col(Membership.id) == DropIn.host_id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(CoHost.membership_id == work.staff.membership_id, which)
        .where(col(DropIn.ended_at).is_(None), DropIn.last_day >= people.today_at(work, work.staff.organisation_id))
        .order_by(col(DropIn.first_day), col(DropIn.begins))
    )
    return [(asked, found, _present(host, place)) for asked, found, host, place in work.session.exec(query)]
