"""A pretend network in a file of its own, a clock that tests move, and small servers on this machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.channels.simulator import Network, Store
from app.channels.twilio import TwilioLine
from app.foundation.settings import DEMO_SID, DEMO_TOKEN
from app.web.simulator.twilio_face import twilio_face
from tests.clock import SettableClock

LINE = "+447700900000"
SARA = "+447700900101"
MORNING = datetime(2026, 11, 23, 8, 0, 0, 250_000, tzinfo=UTC)


class QuietHandler(WSGIRequestHandler):
    """Writes no access log: ours must be the only words in the log."""

    def log(self, *_: object) -> None:
        pass


Serve = Callable[[object], str]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(MORNING)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    kept = Store(tmp_path / "pretend" / "network.sqlite3")
    yield kept
    kept.close()


@pytest.fixture
def network(store: Store, clock: SettableClock) -> Network:
    made = Network(store, now=clock)
    made.add_line(LINE)
    made.add_handset(SARA, "Sara")
    return made


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve a WSGI app on this machine; its address."""
    with ExitStack() as stack:

        def start(app: object) -> str:
            server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            stack.callback(server.server_close)
            stack.callback(thread.join, 5)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield start


@pytest.fixture
def api_url(network: Network, serve: Serve) -> str:
    app = Flask("face")
    app.register_blueprint(twilio_face(network, DEMO_SID, DEMO_TOKEN))
    return serve(app) + "/simulator/twilio"


@pytest.fixture
def line(api_url: str) -> TwilioLine:
    return TwilioLine(account_sid=DEMO_SID, auth_token=DEMO_TOKEN, api_url=api_url, timeout=(1.0, 1.0))
