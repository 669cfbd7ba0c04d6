"""The webhook beside a bare Flask app on the same database, served the same way and loaded in turn."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.foundation.database import engine_for
from benchmarks import load, programs, texts
from benchmarks.figures import Figure, percentile
from benchmarks.load import Heard
from benchmarks.making_data import Borough, count
from benchmarks.settings import environment

ROUNDS, SECONDS, CONNECTIONS, WARM_UP = 3, 4.0, 16, 300
MOST_PER_SECOND = 2800  # requests are signed beforehand: enough for the fastest round
RATE, RATE_SECONDS = 100, 20
BARE_TABLE = "CREATE TABLE IF NOT EXISTS bare_arrival (LIKE arrival INCLUDING ALL)"
KETTLE, BARE = "wsgi:app", "benchmarks.bare_app:app"


def measure(borough: Borough, folder: Path) -> list[Figure]:
    """How many webhooks a second, and how long each takes at a hundred a second."""
    _make_bare_table(borough.url)
    before = count(borough.url, "arrival")
    ports = {KETTLE: programs.free_port(), BARE: programs.free_port()}
    fast, steady = {name: Heard() for name in ports}, {}
    with _served(KETTLE, borough, folder, ports), _served(BARE, borough, folder, ports):
        warm = [_send(name, borough, port, "warm", WARM_UP, seconds=60) for name, port in ports.items()]
        for number in range(ROUNDS):
            for name, port in ports.items():
                most = int(MOST_PER_SECOND * SECONDS)
                fast[name] = fast[name].and_then(_send(name, borough, port, f"{number}", most, seconds=SECONDS))
        for name, port in ports.items():
            calls = texts.calls(borough, f"steady-{name}", RATE * RATE_SECONDS, port=port)
            steady[name] = load.apart(load.at_a_rate, port, calls, per_second=RATE)
    answered = fast[KETTLE].statuses[200] + steady[KETTLE].statuses[200] + warm[0].statuses[200]
    stored = count(borough.url, "arrival") - before
    return [
        _how_many(fast[KETTLE], fast[BARE], f"{stored:,} rows for {answered:,} answers of 200"),
        _how_long(steady[KETTLE], steady[BARE]),
    ]


def _how_many(ours: Heard, bare: Heard, account: str) -> Figure:
    return Figure(
        "webhook",
        "requests a second, 2 workers",
        ours.per_second,
        "/s",
        bare.per_second / 2,
        is_at_least=True,
        limit=f"a bare Flask app that checks the signature and inserts one row: {bare.per_second:,.0f} /s",
        note=f"{ours.per_second / bare.per_second:.0%} of the bare app; {ROUNDS} rounds of {SECONDS:.0f} s in turn, "
        f"{CONNECTIONS} connections; p99 {percentile(ours.milliseconds, 99):.0f} ms "
        f"(bare {percentile(bare.milliseconds, 99):.0f} ms); {account}; {ours.lost} lost",
    )


def _how_long(ours: Heard, bare: Heard) -> Figure:
    return Figure(
        "webhook",
        f"p99 at {RATE} a second",
        percentile(ours.milliseconds, 99),
        "ms",
        15,
        limit=f"the bare app: p99 {percentile(bare.milliseconds, 99):.1f} ms, "
        f"median {percentile(bare.milliseconds, 50):.1f} ms",
        note=f"median {percentile(ours.milliseconds, 50):.1f} ms; {ours.statuses[200]:,} answers of 200 in "
        f"{RATE_SECONDS} s, each timed from the instant it was due",
    )


def _send(name: str, borough: Borough, port: int, seed: str, most: int, *, seconds: float) -> Heard:
    calls = texts.calls(borough, f"{name}-{seed}", most, port=port)
    return load.apart(load.as_fast_as_it_goes, port, calls, connections=CONNECTIONS, seconds=seconds)


def _served(name: str, borough: Borough, folder: Path, ports: dict[str, int]) -> AbstractContextManager[Any]:
    return programs.running(
        programs.web(ports[name], workers=2, application=name),
        environment(borough.url, port=ports[name]),
        log=folder / f"{name.partition(':')[0]}.log",
        port=ports[name],
    )


def _make_bare_table(url: str) -> None:
    engine = engine_for(url, threads=1)
    with engine.begin() as connection:
        connection.execute(sa.text(BARE_TABLE))
    engine.dispose()
