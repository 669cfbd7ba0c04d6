"""Trying service mode on one machine: one Kettle plays the telephone provider, another serves a school on trial."""

import re
import socket
import subprocess
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import requests

from app.domain.people.rules import Check
from app.foundation import clock
from app.invented_town import EWA, SARA, SCHOOL_LINE
from tests.journeys.supervised import KETTLE, ROOT, TOKEN, Running, environment, running, until
from tests.web.signing_in import hidden

ACCOUNT = {"twilio_account_sid": "AC" + "1" * 32, "twilio_auth_token": "a-token-of-this-rehearsal"}
WHERE = "--organisation=hollin-bank-school"
PERSON = "--person=nadia@hollin.example"
PASSWORD = "the kettle is on"


def a_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def kettle(folder: Path, settings: Mapping[str, str], *words: str) -> str:
    """What one `kettle …` said."""
    said = subprocess.run(
        [*KETTLE, *words], cwd=ROOT, env=environment(folder, 0, settings), capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return said.stdout


def set_up_school(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """A school with two managers, of whom Nadia writes to families. Gives the paths of their invitations."""
    kettle(folder, settings, "database")
    kettle(folder, settings, "organisation", "Hollin Bank School", "--kind=school", f"--line={SCHOOL_LINE}")
    roles = {"Nadia": ("trusted_person", "first_contact", "manager"), "Farah": ("manager",)}
    invited = {}
    for name, held in roles.items():
        given = (f"--first-name={name}", *(f"--role={role}" for role in held))
        said = kettle(folder, settings, "invite", f"{name.lower()}@hollin.example", WHERE, *given)
        invited[name] = re.findall(r"/welcome/\S+", said)[0]
    return invited


def write_down_families(folder: Path, settings: Mapping[str, str]) -> None:
    """Two mothers who chose Nadia."""
    for name, number in (("Sara", SARA), ("Ewa", EWA)):
        kettle(folder, settings, "family", WHERE, f"--first-name={name}", f"--phone={number}", PERSON)


def record_checks_of_nadia(service: Running) -> None:
    """A manager has seen the papers."""
    found = re.search(r'href="(/staff/[0-9a-f-]{36})[^"]*"(?:(?!</a>).)*Nadia', service.get("/staff").text, re.S)
    assert found
    in_a_year = (clock.now() + timedelta(days=365)).date().isoformat()
    for kind in Check:
        send(service, f"{found.group(1)}/checks", found.group(1), kind=kind, lapses_on=in_a_year)


def send(service: Running, path: str, page: str | None = None, **fields: str) -> requests.Response:
    """Send a form that stands on `page`."""
    token = TOKEN.search(service.get(page or path).text)
    assert token
    fields["csrf_token"] = token.group(1)
    return service.visitor.post(service.address + path, data=fields, timeout=10)


def come_in(service: Running, invitation: str, email: str) -> str:
    """A password is chosen, then codes on a phone are set up, then the recovery codes are kept. Gives where that
    leads."""
    service.visitor = requests.Session()
    assert send(service, invitation, password=PASSWORD).url.endswith("/sign-in?ready=yes")
    asked = send(service, "/sign-in", email=email, password=PASSWORD)
    assert service.get("/inbox").url.endswith("/sign-in?next=/inbox"), "a password alone opens nothing"
    key = re.search(r'<p class="key"[^>]*>([A-Z2-7 ]+)</p>', asked.text)
    assert key
    code = pyotp.TOTP(key.group(1).replace(" ", "")).now()
    codes = send(service, "/sign-in/set-up", "/sign-in", **hidden(asked.text), code=code)
    assert "Your recovery codes" in codes.text
    return send(service, "/sign-in/place", "/sign-in", **hidden(codes.text)).url


@pytest.mark.proof
def test_a_school_on_trial_walks_through_it_against_the_pretend_provider(tmp_path: Path) -> None:
    ours, theirs = a_port(), a_port()
    service_settings = ACCOUNT | {
        "mode": "service",
        "public_url": f"http://127.0.0.1:{ours}",
        "twilio_api_url": f"http://127.0.0.1:{theirs}/simulator/twilio",
        "secret_key": "a-secret-of-this-rehearsal-and-no-other",
        "seed_keys": "a-key-of-this-rehearsal-and-of-no-other",
        "trial_numbers": SARA,
        "smtp_url": "smtp://127.0.0.1:9",
        "mail_from": "kettle@hollin.example",
    }
    (tmp_path / "service").mkdir()
    invited = set_up_school(tmp_path / "service", service_settings)
    delivers_to = ACCOUNT | {"pretend_delivers_to": f"http://127.0.0.1:{ours}"}
    with (
        running(tmp_path / "provider", theirs, **delivers_to) as provider,
        running(tmp_path / "service", ours, **service_settings) as service,
    ):
        come_in(service, invited["Farah"], "farah@hollin.example")
        record_checks_of_nadia(service)
        write_down_families(tmp_path / "service", service_settings)
        assert come_in(service, invited["Nadia"], "nadia@hollin.example") == f"{service.address}/inbox"

        provider.post("/simulator/type", number=SARA, line=SCHOOL_LINE, text="is this nadia")
        until(lambda: "waiting since" in service.get("/inbox").text, "her text never came", within=15)
        thread = re.search(r'href="(/conversation/[^"#]+)', service.get("/inbox").text)
        assert thread
        assert "is this nadia" in service.get(thread.group(1)).text

        send(service, f"{thread.group(1)}/reply", thread.group(1), text="It is me. Nothing is wrong.")
        until(lambda: "Nadia: It is me." in provider.get("/").text, "the answer never came", within=15)
        until(lambda: "On their phone" in service.get(thread.group(1)).text, "no receipt came", within=15)

        found = send(service, "/find", fragment="ewa").text
        hello = re.search(r'href="(/hello/[^"#]+)', found)
        assert hello
        refused = send(service, hello.group(1), giver="Priya", words="")
        assert refused.status_code == 409
        assert "Kettle is on trial here" in refused.text
        assert provider.get("/").text.count("Nadia:") == 1
        assert service.get("/simulator/phones").status_code == 404
