"""Tidewell, the invented town of the demo and the tests: a school, the council, a charity, and families with phones.

Nobody here exists. All numbers are from 07700 900xxx, which Ofcom keeps for stories.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count, islice
from uuid import UUID
from zoneinfo import ZoneInfo

from app.channels.simulator import HandsetKind, Network
from app.domain.accounts.models import Account, AccountMembership
from app.domain.conversations import actions as conversations
from app.domain.conversations import queries as threads
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, State
from app.domain.people import actions as people
from app.domain.people import queries as people_queries
from app.domain.people.models import Contact, Organisation
from app.domain.people.rules import Role
from app.domain.permissions import actions as permissions
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.domain.wording.rules import as_sent
from app.foundation.actors import Command, Provider, Staff
from app.foundation.database import Database
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId, new_id
from app.foundation.telephony import Inbound
from app.foundation.work import Work

SCHOOL_LINE, COUNCIL_LINE, CHARITY_LINE = "+447700900000", "+447700900001", "+447700900002"
SARA, EWA, IMRAN, MARSH, UNKNOWN = (f"+447700900{end}" for end in (111, 122, 133, 144, 155))
TRUSTED = frozenset({Role.TRUSTED_PERSON})
CLOCK = ZoneInfo("Europe/London")
AT_THE_DOOR = frozenset({Role.TRUSTED_PERSON, Role.FIRST_CONTACT})


@dataclass(frozen=True)
class Town:
    """Who lives and works in Tidewell, by id."""

    school: OrganisationId
    council: OrganisationId
    charity: OrganisationId
    neil: MembershipId  # family support worker at the school
    grace: MembershipId  # head of year at the school
    priya: MembershipId  # school office, first contact
    hannah: MembershipId  # attendance adviser at the council
    tom: MembershipId  # early help at the council, first contact
    joyce: MembershipId  # family worker at the charity, first contact
    olive: MembershipId  # keeps the service running
    sara: ContactId  # mum of Ellie; a keypad phone; Neil is her person
    ewa: ContactId  # mum of Kuba; writes Polish; Neil is her person
    imran: ContactId  # dad of Zara; writes Urdu; Hannah is his person
    dan: ContactId  # shares a phone with Kelly; Joyce is his person
    kelly: ContactId  # shares a phone with Dan; Joyce is her person


def settle(database: Database, network: Network | None = None, *, with_history: bool = False) -> Town:
    """Build the town in an empty database, and its phones in the pretend network."""
    with database.writing(Command("town")) as work:
        town = _people(work)
    if network:
        draw_phones(network)
    if with_history:
        _history(database, town, network)
    return town


def _people(work: Work) -> Town:
    school = _organisation(work, "Tidewell Harbour School", "school", "01632 960001", SCHOOL_LINE)
    council = _organisation(work, "Tidewell Council", "council", "01632 960002", COUNCIL_LINE)
    charity = _organisation(work, "The Open Door", "charity", "01632 960003", CHARITY_LINE)
    service = people.make_organisation(work, name="Kettle service desk", kind="operating")
    staff = {
        "neil": _member(work, school, "Neil", "Carter", "family support worker", TRUSTED),
        "grace": _member(work, school, "Grace", "Okafor", "head of year 9", TRUSTED),
        "priya": _member(work, school, "Priya", "Nair", "school office", AT_THE_DOOR | {Role.MANAGER}),
        "hannah": _member(work, council, "Hannah", "Reed", "attendance adviser", TRUSTED),
        "tom": _member(work, council, "Tom", "Ashby", "early help worker", AT_THE_DOOR | {Role.MANAGER}),
        "joyce": _member(work, charity, "Joyce", "Mensah", "family worker", AT_THE_DOOR | {Role.MANAGER}),
        "olive": _member(work, service, "Olive", "Hart", "service desk", frozenset({Role.OPERATOR})),
    }
    sara = _parent(work, school, "Sara", "Whitfield", "mum", SARA, ("Ellie", "Year 9"))
    ewa = _parent(work, school, "Ewa", "Kowalczyk", "mum", EWA, ("Kuba", "Year 7"), reads="pl")
    imran = _parent(work, council, "Imran", "Hussain", "dad", IMRAN, ("Zara", "Year 10"), reads="ur")
    dan = _parent(work, charity, "Dan", "Marsh", "dad", MARSH, ("Leon", "Year 11"))
    kelly = people.add_contact(
        work,
        charity.id,
        first_name="Kelly",
        last_name="Marsh",
        relation="mum",
        number=MARSH,
        household_id=dan.household_id,
    )
    for contact, person in ((sara, "neil"), (ewa, "neil"), (imran, "hannah"), (dan, "joyce"), (kelly, "joyce")):
        relationships.choose(work, contact.id, staff[person], by=ChosenBy.FAMILY)
    return Town(
        school=school.id,
        council=council.id,
        charity=charity.id,
        sara=sara.id,
        ewa=ewa.id,
        imran=imran.id,
        dan=dan.id,
        kelly=kelly.id,
        **staff,
    )


def _organisation(work: Work, name: str, kind: str, public_phone: str, line: str) -> Organisation:
    made = people.make_organisation(
        work, name=name, kind=kind, public_phone=public_phone, public_website="https://tidewell.example"
    )
    people.give_line(work, made.id, number=line)
    return made


def _member(
    work: Work, place: Organisation, first_name: str, last_name: str, role_words: str, roles: frozenset[Role]
) -> MembershipId:
    email = f"{first_name.lower()}@{place.slug}.example"
    person = people.add_member(
        work, place.id, first_name=first_name, last_name=last_name, role_words=role_words, email=email, roles=roles
    )
    account = Account(email=email, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    work.session.add(AccountMembership(account_id=account.id, membership_id=person.id))
    return person.id


def _parent(
    work: Work,
    place: Organisation,
    first_name: str,
    last_name: str,
    relation: str,
    number: str,
    child: tuple[str, str],
    *,
    reads: str = "en",
) -> Contact:
    made = people.add_contact(
        work, place.id, first_name=first_name, last_name=last_name, relation=relation, number=number
    )
    assert made.household_id is not None
    people.add_young_person(
        work, made.household_id, first_name=child[0], school_name="Tidewell Harbour School", year_group=child[1]
    )
    permissions.set_wishes(work, made.id, reads=reads)
    return made


def draw_phones(network: Network) -> None:
    """The town's phones and lines, without anything on them."""
    for line, label in ((SCHOOL_LINE, "school"), (COUNCIL_LINE, "council"), (CHARITY_LINE, "charity")):
        network.add_line(line, label)
    network.add_handset(SARA, "Sara", kind=HandsetKind.KEYPAD)
    network.add_handset(EWA, "Ewa", language="pl")
    network.add_handset(IMRAN, "Imran", language="ur")
    network.add_handset(MARSH, "Dan and Kelly", shared_by="Dan and Kelly share this phone")
    network.add_handset(UNKNOWN, "Somebody", shared_by="Nobody knows this phone yet")


