"""Runs the pretend network: moves texts on, and calls our service with signed forms.

It signs the public address and connects to this very machine, whatever the address says: nothing ever leaves it.
Never logs a number or a word of a text.
"""

import threading
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from app.channels.simulator import errands, texts
from app.channels.simulator.network import Network
from app.channels.simulator.shapes import CallOutcome, Errand, ErrandKind
from app.channels.twilio import sign
from app.foundation.log import log
from app.foundation.settings import LOOPBACK

PAUSE_SECONDS = 0.1
ANSWER_SECONDS = 15.0  # Twilio waits as long
WAITS = (timedelta(seconds=5), timedelta(seconds=1))  # by tries left: after the second try, after the first
BATCH = 50


class Carrier:
    """One per service. `deliver_to` is where it listens on this machine, `public_url` what is signed.

    Raises ValueError for a `deliver_to` that is not this machine.
    """

    def __init__(self, network: Network, *, deliver_to: str, public_url: str, token: str) -> None:
        here = urlsplit(deliver_to)
        if here.scheme != "http" or here.hostname not in LOOPBACK:
            raise ValueError("The pretend network only calls this machine, over http.")
        self._host, self._port = here.hostname, here.port or 80
        self._network = network
        self._public_url = public_url.rstrip("/")
        self._token = token
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Run in a thread of its own until `stop`."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="pretend-carrier", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopping.set()
        if self._thread:
            self._thread.join(ANSWER_SECONDS + 1)

    def step(self, now: datetime) -> int:
        """Do all that is due now; how many things were done. For tests without a thread."""
        moved = self._network.walk(now)
        for number in range(BATCH):
            errand = errands.claim_errand(self._network.store, now)
            if errand is None:
                return moved + number
            self._run_errand(errand, now)
        return moved + BATCH

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                busy = self.step(self._network.now())
            except Exception as problem:  # the demo must go on; the next round tries again
                log("carrier").error("the pretend network stumbled", exc_info=problem)
                busy = 0
            if not busy:
                self._stopping.wait(PAUSE_SECONDS)

    def _run_errand(self, errand: Errand, now: datetime) -> None:
        store = self._network.store
        status, answer = self._call(errand)
        took_it = 200 <= status < 300
        if took_it or errand.tries_left <= 0:
            errands.done(store, errand)
        else:
            errands.again(store, errand, now + WAITS[min(errand.tries_left, len(WAITS)) - 1])
        if errand.kind is ErrandKind.VOICE and (took_it or errand.tries_left <= 0):
            texts.set_outcome(store, errand.about, _outcome(answer if took_it else None))
        if not took_it:
            log("carrier").warning(
                "our service did not take it", kind=errand.kind, about_id=errand.about, status=status
            )

    def _call(self, errand: Errand) -> tuple[int, str]:
        """The answer's status (0 for none) and body."""
        url = self._public_url + errand.url if errand.url.startswith("/") else errand.url
        connection = HTTPConnection(self._host, self._port, timeout=ANSWER_SECONDS)
        try:
            target = urlsplit(url)
            path = (target.path or "/") + (f"?{target.query}" if target.query else "")
            connection.request("POST", path, urlencode(errand.fields), self._headers(errand, url, target.netloc))
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")
        except (OSError, HTTPException, ValueError):  # nobody there, or an address that is none
            return 0, ""
        finally:
            connection.close()

    def _headers(self, errand: Errand, url: str, host: str) -> dict[str, str]:
        return {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "X-Twilio-Signature": sign(url, errand.fields, self._token),
            "I-Twilio-Idempotency-Token": f"pretend-{errand.id}",
            "User-Agent": "TwilioProxy/1.1",
            "Host": host,
        }


def _outcome(answer: str | None) -> CallOutcome:
    if answer is None:
        return CallOutcome.FAILED
    return CallOutcome.REJECTED if "<Reject" in answer else CallOutcome.ANSWERED
