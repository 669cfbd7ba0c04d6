"""Makes the same invented borough every time: seeded, with our own ids, straight into PostgreSQL by COPY.

The conversations of a small borough are the first conversations of a large one, word for word, so that the same page
can be measured with little and with much around it. Nobody in here exists; all numbers are from 07700 900xxx.
"""

import hashlib
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.domain.people.rules import Role
from app.foundation.database import engine_for
from app.foundation.text import folded

SEED = "kettle"
SMALL, LARGE = 1_000, 100_000  # conversations, of ten messages each on average
ENTRIES = (2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 12, 30, 60)
FAMILIES, DESK = 800, 200  # of an organisation, of a member of staff
OTHERS = 60  # who work at an organisation and write to nobody here
FIRST_PHONE, FIRST_STRANGER = 200, 125
WAITING_EVERY = 10
WORDS = (
    "Morning, he is not well again, I will keep him home today",
    "Thanks Neil, that helps a lot",
    "Can you ring me after 3? I am at work until then",
    "She has a tummy ache. Sorry.",
    "We missed the bus, walking now",
    "Dzień dobry, Kuba ma gorączkę, zostaje dziś w domu",
    "Dziękuję za wiadomość, zadzwonię jutro",
    "صبح بخیر، زارا آج اسکول نہیں آ سکے گی",
    "Ok 👍 see you at the gate",
    "He says he has no friends in that class and I do not know what to do. Could we talk about another group for him, "
    "or would that make it worse? I am free on Thursday.",
    "Of course. I will ask his form tutor and ring you on Thursday at 4. You did the right thing to write.",
    "That sounds hard. Shall we have a cup of tea and a talk? I am in on Tuesday and Friday.",
    "Good to hear she is better. Tell her we saved her a seat.",
)
FOLDED = tuple(folded(words) for words in WORDS)
FIRST_NAMES = ("Sara", "Ewa", "Imran", "Dan", "Kelly", "Aisha", "Tom", "Magda", "Grace", "Yusuf", "Amy", "Piotr")
LAST_NAMES = ("Whitfield", "Kowalczyk", "Hussain", "Marsh", "Okafor", "Reed", "Nowak", "Ahmed", "Carter", "Hart")
LANGUAGES = ("en", "en", "en", "pl", "ur")


@dataclass(frozen=True)
class Talk:
    """One conversation of the borough, by its number: everything about it follows from that."""

    number: int
    id: UUID
    organisation_id: UUID
    contact_id: UUID
    membership_id: UUID
    line_id: UUID
    line: str
    phone: str


@dataclass(frozen=True)
class Borough:
    """A made borough: its database's address, and its conversations by number."""

    url: str
    size: int
    account_id: UUID
    made_at: datetime

    @property
    def desks(self) -> list[UUID]:
        """Every member of staff who holds threads."""
        return [_desk(number) for number in range(0, self.size, DESK)]

    def talks(self, numbers: Iterable[int]) -> list[Talk]:
        """These conversations."""
        return [talk(number) for number in numbers]

    @property
    def messages(self) -> int:
        """How many messages it was made with."""
        return sum(ENTRIES[number % len(ENTRIES)] for number in range(self.size))


def talk(number: int) -> Talk:
    """The conversation with this number, in every borough that is large enough to have it."""
    place = number // FAMILIES
    return Talk(
        number,
        _id("talk", number),
        _id("organisation", place),
        _id("contact", number),
        _desk(number),
        _id("line", place),
        line_number(place),
        phone(FIRST_PHONE + number % FAMILIES),
    )


def phone(number: int) -> str:
    """A number that Ofcom keeps for stories (E.164)."""
    return f"+447700900{number:03d}"


def line_number(place: int) -> str:
    """The one line of an organisation (E.164). The first families' numbers begin above the last of these."""
    return phone(place)


def strangers() -> list[str]:
    """Numbers that no organisation knows."""
    return [phone(number) for number in range(FIRST_STRANGER, FIRST_PHONE)]


def every_phone() -> list[str]:
    """Every number that a text may go to."""
    return [phone(number) for number in range(FIRST_STRANGER, FIRST_PHONE + FAMILIES)]


