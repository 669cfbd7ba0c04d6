"""The telephone provider Twilio: sending and looking up through its official client, and checking its signatures.

The only module that knows Twilio's library. Must never raise from `send`, and never log a number or a word of a text.
Error codes, signature traps and what a 429 means: Twilio's documentation, and the tests beside this.
"""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.request_validator import RequestValidator

from app.foundation.log import log
from app.foundation.telephony import (
    Accepted,
    Busy,
    Inbound,
    Listed,
    Lost,
    Outcome,
    Progress,
    ProviderUnreachable,
    Receipt,
    Rejected,
    Text,
)
from app.foundation.text import storable

REAL_API = "https://api.twilio.com"
PAGE_SIZE = 1000  # the most that Twilio gives at once
MOST_PAGES = 200
TOO_MANY_REQUESTS = 20429  # never processed, so safe to send again
MOST_DIGITS = 6  # of an error code
SHORTEST_VALIDITY, LONGEST_VALIDITY = 1, 36_000  # seconds; Twilio refuses anything else
WAIT_WHEN_WE_ARE_NOT_KNOWN = 60.0  # seconds

# Twilio names the id differently for texts, for texts in its old style, and for calls.
ID_FIELDS = ("MessageSid", "SmsSid", "SmsMessageSid", "CallSid")


