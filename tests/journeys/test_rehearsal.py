"""Trying service mode on one machine: one Kettle plays the telephone provider, another serves a school on trial."""

import re
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import requests

from app.invented_town import EWA, SARA, SCHOOL_LINE
from tests.journeys.supervised import KETTLE, ROOT, TOKEN, Running, environment, running, until

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


def set_up_school(folder: Path, settings: Mapping[str, str]) -> str:
    """A school with one person and two mothers. Gives the path of the invitation."""
    kettle(folder, settings, "database")
    kettle(folder, settings, "organisation", "Hollin Bank School", "--kind=school", f"--line={SCHOOL_LINE}")
    roles = ("--role=trusted_person", "--role=first_contact")
    invited = kettle(folder, settings, "invite", "nadia@hollin.example", WHERE, "--first-name=Nadia", *roles)
    for name, number in (("Sara", SARA), ("Ewa", EWA)):
        kettle(folder, settings, "family", WHERE, f"--first-name={name}", f"--phone={number}", PERSON)
    found = re.search(r"/welcome/\S+", invited)
    assert found
    return found.group()


def send(service: Running, path: str, page: str | None = None, **fields: str) -> requests.Response:
    """Send a form that stands on `page`."""
    token = TOKEN.search(service.get(page or path).text)
    assert token
    fields["csrf_token"] = token.group(1)
    return service.visitor.post(service.address + path, data=fields, timeout=10)


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
    invitation = set_up_school(tmp_path / "service", service_settings)
    delivers_to = ACCOUNT | {"pretend_delivers_to": f"http://127.0.0.1:{ours}"}
    with (
        running(tmp_path / "provider", theirs, **delivers_to) as provider,
        running(tmp_path / "service", ours, **service_settings) as service,
    ):
        assert send(service, invitation, password=PASSWORD).url.endswith("/sign-in?ready=yes")
        signed_in = send(service, "/sign-in", email="nadia@hollin.example", password=PASSWORD)
        assert signed_in.url == f"{service.address}/inbox"

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
