"""The family's conversation page with 30 messages: what it weighs on the way to a cheap phone, all its parts."""

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient

from app import assembly, invented_town
from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations import queries
from app.domain.people.rules import Role
from app.domain.permissions import actions as permissions
from app.domain.private_pages import private_links
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.foundation import clock
from app.foundation.actors import Command, Provider, Staff
from app.foundation.identifiers import new_id
from app.foundation.languages import LANGUAGES
from app.foundation.settings import Mode, Settings
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE, Town, times
from app.migrations.running import bring_up_to_date
from app.web.app import create_app
from app.web.guards import family_cookie
from benchmarks.figures import Figure
from benchmarks.making_data import WORDS

EXCHANGES = 15
MOST_KILOBYTES, MOST_REQUESTS = 14, 2


class Parts(HTMLParser):
    """The addresses of everything that a browser fetches to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Style sheets, icons, scripts and pictures; what stands in the page itself (data:) is no request."""
        words = dict(attrs)
        address = words.get("href") if tag == "link" else words.get("src")
        if address and not address.startswith("data:") and address not in self.found:
            self.found.append(address)


class SlowClock:
    """A clock that the talk below moves on, so that it is spread over some days."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """This instant, in the story."""
        return self.at


def measure(folder: Path) -> list[Figure]:
    """The compressed bytes of the page and of all it fetches, and how many requests that is."""
    told = SlowClock(clock.now() - timedelta(days=6))
    settings = Settings(mode=Mode.DEMO, var_dir=str(folder / "family")).filled_in()
    house = assembly.put_together(settings, threads=2, now=told.now)
    bring_up_to_date(house.database.engine)
    town = invented_town.settle(house.database, house.network)
    talk_id = _talk(house, town, told)
    visitor, address = _visitor(house, town), f"/my/talk/{talk_id}"
    sizes = _fetch(visitor, address)
    heaviest, weight = _heaviest(house, town, visitor, address)
    times.offer(house.database, town)
    booking = _booking_pages(house, town, visitor)
    house.database.close()
    house.pretend_network.store.close()
    listed = ", ".join(f"{name.rsplit('/', 1)[-1][:24]} {size:,}" for name, size in sizes.items())
    return [
        Figure(
            "family",
            f"conversation page with {2 * EXCHANGES} messages, compressed, all its parts",
            sum(sizes.values()) / 1000,
            "kB",
            MOST_KILOBYTES,
            limit="one round trip to a phone carries about 14 kB",
            note=f"bytes of bodies: {listed}",
        ),
        Figure("family", f"the same in the heaviest of twelve languages, {heaviest}", weight, "kB", MOST_KILOBYTES),
        Figure("family", "requests for it", len(sizes), "requests", MOST_REQUESTS),
        *booking,
    ]


def _booking_pages(house: House, town: Town, visitor: FlaskClient) -> list[Figure]:
    """The list of times, and the page to check one, each in the language in which it weighs most."""
    slots = re.findall(r'name="slot" value="([0-9a-f-]{36})"', visitor.get("/my/times").get_data(as_text=True))
    found = []
    for what, address in (
        (f"list of {len(slots)} times to talk", "/my/times"),
        ("page to check one", f"/my/times/check?slot={slots[0]}"),
    ):
        heaviest, weight = _heaviest(house, town, visitor, address)
        found.append(Figure("family", f"{what}, heaviest in {heaviest}", weight, "kB", MOST_KILOBYTES))
    return found


def _heaviest(house: House, town: Town, visitor: FlaskClient, address: str) -> tuple[str, float]:
    """The language in which the page weighs most, and how much (kB)."""
    weights = {}
    for one in LANGUAGES.values():
        with house.database.writing(Command()) as work:
            permissions.set_language(work, town.sara, one.code)
        weights[one.english] = sum(_fetch(visitor, address).values()) / 1000
    heaviest = max(weights, key=lambda name: weights[name])
    return heaviest, weights[heaviest]


def _talk(house: House, town: Town, told: SlowClock) -> UUID:
    """Sara and Neil text each other until thirty entries are there."""
    neil = Staff(town.neil, town.school, frozenset({Role.TRUSTED_PERSON}))
    for number in range(EXCHANGES):
        told.at += timedelta(hours=9)
        with house.database.writing(Provider()) as work:
            said = Inbound(f"SM{new_id().hex}", SCHOOL_LINE, SARA, WORDS[number % len(WORDS)])
            reception.take_in(work, said, kind=Kind.TEXT)
        sorting.sort_arrivals(house.database)
        told.at += timedelta(minutes=5)
        with house.database.writing(neil) as work:
            thread = queries.thread_of(work, town.sara)
            assert thread is not None
            conversations.reply(work, thread.id, text=WORDS[-1 - number % len(WORDS)], once=str(new_id()))
            talk_id = thread.id
    return talk_id


def _visitor(house: House, town: Town) -> FlaskClient:
    with house.database.reading(Command()) as work:
        line_id = queries.threads_of_contact(work, town.sara)[0][0].line_id
    assert line_id is not None
    with house.database.writing(Command()) as work:
        link = private_links.make_link(work, town.sara, line_id=line_id, number=SARA)
    with house.database.writing(Command()) as work:
        cookie = private_links.use_link(work, link, is_only_mine=False)
    client = create_app(house).test_client()
    client.set_cookie(family_cookie(house.settings), cookie, domain="localhost")
    return client


def _fetch(client: FlaskClient, address: str) -> dict[str, int]:
    """Bytes over the wire of a page and of each of its parts, as a browser that takes gzip gets them."""
    page = client.get(address, headers={"Accept-Encoding": "gzip"})
    if page.status_code != 200:
        raise RuntimeError(f"the family's page answered {page.status_code}")
    parts = Parts()
    parts.feed(client.get(address).get_data(as_text=True))
    fetched = {part: client.get(part, headers={"Accept-Encoding": "gzip"}) for part in parts.found}
    return {"page": len(page.data)} | {part: len(answer.data) for part, answer in fetched.items()}
