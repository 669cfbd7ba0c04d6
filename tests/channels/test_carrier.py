"""The carrier calls our service as Twilio would: signed, again when it fails, and never anywhere but this machine."""

import logging
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from app.channels.simulator import CallOutcome, Carrier, Network, TextStatus
from app.channels.simulator.errands import how_many
from app.channels.simulator.taking import Wish
from app.channels.twilio import Signatures
from app.foundation.settings import DEMO_SID
from tests.clock import SettableClock

LINE, SARA = "+447700900000", "+447700900101"
TOKEN = "the-token"
PUBLIC = "https://kettle.example"
REJECT = '<?xml version="1.0"?><Response><Reject reason="busy"/></Response>'


@dataclass
class Service:
    """Our service, as far as a carrier sees it: notes what it is told and answers as it should."""

    answers: list[int] = field(default_factory=list)
    voice: str = REJECT
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    forged: int = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        public = PUBLIC + request.full_path.rstrip("?")
        if not Signatures((TOKEN,)).is_genuine(public, request.form, request.headers.get("X-Twilio-Signature")):
            self.forged += 1
            return Response(status=403)(environ, start_response)
        self.heard.append((request.full_path.rstrip("?"), request.form.to_dict()))
        status = self.answers.pop(0) if self.answers else 200
        return Response(self.voice, status, content_type="text/xml")(environ, start_response)

    @property
    def texts(self) -> list[str]:
        return [fields["Body"] for path, fields in self.heard if path == "/webhooks/twilio/message"]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def carrier(network: Network, service: Service, serve: Callable[[object], str]) -> Carrier:
    return Carrier(network, deliver_to=serve(service), public_url=PUBLIC, token=TOKEN)


def pass_time(carrier: Carrier, clock: SettableClock, seconds: float) -> None:
    for _ in range(round(seconds / 0.25)):
        clock.move(seconds=0.25)
        carrier.step(clock())


