"""Promise 12. Any input is hostile until read: whatever stands in whichever field of whichever form, the answer is in
words for people, nothing breaks, and nothing slips into a column that the form does not have."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.tables import metadata
from app.foundation.actors import Command
from tests.promises.doors.doors import Door, comes, doors
from tests.promises.doors.world import Who, World

WEB = Path(__file__).parents[2] / "app" / "web"
FIELD = re.compile(r"""(?:typed|ticked|an_id|_clock|once|form\.get|values\.get)\(\s*f?["']([\w-]+)""")
COLUMNS = sorted({column.name for table in metadata.sorted_tables for column in table.columns})
A_GREAT_DEAL = "x" * 100_000
PLANTED = "planted-by-a-stranger"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}${7*7}"
HOSTILE = {
    "a line end and a header": "x\r\nSet-Cookie: kettle_staff=stolen\r\nLocation: https://evil.example",
    "what databases do not take": "a\x00b\ud800c\u202ed",
    "markup": MARKUP,
    "an address of somebody else": "//evil.example/%09/\\evil.example",
    "no number, no date, no id": "-1e999",
    "nothing but blanks": " \t\u200b\u00a0 ",
}
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
FIRST = (Who.NOBODY, Who.PARENT, Who.FRONT_DOOR)
SENDERS = (*FIRST, Who.NEIL, Who.LEAD, Who.LEAVING, Who.OPERATOR)
THE_REST_IN_PROVE = [who if who in FIRST else pytest.param(who, marks=pytest.mark.proof) for who in SENDERS]


def source_of(application: Flask, endpoint: str) -> str:
    """The module in which the view of this form stands."""
    view = application.view_functions[endpoint]
    module = getattr(view, "__wrapped__", view).__module__
    return (WEB.parents[1] / Path(*module.split("."))).with_suffix(".py").read_text(encoding="utf-8")


def fields_of(application: Flask, endpoint: str) -> list[str]:
    """The fields that the module of this form reads, found in its source."""
    return sorted(
        set(FIELD.findall(source_of(application, endpoint))) | {"text", "words", "next", "path", "field_text"}
    )


def sent(visitor: FlaskClient, path: str, form: dict[str, str]) -> TestResponse:
    """Send a form, also with what no browser sends: half a letter."""
    body = urlencode(form, errors="surrogatepass")
    return visitor.post(path, data=body, content_type="application/x-www-form-urlencoded")


def forms_for(application: Flask, world: World, who: Who) -> Iterator[Door]:
    """Every form that opens for somebody, with one thing in its address: for the others it reads nothing else."""
    tried = set()
    for door in doors(application, world):
        if door.method == "POST" and door.opens_for(who) and door.row.ends < 3 and door.name not in tried:
            tried.add(door.name)
            yield door


def assert_it_is_an_answer(answer: TestResponse, where: str) -> None:
    assert answer.status_code < 500, where
    assert "evil.example" not in answer.headers.get("Location", ""), where
    assert not [cookie for cookie in answer.headers.getlist("Set-Cookie") if "stolen" in cookie], where
    assert all("\n" not in value and "\r" not in value for value in answer.headers.values()), where
    assert "<script>alert(1)" not in answer.text and "<img src=x" not in answer.text, f"{where} shows markup as markup"


@pytest.mark.parametrize("who", THE_REST_IN_PROVE, ids=lambda who: who.name.lower())
def test_whatever_stands_in_a_field_the_answer_is_one(application: Flask, world: World, who: Who) -> None:
    visitor = comes(application, world, who)
    for door in forms_for(application, world, who):
        names = fields_of(application, door.name.split()[0])
        for kind, value in HOSTILE.items():
            form = door.form | dict.fromkeys(names, value)
            assert_it_is_an_answer(sent(visitor, door.path, form), f"{door.name} with {kind}")
    for page in pages_of(application, world, who):
        assert_it_is_an_answer(visitor.get(page), page)


@pytest.mark.proof
@pytest.mark.parametrize("who", SENDERS, ids=lambda who: who.name.lower())
def test_a_great_deal_in_any_one_field_gets_an_answer(application: Flask, world: World, who: Who) -> None:
    visitor = comes(application, world, who)
    for door in forms_for(application, world, who):
        for name in fields_of(application, door.name.split()[0]):
            form = door.form | {name: A_GREAT_DEAL}
            assert_it_is_an_answer(sent(visitor, door.path, form), f"{door.name} with a great deal in {name}")
    for page in pages_of(application, world, who):
        assert_it_is_an_answer(visitor.get(page), page)


def pages_of(application: Flask, world: World, who: Who) -> Iterator[str]:
    """Every page that opens for somebody: where what was sent may be shown."""
    for door in doors(application, world):
        if door.method == "GET" and door.opens_for(who) and door.path != "/health":  # which says that no clock ticks
            yield door.path


@pytest.mark.parametrize("who", SENDERS, ids=lambda who: who.name.lower())
def test_a_column_that_no_form_has_cannot_be_written_from_outside(application: Flask, world: World, who: Who) -> None:
    visitor: FlaskClient = comes(application, world, who)
    for door in forms_for(application, world, who):
        source = source_of(application, door.name.split()[0])
        planted = {column: PLANTED for column in COLUMNS if f'"{column}"' not in source}
        answer = visitor.post(door.path, data=planted | door.form)
        assert answer.status_code < 500, door.name
    with world.house.database.reading(Command()) as work:
        for table in metadata.sorted_tables:
            rows = work.session.connection().execute(sa.select(table)).all()
            assert PLANTED not in str(rows), table.name


@pytest.mark.parametrize(
    "value", ["//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example", "/\t/e"]
)
def test_no_address_that_is_handed_in_leads_anywhere_else(application: Flask, world: World, value: str) -> None:
    visitor = comes(application, world, Who.NEIL)
    for door in doors(application, world):
        if door.method == "GET" and door.opens_for(Who.NEIL) and door.path != "/health":
            answer = visitor.get(door.path, query_string=dict.fromkeys(("next", "path", "before", "in", "url"), value))
            assert answer.status_code < 500, door.name
            assert not answer.headers.get("Location", "").startswith(("//", "http", "/\\")), door.name
