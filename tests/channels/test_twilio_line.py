"""The official client against the pretend provider and against small servers that misbehave: never an exception,
never a wrong conclusion."""

import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3

from app.channels.simulator import Fault, FaultKind, Network
from app.channels.twilio import TwilioLine
from app.channels.wire import NotSent, Wire
from app.foundation.settings import DEMO_SID, DEMO_TOKEN
from app.foundation.telephony import (
    Accepted,
    Busy,
    Lost,
    Outcome,
    Progress,
    ProviderUnreachable,
    Rejected,
    Text,
)
from tests.clock import SettableClock

LINE, SARA, OMAR = "+447700900000", "+447700900101", "+447700900102"
MORNING = datetime(2026, 11, 23, 8, 0, 0, 250_000, tzinfo=UTC)
WORDS = "Hi Sara, it's Neil at Huntcliff. Sooo glad you wrote"


def a_text(to: str = SARA, body: str = WORDS, valid_for_seconds: int = 3600) -> Text:
    return Text(LINE, to, body, "http://127.0.0.1:8000/webhooks/twilio/receipt/7", valid_for_seconds)


def sent(line: TwilioLine, **changes: object) -> str:
    outcome = line.send(a_text(**changes))
    assert isinstance(outcome, Accepted), outcome
    return outcome.provider_id


def a_line(api_url: str, *, token: str = DEMO_TOKEN, seconds: float = 0.5) -> TwilioLine:
    return TwilioLine(account_sid=DEMO_SID, auth_token=token, api_url=api_url, timeout=(seconds, seconds))


# -- sending ------------------------------------------------------------------------------------------------------


def test_a_text_is_taken_with_its_receipt_address_and_its_validity(line: TwilioLine, network: Network) -> None:
    sid = sent(line, valid_for_seconds=5400)
    kept = network.text(sid)
    assert kept
    assert (kept.from_number, kept.to_number, kept.body) == (LINE, SARA, WORDS)
    assert kept.status_callback == "http://127.0.0.1:8000/webhooks/twilio/receipt/7"
    assert kept.ends_at == kept.created_at + timedelta(seconds=5400)


@pytest.mark.parametrize("body", ["سلام 🙂", "a" * 1600, "NUL \x00 here", "half an emoji \ud83d", "&=%+ ?\n"])
def test_odd_letters_reach_the_provider(line: TwilioLine, network: Network, body: str) -> None:
    kept = network.text(sent(line, body=body))
    assert kept
    assert kept.body == body.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (999_999, 36_000)])
def test_a_validity_that_the_provider_would_refuse_is_bent(
    line: TwilioLine, network: Network, asked: int, given: int
) -> None:
    kept = network.text(sent(line, valid_for_seconds=asked))
    assert kept
    assert kept.ends_at == kept.created_at + timedelta(seconds=given)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (a_text(to="07700900101"), 21211),
        (a_text(to="Mum"), 21211),
        (a_text(body="a" * 1601), 21617),
        (a_text(body=""), 21602),
    ],
)
def test_what_can_never_be_sent_is_rejected_with_the_providers_code(line: TwilioLine, text: Text, code: int) -> None:
    assert line.send(text) == Rejected(code)


def test_a_phone_that_said_stop_gets_nothing(line: TwilioLine, network: Network) -> None:
    network.type_text(SARA, LINE, " stop ")
    assert line.send(a_text()) == Rejected(21610)
    assert isinstance(line.send(a_text(to=OMAR)), Accepted)


def test_any_code_of_the_providers_can_be_tried_out(line: TwilioLine, network: Network) -> None:
    network.set_fault(Fault(FaultKind.REFUSES, code=21614, times=1))
    assert line.send(a_text()) == Rejected(21614)
    assert isinstance(line.send(a_text()), Accepted)


def test_too_many_requests_is_busy_with_the_wait_they_ask_for(line: TwilioLine, network: Network) -> None:
    network.set_fault(Fault(FaultKind.TOO_MANY, times=2, seconds=7))
    assert line.send(a_text()) == Busy(7.0)
    assert line.send(a_text()) == Busy(7.0)
    assert isinstance(line.send(a_text()), Accepted)


def test_a_broken_provider_loses_the_answer(line: TwilioLine, network: Network) -> None:
    network.set_fault(Fault(FaultKind.BROKEN))
    assert isinstance(line.send(a_text()), Lost)
    network.set_fault(None)
    assert isinstance(line.send(a_text()), Accepted)


def test_a_web_page_instead_of_an_answer_is_lost(line: TwilioLine, network: Network) -> None:
    network.set_fault(Fault(FaultKind.GARBAGE, times=1))
    assert isinstance(line.send(a_text()), Lost)


