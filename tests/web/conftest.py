"""A house with the invented town in it, and a browser-less visitor."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from app import assembly, invented_town
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import queries as account_queries
from app.domain.people import queries as people
from app.foundation.actors import Command
from app.foundation.database import Database
from app.foundation.identifiers import MembershipId
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.app import create_app
from app.web.guards import staff_cookie
from tests.clock import SettableClock
from tests.web.serving import serving


@pytest.fixture
def house(settings: Settings, clock: SettableClock) -> Iterator[House]:
    """A demo house on this test's own database and clock."""
    built = assembly.put_together(settings, now=clock)
    yield built
    built.database.close()
    built.pretend_network.store.close()


@pytest.fixture
def town(house: House) -> Town:
    """Tidewell, with a few days of talk."""
    return invented_town.settle(house.database, house.network, with_history=True)


@pytest.fixture
def web(house: House) -> FlaskClient:
    """Somebody with a browser who has not signed in. Form tokens are tested on their own."""
    application = create_app(house)
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
            email = people.membership(work, membership_id).email
            account = account_queries.account_by_email(work, email)
            assert account is not None
            secret = accounts.start_staff_session(work, account.id, membership_id)
        web.set_cookie(staff_cookie(house.settings), secret, domain="localhost")
        return web

    return signed_in