class TwilioLine:
    """A Provider (see provider.py) that talks to Twilio, or to a rehearsal of it. Safe to use from several threads.

    `api_url` is empty for the real Twilio; otherwise everything goes to that address and nothing to Twilio.
    `timeout` is (to connect, to answer), in seconds.
    """

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        api_url: str = "",
        timeout: tuple[float, float] = (3.0, 10.0),
    ) -> None:
        # Late: the REST client costs 0.14 s and 20 MB, and the web process, which only checks signatures, never sends.
        from twilio.rest import Client

        from app.channels.wire import Wire

        logging.getLogger("twilio.http_client").disabled = True  # it writes numbers and bodies
        client = Client(
            account_sid,
            auth_token,
            http_client=Wire(timeout=timeout, instead_of=REAL_API, base=api_url),
            # Anything but empty, or the client reads a region from the process's environment.
            environment={"TWILIO_ACCOUNT_SID": account_sid},
        )
        self._messages: Any = client.messages

    def send(self, text: Text) -> Outcome:
        """Hand one text over. Never raises: whatever happens is an Outcome."""
        from app.channels.wire import AnswerLost, NotSent

        try:
            taken = self._messages.create(
                to=text.to_number,
                from_=text.from_number,
                body=storable(text.body),
                status_callback=text.receipt_url,
                validity_period=min(max(text.valid_for_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY),
            )
        except NotSent as problem:
            return Busy(problem.wait_seconds)
        except AnswerLost as problem:
            return Lost(str(problem))
        except TwilioRestException as problem:
            return _refusal(problem.status, problem.code)
        except TwilioServiceException as problem:
            return _refusal(problem.status, problem.code)
        except Exception as problem:
            # Half an answer, a web page, a list: the client stumbles in many ways over what is not a message.
            return Lost(f"an answer we cannot read ({type(problem).__name__})")
        return Accepted(taken.sid) if _is_message_id(taken.sid) else Lost("an answer without an id")

    def sent_to(self, *, from_number: str, to_number: str, since: datetime) -> list[Listed]:
        """What Twilio says we sent to this number since then (UTC), oldest first. Raises ProviderUnreachable.

        Asks without a date: a text that still queues at Twilio has no date yet and would be missing from the answer,
        and "not there" is what makes us send again.
        """
        listed = self._listed(since, {"to": to_number, "from_": from_number})
        return [text for text in listed if not text.inbound]

    def received_since(self, since: datetime) -> list[Listed]:
        """Everything phones sent to our lines since then (UTC), oldest first. Raises ProviderUnreachable."""
        listed = self._listed(since, {"date_sent_after": since.astimezone(UTC)})
        return [text for text in listed if text.inbound]

    def _listed(self, since: datetime, wanted: Mapping[str, object]) -> list[Listed]:
        whole_second = since.replace(microsecond=0)  # Twilio's times have no fractions
        try:
            texts = [
                text for page in self._pages(wanted, whole_second) for text in page if text.sent_at >= whole_second
            ]
        except Exception as problem:
            # Of any kind: nothing may be concluded from half a list. The words may quote numbers: keep the kind only.
            raise ProviderUnreachable(type(problem).__name__) from None
        texts.reverse()  # they come newest first, and several may be of one second: those keep their order too
        return sorted(texts, key=lambda text: text.sent_at)

    def _pages(self, wanted: Mapping[str, object], since: datetime) -> Iterator[list[Listed]]:
        """Page after page, newest first, until one holds nothing recent."""
        page = self._messages.page(page_size=PAGE_SIZE, **wanted)
        for _ in range(MOST_PAGES):
            texts = [_listed_text(found) for found in page]
            yield texts
            if texts and all(text.sent_at < since for text in texts):
                return
            page = page.next_page()
            if page is None:
                return
        raise ProviderUnreachable("the list does not end")


class Signatures:
    """Knows whether Twilio signed a form. Several tokens count while they are being changed.

    Raises ValueError without a token, or with an empty one: an empty secret would let anybody sign.
    """

    def __init__(self, tokens: tuple[str, ...]) -> None:
        if not tokens or not all(token.strip() for token in tokens):
            raise ValueError("Signatures need at least one token, and none may be empty.")
        self._validators = [RequestValidator(token) for token in tokens]

    def is_genuine(self, url: str, fields: object, header: str | None) -> bool:
        """Did Twilio sign these form fields for this public address (with its query exactly as it came)?

        Never raises, whatever it is given. Only forms are taken: for a JSON body (`bodySHA256` in the address) the
        library does not check the body when it gets fields, so such an address is refused.
        """
        if not isinstance(header, str) or not header or not isinstance(fields, Mapping):
            return False
        try:
            if "bodySHA256" in parse_qs(urlsplit(url).query, keep_blank_values=True):
                return False
            return any(validator.validate(url, fields, header) for validator in self._validators)
        except Exception:  # an odd address, a port that is no number: all of it is "no"
            return False


def sign(url: str, fields: Mapping[str, str], token: str) -> str:
    """The signature that Twilio would put on these fields for this address."""
    return str(RequestValidator(token).compute_signature(url, fields))


def read_inbound(fields: Mapping[str, str]) -> Inbound:
    """A text or a call out of the form that Twilio posts. Missing fields become empty; every field is kept."""
    kept = {str(name): str(fields[name]) for name in fields}
    return Inbound(
        provider_id=_first(kept, ID_FIELDS),
        to_number=kept.get("To", ""),
        from_number=kept.get("From", ""),
        body=kept.get("Body", ""),
        fields=kept,
    )


def read_receipt(fields: Mapping[str, str]) -> Receipt | None:
    """How far a text is, out of the form that Twilio posts; None for anything that we do not follow."""
    progress = _progress(_first(fields, ("MessageStatus", "SmsStatus")))
    provider_id = _first(fields, ID_FIELDS)
    if progress is None or not provider_id:
        return None
    return Receipt(provider_id, progress, _code(fields.get("ErrorCode")))


def _refusal(status: object, code: object) -> Outcome:
    """What a status that is not a success means. `code` is Twilio's own number, or the status again if it sent none."""
    if status == HTTPStatus.UNAUTHORIZED:
        # Nothing is wrong with the text: a token was changed. It goes out as soon as ours is right again.
        log("twilio").error("the provider does not know our account or our token")
        return Busy(WAIT_WHEN_WE_ARE_NOT_KNOWN)
    if code == TOO_MANY_REQUESTS:
        return Busy()
    if isinstance(status, int) and HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        known = _code(code)
        if known is not None and known != status:
            return Rejected(known)
    return Lost(f"status {status}")


def _listed_text(found: Any) -> Listed:
    sent_at = found.date_sent or found.date_created
    if not isinstance(sent_at, datetime) or not _is_message_id(found.sid):
        raise TwilioException("a text without an id or a time")
    return Listed(
        provider_id=found.sid,
        from_number=found.from_ or "",
        to_number=found.to or "",
        body=found.body or "",
        sent_at=sent_at,
        progress=_progress(found.status),
        error_code=_code(found.error_code),
        inbound=found.direction == "inbound",
    )


def _is_message_id(sid: object) -> bool:
    return isinstance(sid, str) and sid.startswith(("SM", "MM"))


def _progress(state: object) -> Progress | None:
    return Progress(state) if isinstance(state, str) and state in Progress.__members__.values() else None


def _code(value: object) -> int | None:
    """An error code as a number; None for 0, nothing, or anything that is no code."""
    digits = str(value)
    if not digits.isascii() or not digits.isdecimal() or len(digits) > MOST_DIGITS:
        return None
    return int(digits) or None


def _first(fields: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")