def test_an_answer_that_gets_lost_can_be_found_by_looking_it_up(
    line: TwilioLine, network: Network, clock: SettableClock
) -> None:
    network.set_fault(Fault(FaultKind.LOSES_ANSWER, times=1))
    since = network.now()
    assert isinstance(line.send(a_text()), Lost)
    (found,) = line.sent_to(from_number=LINE, to_number=SARA, since=since)
    assert (found.body, found.progress, found.inbound) == (WORDS, Progress.QUEUED, False)


def test_a_provider_that_answers_too_late_has_lost_the_answer_and_taken_the_text(
    api_url: str, network: Network
) -> None:
    network.set_fault(Fault(FaultKind.SLOW, times=1, seconds=1.0))
    impatient = a_line(api_url, seconds=0.3)
    assert isinstance(impatient.send(a_text()), Lost)
    assert len(impatient.sent_to(from_number=LINE, to_number=SARA, since=network.now())) == 1


def test_a_slow_provider_is_waited_for(api_url: str, network: Network) -> None:
    network.set_fault(Fault(FaultKind.SLOW, times=1, seconds=0.3))
    assert isinstance(a_line(api_url, seconds=3.0).send(a_text()), Accepted)


def test_a_wrong_token_keeps_the_text_for_later(api_url: str, network: Network) -> None:
    outcome = a_line(api_url, token="not-the-token").send(a_text())
    assert isinstance(outcome, Busy)
    assert outcome.wait_seconds
    assert network.texts_on(SARA) == []


def test_each_thread_gets_its_own_answer(line: TwilioLine, network: Network) -> None:
    # The client's own HTTP class keeps the last answer in a shared place; ours must not.
    bodies = [f"text {number}" for number in range(60)]
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda body: line.send(a_text(body=body)), bodies))
    for body, outcome in zip(bodies, outcomes, strict=True):
        assert isinstance(outcome, Accepted)
        kept = network.text(outcome.provider_id)
        assert kept
        assert kept.body == body


# -- servers that are no Twilio -----------------------------------------------------------------------------------


@pytest.fixture
def raw_server() -> Iterator[Callable[[bytes | None], str]]:
    """A server that reads a request and answers with these bytes, whatever they are; None resets the connection."""
    sockets: list[socket.socket] = []

    def start(answer: bytes | None) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(5)
                    connection.recv(65536)
                    if answer is None:
                        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # on, 0 s: a reset instead of a goodbye
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    else:
                        connection.sendall(answer)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in sockets:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def http(status: str, body: str, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", body]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 201 Created\r\nContent-Length: 500\r\n\r\n{",
        http("201 Created", ""),
        http("201 Created", "{}"),
        http("201 Created", "[]"),
        http("201 Created", "null"),
        http("201 Created", '{"sid": null}'),
        http("201 Created", '{"sid": 5}'),
        http("201 Created", '{"sid": "something"}'),
        http("200 OK", "<p>Welcome to the guest network"),
        http("302 Found", "", "Location: https://login.example/"),
        http("307 Temporary Redirect", "", "Location: http://127.0.0.1:1/"),
        http("403 Forbidden", "<p>blocked by your school's filter"),
        http("400 Bad Request", '{"code": "so-so"}'),
        http("400 Bad Request", "[]"),
        http("502 Bad Gateway", "<p>nginx"),
        http("503 Service Unavailable", '{"code": 20503, "message": "x"}', "Retry-After: 5"),
        http("500 Oops", '{"type": "t", "title": "t", "status": 500, "code": 20500}'),
        b"HTTP/1.1 201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
    ],
)
def test_an_unclear_answer_is_lost_and_never_an_error(raw_server: Callable[[bytes | None], str], answer: bytes) -> None:
    line = a_line(raw_server(answer))
    assert isinstance(line.send(a_text()), Lost)
    with pytest.raises(ProviderUnreachable):
        line.sent_to(from_number=LINE, to_number=SARA, since=MORNING)
    with pytest.raises(ProviderUnreachable):
        line.received_since(MORNING)


def test_a_reset_connection_is_lost(raw_server: Callable[[bytes | None], str]) -> None:
    assert isinstance(a_line(raw_server(None)).send(a_text()), Lost)


def test_a_refusal_in_the_newer_shape_is_understood(raw_server: Callable[[bytes | None], str]) -> None:
    answer = http("400 Bad Request", '{"type": "t", "title": "t", "status": 400, "code": 21610}')
    assert a_line(raw_server(answer)).send(a_text()) == Rejected(21610)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Retry-After: 12", Busy(12.0)),
        ("Retry-After: 999999", Busy(3600.0)),
        ("Retry-After: soon", Busy(None)),
        ("Retry-After: -1", Busy(None)),
        ("X-Nothing: 1", Busy(None)),
    ],
)
def test_too_many_requests_is_busy_whatever_else_the_answer_says(
    raw_server: Callable[[bytes | None], str], header: str, expected: Outcome
) -> None:
    assert a_line(raw_server(http("429 Too Many", "<p>slow down", header))).send(a_text()) == expected


