"""Whoever holds a link, an old one, a card or nonsense sees the same, byte for byte, until a page opens.

Looking burns nothing: not a hundred times, and not with HEAD. No secret stands in a log or behind the redirect.
"""

import io
import logging
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilyLink, FamilySession
from app.domain.reception.models import Arrival
from app.foundation import log
from app.foundation.actors import Command
from app.foundation.identifiers import new_secret
from app.invented_town import SARA, Town
from app.web.app import create_app
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

HOW_MANY = 40
SAYS_NOTHING = {"Date", "Content-Security-Policy", "Set-Cookie", "Content-Length"}


@pytest.fixture
def secrets(house: House, web: FlaskClient, phones: Phones, town: Town, clock: SettableClock) -> dict[str, list[str]]:
    """Secrets of every kind that there are: usable, used, replaced, too old, on a card, and never made."""
    late = phones.link(town.imran)
    clock.move(hours=25)
    used = phones.link(town.ewa)
    web.application.test_client().post(f"/my/{used}")
    replaced, good = phones.link(town.sara), phones.link(town.sara)
    with house.database.writing(Command()) as work:
        card = private_links.make_card(work, town.leon, handed_by_id=town.joyce)
    invented = [new_secret() for _ in range(HOW_MANY)]
    return {"known": [good, card, used, replaced, late], "unknown": invented}


@pytest.fixture
def seen() -> Callable[[TestResponse, str], tuple[object, ...]]:
    """All that an answer shows: its status, its headers, every byte but nonces, form marks and its own address."""

    def everything(answer: TestResponse, secret: str) -> tuple[object, ...]:
        body = re.sub(r'nonce="[^"]+"', "", answer.text).replace(secret, "SECRET")
        body = re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", body)
        headers = sorted((name, value) for name, value in answer.headers if name not in SAYS_NOTHING)
        policy = re.sub(r"nonce-[\w-]+", "", answer.headers["Content-Security-Policy"])
        cookies = [one.split("=")[0] for one in answer.headers.getlist("Set-Cookie")]
        return answer.status_code, tuple(headers), policy, tuple(cookies), body

    return everything


@pytest.mark.parametrize("method", ["get", "head"])
def test_asking_looks_the_same_for_every_secret(web: FlaskClient, secrets, seen, method: str) -> None:
    looks = {
        seen(getattr(web.application.test_client(), method)(f"/my/{one}"), one)
        for kind in secrets.values()
        for one in kind
    }
    assert len(looks) == 1
    assert next(iter(looks))[0] == 200


def test_what_opens_nothing_looks_the_same_whether_it_ever_did(web: FlaskClient, secrets, seen) -> None:
    _good, _card, *ended = secrets["known"]
    looks = {
        seen(web.application.test_client().post(f"/my/{one}"), one) for one in [*ended, *secrets["unknown"][:HOW_MANY]]
    }
    assert len(looks) == 1
    assert next(iter(looks))[0] == 410


@pytest.mark.parametrize("reads", ["en", "pl", "ur"])
def test_asking_for_a_new_one_looks_the_same_too_and_so_does_asking_too_often(
    web: FlaskClient, secrets, seen, reads: str
) -> None:
    def presses(one: str) -> tuple[object, ...]:
        asks = web.application.test_client()
        return tuple(seen(asks.post(f"/my/{one}/again?in={reads}"), one) for _ in range(4))

    looks = {presses(one) for one in [*secrets["known"], *secrets["unknown"][:8]]}
    assert len(looks) == 1
    assert [one[0] for one in next(iter(looks))] == [200, 200, 200, 429]


def test_a_hundred_scanners_and_previews_burn_nothing(
    house: House, web: FlaskClient, phones: Phones, town: Town
) -> None:
    secret = phones.link(town.sara)
    scanner = web.application.test_client()
    for _ in range(50):
        assert scanner.get(f"/my/{secret}").status_code == 200
        assert scanner.head(f"/my/{secret}").status_code == 200
    with house.database.reading(Command()) as work:
        [link] = work.session.exec(select(FamilyLink))
        assert link.used_at is None
        assert work.session.exec(select(FamilySession)).all() == []
    assert web.post(f"/my/{secret}").status_code == 303


def test_the_secret_is_gone_from_the_address_the_answer_and_what_we_keep(
    house: House, web: FlaskClient, phones: Phones, town: Town
) -> None:
    secret = phones.link(town.sara)
    opened = web.post(f"/my/{secret}")
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert opened.headers["Cache-Control"] == "no-store"
    assert secret not in str(opened.headers) + opened.text
    page = web.get("/my", follow_redirects=True)
    assert secret not in page.text + page.request.path
    with house.database.reading(Command()) as work:
        kept = [*work.session.exec(select(FamilyLink)), *work.session.exec(select(FamilySession))]
        kept += work.session.exec(select(Arrival)).all()
        assert secret not in repr(kept)
        cookie = web.get_cookie("kettle_family")
        assert cookie
        assert cookie.value not in repr(kept)


@pytest.fixture
def lines() -> Iterator[Callable[[], str]]:
    """The log as an operator gets it, at the lowest level."""
    root, written, real = logging.getLogger(), io.StringIO(), sys.stderr
    handlers, level = root.handlers[:], root.level
    sys.stderr = written
    log.set_up(level=logging.DEBUG)
    sys.stderr = real
    yield written.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_no_secret_and_no_number_stands_in_a_log_not_even_when_a_page_fails(
    house: House, web: FlaskClient, phones: Phones, town: Town, lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = phones.link(town.sara)
    web.get(f"/my/{secret}")
    web.post(f"/my/{secret}")
    web.post(f"/my/{secret}/again")

    def broken(*_args: object, **_more: object) -> str:
        raise ValueError(f"cannot open {secret} of {SARA}")

    monkeypatch.setattr(private_links, "use_link", broken)
    application = create_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    assert application.test_client().post(f"/my/{secret}").status_code == 500
    written = lines()
    assert "a page failed" in written
    assert secret not in written
    assert SARA not in written


@pytest.mark.proof
def test_of_a_thousand_presses_at_once_exactly_one_opens(house: House, phones: Phones, town: Town) -> None:
    application = create_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    address = f"/my/{phones.link(town.sara)}"
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: application.test_client().post(address).status_code, range(1000)))
    assert sorted(answers) == [303] + [410] * 999
