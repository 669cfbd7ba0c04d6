"""Every door of the service, read off the list of its addresses, with every thing that may stand in its address."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.promises.doors.rows import ROWS, SAME, Row
from tests.promises.doors.world import Thing, Who, World

SIGNED_ELSEWHERE = {"webhooks", "twilio_face"}  # a signature or the account's own token: tested with them
INVENTED = {"simulator"}  # the demo's table top: open to anybody, and only there (tests/web/test_every_page.py)
NEVER_THERE = "/nothing-here"
NOBODYS = "+447700900999"  # a phone that nobody has


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
    form = {key: _filled(world, key, value) for key, value in row.form.items() if value is not SAME}
    also = {key: _filled(world, key, value) for key, value in row.also.items()}
    [part] = set(rule.arguments) - also.keys() or {""}
    if not part:
        path = rule.build(also)[1]  # type: ignore[index]
        yield Door(name, method, row, path, NEVER_THERE, None, (), form)
        return
    twin = rule.build(also | {part: world.things[part][Thing.NEVER]})[1]  # type: ignore[index]
    for thing, value in world.things[part].items():
        path = rule.build(also | {part: value})[1]  # type: ignore[index]
        own = {key: world.things[key].get(thing) or NOBODYS for key, wanted in row.form.items() if wanted is SAME}
        numbers = [shown for number in own.values() for shown in (number, number.replace("+", "&#43;"))]
        parts = (value, world.things[part][Thing.NEVER], *numbers)
        yield Door(name, method, row, path, twin, thing, parts, form | own)


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
