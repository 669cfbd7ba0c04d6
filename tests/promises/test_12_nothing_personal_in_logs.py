"""Promise 12. With a canary in every personal field of the town, everybody opens every door, every page fails once, and
the clock does all its jobs: no canary stands in a log, on a problem page, or in what operators and watchers see."""

import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import sqlalchemy as sa
import structlog
from flask import Flask
from sqlmodel import SQLModel

from app.domain.accounts.models import Account
from app.domain.conversations.models import Message
from app.domain.people.models import Contact, Membership, YoungPerson
from app.domain.reception import sorting
from app.foundation import log
from app.foundation.actors import Command
from app.invented_town import SARA, UNKNOWN
from app.web.pages import Pages
from scheduler import jobs
from scheduler.timetable import TIMETABLE
from tests.pretend_provider import PretendProvider
from tests.promises.doors.doors import asks, comes, doors
from tests.promises.doors.world import Who, World
from tests.tidewell import Tidewell

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
CANARY = "Zwitschi"
PERSONAL: dict[type[SQLModel], tuple[str, ...]] = {
    Contact: ("first_name", "last_name", "relation", "search_text"),
    YoungPerson: ("first_name", "last_name"),
    Message: ("body", "search_text"),
    Membership: ("last_name", "helps_with", "role_words"),
}
NUMBERS = (SARA, UNKNOWN, "900111", "900155")


@pytest.fixture
def lines() -> Iterator[Callable[[], str]]:
    """The log as an operator gets it, everything at the lowest level."""
    root, written, real = logging.getLogger(), io.StringIO(), sys.stderr
    handlers, level = root.handlers[:], root.level
    sys.stderr = written
    log.set_up(level=logging.DEBUG)
    sys.stderr = real
    yield written.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def canaries(world: World) -> World:
    """The same town, but whoever reads anything personal reads a canary."""
    with world.house.database.writing(Command()) as work:
        connection = work.session.connection()
        for table, columns in PERSONAL.items():
            connection.execute(sa.update(table).values(dict.fromkeys(columns, f"{CANARY} was here")))
        emails = sa.func.replace(sa.cast(sa.column("email"), sa.String), "@", f"{CANARY}@")
        connection.execute(sa.update(Account).values(email=emails))
    return world


def told_too_much(text: str) -> list[str]:
    return [canary for canary in (CANARY, CANARY.casefold(), *NUMBERS) if canary in text]


def test_whatever_everybody_does_no_log_tells(
    application: Flask, canaries: World, lines: Callable[[], str], tidewell: Tidewell, provider: PretendProvider
) -> None:
    for who in Who:
        visitor, opened = comes(application, canaries, who), set()
        for door in doors(application, canaries):
            is_news = door.name not in opened and (who is Who.NOBODY or door.opens_for(who))
            if door.row.ends < 2 and is_news:
                opened.add(door.name)
                form = dict.fromkeys(("text", "words", "fragment", "email", "number", "why", "first_name"), CANARY)
                visitor.open(f"{door.path}?next=/{CANARY}", method=door.method, data=form | door.form)
    tidewell.texts(SARA, f"{CANARY} is ill")
    tidewell.texts(UNKNOWN, f"{CANARY} from {SARA}")
    tidewell.sort()
    desk = jobs.Desk.open(canaries.house, provider, NoPost())
    for line in TIMETABLE:
        jobs.guarded(line.job, desk, is_noted=True)
    assert not told_too_much(lines()), [one for one in lines().splitlines() if told_too_much(one)][:3]


def test_when_every_page_fails_neither_the_log_nor_the_page_tells(
    application: Flask, canaries: World, lines: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_pages: Pages, _work: object) -> None:
        raise ValueError(f"{CANARY} wrote {SARA} something about {CANARY}")

    monkeypatch.setattr(Pages, "enter", fails)
    visitor, failed = comes(application, canaries, Who.NEIL), 0
    for door in doors(application, canaries):
        answer = asks(visitor, door, door.path)
        failed += answer.status_code >= 500
        assert not told_too_much(answer.text), door.name
    assert failed > 100
    assert "a page failed" in lines(), "there is something to read"
    assert not told_too_much(lines())


def test_when_sorting_fails_the_log_tells_nothing(
    canaries: World, lines: Callable[[], str], tidewell: Tidewell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError(f"{CANARY} wrote {SARA}")

    monkeypatch.setattr(sorting, "_hand_on", fails)
    tidewell.texts(SARA, f"{CANARY} is ill")
    with suppress(ValueError):
        tidewell.sort()
    assert "could not be sorted" in lines(), "there is something to read"
    assert not told_too_much(lines())


def test_what_operators_and_watchers_see_tells_nothing(application: Flask, canaries: World) -> None:
    with canaries.house.database.writing(Command()) as work:  # they invite managers, so those names they know
        work.session.connection().execute(sa.update(Membership).values(last_name="Warden"))
    watcher, operator = comes(application, canaries, Who.NOBODY), comes(application, canaries, Who.OPERATOR)
    assert not told_too_much(watcher.get("/health").text)
    pages = [
        door for door in doors(application, canaries) if door.name.startswith("operator.") and door.method == "GET"
    ]
    assert pages
    for door in pages:
        shown = operator.get(door.path).text
        assert "Kettle" in shown
        assert not told_too_much(shown), door.name


class NoPost:
    """A mail server that takes everything."""

    def send(self, address: str, subject: str, body: str) -> None:
        """Take it."""
