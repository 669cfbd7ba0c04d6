"""Sitting down at a desk with one press, in the demo; and that service has no such door."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import assembly, invented_town
from app.assembly import House
from app.domain.people import joining
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.app import create_app
from app.web.simulator import carrying

SERVICE = {
    "mode": "service",
    "public_url": "http://127.0.0.1:8101",
    "secret_key": "k" * 40,
    "seed_keys": "s" * 40,
    "twilio_account_sid": "AC" + "1" * 32,
    "twilio_auth_token": "a-token-of-this-test",
    "smtp_url": "smtp://127.0.0.1:1025",
    "mail_from": "kettle@kettle.example",
}
DOORS = (
    ("GET", "/simulator/phones"),
    ("GET", "/simulator/mailbox"),
    ("GET", "/simulator/look"),
    ("POST", "/simulator/type"),
    ("POST", "/simulator/ring"),
    ("POST", "/simulator/mood"),
    ("POST", "/simulator/fault"),
    ("POST", "/simulator/new-phone"),
    ("GET", "/simulator/twilio/2010-04-01/Accounts/AC1/Messages.json"),
)


@pytest.fixture
def service(settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A house in service mode, with people in its database."""
    real = Settings(**SERVICE, database_url=settings.database_url, var_dir=str(tmp_path)).filled_in()
    built = assembly.put_together(real)
    yield built
    built.database.close()


def test_one_press_sits_down_at_a_desk(web: FlaskClient, town: Town) -> None:
    answer = web.post(f"/simulator/desk/{town.neil}")
    assert answer.status_code == 303
    assert answer.location == "/inbox"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Neil" in web.get("/inbox").text


def test_the_service_desk_opens_at_its_health(web: FlaskClient, town: Town) -> None:
    assert web.post(f"/simulator/desk/{town.olive}").location == "/operator/health"
    assert web.get("/operator/health").status_code == 200


def test_nobody_sits_down_at_a_desk_that_is_not_there(web: FlaskClient, town: Town) -> None:
    assert web.post(f"/simulator/desk/{new_id()}").status_code == 404
    assert web.get("/inbox").status_code == 302


def test_a_desk_is_empty_when_its_person_has_left(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    assert web.post(f"/simulator/desk/{town.neil}").status_code == 404
    assert f"/simulator/desk/{town.neil}" not in web.get("/").text


def test_a_desk_says_how_many_wait_there(web: FlaskClient, town: Town) -> None:
    page = web.get("/").text
    assert "1 waiting" in page[page.index(f'data-live="desk-{town.neil}"') :][:400]
    assert "waiting" not in page[page.index(f'data-live="desk-{town.grace}"') :][:60]


def test_service_has_no_desks_to_sit_at(service: House) -> None:
    with service.database.writing(Command()):
        pass
    town = invented_town.settle(service.database)
    visitor = create_app(service).test_client()
    assert visitor.post(f"/simulator/desk/{town.neil}").status_code in {400, 404}
    unguarded = create_app(service)
    unguarded.config.update(WTF_CSRF_ENABLED=False)
    answer = unguarded.test_client().post(f"/simulator/desk/{town.neil}")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
    assert "simulator.desk" not in unguarded.view_functions


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_service_has_no_pretend_phones(service: House, method: str, path: str) -> None:
    application = create_app(service)
    application.config.update(WTF_CSRF_ENABLED=False)
    assert application.test_client().open(path, method=method).status_code == 404


def test_service_carries_no_pretend_texts(service: House) -> None:
    assert carrying.start(service) is None
    assert service.network is None


def test_a_demo_door_left_in_by_mistake_would_still_be_shut(service: House) -> None:
    from app.web.simulator.table_top import pages  # late: only this test mounts it where it must not be

    application = create_app(service)
    application.config.update(WTF_CSRF_ENABLED=False)
    application.register_blueprint(pages, name="left_in")
    town = invented_town.settle(service.database)
    answer = application.test_client().post(f"/simulator/desk/{town.neil}")
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers
