"""Times to talk: the list of what is free near a family, a booking by text from the webhook to the provider, and many
families at one instant for one time."""

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from app import assembly
from app.assembly import House
from app.channels.twilio import sign
from app.domain.conversations.models import Message, Offer
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.dropins import askers, queries
from app.domain.dropins.models import DropIn, Gathering, Slot
from app.domain.dropins.rules import ForWhom, Mode
from app.domain.people.models import Area, Organisation
from app.domain.private_pages.models import FamilySession
from app.foundation.actors import Command
from app.foundation.identifiers import hashed, new_id, new_secret
from app.web.guards import family_cookie
from benchmarks import load, programs, texts
from benchmarks.figures import Figure, percentile
from benchmarks.load import post
from benchmarks.making_data import Borough, Talk
from benchmarks.outbox import tally
from benchmarks.settings import TOKEN, environment, settings

HOSTS, SLOTS_EACH = 50, 400
LISTS, WARM_UP = 500, 60
BY_TEXT, EVERY = 60, 0.4
CLIENTS, RACES, WARM_UP_RACES = 500, 20, 3
CONNECTIONS = 64
PATIENCE = 60.0


def measure(borough: Borough, folder: Path) -> list[Figure]:
    """All three on the same borough: fifty hosts offer twenty thousand times to any family in it."""
    port, provider_port = programs.free_port(), programs.free_port()
    house = assembly.put_together(settings(borough.url, port=port, provider_port=provider_port), threads=2)
    slots = _offer(house, borough)
    words = environment(borough.url, port=port, provider_port=provider_port)
    found = [_list(house, borough)]
    with _programs(words, port, provider_port, folder):
        found.append(_by_text(house, borough, slots, port, provider_port))
        found.append(_race(house, borough, slots, port))
    house.database.close()
    return found


@contextmanager
def _programs(words: dict[str, str], port: int, provider_port: int, folder: Path) -> Iterator[None]:
    provider, web, scheduler = (folder / f"times-{name}.log" for name in ("provider", "web", "scheduler"))
    with (
        programs.running(programs.instant_provider(provider_port), words, log=provider, port=provider_port),
        programs.running(programs.web(port, workers=2), words, log=web, port=port),
        programs.running(programs.scheduler(), words, log=scheduler),
    ):
        yield


