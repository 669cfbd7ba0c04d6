"""How a request leaves: whole and in time, or not at all.

A process may be stopped in its sleep for minutes in the middle of a call. When it wakes up, somebody else has found out
that its text is nowhere and has sent it again, so not one byte may leave then. And nothing may be half on its way while
we sleep: the provider would find no text when it is asked, and get the other half when we wake up.
"""

import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from app.foundation.clock import stopwatch

_this_thread = threading.local()


class TooLate(Exception):
    """Nothing left: it was time to give up before the first byte."""


def leave_within(seconds: float) -> None:
    """This thread's next request leaves within so many seconds from now, or raises TooLate."""
    _this_thread.until = stopwatch() + seconds


class WholeRequests(HTTPAdapter):
    """What a session sends with. Whoever uses it says before each request until when it may leave."""

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        """Whether straight or through a proxy: the connections are ours."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _WholeSecure if isinstance(pool, HTTPSConnectionPool) else _Whole
        return pool


class _Whole(HTTPConnection):
    _parts: list[bytes] | None = None

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._parts = []
        try:
            super().request(*args, **kwargs)
            whole = b"".join(self._parts)
        finally:
            self._parts = None
        if self.sock is None:
            self.connect()
        if stopwatch() > _this_thread.until:
            raise TooLate
        self.send(whole)

    def send(self, data: Any) -> None:
        if self._parts is None:
            super().send(data)
        else:
            self._parts.append(data)  # the head and the body come one by one


class _WholeSecure(_Whole, HTTPSConnection):
    pass
