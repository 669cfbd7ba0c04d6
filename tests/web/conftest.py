"""A house with the invented town in it, and a browser-less visitor."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import make_url

from app import assembly, invented_town
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import queries as account_queries
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.database import Database
from app.foundation.identifiers import MembershipId
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.guards import staff_cookie
from tests.clock import SettableClock
from tests.databases import Backend, compile_once
from tests.web.once_drawn import quick_app
from tests.web.serving import serving


@pytest.fixture
def house(settings: Settings, clock: SettableClock) -> Iterator[House]:
    """A demo house on this test's own database and clock."""
    built = assembly.put_together(settings, now=clock)
    compile_once(built.database.engine)
    yield built
    built.database.close()
    built.pretend_network.store.close()


@dataclass(frozen=True)
class Settled:
    """A house in which the town was settled once, with a few days of talk; tests get copies of what it holds."""

    town: Town
    files: tuple[Path, Path]

    def copy_into(self, house: House) -> None:
        """Fill another house's own files with it."""
        for source, target in zip(self.files, _files(house.settings), strict=True):
            with closing(sqlite3.connect(source)) as whole, closing(sqlite3.connect(target)) as empty:
                whole.backup(empty)


def _files(settings: Settings) -> tuple[Path, Path]:
    return Path(str(make_url(settings.database_url).database)), assembly.pretend_file(settings)


@pytest.fixture(scope="session")
def _settled(_sqlite: Backend, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    url = _sqlite.make(from_template=True)
    settings = Settings(mode="demo", var_dir=str(tmp_path_factory.mktemp("town")), database_url=url).filled_in()
    house = assembly.put_together(settings, now=SettableClock())
    town = invented_town.settle(house.database, house.network, with_history=True)
    house.database.close()
    house.pretend_network.store.close()
    return Settled(town, _files(settings))


@pytest.fixture
def town(house: House, _settled: Settled) -> Town:
    """Tidewell, with a few days of talk."""
    if not house.database.is_sqlite:
        return invented_town.settle(house.database, house.network, with_history=True)
    _settled.copy_into(house)
    return _settled.town


@pytest.fixture
def web(house: House) -> FlaskClient:
    """Somebody with a browser who has not signed in. Form tokens are tested on their own."""
    application = quick_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    return application.test_client()


@pytest.fixture
def served(house: House, town: Town) -> Iterator[str]:
    """The address of this house, with the town in it, for a real browser."""
    with serving(house) as address:
        yield address


@pytest.fixture
def sign_in(web: FlaskClient, house: House) -> Callable[[MembershipId], FlaskClient]:
    """Sign a member of staff in: `sign_in(town.neil)`."""

    def signed_in(membership_id: MembershipId) -> FlaskClient:
        database: Database = house.database
        with database.writing(Command()) as work:
            email = members.membership(work, membership_id).email
            account = account_queries.account_by_email(work, email)
            assert account is not None
            secret = accounts.start_staff_session(work, account.id, membership_id)
        web.set_cookie(staff_cookie(house.settings), secret, domain="localhost")
        return web

    return signed_in