def _offer(house: House, borough: Borough) -> list[list[UUID]]:
    """Fifty hosts, each with four hundred times in the weeks to come. Gives the times of each, the soonest first."""
    begins = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)
    hosts = [borough.talks([number * (borough.size // HOSTS)])[0] for number in range(HOSTS)]
    found = []
    with house.database.writing(Command()) as work:
        area = Area(name="The bench's borough")
        work.session.add(area)
        work.session.flush()
        work.session.connection().execute(sa.update(Organisation).values(area_id=area.id))
        for one in hosts:
            found.append(_times_of(work.session.connection(), one, begins))
    with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    return found


def _times_of(connection: sa.Connection, one: Talk, begins: datetime) -> list[UUID]:
    drop_in, gathering, day = new_id(), new_id(), begins.date()
    connection.execute(sa.insert(DropIn), [_drop_in(drop_in, one, day)])
    connection.execute(
        sa.insert(Gathering),
        [{"id": gathering, "drop_in_id": drop_in, "day": day, "begins": clock_time(9), "ends": clock_time(17)}],
    )
    rows = [_slot(number, drop_in, gathering, one, begins) for number in range(SLOTS_EACH)]
    connection.execute(sa.insert(Slot), rows)
    return [UUID(str(row["id"])) for row in rows]


def _drop_in(own: UUID, one: Talk, day: date) -> dict[str, object]:
    return {
        "id": own,
        "organisation_id": one.organisation_id,
        "host_id": one.membership_id,
        "mode": Mode.COMMUNITY,
        "place": "the library",
        "for_whom": ForWhom.BOROUGH,
        "is_weekly": False,
        "minutes": 20,
        "gap": 10,
        "begins": clock_time(9),
        "ends": clock_time(17),
        "first_day": day,
        "last_day": day + timedelta(days=60),
        "zone": "Europe/London",
        "welcome_who": "Somebody meets you at the door.",
        "welcome_door": "The blue door.",
        "welcome_way": "Bus 7 stops outside.",
        "made_at": datetime.now(UTC),
        "made_by_id": one.membership_id,
    }


def _slot(number: int, drop_in: UUID, gathering: UUID, one: Talk, begins: datetime) -> dict[str, object]:
    day, of_day = divmod(number, 16)
    starts_at = begins + timedelta(days=day, minutes=30 * of_day)
    return {
        "id": new_id(),
        "gathering_id": gathering,
        "drop_in_id": drop_in,
        "organisation_id": one.organisation_id,
        "host_id": one.membership_id,
        "day": starts_at.date(),
        "wall": starts_at.time(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=20),
    }


def _list(house: House, borough: Borough) -> Figure:
    dice = random.Random("lists")
    milliseconds = []
    for number in range(LISTS + WARM_UP):
        (one,) = borough.talks([dice.randrange(borough.size)])
        with house.database.reading(Command()) as work:
            begun = time.perf_counter()
            found = queries.free_for(work, askers.asker_of(work, one.contact_id))
            took = (time.perf_counter() - begun) * 1000
        if len(found) != queries.MOST:
            raise RuntimeError(f"{len(found)} times are free near a family")
        if number >= WARM_UP:
            milliseconds.append(took)
    with house.database.reading(Command()) as work:
        begun = time.perf_counter()
        for _ in range(LISTS):
            work.session.connection().execute(sa.text("SELECT 1")).scalar()
        bare = (time.perf_counter() - begun) * 1000 / LISTS
    return Figure(
        "times_to_talk",
        f"list of free times near a family, {HOSTS} hosts, {HOSTS * SLOTS_EACH:,} times, p99",
        percentile(milliseconds, 99),
        "ms",
        50,
        limit=f"the smallest question to this database: {bare:.2f} ms",
        note=f"median {percentile(milliseconds, 50):.1f} ms; {LISTS} families in turn",
    )


# By text


def _by_text(house: House, borough: Borough, slots: list[list[UUID]], port: int, provider_port: int) -> Figure:
    """Families who have just been sent a list answer "1", one after the other."""
    chosen: list[Talk] = []
    for number in range(BY_TEXT):
        place = number % HOSTS * (borough.size // HOSTS)
        chosen += borough.talks([(place + number) % borough.size])
    for number, one in enumerate(chosen):
        _send_list(house, one, slots[number % HOSTS][number // HOSTS : number // HOSTS + 3])
    url = f"http://127.0.0.1:{port}{texts.PATH}"
    sent_at = {}
    for number, one in enumerate(chosen):
        fields = texts.form(f"SM{number:032x}", phone=one.phone, line=one.line, body="1")
        call = post(texts.PATH, urlencode(fields).encode(), {"X-Twilio-Signature": sign(url, fields, TOKEN)})
        sent_at[one.id] = time.monotonic()
        load.as_fast_as_it_goes(port, [call], connections=1)
        time.sleep(EVERY)
    seconds = _at_the_provider(house, sent_at, provider_port)
    return Figure(
        "times_to_talk",
        "booking by text, from the webhook to the confirmation at the provider, p95",
        percentile(seconds, 95),
        "s",
        3,
        limit="sorting and delivering tick every 0.3 s each",
        note=f"median {percentile(seconds, 50):.2f} s; {len(seconds)} of {BY_TEXT} confirmed",
    )


def _send_list(house: House, one: Talk, options: list[UUID]) -> None:
    now = datetime.now(UTC)
    with house.database.writing(Command()) as work:
        message = Message(
            conversation_id=one.id,
            direction=Direction.OUT,
            channel=Channel.TEXT,
            author_membership_id=one.membership_id,
            body="Here are times when we could talk",
            happened_at=now,
            stored_at=now,
            by_hand=True,
            purpose="times_to_choose",
            once=f"bench:{new_id()}",
            state=State.ACCEPTED,
            state_at=now,
            attempted_at=now,
            line_id=one.line_id,
            number=one.phone,
        )
        work.session.add(message)
        work.session.flush()
        offer = Offer(
            conversation_id=one.id,
            message_id=message.id,
            line_id=one.line_id,
            number=one.phone,
            kind="times",
            options=[str(slot) for slot in options],
            made_at=now,
            until=now + timedelta(days=30),
        )
        work.session.add(offer)


def _at_the_provider(house: House, sent_at: dict[UUID, float], provider_port: int) -> list[float]:
    ends = time.monotonic() + PATIENCE
    query = sa.select(col(Message.id), col(Message.conversation_id)).where(col(Message.purpose) == "time_booked")
    while True:
        with house.database.reading(Command()) as work:
            rows = work.session.connection().execute(query).all()
        _, first_at = tally(provider_port)
        there = {row[1]: first_at[str(row[0])] for row in rows if str(row[0]) in first_at}
        if len(there) >= len(sent_at) or time.monotonic() > ends:
            return [there[one] - sent_at[one] for one in sent_at if one in there]
        time.sleep(0.2)


# The race


def _race(house: House, borough: Borough, slots: list[list[UUID]], port: int) -> Figure:
    """Five hundred private pages press "Book this time" for the same time, twenty times over."""
    secrets = _visitors(house, borough)
    slowest, won, errors = [], 0, 0
    for number in range(WARM_UP_RACES + RACES):
        slot = slots[0][100 + number]
        calls = _presses(house, secrets, slot, port)
        random.Random(number).shuffle(calls)
        heard = load.apart(load.as_fast_as_it_goes, port, calls, connections=CONNECTIONS)
        won += heard.statuses[303]
        errors += CLIENTS - heard.statuses[303] - heard.statuses[409]
        if number >= WARM_UP_RACES:  # until each connection has heard each question a few times
            slowest.append(heard.seconds)
    return Figure(
        "times_to_talk",
        f"{CLIENTS} families at one instant for one time: the slowest has its answer, p95 of {RACES} races",
        percentile(slowest, 95),
        "s",
        2,
        limit="two web workers, and the clients, on two cores",
        note=f"median {percentile(slowest, 50):.2f} s; {won} booked in {WARM_UP_RACES + RACES} races, "
        f"{errors} other answers",
    )


def _visitors(house: House, borough: Borough) -> list[str]:
    secrets, now = [new_secret() for _ in range(CLIENTS)], datetime.now(UTC)
    talks = borough.talks(range(CLIENTS))  # all of the first host's own organisation
    with house.database.writing(Command()) as work:
        work.session.add_all(
            FamilySession(
                secret_hash=hashed(secret),
                contact_id=one.contact_id,
                line_id=one.line_id,
                number=one.phone,
                started_at=now,
                until=now + timedelta(hours=2),
            )
            for secret, one in zip(secrets, talks, strict=True)
        )
    return secrets


def _presses(house: House, secrets: list[str], slot: UUID, port: int) -> list[bytes]:
    """One form token serves them all: it belongs to a browser, not to a family."""
    own = family_cookie(house.settings)
    asking = HTTPConnection("127.0.0.1", port, timeout=20)
    asking.request("GET", f"/my/times/check?slot={slot}", headers={"Cookie": f"{own}={secrets[0]}"})
    page = asking.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
    form_cookie = re.search(r"(kettle_form=[^;]+);", page.headers["Set-Cookie"] or "")
    asking.close()
    if not token or not form_cookie:
        raise RuntimeError(f"the page to check a time answered {page.status}")
    body = urlencode({"slot": str(slot), "asked": "yes", "csrf_token": token[1]}).encode()
    return [
        post("/my/times/book", body, {"Cookie": f"{own}={secret}; {form_cookie[1]}", "Accept-Encoding": "gzip"})
        for secret in secrets
    ]