def _history(database: Database, town: Town, network: Network | None) -> None:
    """A few days of talk, so that nobody starts with an empty desk. Relative to the database's clock."""
    with database.reading(Command("town")) as work:
        now = work.now
    told = _Told(database, network)
    a_week_ago, last = _school_day(now, 5), _school_day(now, 1)
    told.texted(SARA, SCHOOL_LINE, "hi is this neil from school", at=a_week_ago(8, 2))
    told.answered(
        town.school, town.neil, town.sara, "Yes, it is me, Sara. How are you and Ellie?", at=a_week_ago(8, 14)
    )
    told.texted(SARA, SCHOOL_LINE, "shes not sleeping. mornings are really hard", at=a_week_ago(8, 31))
    words = "Thank you for telling me. That sounds hard for both of you. Shall I ring you at 2?"
    told.answered(town.school, town.neil, town.sara, words, at=a_week_ago(8, 40))
    words = "Rang Sara. Mornings, worry about maths."
    told.wrote_down(town.school, town.neil, town.sara, Channel.CALL, words, at=a_week_ago(14, 5))
    words = "Ellie came in for art today and smiled."
    told.answered(town.school, town.neil, town.sara, words, at=last(14, 20))
    told.texted(SARA, SCHOOL_LINE, "thank you that made my day", at=last(15, 8))
    told.texted(MARSH, CHARITY_LINE, "Leon came down for tea last night. first time in weeks", at=last(18, 30))
    words = "Dzień dobry, Kuba boli brzuch codziennie rano. Nie wiem co robić"
    told.texted(EWA, SCHOOL_LINE, words, at=now - timedelta(hours=1.4))
    words = "السلام علیکم۔ زارا آج بھی اسکول نہیں جانا چاہتی۔ کیا ہم بات کر سکتے ہیں؟"
    told.texted(IMRAN, COUNCIL_LINE, words, at=now - timedelta(hours=0.6))
    told.read_without_answer(town.school, town.neil, town.sara)


