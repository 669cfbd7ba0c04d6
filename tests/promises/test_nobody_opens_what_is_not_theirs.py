"""Promises 5 and 6. Nobody opens what is not theirs, nor finds out that it is there.

Every door of the service, read off the list of its addresses, is tried by everybody, with a thing of each kind: one's
own, a colleague's, another organisation's, one that was deleted, one that never was. What does not open answers exactly
like what never was: the same status, headers and words. What opens is tried as well, so that no refusal is right by
accident.
"""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.tables import metadata
from app.foundation.actors import Command
from tests.promises.doors.doors import INVENTED, SIGNED_ELSEWHERE, asks, comes, doors
from tests.promises.doors.rows import ROWS
from tests.promises.doors.world import Who, World

pytestmark = pytest.mark.parametrize("backend", ["sqlite", pytest.param("postgres", marks=pytest.mark.proof)])
PASSING = re.compile(r'nonce-[\w-]+|nonce="[\w-]+"|name="csrf_token" value="[^"]+"|form:[0-9a-f-]{36}')
MAY_CHANGE = frozenset({"attempt", "staff_session"})  # that somebody tried, and when they were last seen
Told = tuple[int, list[tuple[str, str]], str]
ONLY_LOOKED = MAY_CHANGE | {"audit_entry"}  # and that they looked


def told(answer: TestResponse, parts: tuple[str, ...], path: str) -> Told:
    """All that an answer tells: status, headers and words, without what differs each time and what was asked."""

    def same(text: str) -> str:
        text = PASSING.sub("~", text).replace(path, "PATH")
        for part in parts:
            text = text.replace(part, "THING")
        return text

    headers = sorted((name, same(value)) for name, value in answer.headers.items() if name != "Content-Length")
    return answer.status_code, headers, same(answer.text)


def everything(house: House, *, but: frozenset[str] = MAY_CHANGE) -> dict[str, list[str]]:
    """All that the database holds, but for what trying leaves behind."""
    with house.database.reading(Command()) as work:
        return {
            table.name: sorted(map(str, work.session.connection().execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table.name not in but
        }


def leaks(application: Flask, world: World, who: Who) -> Iterator[str]:
    """Every closed door that answers this visitor otherwise than a door that is not there."""
    visitor = comes(application, world, who)
    twins: dict[str, Told] = {}
    for door in doors(application, world):
        if door.opens_for(who):
            continue
        found = asks(visitor, door, door.path)
        if door.thing is not None and door.name not in twins:
            twins[door.name] = told(asks(visitor, door, door.twin), door.parts, door.twin)
        if door.thing is None:
            if found.status_code in {404, 401} or _is_sent_to_the_door(found):
                continue
            yield f"{door.name} opens for {who}: {found.status_code}"
        elif found.status_code < 400 and not _is_sent_to_the_door(found):
            yield f"{door.name} of {door.thing} opens for {who}: {found.status_code}"
        elif told(found, door.parts, door.path) != twins[door.name]:
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
    before, shut = everything(world.house, but=ONLY_LOOKED), []
    for door in sorted(theirs, key=lambda door: (door.row.ends, door.method)):
        if door.method != "GET" and before is not None:
            assert everything(world.house, but=ONLY_LOOKED) == before, "a page that only shows changed something"
            before = None
        answer = asks(visitor, door, door.path)
        if answer.status_code == door.row.status:
            continue
        if answer.status_code in {401, 403, 404, 405, 500} or _is_sent_to_the_door(answer):
            shut.append(f"{door.name} of {door.thing}: {answer.status_code}")
    assert not shut, listed(shut)
