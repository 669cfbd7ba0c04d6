"""Promises 5 and 6. Nobody opens what is not theirs, nor finds out that it is there.

Every door of the service, read off the list of its addresses, is tried by everybody, with a thing of each kind: one's
own, a colleague's, another organisation's, one that was deleted, one that never was. What does not open answers exactly
like what never was: the same status, headers and words. What opens is tried as well, so that no refusal is right by
accident.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import assembly
from app.assembly import House
from app.domain.tables import metadata
from app.foundation.actors import Command
from app.foundation.settings import Settings
from tests.clock import SettableClock
from tests.databases import compile_once
from tests.promises.doors.rows import ROWS, Row
from tests.promises.doors.world import Thing, Who, World, build
from tests.tidewell import Tidewell
from tests.web.once_drawn import quick_app

SIGNED_ELSEWHERE = {"webhooks", "twilio_face"}  # a signature or the account's own token: tested with them
INVENTED = {"simulator"}  # the demo's table top: open to anybody, and only there (tests/web/test_every_page.py)
PASSING = re.compile(r'nonce-[\w-]+|nonce="[\w-]+"|name="csrf_token" value="[^"]+"|form:[0-9a-f-]{36}')
NEVER_THERE = "/nothing-here"
MAY_CHANGE = {"attempt", "staff_session"}  # that somebody tried, and when they were last seen


@pytest.fixture
def house(settings: Settings, clock: SettableClock) -> Iterator[House]:
    built = assembly.put_together(settings, now=clock)
    compile_once(built.database.engine)
    yield built
    built.database.close()
    built.pretend_network.store.close()


@pytest.fixture
def world(house: House, tidewell: Tidewell) -> World:
    return build(house, tidewell.town)


@pytest.fixture
def application(house: House) -> Flask:
    built = quick_app(house)
    built.config.update(WTF_CSRF_ENABLED=False)  # form tokens have tests of their own, also read off this list
    return built


@dataclass(frozen=True)
class Door:
    """One address, with one thing in it, to be opened in one way."""

    name: str
    method: str
    row: Row
    path: str
    twin: str  # the same address with a thing that never was, or an address that nobody has
    thing: Thing | None
    parts: tuple[str, ...]
    form: dict[str, str]

    def opens_for(self, who: Who) -> bool:
        if isinstance(self.row.opens, frozenset):
            return who in self.row.opens
        assert self.thing is not None
        return who in self.row.opens.get(self.thing, frozenset())


def doors(application: Flask, world: World) -> list[Door]:
    """Every door of the service, with every thing that may stand in its address."""
    found = []
    with application.test_request_context():
        for rule in application.url_map.iter_rules():
            if rule.endpoint == "static" or rule.endpoint.split(".")[0] in SIGNED_ELSEWHERE | INVENTED:
                continue
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                found += list(_doors(rule, method, world))
    return found


def _doors(rule: Rule, method: str, world: World) -> Iterator[Door]:
    name = f"{rule.endpoint} {method}"
    row = ROWS.get(name)
    if row is None:
        return  # the test below names it
    form = {key: _filled(world, key, value) for key, value in row.form.items()}
    also = {key: _filled(world, key, value) for key, value in row.also.items()}
    [part] = set(rule.arguments) - also.keys() or {""}
    if not part:
        path = rule.build(also)[1]  # type: ignore[index]
        yield Door(name, method, row, path, NEVER_THERE, None, (), form)
        return
    twin = rule.build(also | {part: world.things[part][Thing.NEVER]})[1]  # type: ignore[index]
    for thing, value in world.things[part].items():
        path = rule.build(also | {part: value})[1]  # type: ignore[index]
        yield Door(name, method, row, path, twin, thing, (value, world.things[part][Thing.NEVER]), form)


def _filled(world: World, part: str, value: object) -> str:
    """A part of an address or of a form: plain words, a thing of that name, or (another name, a thing of it)."""
    if isinstance(value, tuple):
        part, value = value
    return world.things[part][Thing(value)] if isinstance(value, Thing) else str(value)


def comes(application: Flask, world: World, who: Who) -> FlaskClient:
    """Somebody with their own browser."""
    visitor = application.test_client()
    if who in world.cookies:
        name, secret = world.cookies[who]
        visitor.set_cookie(name, secret, domain="localhost")
    visitor.get("/sign-in")  # so that a first form's cookie makes no answer look different
    return visitor


def asks(visitor: FlaskClient, door: Door, path: str) -> TestResponse:
    return visitor.open(path, method=door.method, data=door.form if door.method == "POST" else None)


def told(answer: TestResponse, parts: tuple[str, ...], path: str) -> tuple[int, list[tuple[str, str]], str]:
    """All that an answer tells: status, headers and words, without what differs each time and what was asked."""

    def same(text: str) -> str:
        text = PASSING.sub("~", text).replace(path, "PATH")
        for part in parts:
            text = text.replace(part, "THING")
        return text

    headers = sorted((name, same(value)) for name, value in answer.headers.items() if name != "Content-Length")
    return answer.status_code, headers, same(answer.text)


def everything(house: House) -> dict[str, list[str]]:
    """All that the database holds, but for what trying leaves behind."""
    with house.database.reading(Command()) as work:
        return {
            table.name: sorted(map(str, work.session.connection().execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table.name not in MAY_CHANGE
        }


def leaks(application: Flask, world: World, who: Who) -> Iterator[str]:
    """Every closed door that answers this visitor otherwise than a door that is not there."""
    visitor = comes(application, world, who)
    for door in doors(application, world):
        if door.opens_for(who):
            continue
        found, nothing = asks(visitor, door, door.path), asks(visitor, door, door.twin)
        if door.thing is None:
            if found.status_code in {404, 401} or _is_sent_to_the_door(found):
                continue
            yield f"{door.name} opens for {who}: {found.status_code}"
        elif found.status_code < 400 and not _is_sent_to_the_door(found):
            yield f"{door.name} of {door.thing} opens for {who}: {found.status_code}"
        elif told(found, door.parts, door.path) != told(nothing, door.parts, door.twin):
            yield f"{door.name} of {door.thing} tells {who} that it is there"


def _is_sent_to_the_door(answer: TestResponse) -> bool:
    """To the page to sign in, or to the page that says how to come in by a link: they tell nothing."""
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in?")
    return to_sign_in or (answer.status_code == 200 and "Your page opens with a link" in answer.text)


def test_every_door_has_a_row_and_every_row_a_door(application: Flask) -> None:
    there = {
        f"{rule.endpoint} {method}"
        for rule in application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static" and rule.endpoint.split(".")[0] not in SIGNED_ELSEWHERE | INVENTED
    }
    assert not there - ROWS.keys(), listed(["doors that nobody wrote a row for:", *sorted(there - ROWS.keys())])
    assert not ROWS.keys() - there, listed(["rows without a door:", *sorted(ROWS.keys() - there)])


def listed(found: list[str]) -> str:
    """One a line, so that each can be read."""
    return "\n" + "\n".join(found)


@pytest.mark.parametrize("who", Who, ids=lambda who: who.name.lower())
def test_what_is_not_theirs_answers_like_what_never_was(application: Flask, world: World, who: Who) -> None:
    before = everything(world.house)
    found = list(leaks(application, world, who))
    assert not found, listed(found)
    assert everything(world.house) == before


@pytest.mark.parametrize("who", Who, ids=lambda who: who.name.lower())
def test_what_is_theirs_opens(application: Flask, world: World, who: Who) -> None:
    visitor = comes(application, world, who)
    theirs = [door for door in doors(application, world) if door.opens_for(who)]
    shut = []
    for door in sorted(theirs, key=lambda door: (door.row.ends, door.method)):
        answer = asks(visitor, door, door.path)
        if answer.status_code == door.row.status:
            continue
        if answer.status_code in {401, 403, 404, 405, 500} or _is_sent_to_the_door(answer):
            shut.append(f"{door.name} of {door.thing}: {answer.status_code}")
    assert not shut, listed(shut)
