"""One HTTP connection to a provider that can tell whether a request left us.

Everything about "never send twice, never lose" hangs on that difference, so the two failures have two names. Must never
retry, follow a redirect, or log: addresses and queries hold phone numbers.
"""

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from app.channels.leaving import TooLate, WholeRequests, leave_within
from app.foundation.clock import Now
from app.foundation.clock import now as real_now

LONGEST_WAIT_SECONDS = 3600.0
NEVER_CONNECTED = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
)


class NotSent(Exception):
    """The request provably did not reach anybody, or was turned away unread. `wait_seconds` if they said how long."""

    def __init__(self, wait_seconds: float | None = None) -> None:
        super().__init__("the request was not taken")
        self.wait_seconds = wait_seconds


class AnswerLost(Exception):
    """The request left us and no answer came back. The words are ours: they never quote an address."""


@dataclass(frozen=True)
class Answer:
    """What came back, in the shape that the official client expects of its HTTP client."""

    status_code: int
    text: str
    headers: Mapping[str, str]


class Wire:
    """Stands where the official client expects its HTTP client. Safe to use from several threads at once.

    Theirs keeps the last answer in a shared attribute and returns it from there: with two threads, one text could be
    given the other's id. `timeout` is (to connect, to answer) in seconds. `instead_of` and `base` send requests for the
    real address to a rehearsal; then any other address is refused, so that no rehearsal ever reaches the real network.
    """

    def __init__(
        self, *, timeout: tuple[float, float], instead_of: str = "", base: str = "", now: Now = real_now
    ) -> None:
        self._timeout = timeout
        self._instead_of = instead_of
        self._base = base.rstrip("/")
        self._now = now
        self._threads = threading.local()
        # Its warnings and debug lines quote whole addresses, and ours hold phone numbers.
        logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: object = None,
        allow_redirects: bool = False,
    ) -> Answer:
        """One request and its answer, whatever its status, but for "too many". Raises NotSent or AnswerLost.

        `timeout` and `allow_redirects` are there because the official client passes them; ours are always used.
        """
        del timeout, allow_redirects
        leave_within(sum(self._timeout))
        session = self._session()
        wanted = requests.Request(method, self._address(url), headers, None, data, params, auth)
        try:
            prepared = session.prepare_request(wanted)
        except ValueError:
            raise NotSent from None  # an address that is none
        settings = session.merge_environment_settings(prepared.url or "", {}, None, None, None)
        try:
            response = session.send(prepared, timeout=self._timeout, allow_redirects=False, **settings)
        except TooLate:
            raise NotSent from None
        except requests.RequestException as error:
            raise _failure(error) from None  # the original quotes the address
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise NotSent(self._wait(response.headers.get("Retry-After")))
        return Answer(response.status_code, response.content.decode("utf-8", "replace"), response.headers)

    def _session(self) -> requests.Session:
        """This thread's own session: it keeps its connection open between texts."""
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = requests.Session()
            for kind in ("https://", "http://"):
                session.mount(kind, WholeRequests())
            session.trust_env = not self._base  # a proxy on the way to this very machine helps nobody
        return session

    def _address(self, url: str) -> str:
        if not self._base:
            return url
        if not url.startswith(self._instead_of + "/"):
            raise NotSent
        return self._base + url.removeprefix(self._instead_of)

    def _wait(self, header: str | None) -> float | None:
        """Retry-After in seconds, whether they sent seconds or a date."""
        if not header:
            return None
        if header.strip().isdecimal():
            return min(float(header), LONGEST_WAIT_SECONDS)
        try:
            until = parsedate_to_datetime(header)
        except ValueError:
            return None
        seconds = (until.replace(tzinfo=until.tzinfo or UTC) - self._now()).total_seconds()
        return min(max(seconds, 0.0), LONGEST_WAIT_SECONDS)


def _failure(error: requests.RequestException) -> NotSent | AnswerLost:
    """Did the request leave us? Only when we can prove that it did not is it safe to send it again."""
    if isinstance(error, NEVER_CONNECTED):
        return NotSent()
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else None
    # Refused, unreachable, or a name that nobody knows: no connection was ever made. A certificate that does not
    # hold stops us before the first byte of the request.
    if isinstance(reason, NewConnectionError) or "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return NotSent()
    if isinstance(error, requests.ReadTimeout):
        return AnswerLost("no answer in time")
    return AnswerLost("the connection broke before the answer")
