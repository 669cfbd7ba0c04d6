"""The provider's webhooks: what is genuine is stored before we say thank you; what is forged learns nothing."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.channels.twilio import sign
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, State
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.reception.models import Arrival
from app.domain.reception.sorting import sort_arrivals
from app.foundation.actors import Clock, Command
from app.invented_town import SARA, SCHOOL_LINE, Town
from app.web.app import create_app

MESSAGE = "/webhooks/twilio/message"
VOICE = "/webhooks/twilio/voice"


def a_text(house: House, body: str = "hello", **more: str) -> dict[str, str]:
    return {
        "MessageSid": f"SM{uuid4().hex}",
        "AccountSid": house.settings.twilio_account_sid,
        "From": SARA,
        "To": SCHOOL_LINE,
        "Body": body,
        "NumMedia": "0",
        **more,
    }


def call(web: FlaskClient, house: House, path: str, fields: dict[str, str], **headers: str) -> TestResponse:
    signature = sign(f"{house.settings.public_url}{path}", fields, house.settings.twilio_auth_token[0])
    return web.post(path, data=fields, headers={"X-Twilio-Signature": signature, **headers})


def stored(house: House) -> list[Arrival]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(Arrival)).all())


def test_a_genuine_text_is_stored_and_answered_with_nothing_to_send(web: FlaskClient, house: House) -> None:
    answer = call(web, house, MESSAGE, a_text(house, "shes not sleeping"))
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/xml")
    assert b"<Message" not in answer.data
    assert [one.body for one in stored(house)] == ["shes not sleeping"]


@pytest.mark.parametrize("header", [None, "", "x", "AAAA====", "ü" * 30, "a" * 5000, "\t"])
@pytest.mark.parametrize("path", [MESSAGE, VOICE, "/webhooks/twilio/receipt/01a2009c-5cb9-7f22-bbe9-e77a7ab63742"])
def test_a_missing_or_garbled_signature_is_refused_and_stores_nothing(
    web: FlaskClient, house: House, path: str, header: str | None, capfd: pytest.CaptureFixture[str]
) -> None:
    headers = {} if header is None else {"X-Twilio-Signature": header.encode("utf-8").decode("latin-1")}
    answer = web.post(path, data=a_text(house), headers=headers)
    assert answer.status_code == 403
    assert stored(house) == []
    logged = capfd.readouterr()
    assert "900111" not in logged.err + logged.out


def test_a_true_signature_for_other_words_is_refused(web: FlaskClient, house: House) -> None:
    fields = a_text(house, "I will come at 3")
    signature = sign(f"{house.settings.public_url}{MESSAGE}", fields, house.settings.twilio_auth_token[0])
    answer = web.post(MESSAGE, data={**fields, "Body": "I will not come"}, headers={"X-Twilio-Signature": signature})
    assert answer.status_code == 403


def test_what_a_proxy_says_about_our_address_is_not_believed(web: FlaskClient, house: House) -> None:
    fields = a_text(house)
    signature = sign(f"https://evil.example{MESSAGE}", fields, house.settings.twilio_auth_token[0])
    lies = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Host": "evil.example"}
    assert web.post(MESSAGE, data=fields, headers={"X-Twilio-Signature": signature, **lies}).status_code == 403
    assert call(web, house, MESSAGE, fields, **lies).status_code == 200


@pytest.mark.parametrize("body", ['{"Body": "x"}', "Body=%ff%fe", "", "&&&==", "Body=" + "x" * 9000])
def test_a_body_that_is_no_form_is_refused_and_never_an_error_of_ours(
    web: FlaskClient, house: House, body: str
) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded", "text/xml", "multipart/form-data"):
        assert web.post(MESSAGE, data=body, content_type=kind, headers={"X-Twilio-Signature": "x"}).status_code == 403


def test_a_body_of_ten_megabytes_is_turned_away(web: FlaskClient) -> None:
    assert web.post(MESSAGE, data={"Body": "x" * 10_000_000}).status_code == 413


def test_the_query_counts_exactly_as_it_came(web: FlaskClient, house: House) -> None:
    path = f"{MESSAGE}?b=%2B1&a=2"
    assert call(web, house, path, a_text(house)).status_code == 200
    fields = a_text(house)
    signature = sign(f"{house.settings.public_url}{path}", fields, house.settings.twilio_auth_token[0])
    for other in (f"{MESSAGE}?a=2&b=%2B1", f"{MESSAGE}?b=+1&a=2", MESSAGE):
        assert web.post(other, data=fields, headers={"X-Twilio-Signature": signature}).status_code == 403


def test_the_same_text_ten_times_at_once_is_stored_once_and_answered_kindly_each_time(house: House) -> None:
    application = create_app(house)
    fields = a_text(house, "only once")
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: call(application.test_client(), house, MESSAGE, fields), range(10)))
    assert [answer.status_code for answer in answers] == [200] * 10
    assert len(stored(house)) == 1


@pytest.mark.parametrize(
    "body",
    ["", "x" * 1600, "🫖" * 400, "السلام علیکم", "a\x00b", "<script>alert(1)</script>", "{{ 7*7 }}", "\u202ereversed"],
)
def test_any_words_are_stored_and_reach_a_person(web: FlaskClient, house: House, town: Town, body: str) -> None:
    with house.database.reading(Command()) as work:
        before = set(work.session.exec(select(Message.id)).all())
    assert call(web, house, MESSAGE, a_text(house, body)).status_code == 200
    while sort_arrivals(house.database):
        pass
    with house.database.reading(Command()) as work:
        new = [one for one in work.session.exec(select(Message)).all() if one.id not in before]
        threads = work.session.exec(select(Conversation)).all()
        holders = {one.membership_id for one in threads if one.id in {message.conversation_id for message in new}}
    assert [one.body for one in new] == [body.replace("\x00", "�")]
    assert holders == {town.neil}


@pytest.mark.parametrize("sender", ["60123", "NHS", "anonymous", "", "+1", "+266696687", "x" * 500])
def test_odd_senders_land_with_the_person_on_duty(web: FlaskClient, house: House, town: Town, sender: str) -> None:
    assert call(web, house, MESSAGE, a_text(house, "hello", From=sender)).status_code == 200
    while sort_arrivals(house.database):
        pass
    with house.database.reading(Command()) as work:
        at_the_door = work.session.exec(select(Conversation).where(Conversation.at_front_door)).all()
    assert [one.membership_id for one in at_the_door] == [town.priya]


def test_stop_holds_before_we_say_thank_you(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.reading(Command()) as work:
        line = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
    assert call(web, house, MESSAGE, a_text(house, "Stop.")).status_code == 200
    with house.database.reading(Command()) as work:
        assert permissions.standing_stop(work, line, SARA) is not None


def test_ringing_costs_nothing_and_lies_in_the_inbox(web: FlaskClient, house: House, town: Town) -> None:
    fields = {"CallSid": f"CA{uuid4().hex}", "AccountSid": house.settings.twilio_account_sid}
    answer = call(web, house, VOICE, {**fields, "From": SARA, "To": SCHOOL_LINE, "CallStatus": "ringing"})
    assert b"<Reject" in answer.data
    while sort_arrivals(house.database):
        pass
    with house.database.reading(Clock("test")) as work:
        rang = work.session.exec(select(Message).where(Message.channel == Channel.CALL)).all()
        waiting = work.session.exec(select(Conversation).where(Conversation.waiting_channel == Channel.CALL)).all()
        queued = work.session.exec(select(Message).where(Message.state == State.QUEUED)).all()
    assert len([one for one in rang if one.number == SARA]) == 1
    assert [one.membership_id for one in waiting] == [town.neil]
    assert queued == []  # no automatic text follows


def test_a_receipt_for_a_message_that_is_not_there_gets_a_thank_you(web: FlaskClient, house: House) -> None:
    path = f"/webhooks/twilio/receipt/{uuid4()}"
    fields = {"MessageSid": f"SM{uuid4().hex}", "MessageStatus": "delivered"}
    fields["AccountSid"] = house.settings.twilio_account_sid
    assert call(web, house, path, fields).status_code == 200


def test_a_call_without_an_id_is_thanked_and_nothing_breaks(web: FlaskClient, house: House) -> None:
    fields = a_text(house)
    del fields["MessageSid"]
    assert call(web, house, MESSAGE, fields).status_code == 200
    assert stored(house) == []


def test_looking_at_a_webhook_changes_nothing(web: FlaskClient, house: House) -> None:
    for path in (MESSAGE, VOICE):
        assert web.get(path).status_code == 405
    assert stored(house) == []
