"""What every test stands on: its own database, a clock that stands still, a browser, and no way off this machine."""

import gc
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright

from app.foundation.database import Database
from app.foundation.settings import Settings
from tests import network_guard, without_a_check, written_budget
from tests.browsers import ARGUMENTS, NO_CHROMIUM, Complaints, chromium_path
from tests.clock import SettableClock
from tests.databases import Backend, PostgresServer, SqliteFiles, engine_on
from tests.postgres import Keeper, ask_for_server

BOTH = ("sqlite", "postgres")
FOLDERS_WITH_BOTH = ("tests/domain/", "tests/promises/", "tests/scheduler/")
NO_SERVER = "no PostgreSQL"
KEPT_SETTINGS = ("KETTLE_TEST_", "KETTLE_TIMES")
IS_CI = os.environ.get("CI") == "true"
_keeper = pytest.StashKey[Keeper]()
_began = pytest.StashKey[float]()

_relaxed = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
hypothesis_settings.register_profile("default", max_examples=60, derandomize=IS_CI, **_relaxed)
hypothesis_settings.register_profile("proof", max_examples=500, derandomize=IS_CI, **_relaxed)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.load_profile(os.environ.get("KETTLE_TEST_PROFILE", "default"))
    for name in [name for name in os.environ if name.startswith("KETTLE_") and not name.startswith(KEPT_SETTINGS)]:
        del os.environ[name]  # whoever runs the tests may have a Kettle of their own
    network_guard.watch()
    if "KETTLE_TEST_WITHOUT" in os.environ:
        without_a_check.take_out(without_a_check.Check.read(os.environ["KETTLE_TEST_WITHOUT"]))
    config.stash[_began] = time.monotonic()
    if not hasattr(config, "workerinput"):
        config.stash[_keeper] = Keeper()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    node.workerinput["postgres_folder"] = str(node.config.stash[_keeper].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _keeper in config.stash:
        config.stash[_keeper].end()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    own = {name for mark in metafunc.definition.iter_markers("parametrize") for name in str(mark.args[0]).split(",")}
    if "backend" in metafunc.fixturenames and "backend" not in own:
        is_both = metafunc.definition.nodeid.startswith(FOLDERS_WITH_BOTH)
        metafunc.parametrize("backend", BOTH if is_both else BOTH[:1], scope="function")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        uses = {"browser", "page"} & set(getattr(item, "fixturenames", ()))
        if uses and not item.get_closest_marker("browser"):
            raise pytest.UsageError(f"{item.nodeid} opens a browser, so it needs @pytest.mark.browser")
        if "page" in uses:  # opened last, so closed first: a page that looks again by itself must find its server
            item.fixturenames.remove("page")
            item.fixturenames.append("page")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what was imported and collected stays: to look through it again and again takes a tenth of the run
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and chromium_path() is None:
        _leave_out(NO_CHROMIUM)


def _leave_out(why: str) -> None:
    if IS_CI:
        pytest.fail(f"{why}, and CI must run every test", pytrace=False)
    pytest.skip(why)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for why in (NO_CHROMIUM, NO_SERVER):
        count = sum(why in words for words in skipped)
        if count:
            terminalreporter.write_line(f"LEFT OUT: {count} tests, because {_whole(why, skipped)}", yellow=True)
    if os.environ.get("KETTLE_TIMES") == "1":
        reports = (report for group in terminalreporter.stats.values() for report in group)
        durations = [(report.nodeid, report.duration) for report in reports if hasattr(report, "duration")]
        wall = time.monotonic() - config.stash[_began]
        for line in written_budget.report(durations, wall):
            terminalreporter.write_line(line)


def _whole(why: str, skipped: list[str]) -> str:
    first = next(words for words in skipped if why in words)
    return first[first.index(why) :].removesuffix(")").rstrip("\"'")


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    network_guard.attempts_since_last_asked()
    yield
    attempts = network_guard.attempts_since_last_asked()
    if attempts:
        pytest.fail(f"this test tried to leave the machine: {', '.join(attempts)}", pytrace=False)


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Backend:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _postgres(request: pytest.FixtureRequest) -> Iterator[Backend]:
    config = request.config
    on_worker = getattr(config, "workerinput", None)
    folder = Path(on_worker["postgres_folder"]) if on_worker else config.stash[_keeper].folder
    url, problem = ask_for_server(folder)
    if url is None:
        _leave_out(f"{NO_SERVER}: {problem}")
    server = PostgresServer(str(url))
    yield server
    server.end()


@pytest.fixture
def backend() -> str:
    """Which database this test is about: "sqlite" or "postgres"."""
    return "sqlite"


@pytest.fixture
def databases(backend: str, request: pytest.FixtureRequest) -> Backend:
    """Somewhere to make more databases of this test's kind: `with databases.fresh() as url`, or `.bare()`."""
    found: Backend = request.getfixturevalue(f"_{backend}")
    return found


@pytest.fixture
def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def settings(tmp_path: Path, free_port: int, databases: Backend) -> Iterator[Settings]:
    """A demo of its own: its own port, folder and fresh, migrated, empty database."""
    with databases.fresh() as url:
        yield Settings(mode="demo", port=free_port, var_dir=str(tmp_path), database_url=url).filled_in()


@pytest.fixture
def clock() -> SettableClock:
    """The database's clock: Wednesday 10 March 2027, 10:00 UTC, until a test moves it."""
    return SettableClock()


@pytest.fixture
def database(settings: Settings, clock: SettableClock) -> Iterator[Database]:
    """A fresh, migrated, empty database. In domain, promises and scheduler every test runs on both kinds."""
    with engine_on(settings.database_url) as engine:
        opened = Database(engine, settings, now=clock)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This worker's chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Complaints:
    """What the browser complained about; `complaints.expect("status of 404")` when that is the point of the test."""
    return Complaints()


@pytest.fixture
def page(browser: Browser, complaints: Complaints) -> Iterator[Page]:
    """A page in a browser that has never been here. Any complaint of the browser fails the test."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    complaints.listen_to(context)
    yield context.new_page()
    context.close()
    if complaints.left():
        pytest.fail("the browser complained: " + "; ".join(complaints.left()), pytrace=False)
