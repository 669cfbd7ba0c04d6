"""Reception: how fast what arrived is sorted, how soon it is in an inbox, and whether a burst gets through whole."""

import json
import time
from pathlib import Path

import sqlalchemy as sa

from app import assembly
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.foundation.database import engine_for
from app.foundation.identifiers import new_id
from benchmarks import load, programs, texts
from benchmarks.figures import Figure, percentile
from benchmarks.making_data import Borough, count
from benchmarks.settings import environment, settings

WAITING, STEP = 4_000, 500
RATE, RATE_SECONDS = 20, 20
BURST, CONNECTIONS = 5_000, 16
LONGEST_WAIT = 90.0
BARE_TABLES = (
    "CREATE TABLE IF NOT EXISTS bare_message (LIKE message INCLUDING ALL)",
    "CREATE TABLE IF NOT EXISTS bare_sorted (LIKE arrival INCLUDING ALL)",
)
BARE_ARRIVAL = """
    INSERT INTO bare_sorted (id, kind, provider_id, to_number, from_number, body, fields, taken_at, tries, failure)
    VALUES (%s, 'text', %s, %s, %s, %s, %s, now(), 0, '')
"""
BARE_INSERT = """
    INSERT INTO bare_message (id, conversation_id, direction, channel, body, search_text, happened_at, stored_at,
      by_hand, purpose, once, may_be_either, pictures, state, attempts, look_ups, resends, earlier_provider_ids)
    VALUES (%s, %s, 'in', 'text', %s, '', now(), now(), false, '', %s, false, 0, 'kept', 0, 0, 0, '')
"""


def measure(borough: Borough, folder: Path) -> list[Figure]:
    """Sorting alone, then the whole way with the real processes."""
    bare = _bare_rows_per_second(borough)
    alone = _sorting_alone(borough, bare)
    port, provider_port = programs.free_port(), programs.free_port()
    words = environment(borough.url, port=port, provider_port=provider_port)
    provider = programs.instant_provider(provider_port)
    with (
        # Some texts ask for a link: unanswered, they would wait, and hold up their phones when the outbox is measured.
        programs.running(provider, words, log=folder / "provider.log", port=provider_port),
        programs.running(programs.web(port, workers=2), words, log=folder / "web.log", port=port),
        programs.running(programs.scheduler(), words, log=folder / "scheduler.log"),
    ):
        load.apart(load.at_a_rate, port, texts.calls(borough, "warm", 50, port=port), per_second=10)
        soon = _soon_in_the_inbox(borough, port)
        burst = _burst(borough, port)
    return [alone, soon, burst]


def _sorting_alone(borough: Borough, bare: float) -> Figure:
    house = assembly.put_together(settings(borough.url, port=1), threads=2)
    with house.database.engine.begin() as connection:
        for some in _in_steps([_arrival(one, borough) for one in texts.fields(borough, "sorting", WAITING)]):
            connection.execute(sa.insert(Arrival.__table__), some)  # type: ignore[attr-defined]
    waiting = count(borough.url, "arrival", "sorted_at IS NULL")  # what the webhook's part left waits as well
    begun = time.perf_counter()
    while sorting.sort_arrivals(house.database):
        pass
    seconds = time.perf_counter() - begun
    house.database.close()
    left = count(borough.url, "arrival", "sorted_at IS NULL")
    return Figure(
        "reception",
        "messages sorted a second, in batches, one process",
        (waiting - left) / seconds,
        "/s",
        400,
        is_at_least=True,
        limit=f"the driver alone, inserting as many messages and marking as many arrivals: {bare:,.0f} /s",
        note=f"{waiting:,} arrivals in steps of {sorting.BATCH}; {left} left unsorted",
    )


def _arrival(one: dict[str, str], borough: Borough) -> dict[str, object]:
    return {
        "id": new_id(),
        "kind": "text",
        "provider_id": one["MessageSid"],
        "to_number": one["To"],
        "from_number": one["From"],
        "body": one["Body"],
        "fields": one,
        "taken_at": borough.made_at,
        "tries": 0,
        "failure": "",
    }