def test_a_typed_text_reaches_the_service_once_and_signed_for_its_public_address(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    sid = network.type_text(SARA, LINE, "Can someone ring me? ☎ &=+%")
    pass_time(carrier, clock, 20)
    ((path, fields),) = service.heard
    assert path == "/webhooks/twilio/message"
    assert (fields["MessageSid"], fields["From"], fields["To"]) == (sid, SARA, LINE)
    assert (fields["Body"], fields["AccountSid"], fields["FromCity"]) == ("Can someone ring me? ☎ &=+%", DEMO_SID, "")
    assert service.forged == 0


def test_with_another_token_the_service_believes_nothing(
    network: Network, service: Service, serve: Callable[[object], str], clock: SettableClock
) -> None:
    forger = Carrier(network, deliver_to=serve(service), public_url=PUBLIC, token="another")
    network.type_text(SARA, LINE, "Hiya")
    forger.step(clock())
    assert (service.heard, service.forged) == ([], 1)


def test_texts_arrive_in_the_order_in_which_they_were_typed(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    for number in range(5):
        network.type_text(SARA, LINE, f"{number}")
    carrier.step(clock())
    assert service.texts == ["0", "1", "2", "3", "4"]


def test_a_service_that_stumbles_is_called_twice_again(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    service.answers = [500, 503]
    network.type_text(SARA, LINE, "Hiya")
    pass_time(carrier, clock, 0.5)
    assert service.texts == ["Hiya"]
    pass_time(carrier, clock, 1)
    assert service.texts == ["Hiya"] * 2
    pass_time(carrier, clock, 30)
    assert service.texts == ["Hiya"] * 3
    assert how_many(network.store) == 0


def test_a_service_that_is_down_loses_the_call_but_not_the_text(network: Network, clock: SettableClock) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    carrier = Carrier(network, deliver_to=f"http://127.0.0.1:{port}", public_url=PUBLIC, token=TOKEN)
    sid = network.type_text(SARA, LINE, "Hiya")
    network.ring(SARA, LINE)
    pass_time(carrier, clock, 30)
    assert how_many(network.store) == 0
    assert network.text(sid)  # the provider's list still has it
    assert network.calls_on(SARA)[0].outcome is CallOutcome.FAILED


def test_a_call_ends_as_the_service_says(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    turned_away = network.ring(SARA, LINE)
    carrier.step(clock())
    service.voice = "<Response><Say>Hello</Say></Response>"
    answered = network.ring(SARA, LINE)
    clock.move(seconds=1)
    carrier.step(clock())
    assert [path for path, _ in service.heard] == ["/webhooks/twilio/voice"] * 2
    assert [fields["CallSid"] for _, fields in service.heard] == [turned_away, answered]
    assert [call.outcome for call in network.calls_on(SARA)] == [CallOutcome.REJECTED, CallOutcome.ANSWERED]


def test_receipts_go_to_the_address_that_came_with_the_text_query_and_all(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    text = network.take(Wish(SARA, LINE, "Hi, it's Neil", f"{PUBLIC}/webhooks/twilio/receipt/7?x=%2B1"))
    pass_time(carrier, clock, 3)
    assert [path for path, _ in service.heard] == ["/webhooks/twilio/receipt/7?x=%2B1"] * 2
    assert [fields["MessageStatus"] for _, fields in service.heard] == ["sent", "delivered"]
    assert {fields["MessageSid"] for _, fields in service.heard} == {getattr(text, "sid", "")}
    assert service.forged == 0


def test_a_receipt_that_is_not_taken_is_not_sent_again(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock
) -> None:
    service.answers = [500]
    network.take(Wish(SARA, LINE, "Hi", f"{PUBLIC}/webhooks/twilio/receipt/7"))
    pass_time(carrier, clock, 30)
    assert [fields["MessageStatus"] for _, fields in service.heard] == ["sent", "delivered"]


def test_an_address_elsewhere_is_never_called(
    network: Network, carrier: Carrier, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Any] = []
    connect = socket.create_connection

    def noted(address: Any, *args: Any, **more: Any) -> socket.socket:
        called.append(address[0])
        return connect(address, *args, **more)

    monkeypatch.setattr(socket, "create_connection", noted)
    network.take(Wish(SARA, LINE, "Hi", "https://elsewhere.example/receipt"))
    network.take(Wish(SARA, LINE, "Hi", "http://[nonsense"))
    pass_time(carrier, clock, 3)
    assert set(called) == {"127.0.0.1"}
    assert how_many(network.store) == 0


@pytest.mark.parametrize("address", ["https://kettle.example", "http://192.0.2.1:8000", "127.0.0.1:8000", ""])
def test_a_carrier_refuses_to_deliver_anywhere_but_here(network: Network, address: str) -> None:
    with pytest.raises(ValueError, match="this machine"):
        Carrier(network, deliver_to=address, public_url=PUBLIC, token=TOKEN)


def test_its_thread_carries_a_text_and_ends_when_told(
    service: Service, serve: Callable[[object], str], network: Network
) -> None:
    from app.foundation.clock import now

    network.now = now
    carrier = Carrier(network, deliver_to=serve(service), public_url=PUBLIC, token=TOKEN)
    carrier.start()
    try:
        network.type_text(SARA, LINE, "Hiya")
        text = network.take(Wish(SARA, LINE, "Hi, it's Neil"))
        sid = getattr(text, "sid", "")
        until = time.monotonic() + 10
        while time.monotonic() < until:
            found = network.text(sid)
            if service.texts and found and found.status is TextStatus.DELIVERED:
                break
            time.sleep(0.02)
    finally:
        carrier.stop()
    assert service.texts == ["Hiya"]
    assert [found.body for found in network.texts_on(SARA)] == ["Hiya", "Hi, it's Neil"]
    network.type_text(SARA, LINE, "too late")
    time.sleep(0.3)
    assert service.texts == ["Hiya"]


def test_the_log_holds_no_number_and_no_word(
    network: Network, carrier: Carrier, service: Service, clock: SettableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.answers = [500, 500, 500]
    network.type_text(SARA, LINE, "something private")
    pass_time(carrier, clock, 10)
    assert "447700" not in caplog.text
    assert "private" not in caplog.text
