"""The pretend provider's API looks like Twilio's to anybody who asks."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.channels.simulator import Network
from app.foundation.settings import DEMO_SID, DEMO_TOKEN
from app.web.simulator.twilio_face import twilio_face
from tests.clock import SettableClock

LINE, SARA, OMAR = "+447700900000", "+447700900101", "+447700900102"
ROOT = "/simulator/twilio"
MESSAGES = f"{ROOT}/2010-04-01/Accounts/{DEMO_SID}/Messages.json"


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


KNOWN = basic(DEMO_SID, DEMO_TOKEN)


@pytest.fixture
def client(network: Network) -> FlaskClient:
    app = Flask("face")
    app.register_blueprint(twilio_face(network, DEMO_SID, DEMO_TOKEN))
    return app.test_client()


def listed(client: FlaskClient, **query: str) -> list[str]:
    answer = client.get(MESSAGES, query_string=query, headers=KNOWN)
    assert answer.status_code == 200
    return [text["body"] for text in answer.json["messages"]]


@pytest.mark.parametrize(
    "headers",
    [{}, basic(DEMO_SID, "wrong"), basic("AC1", DEMO_TOKEN), basic("", ""), {"Authorization": "Bearer x"}],
)
@pytest.mark.parametrize("path", [MESSAGES, MESSAGES.replace(".json", "/SM1.json")])
def test_a_stranger_is_turned_away(client: FlaskClient, headers: dict[str, str], path: str) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.json
    assert answer.json["code"] == 20003
    if path == MESSAGES:
        assert client.post(path, data={"To": SARA}, headers=headers).status_code == 401


def test_another_account_does_not_exist(client: FlaskClient) -> None:
    answer = client.get(MESSAGES.replace(DEMO_SID, "AC" + "9" * 32), headers=KNOWN)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, 20404)


def test_a_text_is_answered_with_the_whole_resource(client: FlaskClient) -> None:
    answer = client.post(MESSAGES, data={"To": SARA, "From": LINE, "Body": "Hi"}, headers=KNOWN)
    assert answer.status_code == 201
    made: Any = answer.json
    assert made["sid"].startswith("SM")
    assert len(made["sid"]) == 34
    assert (made["status"], made["direction"], made["date_sent"]) == ("queued", "outbound-api", None)
    assert made["date_created"] == "Mon, 23 Nov 2026 08:00:00 +0000"
    assert client.get(f"{ROOT}{made['uri']}", headers=KNOWN).json == made


def test_a_refusal_is_answered_as_twilio_does(client: FlaskClient) -> None:
    answer = client.post(MESSAGES, data={"To": "Mum", "From": LINE, "Body": "Hi"}, headers=KNOWN)
    assert answer.status_code == 400
    assert answer.json == {
        "code": 21211,
        "message": "Invalid 'To' Phone Number: Mum",
        "more_info": "https://www.twilio.com/docs/errors/21211",
        "status": 400,
    }


def test_an_unknown_text_is_not_found(client: FlaskClient) -> None:
    answer = client.get(MESSAGES.replace(".json", "/SM1.json"), headers=KNOWN)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, 20404)


def test_the_list_is_narrowed_by_number_and_by_time(
    client: FlaskClient, network: Network, clock: SettableClock
) -> None:
    network.type_text(SARA, LINE, "first")
    clock.move(seconds=60)
    network.type_text(OMAR, LINE, "second")
    clock.move(seconds=86_400)
    network.type_text(SARA, LINE, "third")
    assert listed(client) == ["third", "second", "first"]
    assert listed(client, From=SARA) == ["third", "first"]
    assert listed(client, To=SARA) == []
    assert listed(client, **{"DateSent>": "2026-11-24"}) == ["third"]
    assert listed(client, **{"DateSent<": "2026-11-23"}) == ["second", "first"]
    assert listed(client, DateSent="2026-11-23", From=OMAR) == ["second"]
    assert listed(client, **{"DateSent>": "2026-11-23T08:01:00Z"}) == ["third", "second"]
    assert listed(client, **{"DateSent<": "2026-11-23T08:00:00Z"}) == ["first"]


def test_what_the_network_itself_says_is_not_listed(client: FlaskClient, network: Network) -> None:
    network.type_text(SARA, LINE, "STOP")
    assert listed(client) == ["STOP"]


def test_pages_follow_each_other_even_when_a_text_comes_in_between(client: FlaskClient, network: Network) -> None:
    for number in range(5):
        network.type_text(SARA, LINE, f"text {number}")
    seen, path = [], f"{MESSAGES}?PageSize=2&From=%2B447700900101"
    while path:
        answer: Any = client.get(path, headers=KNOWN).json
        seen += [text["body"] for text in answer["messages"]]
        following = answer["next_page_uri"]
        path = f"{ROOT}{following}" if following else ""
        if following:
            assert parse_qs(urlsplit(following).query)["From"] == [SARA]
            network.type_text(SARA, LINE, "in between")
    assert seen == ["text 4", "text 3", "text 2", "text 1", "text 0"]


@pytest.mark.parametrize(
    "query", [{"DateSent": "yesterday!"}, {"PageSize": "many"}, {"Page": "x"}, {"PageToken": "PAx"}]
)
def test_a_parameter_that_cannot_be_read_is_refused(client: FlaskClient, query: dict[str, str]) -> None:
    assert client.get(MESSAGES, query_string=query, headers=KNOWN).status_code == 400