def _school_day(now: datetime, back: int) -> Callable[[int, int], datetime]:
    """The times (UTC) of a day from Monday to Friday, so many of those back, by the hour and minute of its clock."""
    today = now.astimezone(CLOCK).date()
    before = (day for day in (today - timedelta(days=number) for number in count(1)) if day.isoweekday() <= 5)
    day = next(islice(before, back - 1, None))
    return lambda hour, minute: datetime.combine(day, time(hour, minute), CLOCK).astimezone(UTC)


class _Told:
    """Tells the town's story through the same doors as real families and staff, at times in the past."""

    def __init__(self, database: Database, network: Network | None) -> None:
        self._database, self._network = database, network

    def _at(self, moment: datetime) -> Database:
        return Database(self._database.engine, self._database.settings, now=lambda: moment)

    def texted(self, number: str, line: str, body: str, *, at: datetime) -> None:
        then, sid = self._at(at), f"SM{new_id().hex}"
        with then.writing(Provider()) as work:
            reception.take_in(work, Inbound(sid, line, number, body), kind=Kind.TEXT)
            if self._network:
                self._network.remember(number, line, body, is_from_handset=True, at=work.now, sid=sid)
        sorting.sort_arrivals(then)

    def answered(
        self, place: OrganisationId, person: MembershipId, contact: ContactId, words: str, *, at: datetime
    ) -> None:
        with self._at(at).writing(Staff(person, place)) as work:
            message = conversations.reply(work, _thread(work, contact), text=words, once=f"town:{new_id()}")
            _arrived(work, message)
            if self._network and message.number and message.line_id:
                line, author = people_queries.line(work, message.line_id), people_queries.membership(work, person)
                sent = as_sent(words, author.first_name)
                self._network.remember(message.number, line.number, sent, is_from_handset=False, at=work.now)

    def wrote_down(
        self,
        place: OrganisationId,
        person: MembershipId,
        contact: ContactId,
        channel: Channel,
        words: str,
        *,
        at: datetime,
    ) -> None:
        with self._at(at).writing(Staff(person, place)) as work:
            conversations.log_talk(
                work,
                _thread(work, contact),
                channel=channel,
                words=words,
                happened_at=work.now,
                once=f"town:{new_id()}",
            )

    def read_without_answer(self, place: OrganisationId, person: MembershipId, contact: ContactId) -> None:
        with self._database.writing(Staff(person, place)) as work:
            conversations.no_answer_needed(work, _thread(work, contact))


def _thread(work: Work, contact: ContactId) -> UUID:
    found = threads.thread_of(work, contact)
    assert found is not None
    return found.id


def _arrived(work: Work, message: Message) -> None:
    message.state, message.state_at = State.DELIVERED, work.now
    work.session.add(message)
