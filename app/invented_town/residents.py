"""Who lives and works in Tidewell, and in whose pockets which phones are."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypedDict, Unpack

from app.channels.simulator import HandsetKind, Network
from app.domain.accounts.models import Account, AccountMembership
from app.domain.people import actions as people
from app.domain.people import clearance, joining, lines, members, places
from app.domain.people.models import Area, Contact, Organisation
from app.domain.people.rules import Check, Role
from app.domain.permissions import actions as permissions
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation.actors import Staff
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work

SCHOOL_LINE, COUNCIL_LINE, CHARITY_LINE = "+447700900000", "+447700900001", "+447700900002"
SARA, EWA, IMRAN, MARSH, UNKNOWN = (f"+447700900{end}" for end in (111, 122, 133, 144, 155))


class Profile(TypedDict, total=False):
    """What somebody says about themselves to families."""

    languages: str
    helps_with: str
    reads_when: str
    is_enforcing: bool


TRUSTED = frozenset({Role.TRUSTED_PERSON})
AT_THE_DOOR = frozenset({Role.TRUSTED_PERSON, Role.FIRST_CONTACT})
LEADS = frozenset({Role.MANAGER, Role.SAFEGUARDING_LEAD})
DEPUTY = frozenset({Role.DEPUTY_LEAD})
STAFF = (  # where, first name, last name, in words for families, roles
    ("school", "Neil", "Carter", "family support worker", TRUSTED),
    ("school", "Grace", "Okafor", "head of year 9", TRUSTED),
    ("school", "Priya", "Nair", "school office", AT_THE_DOOR | {Role.MANAGER}),
    ("school", "Amina", "Rahman", "deputy head", LEADS),
    ("school", "Ben", "Lloyd", "learning support", DEPUTY),
    ("school", "Rhys", "Morgan", "form tutor", frozenset({Role.SCHOOL_PROFESSIONAL})),
    ("council", "Hannah", "Reed", "attendance adviser", TRUSTED),
    ("council", "Tom", "Ashby", "early help worker", AT_THE_DOOR | {Role.MANAGER}),
    ("council", "Ruth", "Adeyemi", "attendance lead", LEADS),
    ("charity", "Joyce", "Mensah", "family worker", AT_THE_DOOR | {Role.MANAGER}),
    ("charity", "Dev", "Patel", "leads The Open Door", LEADS),
    ("charity", "Lena", "Fox", "youth worker", DEPUTY),
    ("service", "Olive", "Hart", "service desk", frozenset({Role.OPERATOR})),
)
CHECKS_COUNT_FOR = 365  # days
CHECKED = (  # whose checks are on record, who recorded them, and who looked too: then also for young people
    ("neil", "priya", "amina"),
    ("grace", "priya", "amina"),
    ("priya", "amina", "ben"),
    ("hannah", "tom", ""),
    ("tom", "ruth", ""),
    ("joyce", "dev", "lena"),
)
PROFILES: dict[str, Profile] = {
    "neil": Profile(
        languages="en",
        helps_with="Mornings that are hard. Worries about lessons. Talking to teachers together.",
        reads_when="Monday to Friday, 8 to 4",
    ),
    "grace": Profile(
        languages="en,pl",
        helps_with="Friends, moving between groups, a quiet place at break.",
        reads_when="Monday to Thursday, after 3",
    ),
    "priya": Profile(languages="en,gu", helps_with="Knowing whom to ask.", reads_when="Monday to Friday, 8 to 4:30"),
    "hannah": Profile(
        languages="en,ur",
        helps_with="What a school must do, and a plan that all can keep.",
        reads_when="Monday to Friday, 9 to 5",
        is_enforcing=True,
    ),
    "tom": Profile(languages="en", helps_with="Money, housing, a break for parents.", reads_when="Tuesday to Friday"),
    "joyce": Profile(
        languages="en,so,ar",
        helps_with="Listening. Coming along to a meeting. Not the school, and not the council.",
        reads_when="Monday to Friday, 10 to 6",
    ),
}
CHOSE = {"sara": "neil", "ewa": "neil", "imran": "hannah", "dan": "joyce", "kelly": "joyce", "leon": "joyce"}
WELCOMES = {
    "school": (
        "Neil or Priya meets you.",
        "The blue door in Quay Street, not the main gate.",
        "The kettle is on. Bring the baby; there is no step.",
    ),
    "council": ("Tom meets you in the hall.", "The library, side entrance.", "Tea, and a room with a door that shuts."),
    "charity": ("Joyce meets you.", "12 Harbour Lane, ring twice.", "Tea and biscuits. Children are welcome."),
}


@dataclass(frozen=True)
class Town:
    """Who lives and works in Tidewell, by id."""

    school: OrganisationId
    council: OrganisationId
    charity: OrganisationId
    neil: MembershipId  # family support worker at the school
    grace: MembershipId  # head of year at the school
    priya: MembershipId  # school office, first contact and manager
    amina: MembershipId  # deputy head at the school, manager and safeguarding lead
    ben: MembershipId  # learning support at the school, deputy safeguarding lead
    rhys: MembershipId  # form tutor at the school; writes to nobody here
    hannah: MembershipId  # attendance adviser at the council, also about fines
    tom: MembershipId  # early help at the council, first contact and manager
    ruth: MembershipId  # attendance lead at the council, manager and safeguarding lead
    joyce: MembershipId  # family worker at the charity, first contact and manager
    dev: MembershipId  # leads the charity, manager and safeguarding lead
    lena: MembershipId  # youth worker at the charity, deputy safeguarding lead
    olive: MembershipId  # keeps the service running
    sara: ContactId  # mum of Ellie; a keypad phone; Neil is her person
    ewa: ContactId  # mum of Kuba; writes Polish; Neil is her person
    imran: ContactId  # dad of Zara; writes Urdu; Hannah is his person
    dan: ContactId  # shares a phone with Kelly; Joyce is his person
    kelly: ContactId  # shares a phone with Dan; Joyce is her person
    leon: ContactId  # fifteen, son of Dan and Kelly; has no phone; Joyce is his person


def settle_people(work: Work) -> Town:
    """Write everybody down, with the checks of whoever writes to families."""
    area = places.make_area(work, name="Tidewell")
    homes = {
        "school": _organisation(work, area, "Tidewell Harbour School", "school", "01632 960001", SCHOOL_LINE),
        "council": _organisation(work, area, "Tidewell Council", "council", "01632 960002", COUNCIL_LINE),
        "charity": _organisation(work, area, "The Open Door", "charity", "01632 960003", CHARITY_LINE),
        "service": places.make_organisation(work, name="Kettle service desk", kind="operating"),
    }
    staff = {
        first_name.lower(): _member(work, homes[home], first_name, last_name, role_words, roles)
        for home, first_name, last_name, role_words, roles in STAFF
    }
    for person, recorder, second in CHECKED:
        have_checks(work, staff[person], recorded_by=staff[recorder], confirmed_by=staff.get(second))
    for person, profile in PROFILES.items():
        _introduces(work, staff[person], **profile)
    families = _families(work, homes["school"], homes["council"], homes["charity"])
    for contact, person in CHOSE.items():
        relationships.choose(work, families[contact], staff[person], by=ChosenBy.FAMILY)
    ids = {home: homes[home].id for home in ("school", "council", "charity")}
    return Town(**ids, **staff, **families)


def _families(work: Work, school: Organisation, council: Organisation, charity: Organisation) -> dict[str, ContactId]:
    dan = _parent(work, charity, "Dan", "Marsh", "dad", MARSH, ("Leon", "Year 11"))
    lives_here = partial(people.add_contact, work, charity.id, last_name="Marsh", household_id=dan.household_id)
    kelly = lives_here(first_name="Kelly", relation="mum", number=MARSH)
    leon = lives_here(first_name="Leon", relation="son", is_young=True)
    found = {
        "sara": _parent(work, school, "Sara", "Whitfield", "mum", SARA, ("Ellie", "Year 9")),
        "ewa": _parent(work, school, "Ewa", "Kowalczyk", "mum", EWA, ("Kuba", "Year 7"), reads="pl"),
        "imran": _parent(work, council, "Imran", "Hussain", "dad", IMRAN, ("Zara", "Year 10"), reads="ur"),
        "dan": dan,
        "kelly": kelly,
        "leon": leon,
    }
    return {name: contact.id for name, contact in found.items()}


def _organisation(work: Work, area: Area, name: str, kind: str, public_phone: str, line: str) -> Organisation:
    website = "https://tidewell.example"
    made = places.make_organisation(
        work, name=name, kind=kind, public_phone=public_phone, public_website=website, area_id=area.id
    )
    made.welcome_who, made.welcome_door, made.welcome_more = WELCOMES[kind]
    work.session.add(made)
    lines.give_line(work, made.id, number=line)
    return made


def _member(
    work: Work, place: Organisation, first_name: str, last_name: str, role_words: str, roles: frozenset[Role]
) -> MembershipId:
    email = f"{first_name.lower()}@{place.slug}.example"
    person = joining.add_member(
        work, place.id, first_name=first_name, last_name=last_name, role_words=role_words, email=email, roles=roles
    )
    account = Account(email=email, created_at=work.now)
    work.session.add(account)
    work.session.flush()
    work.session.add(AccountMembership(account_id=account.id, membership_id=person.id))
    return person.id


def _introduces(work: Work, person: MembershipId, **profile: Unpack[Profile]) -> None:
    found = members.membership(work, person)
    found.languages = profile["languages"]
    found.helps_with, found.reads_when = profile["helps_with"], profile["reads_when"]
    found.is_enforcing = profile.get("is_enforcing", False)
    found.is_public = True
    work.session.add(found)


def have_checks(
    work: Work, person: MembershipId, *, recorded_by: MembershipId, confirmed_by: MembershipId | None = None
) -> None:
    """Both checks of somebody are on record for a year; with a second look also for work with young people."""
    place = members.membership(work, person).organisation_id
    as_before = work.actor
    for kind in Check:
        work.actor = Staff(recorded_by, place, members.roles_of(work, recorded_by))
        made = clearance.record(work, person, kind, lapses_on=work.now.date() + timedelta(days=CHECKS_COUNT_FOR))
        if confirmed_by:
            work.actor = Staff(confirmed_by, place, members.roles_of(work, confirmed_by))
            clearance.confirm(work, made.id)
    work.actor = as_before


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