def _in_steps(rows: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    return [rows[start : start + STEP] for start in range(0, len(rows), STEP)]


def _bare_rows_per_second(borough: Borough) -> float:
    """The least that anybody must do to sort: insert a message, mark an arrival, commit every 200."""
    engine = engine_for(borough.url, threads=1)
    ids = [(new_id(), one) for one in texts.fields(borough, "bare", WAITING)]
    arrivals = [(own, one["MessageSid"], one["To"], one["From"], one["Body"], json.dumps(one)) for own, one in ids]
    messages = [
        (new_id(), talk.id, one["Body"], f"arrival:{own}")
        for (own, one), talk in zip(ids, borough.talks(n % borough.size for n in range(WAITING)), strict=True)
    ]
    raw = engine.raw_connection()
    cursor = raw.cursor()
    for table in BARE_TABLES:
        cursor.execute(table)
    cursor.executemany(BARE_ARRIVAL, arrivals)
    raw.commit()
    begun = time.perf_counter()
    for start in range(0, WAITING, sorting.BATCH):
        some = slice(start, start + sorting.BATCH)
        cursor.executemany(BARE_INSERT, messages[some])
        cursor.executemany("UPDATE bare_sorted SET sorted_at = now() WHERE id = %s", [(own,) for own, _ in ids[some]])
        raw.commit()
    seconds = time.perf_counter() - begun
    raw.close()
    engine.dispose()
    return WAITING / seconds


def _soon_in_the_inbox(borough: Borough, port: int) -> Figure:
    calls = texts.calls(borough, "soon", RATE * RATE_SECONDS, port=port)
    ids = [one["MessageSid"] for one in texts.fields(borough, "soon", RATE * RATE_SECONDS)]
    sending = load.at_the_side(load.at_a_rate, port, calls, per_second=RATE)
    seen = _when_sorted(borough, ids)
    answered = sending.result().answered_at
    waits = [seen[one] - answered[number] for number, one in enumerate(ids) if one in seen and number in answered]
    return Figure(
        "reception",
        "from the webhook's answer to the inbox, p95",
        percentile(waits, 95),
        "s",
        2,
        limit="the scheduler looks every 0.3 s",
        note=f"median {percentile(waits, 50):.2f} s, longest {max(waits, default=0):.2f} s; {len(waits)} texts at "
        f"{RATE} a second; real web (2 workers) and scheduler; seen from outside, every 20 ms",
    )


def _when_sorted(borough: Borough, ids: list[str]) -> dict[str, float]:
    """When each of these texts could first be read in its thread, on the monotonic clock."""
    engine = engine_for(borough.url, threads=1)
    seen: dict[str, float] = {}
    waiting, ends = set(ids), time.monotonic() + LONGEST_WAIT
    query = sa.text("SELECT provider_id FROM arrival WHERE provider_id = ANY(:ids) AND sorted_at IS NOT NULL")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while waiting and time.monotonic() < ends:
            found = connection.execute(query, {"ids": list(waiting)}).scalars().all()
            now = time.monotonic()
            seen.update(dict.fromkeys(found, now))
            waiting.difference_update(found)
            time.sleep(0.02)
    engine.dispose()
    return seen


def _burst(borough: Borough, port: int) -> Figure:
    calls = texts.calls(borough, "burst", BURST, port=port)
    ids = [one["MessageSid"] for one in texts.fields(borough, "burst", BURST)]
    begun = time.monotonic()
    heard = load.apart(load.as_fast_as_it_goes, port, calls, connections=CONNECTIONS)
    seen = _when_sorted(borough, ids)
    seconds = max(seen.values(), default=begun) - begun
    here = "once IN (SELECT 'arrival:' || id FROM arrival WHERE provider_id = ANY(:ids))"
    stored = _count_of(borough, f"SELECT count(*) FROM message WHERE {here}", ids)
    return Figure(
        "reception",
        f"a burst of {BURST:,} texts: until all are sorted",
        seconds,
        "s",
        30,
        limit=f"the web process took them in {heard.seconds:.1f} s while the scheduler sorted",
        note=f"{heard.statuses[200]:,} answers of 200, {stored:,} messages in threads, "
        f"{BURST - stored} lost, {heard.lost} without an answer",
    )


def _count_of(borough: Borough, query: str, ids: list[str]) -> int:
    engine = engine_for(borough.url, threads=1)
    with engine.connect() as connection:
        found = int(connection.execute(sa.text(query), {"ids": ids}).scalar_one())
    engine.dispose()
    return found