def test_a_wait_may_be_a_date(raw_server: Callable[[bytes | None], str]) -> None:
    header = f"Retry-After: {format_datetime(MORNING + timedelta(seconds=30))}"
    base = raw_server(http("429 x", "", header))
    wire = Wire(timeout=(1, 1), instead_of="https://api", base=base, now=lambda: MORNING)
    with pytest.raises(NotSent) as raised:
        wire.request("GET", "https://api/x")
    assert raised.value.wait_seconds == 29.75  # headers have no fractions; the morning has a quarter of a second


def test_a_provider_that_nobody_reaches_is_busy() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    line = a_line(f"http://127.0.0.1:{port}")
    assert line.send(a_text()) == Busy(None)
    with pytest.raises(ProviderUnreachable):
        line.received_since(MORNING)


def test_a_name_that_nobody_knows_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody_knows(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody_knows)
    assert a_line("http://nowhere.invalid").send(a_text()) == Busy(None)


def test_a_connection_that_never_opens_is_busy() -> None:
    # A full queue of waiting connections: the kernel answers no further one.
    with closing(socket.create_server(("127.0.0.1", 0), backlog=0)) as full:
        waiting = []
        for _ in range(4):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(full.getsockname())
            waiting.append(one)
        try:
            assert a_line(f"http://127.0.0.1:{full.getsockname()[1]}", seconds=0.3).send(a_text()) == Busy(None)
        finally:
            for one in waiting:
                one.close()


def test_a_server_that_takes_and_says_nothing_is_lost() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        line = a_line(f"http://127.0.0.1:{silent.getsockname()[1]}", seconds=0.3)
        assert isinstance(line.send(a_text()), Lost)


def test_a_request_leaves_in_one_piece() -> None:
    # A process stopped between two pieces would be half a text to the provider: not there when it is asked for, and
    # taken when the other half comes.
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        line = a_line(f"http://127.0.0.1:{listener.getsockname()[1]}")
        pieces: list[bytes] = []

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                for _ in range(2):
                    pieces.append(connection.recv(65536))
                    connection.sendall(http("201 Created", '{"sid": "SM1"}').replace(b"Connection: close\r\n", b""))

        provider = threading.Thread(target=answer)
        provider.start()
        assert [line.send(a_text()), line.send(a_text())] == [Accepted("SM1")] * 2
        provider.join(5)
    for piece in pieces:
        assert piece.startswith(b"POST ")
        assert b"Sooo+glad" in piece


