"""The tests' own ground holds: what should fail a test does fail it."""

import socket
import urllib.error
import urllib.request

import pytest
import sqlalchemy as sa

from app.foundation.actors import Anybody
from app.foundation.settings import Settings
from tests.clock import WEDNESDAY_MORNING, SettableClock
from tests.network_guard import LeavesThisMachine, attempts_since_last_asked, is_here
from tests.written_budget import report

ELSEWHERE = "192.0.2.1"  # kept for documents: nobody lives there


def test_a_connection_to_another_machine_is_refused_and_remembered():
    with pytest.raises(LeavesThisMachine):
        socket.create_connection((ELSEWHERE, 80), timeout=1)
    assert attempts_since_last_asked() == [f"{ELSEWHERE}:80"]  # asking forgives: else this very test would fail


def test_a_name_elsewhere_is_not_even_looked_up():
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen("http://kettle.example/", timeout=1)
    assert attempts_since_last_asked() == ["the address of kettle.example"]


def test_a_datagram_to_another_machine_is_refused():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(LeavesThisMachine):
        sender.sendto(b"hello", (ELSEWHERE, 53))
    assert attempts_since_last_asked() == [f"{ELSEWHERE}:53"]


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()
    assert attempts_since_last_asked() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "localhost", "::1", b"127.0.0.1", None])
def test_loopback_counts_as_here(host):
    assert is_here(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "kettle.example", "::2", "localhost.example", b"192.0.2.1"])
def test_everything_else_counts_as_elsewhere(host):
    assert not is_here(host)


def test_the_clock_stands_still_until_it_is_moved(clock):
    assert clock() == clock() == WEDNESDAY_MORNING
    clock.move(hours=1, minutes=30)
    assert (clock() - WEDNESDAY_MORNING).total_seconds() == 5400
    with pytest.raises(AssertionError):
        SettableClock().set(WEDNESDAY_MORNING.replace(tzinfo=None))


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
@pytest.mark.parametrize("time", [1, 2])
def test_each_test_gets_an_empty_database_of_its_own_kind(database, backend, time):
    assert database.is_sqlite == (backend == "sqlite")
    with database.writing(Anybody()) as work:
        assert work.session.exec(sa.text("SELECT count(*) FROM area")).scalar() == 0
        work.session.exec(sa.text("INSERT INTO area (id, name) VALUES ('0195a3c012347abc8def446655440000', 'x')"))
    if backend == "postgres":
        with database.reading(Anybody()) as work:
            assert work.session.exec(sa.text("SHOW TimeZone")).scalar() == "UTC"


def test_settings_of_whoever_runs_the_tests_do_not_reach_them(settings):
    assert settings.is_demo
    assert Settings().database_url == ""


def test_the_budget_says_what_took_how_long():
    lines = report([("tests/web/a.py::x", 2.0), ("tests/web/a.py::x", 1.0), ("tests/domain/b.py::y", 0.5)], 3.25)
    assert lines[0].split()[0] == "3.2"
    assert any(line.split()[:4] == ["3.0", "s", "in", "web,"] for line in lines)
    assert lines[-2].endswith("tests/web/a.py::x")


@pytest.mark.browser
def test_a_page_that_complains_is_noticed(page, complaints):
    page.goto("data:text/html,<script>console.error('kettle boiled over'); nowhere()</script>")
    page.wait_for_timeout(100)
    assert len(complaints.left()) == 2
    complaints.expect("kettle boiled over")
    complaints.expect("nowhere")
    assert complaints.left() == []


@pytest.mark.browser
def test_a_page_that_asks_another_machine_is_noticed_and_gets_nothing(page, complaints):
    page.goto("data:text/html,<img src='http://kettle.example/pixel.gif'>")
    page.wait_for_timeout(200)
    assert any(words.startswith("request to another machine") for words in complaints.left())
    assert any(words.startswith("failed request") for words in complaints.left())
    complaints.expect("kettle.example")
    assert complaints.left() == []


@pytest.mark.browser
def test_a_quiet_page_passes(page, complaints):
    page.goto("data:text/html,<title>Kettle</title><p>Nobody is waiting.")
    assert page.title() == "Kettle"
    assert complaints.left() == []