def make(url: str, size: int) -> Borough:
    """Fill an empty database with so many conversations."""
    made_at = datetime.now(UTC).replace(microsecond=0)
    engine = engine_for(url, threads=1)
    raw = engine.raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.autocommit = False
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                " SET session_replication_role = replica"  # we keep the keys right
            )
            for table, columns, rows in tables(size, made_at):
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        connection.commit()
        connection.autocommit = True
        connection.execute("SET statement_timeout = 0")
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")  # or the first thing measured pays for writing the data down
    finally:
        raw.invalidate()
        engine.dispose()
    return Borough(url, size, _id("account", 0), made_at)


def _id(kind: str, number: int) -> UUID:
    """An id of the right shape (version 7) that is the same in every run."""
    dice = hashlib.blake2b(f"{SEED}:{kind}:{number}".encode(), digest_size=10).digest()
    milliseconds = 1_750_000_000_000 + number
    bits = (milliseconds << 80) | int.from_bytes(dice, "big")
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(bits & ~(0x3 << 62)) | (0x2 << 62))


def _desk(number: int) -> UUID:
    return _id("desk", number // DESK)


def tables(size: int, now: datetime) -> Iterator[tuple[str, str, Iterator[tuple[Any, ...]]]]:
    """Every table that is filled: its name, the columns that are written, and its rows."""
    places, desks = -(-size // FAMILIES), -(-size // DESK)
    since = now - timedelta(days=800)
    yield (
        "organisation",
        "id, name, kind, slug, zone, opens_at, closes_at, working_days, public_phone, public_website, created_at, "
        "welcome_who, welcome_door, welcome_more",
        (_organisation(number, now) for number in range(places)),
    )
    yield (
        "membership",
        "id, organisation_id, first_name, last_name, role_words, email, work_phone, ping_by, is_public, since, "
        "is_enforcing, languages, helps_with, reads_when, cleared_until",
        chain(_desks(desks, since, now + timedelta(days=300)), _others(places, since)),
    )
    yield "membership_role", "membership_id, role, since", _roles(desks, since)
    account = (_id("account", 0), "desk@bench.example", "", "", 0, now)
    yield "account", "id, email, password_hash, seed, last_step, created_at", iter([account])
    yield (
        "phone_line",
        "id, organisation_id, number, since",
        ((_id("line", place), _id("organisation", place), line_number(place), since) for place in range(places)),
    )
    yield (
        "contact",
        "id, organisation_id, first_name, last_name, relation, is_known, search_text, created_at, is_young",
        (_contact(number, since) for number in range(size)),
    )
    yield (
        "phone_number",
        "id, organisation_id, number",
        ((_id("phone", one.number), one.organisation_id, one.phone) for one in map(talk, range(size))),
    )
    yield (
        "contact_phone",
        "contact_id, phone_number_id, since",
        ((_id("contact", number), _id("phone", number), since) for number in range(size)),
    )
    yield (
        "wishes",
        "contact_id, reads, speaks, wants_links, wants_translation",
        (_wishes(number) for number in range(0, size, 3)),
    )
    yield (
        "relationship",
        "id, contact_id, membership_id, chosen_by, since",
        ((_id("choice", number), _id("contact", number), _desk(number), "family", since) for number in range(size)),
    )
    yield (
        "conversation",
        "id, organisation_id, contact_id, membership_id, line_id, at_front_door, opened_at, last_at, waiting_since, "
        "waiting_channel",
        (_conversation(number, now) for number in range(size)),
    )
    yield "message", MESSAGE, (row for number in range(size) for row in _messages(number, now))


def _organisation(number: int, now: datetime) -> tuple[Any, ...]:
    # At work for one minute, half a day from now: pings are written down, as they would be, and none goes out.
    opens = (now + timedelta(hours=12)).time()
    closes = (now + timedelta(hours=12, minutes=1)).time()
    name = f"School {number}"
    created = now - timedelta(days=900)
    return (
        _id("organisation", number),
        name,
        "school",
        f"school-{number}",
        "UTC",
        opens,
        closes,
        "0123456",
        "",
        "",
        created,
        "",
        "",
        "",
    )


def _desks(desks: int, since: datetime, cleared_until: datetime) -> Iterator[tuple[Any, ...]]:
    for number in range(desks):
        place = number * DESK // FAMILIES
        yield _membership(_id("desk", number), number, place, "family support worker", since, cleared_until)


def _others(places: int, since: datetime) -> Iterator[tuple[Any, ...]]:
    """Everybody else who works there: who may read what is found out among all of them."""
    for number in range(places * OTHERS):
        yield _membership(_id("other", number), number, number // OTHERS, "form tutor", since, None)


def _membership(
    membership_id: UUID, number: int, place: int, role_words: str, since: datetime, cleared_until: datetime | None
) -> tuple[Any, ...]:
    first, last = FIRST_NAMES[number % 12], LAST_NAMES[number % 10]
    email = f"{role_words[:4]}{number}@bench.example"
    return (
        membership_id, _id("organisation", place), first, last, role_words, email, "", "email", True, since, False, "",
        "", "", cleared_until,
    )  # fmt: skip


def _roles(desks: int, since: datetime) -> Iterator[tuple[Any, ...]]:
    for number in range(desks):
        yield _id("desk", number), Role.TRUSTED_PERSON.value, since
        if number * DESK % FAMILIES == 0:
            yield _id("desk", number), Role.FIRST_CONTACT.value, since


def _contact(number: int, since: datetime) -> tuple[Any, ...]:
    first, last = FIRST_NAMES[number % 12], LAST_NAMES[number // 12 % 10]
    return (
        _id("contact", number), _id("organisation", number // FAMILIES), first, last, "mum", True,
        folded(f"{first} {last}"), since, False,
    )  # fmt: skip


def _wishes(number: int) -> tuple[Any, ...]:
    return _id("contact", number), LANGUAGES[number % 5], LANGUAGES[number % 5], True, True


def _moments(number: int, now: datetime) -> list[datetime]:
    """When each entry of a conversation happened, oldest first."""
    dice = random.Random(f"{SEED}:moments:{number}")
    at = now - timedelta(minutes=dice.uniform(5, 60 * 24 * 60))
    moments = []
    for _ in range(ENTRIES[number % len(ENTRIES)]):
        moments.append(at)
        at -= timedelta(minutes=dice.expovariate(1 / 1500) + 1)
    return moments[::-1]


def _conversation(number: int, now: datetime) -> tuple[Any, ...]:
    one, moments = talk(number), _moments(number, now)
    waits = number % WAITING_EVERY == 0
    return (
        one.id, one.organisation_id, one.contact_id, one.membership_id, one.line_id, False, moments[0], moments[-1],
        moments[-1] if waits else None, "text" if waits else None,
    )  # fmt: skip


MESSAGE = (
    "id, conversation_id, direction, channel, author_membership_id, author_contact_id, body, search_text, happened_at, "
    "stored_at, by_hand, purpose, once, may_be_either, pictures, state, state_at, line_id, number, not_before, "
    "not_after, attempts, look_ups, resends, provider_id, earlier_provider_ids"
)


def _messages(number: int, now: datetime) -> Iterator[tuple[Any, ...]]:
    """The entries of one conversation: the family, its person, and now and then a note."""
    one, moments = talk(number), _moments(number, now)
    dice = random.Random(f"{SEED}:messages:{number}")
    waits = number % WAITING_EVERY == 0
    for place, at in enumerate(moments):
        is_last = place == len(moments) - 1
        kind = ("in" if waits else "out") if is_last else ("in", "out", "in", "out", "aside")[dice.randrange(5)]
        pick, bits = dice.randrange(len(WORDS)), dice.getrandbits(74)
        yield _entry(one, kind, at, pick=pick, bits=bits, once=f"bench:{number}:{place}")


def _entry(one: Talk, kind: str, at: datetime, *, pick: int, bits: int, once: str) -> tuple[Any, ...]:
    milliseconds = int(at.timestamp() * 1000)
    message_id = UUID(
        int=(milliseconds << 80) | (0x7 << 76) | (bits >> 62 << 64) | (0x2 << 62) | (bits & (1 << 62) - 1)
    )
    is_in, is_out = kind == "in", kind == "out"
    return (
        message_id, one.id, kind, "staff_note" if kind == "aside" else "text", None if is_in else one.membership_id,
        one.contact_id if is_in else None, WORDS[pick], FOLDED[pick], at, at, not is_in, "", once, False, 0,
        "delivered" if is_out else "kept", at if is_out else None, None if kind == "aside" else one.line_id,
        None if kind == "aside" else one.phone, at if is_out else None, at + timedelta(hours=9) if is_out else None,
        int(is_out), 0, 0, f"SM{message_id.hex}" if is_out else None, "",
    )  # fmt: skip


def count(url: str, table: str, condition: str = "true") -> int:
    """How many rows of a table there are."""
    engine = engine_for(url, threads=1)
    try:
        with engine.connect() as connection:
            found = connection.execute(sa.text(f"SELECT count(*) FROM {table} WHERE {condition}")).scalar_one()
            return int(found)
    finally:
        engine.dispose()