def test_a_process_that_slept_while_it_connected_sends_nothing(
    raw_server: Callable[[bytes | None], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        line = a_line(f"http://127.0.0.1:{listener.getsockname()[1]}", seconds=0.2)
        connect = urllib3.util.connection.create_connection

        def connect_in_ones_sleep(*args: object, **kwargs: object) -> socket.socket:
            connected = connect(*args, **kwargs)
            time.sleep(0.5)
            return connected

        with monkeypatch.context() as asleep:
            asleep.setattr(urllib3.util.connection, "create_connection", connect_in_ones_sleep)
            assert line.send(a_text()) == Busy(None)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(65536) == b""
    awake = a_line(raw_server(http("201 Created", '{"sid": "SM1"}')))
    assert awake.send(a_text()) == Accepted("SM1"), "awake, it sends"


@pytest.mark.parametrize("api_url", ["nonsense", "http://", "http://127.0.0.1:port", "ftp://127.0.0.1"])
def test_an_address_that_is_none_is_busy_and_never_an_error(api_url: str) -> None:
    assert a_line(api_url).send(a_text()) == Busy(None)


def test_a_rehearsal_never_reaches_the_real_network(raw_server: Callable[[bytes | None], str]) -> None:
    wire = Wire(timeout=(1, 1), instead_of="https://api.twilio.com", base=raw_server(http("200 OK", "{}")))
    assert wire.request("GET", "https://api.twilio.com/2010-04-01/x").status_code == 200
    for elsewhere in ("https://api.dublin.ie1.twilio.com/x", "https://api.twilio.com.example/x", "https://example/"):
        with pytest.raises(NotSent):
            wire.request("GET", elsewhere)


def test_a_thread_keeps_its_connection_from_text_to_text() -> None:
    connections = []

    class Provider(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            connections.append(self.client_address)
            super().setup()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.wfile.write(http("201 Created", '{"sid": "SM1"}').replace(b"Connection: close\r\n", b""))

    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        line = a_line(f"http://127.0.0.1:{server.server_port}")
        assert [line.send(a_text()) for _ in range(5)] == [Accepted("SM1")] * 5
        server.shutdown()
        del line  # lets go of the connection, so that the server's thread can end
    assert len(connections) == 1


# -- looking up ---------------------------------------------------------------------------------------------------


def test_what_phones_sent_is_listed_oldest_first_and_without_our_own(
    line: TwilioLine, network: Network, clock: SettableClock
) -> None:
    since = network.now()
    first = network.type_text(SARA, LINE, "one")
    clock.move(seconds=2)
    second = network.type_text(OMAR, LINE, "two")
    sent(line)
    listed = line.received_since(since)
    assert [text.provider_id for text in listed] == [first, second]
    assert all(text.inbound and text.progress is None for text in listed)
    assert listed[0].sent_at == since.replace(microsecond=0)


def test_only_what_came_since_then_is_listed(line: TwilioLine, network: Network, clock: SettableClock) -> None:
    network.type_text(SARA, LINE, "long ago")
    clock.move(seconds=3600)
    later = clock()
    assert line.received_since(later) == []
    recent = network.type_text(SARA, LINE, "just now")
    assert [text.provider_id for text in line.received_since(later)] == [recent]


def test_what_we_sent_to_one_phone_is_listed_with_how_far_it_came(
    line: TwilioLine, network: Network, clock: SettableClock
) -> None:
    since = network.now()
    mine, _other = sent(line), sent(line, to=OMAR)
    network.type_text(SARA, LINE, "from her")
    for _ in range(3):
        clock.move(seconds=1)
        network.walk(clock())
    (found,) = line.sent_to(from_number=LINE, to_number=SARA, since=since)
    assert (found.provider_id, found.progress, found.error_code) == (mine, Progress.DELIVERED, None)


def test_a_list_of_many_pages_is_read_to_its_end(
    line: TwilioLine, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.channels.twilio.PAGE_SIZE", 3)
    since = network.now()
    typed = [network.type_text(SARA, LINE, f"text {number}") for number in range(10)]
    listed = [text.provider_id for text in line.received_since(since)]
    assert listed == typed  # all within one second, and still in the order in which she typed them


def test_a_list_that_never_ends_is_given_up(
    line: TwilioLine, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.channels.twilio.PAGE_SIZE", 1)
    monkeypatch.setattr("app.channels.twilio.MOST_PAGES", 3)
    since = network.now()
    for _ in range(5):
        network.type_text(SARA, LINE, "again")
    with pytest.raises(ProviderUnreachable):
        line.received_since(since)


@pytest.mark.parametrize("kind", [FaultKind.BROKEN, FaultKind.TOO_MANY, FaultKind.GARBAGE, FaultKind.LOSES_ANSWER])
def test_a_look_up_in_trouble_concludes_nothing(line: TwilioLine, network: Network, kind: FaultKind) -> None:
    network.set_fault(Fault(kind, is_for_lookups_too=True))
    with pytest.raises(ProviderUnreachable):
        line.sent_to(from_number=LINE, to_number=SARA, since=MORNING)
    with pytest.raises(ProviderUnreachable):
        line.received_since(MORNING)
    network.set_fault(None)
    assert line.sent_to(from_number=LINE, to_number=SARA, since=MORNING) == []


def test_half_a_list_concludes_nothing(line: TwilioLine, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.channels.twilio.PAGE_SIZE", 1)
    network.type_text(SARA, LINE, "one")
    network.type_text(SARA, LINE, "two")
    pages = line._pages

    def broken_after_one(*args: object) -> Iterator[object]:
        for page in pages(*args):
            yield page
            network.set_fault(Fault(FaultKind.BROKEN, is_for_lookups_too=True))

    monkeypatch.setattr(line, "_pages", broken_after_one)
    with pytest.raises(ProviderUnreachable):
        line.received_since(MORNING)


# -- silence and weight -------------------------------------------------------------------------------------------


def test_the_log_holds_no_number_and_no_word(
    line: TwilioLine, network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent(line)
    line.send(a_text(to="+44770"))
    for kind in FaultKind:
        network.set_fault(Fault(kind, times=1, seconds=0.1))
        line.send(a_text())
    network.set_fault(Fault(FaultKind.BROKEN, is_for_lookups_too=True))
    with pytest.raises(ProviderUnreachable) as raised:
        line.sent_to(from_number=LINE, to_number=SARA, since=MORNING)
    network.set_fault(None)
    line.sent_to(from_number=LINE, to_number=SARA, since=MORNING)
    everything = caplog.text + str(raised.value)
    for secret in ("44770", "Sara", "Neil", "Sooo", DEMO_TOKEN):
        assert secret not in everything


def test_who_only_checks_signatures_does_not_load_the_rest_client() -> None:
    heavy = "any(name.startswith(('twilio.rest', 'requests')) for name in sys.modules)"
    looked = f"import sys, app.channels.twilio; print({heavy})"
    answer = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
