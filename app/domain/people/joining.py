"""Joining an organisation, one's roles there, and leaving it. Every organisation keeps a manager and a front door."""

from collections.abc import Collection

from sqlmodel import col, delete

from app.domain.audit import actions as audit
from app.domain.people import members, queries, rules
from app.domain.people.models import Membership, MembershipRole, Picture
from app.domain.people.rules import PingBy, Role
from app.foundation.actors import Operator, Staff
from app.foundation.addresses import read_address
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.phone_numbers import NumberKind, kind_of, number_or_nothing
from app.foundation.text import one_line, storable
from app.foundation.work import Work

SECOND_MANAGER_FIRST = (
    "Invite a second manager first. Then nobody is locked out when one of you is ill, and each can record the other's "
    "checks."
)


def add_member(
    work: Work,
    organisation_id: OrganisationId,
    *,
    first_name: str,
    email: str,
    roles: frozenset[Role],
    last_name: str = "",
    role_words: str = "",
    ping_by: PingBy = PingBy.EMAIL,
    work_phone: str = "",
) -> Membership:
    """A place for somebody at an organisation. Refused without a first name or a usable e-mail address, for somebody
    who is there already, and for a role that the actor may not give: a manager who is still alone gives no other than
    manager first, and whoever runs the service adds the first two managers and nobody else."""
    address = read_address(email)
    must_be_able_to_add(work, organisation_id, roles)
    if not one_line(storable(first_name)):
        raise Refused("Families need a first name to know who is writing.")
    if not address:
        raise Refused("That does not look like an e-mail address.")
    staff = members.working_here(work, organisation_id)
    if any(one.email == address for one in staff):
        raise Refused("Somebody with this e-mail address works here already.")
    _must_be_the_turn_of(work, organisation_id, roles)
    person = Membership(
        organisation_id=organisation_id,
        first_name="",
        email=address,
        ping_by=ping_by,
        work_phone=number_or_nothing(work_phone),
        since=work.now,
    )
    _name(person, first_name, last_name, role_words)
    work.session.add(person)
    work.session.flush()
    for role in sorted(roles):
        work.session.add(MembershipRole(membership_id=person.id, role=role, since=work.now))
    audit.note(work, "member added", "membership", person.id, organisation_id=organisation_id)
    return person


def must_be_able_to_add(work: Work, organisation_id: OrganisationId, roles: Collection[str]) -> None:
    """Refused for roles that the actor may not give to anybody there."""
    if rules.may_add_member(work.actor, organisation_id, roles) and roles:
        return
    if isinstance(work.actor, Operator):
        raise Refused("You can invite managers. They invite everybody else.")
    must_keep_house(work, organisation_id)
    if not roles:
        raise Refused("Please choose at least one role.")
    raise Refused("Only whoever runs the service makes operators.")


def _must_be_the_turn_of(work: Work, organisation_id: OrganisationId, roles: frozenset[Role]) -> None:
    has_two = has_two_managers(work, organisation_id)
    if isinstance(work.actor, Staff) and Role.MANAGER not in roles and not has_two:
        raise Refused(SECOND_MANAGER_FIRST)
    if isinstance(work.actor, Operator) and has_two:
        raise Refused("This organisation has two managers already. They invite everybody else.")


def has_two_managers(work: Work, organisation_id: OrganisationId) -> bool:
    """Has an organisation more than one manager, so that nobody is locked out when one of them is ill?"""
    return len(members.working_here(work, organisation_id, Role.MANAGER)) > 1


def name_member(
    work: Work, membership_id: MembershipId, *, first_name: str, last_name: str, role_words: str
) -> Membership:
    """How somebody is called here, and what families read of their role. Refused without a first name."""
    person = _mine(work, membership_id)
    if not one_line(storable(first_name)):
        raise Refused("Families need a first name to know who is writing.")
    before = f"{person.first_name} {person.last_name}, {person.role_words}"
    _name(person, first_name, last_name, role_words)
    work.session.add(person)
    if before != f"{person.first_name} {person.last_name}, {person.role_words}":
        place = person.organisation_id
        audit.note(work, "member named", "membership", person.id, organisation_id=place, words=f"was: {before}")
    return person


def _name(person: Membership, first_name: str, last_name: str, role_words: str) -> None:
    person.first_name = one_line(storable(first_name), 40)
    person.last_name = one_line(storable(last_name), 60)
    person.role_words = one_line(storable(role_words), 60)


def set_roles(work: Work, membership_id: MembershipId, roles: frozenset[Role]) -> Membership:
    """What somebody may do here from now on. Refused when nobody would be manager or first contact any more."""
    person = _mine(work, membership_id)
    must_be_able_to_add(work, person.organisation_id, roles)
    held = {Role(role) for role in members.roles_of(work, person.id) if role in set(Role)}
    roles = roles | (held - set(rules.GIVEN_BY_MANAGERS))  # what managers do not give they do not take away
    for role in held - roles:
        _must_not_be_last(work, person, role)
    for role in held - roles:
        work.session.exec(
            delete(MembershipRole).where(
                col(MembershipRole.membership_id) == person.id, col(MembershipRole.role) == role
            )
        )
    for role in sorted(roles - held):
        work.session.add(MembershipRole(membership_id=person.id, role=role, since=work.now))
    if roles != held:
        words = ", ".join(sorted(roles))
        audit.note(work, "roles changed", "membership", person.id, organisation_id=person.organisation_id, words=words)
    return person


def _must_not_be_last(work: Work, person: Membership, role: Role) -> None:
    others = [one for one in members.working_here(work, person.organisation_id, role) if one.id != person.id]
    if others or role not in {Role.MANAGER, Role.FIRST_CONTACT}:
        return
    name = "manager" if role is Role.MANAGER else "first contact"
    raise Refused(f"Somebody else must be {name} first: an organisation is never without one.")


def set_cover(work: Work, membership_id: MembershipId, cover_id: MembershipId | None) -> Membership:
    """Who reads and answers when this person cannot. Refused for the person themselves."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if person.id != work.staff.membership_id:
        must_keep_house(work, person.organisation_id)
    if cover_id == person.id:
        raise Refused("Choose somebody else as cover.")
    cover = members.at(work, person.organisation_id, cover_id) if cover_id else None
    if cover and not members.holds_threads(work, cover):
        raise Refused("A cover must be somebody who writes to families, with checks that count.")
    person.cover_id = cover_id
    work.session.add(person)
    who = f"{cover.first_name} {cover.last_name}".strip() if cover else "nobody"
    audit.note(work, "cover named", "membership", person.id, organisation_id=person.organisation_id, words=who)
    return person


def tell_me_by(work: Work, by: PingBy, *, work_phone: str = "") -> Membership:
    """How the actor wants to hear that somebody waits. Refused for a text without a work phone."""
    person = members.membership(work, work.staff.membership_id)
    number = number_or_nothing(work_phone)
    if by is PingBy.TEXT and (not number or kind_of(number) is not NumberKind.MOBILE):
        raise Refused("Please write the number of a work mobile, so that we can text it.")
    person.ping_by, person.work_phone = by, number
    work.session.add(person)
    audit.note(work, "chose how to be told", "membership", person.id)
    return person


def member_leaves(work: Work, membership_id: MembershipId) -> Membership:
    """From now on this person opens nothing and sends nothing. Their families are handed over by `handover`, which
    comes first. Refused for an organisation's last manager or first contact."""
    person = members.membership(work, membership_id)
    must_keep_house(work, person.organisation_id)
    if not members.works_here(work, person):
        raise NotFound
    must_not_be_needed(work, person)
    end_place(work, person)
    return person


def must_not_be_needed(work: Work, person: Membership) -> None:
    """Refused for an organisation's last manager or first contact."""
    for role in sorted(members.roles_of(work, person.id)):
        if role in set(Role):
            _must_not_be_last(work, person, Role(role))


def end_place(work: Work, person: Membership) -> None:
    """This person's place at their organisation ends now. Decides nothing about who may."""
    person.until, person.is_public = work.now, False
    work.session.add(person)
    place = queries.organisation(work, person.organisation_id)
    if place.holiday_reader_id == person.id:
        place.holiday_reader_id = None
        work.session.add(place)
    work.session.exec(delete(Picture).where(col(Picture.membership_id) == person.id))
    work.session.flush()
    audit.note(work, "member left", "membership", person.id, organisation_id=person.organisation_id)


def _mine(work: Work, membership_id: MembershipId) -> Membership:
    must_keep_house(work, work.staff.organisation_id)
    return members.at(work, work.staff.organisation_id, membership_id)


def must_keep_house(work: Work, organisation_id: OrganisationId) -> None:
    """Refused for anybody who may not change an organisation's people."""
    if not rules.may_keep_house(work.actor, organisation_id):
        raise Refused("Only a manager of this organisation can do that.")
