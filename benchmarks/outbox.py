"""The outbox: how many texts a second two schedulers carry to a provider, and how soon a reply goes."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from app import assembly
from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.people.rules import Role
from app.domain.reception import actions as reception
from app.domain.reception.rules import Kind
from app.foundation.actors import Provider, Staff
from app.foundation.identifiers import new_id
from app.foundation.telephony import Inbound, Text
from benchmarks import instant_provider, load, programs, texts
from benchmarks.figures import Figure, percentile
from benchmarks.making_data import WORDS, Borough, Talk
from benchmarks.settings import environment, settings

SCHEDULERS, WAITING, STEP = 2, 8_000, 500
HEAD_START = 5.0  # seconds for the schedulers to be there before the first text is due
LONGEST_WAIT = 90.0
CLIENT_SECONDS, CLIENT_THREADS = 5.0, 8
REPLIES, REPLY_EVERY = 80, 0.2


def measure(borough: Borough, folder: Path) -> list[Figure]:
    """A full outbox, then single replies while the same schedulers tick."""
    port, provider_port = programs.free_port(), programs.free_port()
    words = environment(borough.url, port=port, provider_port=provider_port)
    house = assembly.put_together(settings(borough.url, port=port, provider_port=provider_port), threads=2)
    with programs.running(
        programs.instant_provider(provider_port), words, log=folder / "provider.log", port=provider_port
    ):
        client = _client_alone(borough, provider_port)
        _ask(provider_port, instant_provider.FORGET)
        _forget_notices(house)
        ids, due = _fill(house, borough)
        with _schedulers(words, folder):
            full = _carried(house, provider_port, ids, due, client)
            soon = _soon_at_the_provider(house, borough, provider_port)
    house.database.close()
    return [full, soon]


@contextmanager
def _schedulers(words: dict[str, str], folder: Path) -> Iterator[None]:
    with ExitStack() as running:
        for number in range(SCHEDULERS):
            running.enter_context(programs.running(programs.scheduler(), words, log=folder / f"scheduler-{number}.log"))
        yield


def _fill(house: House, borough: Borough) -> tuple[list[UUID], float]:
    """Put texts into the outbox that are all due at the same instant. Gives their ids and that instant (monotonic)."""
    now, monotonic = datetime.now(UTC), time.monotonic()
    due = now + timedelta(seconds=HEAD_START)
    rows = [_queued(one, now, due) for one in borough.talks(_spread(WAITING, borough.size))]
    with house.database.engine.begin() as connection:
        for start in range(0, WAITING, STEP):
            connection.execute(sa.insert(Message.__table__), rows[start : start + STEP])  # type: ignore[attr-defined]
    return [row["id"] for row in rows if isinstance(row["id"], UUID)], monotonic + HEAD_START


def _forget_notices(house: House) -> None:
    # The parts before left thousands of them for staff, and there is no mail server here: to try them again and again
    # is not what is measured.
    with house.database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM notice"))


def _spread(number: int, size: int) -> Iterator[int]:
    """So many conversations, evenly over all of them."""
    return (place * 7919 % size for place in range(number))


def _queued(one: Talk, now: datetime, due: datetime) -> dict[str, object]:
    own = new_id()
    return {
        "id": own,
        "conversation_id": one.id,
        "direction": Direction.OUT,
        "channel": Channel.TEXT,
        "author_membership_id": one.membership_id,
        "body": WORDS[0],
        "search_text": "",
        "happened_at": now,
        "stored_at": now,
        "by_hand": True,
        "once": f"outbox:{own}",
        "state": State.QUEUED,
        "state_at": now,
        "line_id": one.line_id,
        "number": one.phone,
        "not_before": due,
        "not_after": due + timedelta(hours=1),
    }


def _carried(house: House, provider_port: int, ids: list[UUID], due: float, client: float) -> Figure:
    ends = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < ends and len(tally(provider_port)[0]) < len(ids):
        time.sleep(0.5)
    _all_written_down(house, ids, ends)
    times, first_at = tally(provider_port)
    ours = {str(own) for own in ids}
    came = [at for own, at in first_at.items() if own in ours]
    twice = sum(number > 1 for number in times.values())
    seconds = max(came, default=due) - due
    accepted = _all_written_down(house, ids, 0)
    return Figure(
        "outbox",
        f"texts a second to the provider, {SCHEDULERS} scheduler processes",
        len(came) / seconds if seconds > 0 else 0.0,
        "/s",
        500,
        is_at_least=True,
        limit=f"the official client alone, {SCHEDULERS} processes, no database: {client:,.0f} /s",
        note=f"{len(ids):,} texts due at once; from that instant until the last one came; {len(came):,} came, "
        f"{twice} came twice, {accepted:,} written down as accepted",
    )


def _all_written_down(house: House, ids: list[UUID], ends: float) -> int:
    """How many of these are written down as accepted; waits for all of them until `ends`."""
    query = sa.text("SELECT count(*) FROM message WHERE id = ANY(:ids) AND state = 'accepted'")
    while True:
        with house.database.engine.connect() as connection:
            found = int(connection.execute(query, {"ids": ids}).scalar_one())
        if found == len(ids) or time.monotonic() > ends:
            return found
        time.sleep(0.2)


def _client_alone(borough: Borough, provider_port: int) -> float:
    """Texts a second that the official client hands over when nobody writes anything down."""
    at_work = [
        load.at_the_side(send_without_end, borough.url, provider_port, seconds=CLIENT_SECONDS)
        for _ in range(SCHEDULERS)
    ]
    return sum(one.result() for one in at_work)


def send_without_end(url: str, provider_port: int, *, seconds: float) -> float:
    """Send from several threads for so many seconds. Gives texts per second."""
    line = assembly.open_line(settings(url, port=1, provider_port=provider_port))
    text = Text("+447700900000", "+447700900200", f"Neil: {WORDS[0]}", "http://127.0.0.1:1/none", 3600)
    ends = time.monotonic() + seconds

    def send(_: int) -> int:
        sent = 0
        while time.monotonic() < ends:
            line.send(text)
            sent += 1
        return sent

    with ThreadPoolExecutor(CLIENT_THREADS) as pool:
        return sum(pool.map(send, range(CLIENT_THREADS))) / seconds


def _soon_at_the_provider(house: House, borough: Borough, provider_port: int) -> Figure:
    talks = borough.talks(_spread(REPLIES, borough.size))
    _families_write(house, talks)
    pressed: dict[str, float] = {}
    for one in talks:
        who = Staff(one.membership_id, one.organisation_id, frozenset({Role.TRUSTED_PERSON}))
        with house.database.writing(who) as work:
            message = conversations.reply(work, one.id, text=WORDS[1], once=str(new_id()))
        pressed[str(message.id)] = time.monotonic()
        time.sleep(REPLY_EVERY)
    time.sleep(3)
    _, first_at = tally(provider_port)
    waits = [first_at[own] - at for own, at in pressed.items() if own in first_at]
    return Figure(
        "outbox",
        "from a reply to the provider, p95",
        percentile(waits, 95),
        "s",
        2,
        limit="the schedulers look every 0.3 s",
        note=f"median {percentile(waits, 50):.2f} s, longest {max(waits, default=0):.2f} s; {len(waits)} of "
        f"{len(pressed)} replies, one every {REPLY_EVERY} s, {SCHEDULERS} schedulers",
    )


def _families_write(house: House, talks: list[Talk]) -> None:
    """Each family texts first, so that its answer goes at once at any hour; waits until all are sorted."""
    forms = [texts.form(f"SM{new_id().hex}", phone=one.phone, line=one.line, body="Can you ring me?") for one in talks]
    for one in forms:
        with house.database.writing(Provider()) as work:
            inbound = Inbound(one["MessageSid"], one["To"], one["From"], one["Body"], one)
            reception.take_in(work, inbound, kind=Kind.TEXT)
    query = sa.text("SELECT count(*) FROM arrival WHERE provider_id = ANY(:ids) AND sorted_at IS NULL")
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with house.database.engine.connect() as connection:
            if not connection.execute(query, {"ids": [one["MessageSid"] for one in forms]}).scalar_one():
                return
        time.sleep(0.1)


def tally(provider_port: int) -> tuple[dict[str, int], dict[str, float]]:
    """How often each text came to the provider, and when first, by our own id."""
    told = _ask(provider_port, instant_provider.TALLY)
    return {own: int(number) for own, number in told["times"].items()}, told["first_at"]


def _ask(provider_port: int, path: str) -> dict[str, dict[str, float]]:
    connection = HTTPConnection("127.0.0.1", provider_port, timeout=10)
    connection.request("GET", path)
    answer: dict[str, dict[str, float]] = json.loads(connection.getresponse().read())
    connection.close()
    return answer
