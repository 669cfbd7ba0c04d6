"""Everybody who might come to a door of Kettle, and one thing of each kind behind it: their own, a colleague's, another
organisation's, and one that is not there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from app.assembly import House
from app.domain.accounts.models import Account, AccountMembership, Device, Invitation, StaffSession
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.handover.models import Leaving, NextPerson
from app.domain.people import actions as people
from app.domain.people import joining, members
from app.domain.people import queries as people_queries
from app.domain.people.models import Clearance, Membership, PhoneLine
from app.domain.people.rules import Role
from app.domain.permissions.models import HeldBack
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilySession
from app.domain.relationships import actions as relationships
from app.domain.relationships.models import Cover
from app.domain.relationships.rules import ChosenBy
from app.domain.wording.models import LocalWords
from app.foundation.actors import Command
from app.foundation.identifiers import hashed, new_id, new_secret
from app.foundation.work import Work
from app.invented_town import SARA, SCHOOL_LINE, UNKNOWN, Town, have_checks
from app.web.guards import family_cookie, staff_cookie

ROBS = "+447700900177"


class Who(StrEnum):
    """Who comes. Of the school, but where it says otherwise."""

    NOBODY = "nobody"
    PARENT = "a parent: Sara, whose person is Neil"
    OTHER_PARENT = "the other parent of the same child: Rob, whose person is Neil too"
    YOUNG = "a young person: Leon, of the charity, with a card"
    NEIL = "a trusted person: Neil"
    COVER = "Neil's cover: Grace"
    COLLEAGUE = "a colleague in the same organisation: Moira"
    FRONT_DOOR = "first contact and manager: Priya"
    HOUSE_KEEPER = "a manager and nothing else: Mandy"
    LEAD = "a safeguarding lead and nothing else: Lois"
    DEPUTY = "a safeguarding lead's deputy: Ben"
    PROFESSIONAL = "a school professional: Rhys"
    LAPSED = "a trusted person whose checks have lapsed: Cleo"
    LEAVING = "a trusted person who leaves on Friday: Walt"
    THEIR_PERSON = "another organisation's trusted person: Hannah"
    THEIR_FRONT_DOOR = "another organisation's first contact and manager: Tom"
    THEIR_LEAD = "another organisation's manager and safeguarding lead: Ruth"
    THEIR_PROFESSIONAL = "another organisation's school professional: Petra"
    OPERATOR = "an operator: Olive"
    FORMER = "somebody who has left: Fred"


FAMILIES = frozenset({Who.PARENT, Who.OTHER_PARENT, Who.YOUNG})
STAFF = frozenset(Who) - FAMILIES - {Who.NOBODY, Who.FORMER}
KEEPERS = frozenset({Who.NEIL, Who.COVER, Who.COLLEAGUE, Who.FRONT_DOOR, Who.HOUSE_KEEPER, Who.LAPSED, Who.LEAVING})
THEIR_KEEPERS = frozenset({Who.THEIR_PERSON, Who.THEIR_FRONT_DOOR, Who.THEIR_LEAD})
MANAGERS = frozenset({Who.FRONT_DOOR, Who.HOUSE_KEEPER})
THEIR_MANAGERS = frozenset({Who.THEIR_FRONT_DOOR, Who.THEIR_LEAD})
LEADS = frozenset({Who.LEAD, Who.DEPUTY})


class Thing(StrEnum):
    """Which of several things of one kind."""

    NEILS = "Neil's"
    ROBS = "Neil's with the other parent"
    MOIRAS = "a colleague's"
    PRIYAS = "at the front door"
    IDAS = "a manager's who was invited and has not come yet"
    LEAVERS = "of somebody who leaves"
    HANNAHS = "another organisation's"
    GONE = "deleted"
    NEVER = "never there"


@dataclass
class World:
    """The town with everybody in it. `things` by the name of a part of an address ("conversation_id")."""

    house: House
    town: Town
    staff: dict[Who, UUID] = field(default_factory=dict)
    cookies: dict[Who, tuple[str, str]] = field(default_factory=dict)
    things: dict[str, dict[Thing, str]] = field(default_factory=dict)


def build(house: House, town: Town) -> World:
    """Everybody comes, and everything lies where it belongs."""
    from tests.promises.doors import times  # it is about these very things

    world = World(house, town)
    with house.database.writing(Command()) as work:
        _staff(work, world)
        _threads(work, world)
        _families_come_in(work, world)
        _staff_sign_in(work, world)
        _other_things(work, world)
        times.lay_out(work, world)
    return world


def _staff(work: Work, world: World) -> None:
    town = world.town
    world.staff = {
        Who.NEIL: town.neil,
        Who.COVER: town.grace,
        Who.FRONT_DOOR: town.priya,
        Who.DEPUTY: town.ben,
        Who.PROFESSIONAL: town.rhys,
        Who.THEIR_PERSON: town.hannah,
        Who.THEIR_FRONT_DOOR: town.tom,
        Who.THEIR_LEAD: town.ruth,
        Who.OPERATOR: town.olive,
        Who.COLLEAGUE: _joins(work, town.school, "Moira", Role.TRUSTED_PERSON, checked_by=town.amina),
        Who.HOUSE_KEEPER: _joins(work, town.school, "Mandy", Role.MANAGER),
        Who.LEAD: _joins(work, town.school, "Lois", Role.SAFEGUARDING_LEAD),
        Who.LAPSED: _joins(work, town.school, "Cleo", Role.TRUSTED_PERSON),
        Who.LEAVING: _joins(work, town.school, "Walt", Role.TRUSTED_PERSON, checked_by=town.amina),
        Who.FORMER: _joins(work, town.school, "Fred", Role.MANAGER),
        Who.THEIR_PROFESSIONAL: _joins(work, town.council, "Petra", Role.SCHOOL_PROFESSIONAL),
    }
    away = {
        Thing.MOIRAS: Cover(membership_id=town.neil, by_id=town.grace, since=work.now - timedelta(hours=1)),
        Thing.NEILS: Cover(membership_id=town.neil, by_id=town.grace, since=work.now + timedelta(days=9)),
        Thing.HANNAHS: Cover(membership_id=town.hannah, by_id=town.tom, since=work.now + timedelta(days=9)),
    }
    work.session.add_all(away.values())
    world.things["cover_id"] = {thing: str(one.id) for thing, one in away.items()} | {Thing.NEVER: str(new_id())}
    members.membership(work, world.staff[Who.LAPSED]).cleared_until = work.now - timedelta(days=1)
    work.session.add(
        Leaving(
            membership_id=world.staff[Who.LEAVING],
            started_by_id=town.priya,
            started_at=work.now,
            last_day=work.now.date() + timedelta(days=2),
            goodbye="Goodbye",
        )
    )


def _joins(work: Work, place: UUID, name: str, role: Role, *, checked_by: UUID | None = None) -> UUID:
    email = f"{name.lower()}@more.example"
    person = joining.add_member(work, place, first_name=name, email=email, roles=frozenset({role}))
    account = Account(email=email, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    work.session.add(AccountMembership(account_id=account.id, membership_id=person.id))
    if checked_by:
        have_checks(work, person.id, recorded_by=checked_by)
    return person.id


def _threads(work: Work, world: World) -> None:
    town, staff = world.town, world.staff
    home = people_queries.contact(work, town.sara).household_id
    rob = people.add_contact(work, town.school, first_name="Rob", relation="dad", number=ROBS, household_id=home)
    stranger = people.unknown_contact(work, town.school, UNKNOWN)
    relationships.choose(work, rob.id, town.neil, by=ChosenBy.FAMILY)
    leaver = people.add_contact(work, town.school, first_name="Nora", number="+447700900178")
    relationships.choose(work, leaver.id, staff[Who.LEAVING], by=ChosenBy.FAMILY)
    pairs = {
        Thing.NEILS: (town.school, town.sara, town.neil, False),
        Thing.ROBS: (town.school, rob.id, town.neil, False),
        Thing.MOIRAS: (town.school, town.ewa, staff[Who.COLLEAGUE], False),
        Thing.PRIYAS: (town.school, stranger.id, town.priya, True),
        Thing.HANNAHS: (town.council, town.imran, town.hannah, False),
        Thing.LEAVERS: (town.school, leaver.id, staff[Who.LEAVING], False),
        Thing.GONE: (town.school, rob.id, town.grace, False),
    }
    talks, messages = {}, {}
    for thing, (place, contact, person, at_front_door) in pairs.items():
        talks[thing], messages[thing] = _talk(work, place, contact, person, at_front_door=at_front_door)
    _young(work, world)
    world.things["contact_id"] = {thing: str(pair[1]) for thing, pair in pairs.items()} | {Thing.NEVER: str(new_id())}
    world.things["conversation_id"] = {thing: str(talk.id) for thing, talk in talks.items()} | {
        Thing.NEVER: str(new_id())
    }
    world.things["message_id"] = {thing: str(one.id) for thing, one in messages.items()} | {Thing.NEVER: str(new_id())}
    work.session.flush()
    work.session.connection().execute(sa.delete(Message).where(Message.conversation_id == talks[Thing.GONE].id))
    work.session.connection().execute(sa.delete(Conversation).where(Conversation.id == talks[Thing.GONE].id))
    del world.things["contact_id"][Thing.GONE]
    work.session.add(NextPerson(membership_id=staff[Who.LEAVING], contact_id=leaver.id, next_id=staff[Who.COLLEAGUE]))


def _talk(
    work: Work, place: UUID, contact: UUID, person: UUID, *, at_front_door: bool = False
) -> tuple[Conversation, Message]:
    line = people_queries.line_of(work, place, person)
    assert line is not None
    number = next(iter(people_queries.numbers_of(work, contact)), None)
    talk = Conversation(
        organisation_id=place,
        contact_id=contact,
        membership_id=person,
        line_id=line.id,
        at_front_door=at_front_door,
        opened_at=work.now,
        last_at=work.now,
        waiting_since=work.now,
        waiting_channel=Channel.TEXT,
    )
    work.session.add(talk)
    work.session.flush()
    said = {"conversation_id": talk.id, "happened_at": work.now, "stored_at": work.now}
    work.session.add(
        Message(
            direction=Direction.IN,
            channel=Channel.TEXT,
            author_contact_id=contact,
            body="hello",
            number=number,
            line_id=line.id,
            **said,
        )
    )
    going = Message(
        direction=Direction.OUT,
        channel=Channel.TEXT,
        author_membership_id=person,
        by_hand=True,
        body="See you",
        state=State.QUEUED,
        state_at=work.now,
        number=number,
        line_id=line.id,
        not_before=work.now + timedelta(hours=1),
        not_after=work.now + timedelta(hours=5),
        **said,
    )
    work.session.add(going)
    work.session.flush()
    return talk, going


def _young(work: Work, world: World) -> None:
    town = world.town
    _talk(work, town.charity, town.leon, town.joyce)


def _families_come_in(work: Work, world: World) -> None:
    line = people_queries.lines(work, [SCHOOL_LINE])[SCHOOL_LINE]
    rob = UUID(world.things["contact_id"][Thing.ROBS])
    comes = {
        Who.PARENT: (world.town.sara, line.id, SARA),
        Who.OTHER_PARENT: (rob, line.id, ROBS),
        Who.YOUNG: (world.town.leon, None, ""),
    }
    for who, (contact, line_id, number) in comes.items():
        secret = new_secret()
        work.session.add(
            FamilySession(
                secret_hash=hashed(secret),
                contact_id=contact,
                line_id=line_id,
                number=number,
                handed_by_id=None if number else world.town.joyce,
                started_at=work.now,
                until=work.now + timedelta(hours=1),
            )
        )
        world.cookies[who] = (family_cookie(work.settings), secret)


def _staff_sign_in(work: Work, world: World) -> None:
    devices: dict[Who, UUID] = {}
    for who, membership_id in world.staff.items():
        person = members.membership(work, membership_id)
        account_id = _account_of(work, person)
        device, another = (_device(work, account_id) for _ in range(2))
        secret = new_secret()
        session = StaffSession(
            secret_hash=hashed(secret),
            account_id=account_id,
            membership_id=membership_id,
            device_id=device.id,
            started_at=work.now,
            seen_at=work.now,
        )
        work.session.add(session)
        devices[who] = another.id
        world.cookies[who] = (staff_cookie(work.settings), secret)
    world.things["device_id"] = _of_staff(devices)
    ida = _joins(work, world.town.school, "Ida", Role.MANAGER)
    world.things["membership_id"] = _of_staff(world.staff) | {Thing.IDAS: str(ida)}
    members.membership(work, world.staff[Who.FORMER]).until = work.now - timedelta(seconds=1)


def _device(work: Work, account_id: UUID) -> Device:
    made = Device(
        secret_hash=hashed(new_secret()),
        account_id=account_id,
        words="Firefox on Linux",
        since=work.now,
        seen_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    return made


def _account_of(work: Work, person: Membership) -> UUID:
    query = select(AccountMembership.account_id).where(AccountMembership.membership_id == person.id)
    return work.session.exec(query).one()


def _of_staff(ids: dict[Who, UUID]) -> dict[Thing, str]:
    return {
        Thing.NEILS: str(ids[Who.NEIL]),
        Thing.MOIRAS: str(ids[Who.COLLEAGUE]),
        Thing.LEAVERS: str(ids[Who.LEAVING]),
        Thing.PRIYAS: str(ids[Who.FRONT_DOOR]),
        Thing.HANNAHS: str(ids[Who.THEIR_PERSON]),
        Thing.GONE: str(ids[Who.FORMER]),
        Thing.NEVER: str(new_id()),
    }


def _other_things(work: Work, world: World) -> None:
    town = world.town
    world.things["organisation_id"] = {
        Thing.NEILS: str(town.school),
        Thing.HANNAHS: str(town.council),
        Thing.NEVER: str(new_id()),
    }
    lines = {
        Thing.NEILS: PhoneLine(organisation_id=town.school, number="+447700900801", since=work.now),
        Thing.HANNAHS: PhoneLine(organisation_id=town.council, number="+447700900802", since=work.now),
    }
    work.session.add_all(lines.values())
    day = datetime(2028, 3, 10, tzinfo=UTC).date()
    checks = {
        thing: Clearance(
            membership_id=UUID(world.things["membership_id"][thing]),
            kind="safer_recruitment",
            lapses_on=day,
            recorded_by_id=recorder,
            recorded_at=work.now,
        )
        for thing, recorder in ((Thing.NEILS, town.amina), (Thing.MOIRAS, town.amina), (Thing.HANNAHS, town.tom))
    }
    work.session.add_all(checks.values())
    own_words = {
        thing: LocalWords(
            organisation_id=place,
            purpose="thank_you",
            language="en",
            words="{first_name} here. Thank you, {contact}.",
            proposed_by_id=proposer,
            proposed_at=work.now,
        )
        for thing, place, proposer in (
            (Thing.NEILS, town.school, town.amina),
            (Thing.HANNAHS, town.council, town.hannah),
        )
    }
    work.session.add_all(own_words.values())
    world.things["local_id"] = {thing: str(one.id) for thing, one in own_words.items()} | {Thing.NEVER: str(new_id())}
    work.session.flush()
    world.things["number"] = {
        thing: next(iter(people_queries.numbers_of(work, UUID(contact))), "")
        for thing, contact in world.things["contact_id"].items()
    }
    for thing, contact in world.things["contact_id"].items():
        if thing is not Thing.NEVER:
            lead = town.ruth if thing is Thing.HANNAHS else town.amina
            until = work.now + timedelta(days=30)
            work.session.add(
                HeldBack(contact_id=UUID(contact), by_id=lead, from_at=work.now, made_at=work.now, until=until)
            )
    world.things["invitation"] = {Thing.NEILS: _staff_link(work, world, "invitation")}
    world.things["reset"] = {Thing.NEILS: _staff_link(work, world, "forgotten")}
    world.things["lost"] = {Thing.NEILS: _staff_link(work, world, "lost_phone")}
    world.things["link"] = {Thing.NEILS: _link(work, world), Thing.NEVER: "x" * 32}
    world.things["line_id"] = {thing: str(one.id) for thing, one in lines.items()} | {Thing.NEVER: str(new_id())}
    world.things["clearance_id"] = {thing: str(one.id) for thing, one in checks.items()} | {Thing.NEVER: str(new_id())}


def _staff_link(work: Work, world: World, kind: str) -> str:
    """The secret of a link in an e-mail to Rhys: whoever has it may open it."""
    secret = new_secret()
    account_id = _account_of(work, members.membership(work, world.staff[Who.PROFESSIONAL]))
    until = work.now + timedelta(minutes=50)
    work.session.add(Invitation(account_id=account_id, kind=kind, secret_hash=hashed(secret), until=until))
    return secret


def _link(work: Work, world: World) -> str:
    """The secret of a family's private link."""
    line = people_queries.lines(work, [SCHOOL_LINE])[SCHOOL_LINE]
    return private_links.make_link(work, world.town.sara, line_id=line.id, number=SARA)
