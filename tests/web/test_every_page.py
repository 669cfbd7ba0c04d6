"""What holds for every page of the service, read off the list of its addresses: one that nobody thought of fails."""

from collections.abc import Iterator
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask, request
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.routing import Rule

from app.assembly import House
from app.domain.audit.models import AuditEntry
from app.domain.conversations.models import Conversation, Message
from app.domain.people.models import Contact
from app.domain.tables import metadata
from app.foundation.actors import Command
from app.foundation.settings import Settings
from app.invented_town import Town
from app.web.app import create_app
from app.web.pages import Pages

NOT_PAGES = {"static"}
SIGNED_ELSEWHERE = {"webhooks", "twilio_face"}  # a signature, and the account's own token, instead of a form token
NOBODY = UUID("01a2009c-5cb9-7f22-bbe9-e77a7ab63742")


@pytest.fixture
def application(house: House, town: Town) -> Flask:
    return create_app(house)


def rules(application: Flask, method: str) -> list[Rule]:
    return [
        one for one in application.url_map.iter_rules() if method in (one.methods or ()) and one.endpoint != "static"
    ]


def addresses(application: Flask, house: House, method: str) -> Iterator[tuple[str, str]]:
    """Every address with things of the town in it: (endpoint, path)."""
    with house.database.reading(Command()) as work:
        known = {
            "conversation_id": str(work.session.exec(select(Conversation.id)).first()),
            "message_id": str(work.session.exec(select(Message.id)).first()),
            "contact_id": str(work.session.exec(select(Contact.id)).first()),
        }
    with application.test_request_context():
        for rule in rules(application, method):
            values = {
                name: known.get(name, str(NOBODY) if "uuid" in str(rule) else "nonsense") for name in rule.arguments
            }
            yield rule.endpoint, rule.build(values)[1]  # type: ignore[index]


def test_every_page_belongs_to_a_group_that_names_its_guard(application: Flask) -> None:
    for rule in [*rules(application, "GET"), *rules(application, "POST")]:
        group = application.blueprints[rule.endpoint.split(".")[0]]
        assert isinstance(group, Pages) or group.name == "twilio_face", rule
        assert not isinstance(group, Pages) or group.guard.name


def test_only_what_is_signed_otherwise_goes_without_a_form_token(application: Flask, house: House) -> None:
    visitor = application.test_client()
    for endpoint, path in addresses(application, house, "POST"):
        answer = visitor.post(path, data={"text": "x"})
        if endpoint.split(".")[0] in SIGNED_ELSEWHERE:
            assert answer.status_code in {401, 403}, path
        else:
            assert answer.status_code == 400, f"{path} took a form without a token: {answer.status_code}"


def test_whoever_is_not_signed_in_sees_no_page_of_staff_and_nothing_personal(application: Flask, house: House) -> None:
    visitor = application.test_client()
    for endpoint, path in addresses(application, house, "GET"):
        if endpoint.split(".")[0] in {"simulator", "twilio_face"}:
            continue  # the demo's own table top shows invented people to anybody
        answer = visitor.get(path)
        # No scheduler runs in this test, and /health says so.
        assert answer.status_code in ({503} if path == "/health" else {200, 302, 303, 401, 404}), path
        for personal in ("Sara", "Whitfield", "900111", "sleeping", "Kowalczyk"):
            assert personal not in answer.text, f"{path} shows {personal}"


@pytest.mark.parametrize("https", [False, True])
def test_every_answer_has_its_guards_in_its_headers(house: House, settings: Settings, town: Town, https: bool) -> None:
    if https:
        house = House(
            settings.model_copy(update={"public_url": "https://kettle.example"}),
            type(house.database)(
                house.database.engine, settings.model_copy(update={"public_url": "https://kettle.example"})
            ),
            house.incoming,
            house.network,
            house.pretend_post,
        )
    application = create_app(house)
    visitor = application.test_client()
    paths = [path for _, path in addresses(application, house, "GET")]
    for path in [*paths, "/nothing-here", f"{application.static_url_path}/kettle.css", "/static/nothing.css"]:
        answer = visitor.get(path)
        answer.close()
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert ("Strict-Transport-Security" in headers) is https, path
        is_sheet = path.endswith("kettle.css")
        assert headers["Cache-Control"].startswith("public" if is_sheet else "no-store"), path
        for cookie in headers.getlist("Set-Cookie"):
            assert "HttpOnly" in cookie and "SameSite" in cookie, path
            assert ("Secure" in cookie and cookie.startswith("__Host-")) is https, cookie


def test_looking_at_every_page_changes_nothing_but_the_record_of_having_looked(
    house: House, town: Town, sign_in
) -> None:
    application = create_app(house)
    visitor: FlaskClient = sign_in(town.neil)
    before = _everything(house)
    for _, path in addresses(application, house, "GET"):
        visitor.get(path)
    assert _everything(house) == before


def _everything(house: House) -> dict[str, list[object]]:
    may_change = {AuditEntry.__tablename__, "staff_session"}
    with house.database.reading(Command()) as work:
        return {
            table.name: sorted(map(str, work.session.connection().execute(sa.select(table))))
            for table in metadata.sorted_tables
            if table.name not in may_change
        }


def test_a_service_has_no_door_of_the_demo(settings: Settings, house: House) -> None:
    service = house.settings.model_copy(update={"mode": "service"})
    real = House(service, type(house.database)(house.database.engine, service), house.incoming)
    for rule in create_app(real).url_map.iter_rules():
        assert "simulator" not in str(rule)


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_whose_address_counts_is_told_only_by_proxies_of_our_own(
    house: House, settings: Settings, proxies: int, counted: str
) -> None:
    behind = settings.model_copy(update={"trusted_proxies": proxies})
    application = create_app(House(behind, house.database, house.incoming, house.network, house.pretend_post))
    seen = []
    application.before_request(lambda: seen.append(request.remote_addr))
    lies = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Host": "evil.example"}
    application.test_client().get("/privacy", headers=lies)
    assert seen == [counted]
