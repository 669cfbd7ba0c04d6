"""A load generator on bare sockets with keep-alive, meant to run in a process of its own (`apart`).

It shares the machine's cores with what it measures: real servers have them to themselves.
"""

import multiprocessing
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

MOST_CONNECTIONS = 64
LONGEST_SILENCE = 20.0  # seconds without any answer, after which the rest counts as lost
HEAD_ENDS = b"\r\n\r\n"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Heard:
    """What came back. `answered_at` is by number of request, on the monotonic clock that all processes share."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answered_at: dict[int, float] = field(default_factory=dict)
    lost: int = 0

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def and_then(self, other: "Heard") -> "Heard":
        """Two stretches as one; the numbers of the requests are the first one's only."""
        return Heard(
            self.seconds + other.seconds,
            self.milliseconds + other.milliseconds,
            self.statuses + other.statuses,
            self.answered_at,
            self.lost + other.lost,
        )


def post(path: str, body: bytes, headers: dict[str, str] | None = None) -> bytes:
    """A form, as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/x-www-form-urlencoded"]
    lines += [f"Content-Length: {len(body)}", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    return "\r\n".join(lines).encode() + HEAD_ENDS + body


def get(path: str, headers: dict[str, str] | None = None) -> bytes:
    """A wish for a page, as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Encoding: gzip"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in (headers or {}).items())]).encode() + HEAD_ENDS


def apart(what: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run something in a process of its own and wait for it."""
    return at_the_side(what, *args, **kwargs).result()


def at_the_side(what: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
    """Run something in a process of its own while the caller goes on."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    running = pool.submit(what, *args, **kwargs)
    pool.shutdown(wait=False)
    return running


def as_fast_as_it_goes(port: int, requests: Sequence[bytes], *, connections: int, seconds: float = 3600) -> Heard:
    """Each connection sends its next request as soon as it has its answer, for so long or until none is left."""
    generator = _Generator(port, requests)
    begun = time.monotonic()
    for _ in range(connections):
        generator.send_next(generator.open(), since=time.monotonic())
    while generator.are_waiting:
        for connection in generator.listen(until=None):
            if time.monotonic() - begun < seconds:
                generator.send_next(connection, since=time.monotonic())
    return generator.done(begun)


def at_a_rate(port: int, requests: Sequence[bytes], *, per_second: float) -> Heard:
    """Requests leave by the clock, whether or not the last one was answered; each is timed from when it was due."""
    generator = _Generator(port, requests)
    begun = time.monotonic()
    for number in range(len(requests)):
        due = begun + number / per_second
        while time.monotonic() < due:
            generator.listen(until=due)
        generator.send_next(generator.an_idle_one(), since=due)
    while generator.are_waiting:
        generator.listen(until=None)
    return generator.done(begun)


class _Connection:
    """One connection that is kept open. Reads answers one at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = 0.0
        self.number = -1
        self._got = b""

    def send(self, request: bytes) -> None:
        self._got = b""
        self.socket.sendall(request)

    def read(self) -> int | None:
        """The status once the whole answer is here; None before. OSError when the line breaks."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionResetError
        self._got += part
        head, found, body = self._got.partition(HEAD_ENDS)
        if not found or not _is_whole(head.lower(), body):
            return None
        return int(head[9:12])


def _is_whole(head: bytes, body: bytes) -> bool:
    if b"transfer-encoding: chunked" in head:
        return body.endswith(b"0" + HEAD_ENDS)
    _, found, rest = head.partition(b"content-length:")
    return not found or len(body) >= int(rest.split(b"\r\n", 1)[0])


class _Generator:
    """Sends what it is told to and keeps account."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self._port, self._requests = port, requests
        self._next = 0
        self._heard = Heard()
        self._idle: list[_Connection] = []
        self._all: list[_Connection] = []
        self._waiting = selectors.SelectSelector()  # the one whose patience is finer than a millisecond

    @property
    def are_waiting(self) -> bool:
        """Is any answer still to come?"""
        return bool(self._waiting.get_map())

    def open(self) -> _Connection:
        connection = _Connection(self._port)
        self._all.append(connection)
        return connection

    def an_idle_one(self) -> _Connection:
        """A connection that waits for nothing; a new one when all are busy."""
        while not self._idle and len(self._all) >= MOST_CONNECTIONS:
            self.listen(until=None)
        return self._idle.pop() if self._idle else self.open()

    def send_next(self, connection: _Connection, *, since: float) -> None:
        if self._next >= len(self._requests):
            return
        connection.number, connection.since = self._next, since
        self._next += 1
        connection.send(self._requests[connection.number])
        self._waiting.register(connection.socket, selectors.EVENT_READ, connection)

    def listen(self, *, until: float | None) -> list[_Connection]:
        """Wait for answers, at most until then. Gives the connections that are free again."""
        patience = LONGEST_SILENCE if until is None else max(0.0, until - time.monotonic())
        ready = self._waiting.select(patience)
        if not ready and until is None:
            self._give_up()
        free = [key.data for key, _ in ready if self._is_answered(key.data)]
        self._idle += free
        return free

    def _is_answered(self, connection: _Connection) -> bool:
        try:
            status = connection.read()
        except OSError:
            self._waiting.unregister(connection.socket)
            self._heard.lost += 1
            return False
        if status is None:
            return False
        now = time.monotonic()
        self._waiting.unregister(connection.socket)
        self._heard.milliseconds.append((now - connection.since) * 1000)
        self._heard.statuses[status] += 1
        self._heard.answered_at[connection.number] = now
        return True

    def _give_up(self) -> None:
        for key in list(self._waiting.get_map().values()):
            self._waiting.unregister(key.fileobj)
            self._heard.lost += 1

    def done(self, begun: float) -> Heard:
        """Close everything and give the account."""
        self._heard.seconds = time.monotonic() - begun
        for connection in self._all:
            connection.socket.close()
        self._waiting.close()
        return self._heard
