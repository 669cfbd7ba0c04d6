"""Schedulers that are born in an instant, so that a hundred can be killed in a minute.

Run as a program, this is one process that has imported Kettle and forks a real scheduler for each line it reads. Their
clock runs `QUICKER` times as fast as ours, so that a lease of a minute ends after two seconds.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import assembly
from app.channels.simulator import Network
from app.domain.conversations.delivery import sending
from app.foundation import log
from app.foundation.settings import Settings
from app.web.simulator.twilio_face import twilio_face
from scheduler.__main__ import tick
from scheduler.jobs import Desk
from tests.clock import WEDNESDAY_MORNING

ROOT = Path(__file__).parents[2]
QUICKER = 30


class QuickClock:
    """A clock that begins on Wednesday morning and runs quickly. All processes with the same `began` agree."""

    def __init__(self, began: float) -> None:
        self.began = began

    def __call__(self) -> datetime:
        return WEDNESDAY_MORNING + timedelta(seconds=(time.time() - self.began) * QUICKER)

    @property
    def now(self) -> datetime:
        """The time it shows."""
        return self()


class Nursery:
    """The tests' end of the program."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.living: list[int] = []

    def bear(self) -> int:
        """A new scheduler. Gives its process id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        self.living.append(pid)
        return pid

    def kill(self, pid: int) -> None:
        """kill -9."""
        self.living.remove(pid)
        os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        """Kill every scheduler and the program itself."""
        for pid in self.living[:]:
            self.kill(pid)
        self._process.kill()
        self._process.communicate(timeout=10)


@contextmanager
def nursery(settings: Settings, clock: QuickClock) -> Iterator[Nursery]:
    """A nursery for schedulers with these settings and this clock."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    environment |= {"PYTHONPATH": str(ROOT), "NURSERY": json.dumps([settings.model_dump(), clock.began])}
    process = subprocess.Popen(
        [sys.executable, __file__], env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    born = Nursery(process)
    try:
        yield born
    finally:
        born.end()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass


@contextmanager
def pretend_twilio(
    network: Network, settings: Settings, *, before: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """The pretend network's Twilio-compatible face, on the port that the settings name. `before` runs at each call."""
    served = Flask("pretend_twilio")
    served.register_blueprint(twilio_face(network, settings.twilio_account_sid, settings.twilio_auth_token[0]))
    served.before_request(before)
    server = make_server("127.0.0.1", settings.port, served, threaded=True, request_handler=_Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()


def _live(settings: Settings, clock: QuickClock) -> None:
    log.set_up()
    sending.CALLS_LAST /= QUICKER
    house = assembly.put_together(settings, threads=6, now=clock)
    tick(Desk.open(house, assembly.open_line(settings), assembly.open_post(settings)))
    while True:
        signal.pause()


def main() -> None:
    """Fork a scheduler for each line."""
    dumped, began = json.loads(os.environ["NURSERY"])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _live(Settings(**dumped), QuickClock(began))
        print(pid, flush=True)  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    main()
