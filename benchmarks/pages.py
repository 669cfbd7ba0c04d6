"""The inbox and the conversation page with little and with much around them: in process, and through the web server."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import assembly
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.conversations import queries
from app.domain.conversations.desk import inbox
from app.domain.people.rules import Role
from app.foundation.actors import Command, Staff
from app.web.app import create_app
from app.web.guards import staff_cookie
from benchmarks import load, programs
from benchmarks.figures import Figure, percentile
from benchmarks.load import Heard
from benchmarks.making_data import Borough, Talk
from benchmarks.settings import environment, settings

TIMES, WARM_UP, DESKS = 500, 60, 60
RATE, RATE_SECONDS = 20, 15
TIMES_AS_LONG = 1.3
INBOX, CONVERSATION = "inbox", "conversation page"
BARE_APP = "benchmarks.bare_app:app"


@dataclass(frozen=True)
class Visitor:
    """A signed-in member of staff, and one of their threads."""

    talk: Talk
    cookie: str

    @property
    def staff(self) -> Staff:
        """Who acts."""
        return Staff(self.talk.membership_id, self.talk.organisation_id, frozenset({Role.TRUSTED_PERSON}))

    def address(self, page: str) -> str:
        """Where their page is."""
        return "/inbox" if page == INBOX else f"/conversation/{self.talk.id}"


@dataclass(frozen=True)
class Place:
    """One borough, ready to be visited."""

    borough: Borough
    house: House
    app: Flask
    visitors: list[Visitor]


def measure(small: Borough, large: Borough, folder: Path) -> list[Figure]:
    """Each page in both boroughs in turn, then the large one through the web server."""
    little, much = _place(small), _place(large)
    found = [figure for page in (INBOX, CONVERSATION) for figure in _in_process(page, little, much)]
    found += _through_the_server(much, folder)
    for place in (little, much):
        place.house.database.close()
    return found


def _place(borough: Borough) -> Place:
    house = assembly.put_together(settings(borough.url, port=1))
    dice = random.Random("visitors")
    numbers = [dice.randrange(borough.size) for _ in range(DESKS)]
    with house.database.writing(Command()) as work:
        visitors = [
            Visitor(one, accounts.start_staff_session(work, borough.account_id, one.membership_id))
            for one in borough.talks(numbers)
        ]
    return Place(borough, house, create_app(house), visitors)


def _in_process(page: str, little: Place, much: Place) -> list[Figure]:
    reads = _in_turn(lambda place, visitor: _read(place, visitor, page), little, much)
    shown = _in_turn(lambda place, visitor: _show(_client(place, visitor), visitor.address(page)), little, much)
    low, high = shown
    alone = percentile(reads[1], 99)
    ratio = percentile(high, 99) / percentile(low, 99)
    medians = percentile(high, 50) / percentile(low, 50)
    return [
        Figure(
            "pages",
            f"{page}, p99 in process, {much.borough.messages:,} messages",
            percentile(high, 99),
            "ms",
            50,
            limit=f"its reads alone: p99 {alone:.1f} ms, median {percentile(reads[1], 50):.1f} ms",
            note=f"median {percentile(high, 50):.1f} ms; {TIMES} visits by {DESKS} people through Flask's test client",
        ),
        Figure(
            "pages",
            f"{page}, times as long as with {little.borough.messages:,} messages",
            medians,
            "×",
            TIMES_AS_LONG,
            limit=f"medians {percentile(high, 50):.1f} and {percentile(low, 50):.1f} ms, visited in turn",
            note=f"p99 {ratio:.2f} × ({percentile(high, 99):.1f} and {percentile(low, 99):.1f} ms)",
        ),
    ]


def _in_turn(visit: Callable[[Place, Visitor], None], little: Place, much: Place) -> tuple[list[float], list[float]]:
    """Milliseconds of each visit, in the small and in the large borough, turn by turn so that noise hits both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + TIMES):
        for place, milliseconds in zip((little, much), taken, strict=True):
            visitor = place.visitors[number % DESKS]
            begun = time.perf_counter()
            visit(place, visitor)
            if number >= WARM_UP:
                milliseconds.append((time.perf_counter() - begun) * 1000)
    return taken


def _read(place: Place, visitor: Visitor, page: str) -> None:
    with place.house.database.reading(visitor.staff) as work:
        if page == INBOX:
            inbox.waiting(work)
            inbox.the_rest(work)
        else:
            queries.stretch(work, queries.mine_to_read(work, visitor.talk.id))


def _client(place: Place, visitor: Visitor) -> FlaskClient:
    client = place.app.test_client()
    client.set_cookie(staff_cookie(place.house.settings), visitor.cookie, domain="localhost")
    return client


def _show(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def _through_the_server(much: Place, folder: Path) -> list[Figure]:
    port, bare_port = programs.free_port(), programs.free_port()
    words = environment(much.borough.url, port=port)
    bare = environment(much.borough.url, port=bare_port)
    with (
        programs.running(programs.web(port, workers=1), words, log=folder / "pages.log", port=port),
        programs.running(
            programs.web(bare_port, workers=1, application=BARE_APP), bare, log=folder / "bare.log", port=bare_port
        ),
    ):
        nothing = load.apart(load.at_a_rate, bare_port, [load.get("/")] * RATE * RATE_SECONDS, per_second=RATE)
        return [_served(page, much, port, nothing) for page in (INBOX, CONVERSATION)]


def _served(page: str, much: Place, port: int, nothing: Heard) -> Figure:
    cookie = staff_cookie(much.house.settings)
    calls = [
        load.get(visitor.address(page), {"Cookie": f"{cookie}={visitor.cookie}"})
        for visitor in (much.visitors[number % DESKS] for number in range(WARM_UP + RATE * RATE_SECONDS))
    ]
    load.apart(load.at_a_rate, port, calls[:WARM_UP], per_second=RATE)
    heard = load.apart(load.at_a_rate, port, calls[WARM_UP:], per_second=RATE)
    return Figure(
        "pages",
        f"{page}, p99 through the web server at {RATE} a second",
        percentile(heard.milliseconds, 99),
        "ms",
        50,
        limit=f"an empty page of a bare Flask app: p99 {percentile(nothing.milliseconds, 99):.1f} ms",
        note=f"median {percentile(heard.milliseconds, 50):.1f} ms; granian, 1 worker; {dict(heard.statuses)}",
    )
