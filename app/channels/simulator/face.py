"""The pretend provider's face: answers as Twilio's API does, fault for fault. Knows nothing of any web framework."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hmac import compare_digest
from http import HTTPStatus
from math import ceil
from urllib.parse import urlencode

from app.channels.simulator.faults import take_fault
from app.channels.simulator.network import Network
from app.channels.simulator.shapes import Fault, FaultKind, PretendText
from app.channels.simulator.taking import Refusal, Wish
from app.channels.simulator.texts import Wanted
from app.foundation.text import storable

USUAL_PAGE, LARGEST_PAGE = 50, 1000
GARBAGE = "<!doctype html><title>Service</title><p>This is not what you asked for."
DAY_LENGTH = len("2026-11-22")


@dataclass(frozen=True)
class Answer:
    """What to send back, after waiting for `wait_seconds`."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    wait_seconds: float = 0.0


class Face:
    """Twilio's Messages resource for one account."""

    def __init__(self, network: Network, account_sid: str, token: str) -> None:
        self._network = network
        self._account_sid = account_sid
        self._token = token

    def create(self, account: str, auth: tuple[str, str] | None, form: Mapping[str, str]) -> Answer:
        """POST Messages.json"""
        return self._stranger(account, auth) or self._faulty_create(form)

    def fetch(self, account: str, auth: tuple[str, str] | None, sid: str) -> Answer:
        """GET Messages/<sid>.json"""
        refused = self._stranger(account, auth)
        if refused:
            return refused
        fault = take_fault(self._network.store, is_lookup=True)
        text = self._network.text(sid)
        found = _problem(404, 20404, "The requested resource was not found")
        if text and not text.is_by_network:
            found = _json(200, self._resource(text))
        return _with_fault(fault, found)

    def list(self, account: str, auth: tuple[str, str] | None, query: Mapping[str, str]) -> Answer:
        """GET Messages.json"""
        refused = self._stranger(account, auth)
        if refused:
            return refused
        fault = take_fault(self._network.store, is_lookup=True)
        try:
            page = self._page(_wanted(query), query)
        except ValueError:
            page = _problem(400, 20001, "A parameter cannot be read")
        return _with_fault(fault, page)

    def _stranger(self, account: str, auth: tuple[str, str] | None) -> Answer | None:
        name, password = auth or ("", "")
        knows_the_token = compare_digest(password.encode(), self._token.encode())
        if name != self._account_sid or not knows_the_token:
            refused = _problem(401, 20003, "Authenticate")
            return replace(refused, headers={"WWW-Authenticate": 'Basic realm="Twilio API"'})
        if account != self._account_sid:
            return _problem(404, 20404, "The requested resource was not found")
        return None

    def _faulty_create(self, form: Mapping[str, str]) -> Answer:
        fault = take_fault(self._network.store, is_lookup=False)
        if fault is None or fault.kind in {FaultKind.SLOW, FaultKind.LOSES_ANSWER}:
            return _with_fault(fault, self._taken(form))
        return _with_fault(fault, _problem(400, fault.code, "Refused by the demo"))

    def _taken(self, form: Mapping[str, str]) -> Answer:
        wish = Wish(
            to_number=form.get("To", ""),
            from_number=form.get("From", ""),
            body=storable(form.get("Body", "")),
            status_callback=form.get("StatusCallback", ""),
            validity=form.get("ValidityPeriod", ""),
        )
        taken = self._network.take(wish)
        if isinstance(taken, Refusal):
            return _problem(400, taken.code, taken.message)
        return _json(201, self._resource(taken))

    def _page(self, wanted: Wanted, query: Mapping[str, str]) -> Answer:
        found = self._network.listed(replace(wanted, limit=wanted.limit + 1))
        shown = found[: wanted.limit]
        number = int(query.get("Page", "0"))
        path = f"/2010-04-01/Accounts/{self._account_sid}/Messages.json"
        following = None
        if len(found) > len(shown):
            token = {"Page": str(number + 1), "PageToken": f"PA{shown[-1].seq}"}
            following = f"{path}?{urlencode({**query, 'PageSize': str(wanted.limit), **token})}"
        return _json(
            200,
            {
                "messages": [self._resource(text) for text in shown],
                "page": number,
                "page_size": wanted.limit,
                "start": number * wanted.limit,
                "end": number * wanted.limit + max(len(shown) - 1, 0),
                "uri": f"{path}?{urlencode(dict(query))}",
                "first_page_uri": f"{path}?PageSize={wanted.limit}&Page=0",
                "next_page_uri": following,
                "previous_page_uri": None,
            },
        )

    def _resource(self, text: PretendText) -> dict[str, object]:
        uri = f"/2010-04-01/Accounts/{self._account_sid}/Messages/{text.sid}"
        return {
            "account_sid": self._account_sid,
            "api_version": "2010-04-01",
            "body": text.body,
            "date_created": _rfc2822(text.created_at),
            "date_sent": _rfc2822(text.sent_at),
            "date_updated": _rfc2822(text.updated_at),
            "direction": text.direction,
            "error_code": text.error_code,
            "error_message": None,
            "from": text.from_number,
            "messaging_service_sid": None,
            "num_media": str(text.num_media),
            "num_segments": str(text.num_segments),
            "price": None,
            "price_unit": "USD",
            "sid": text.sid,
            "status": text.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": text.to_number,
            "uri": f"{uri}.json",
        }


def _with_fault(fault: Fault | None, answer: Answer) -> Answer:
    """The answer as this fault lets it through."""
    if fault is None or fault.kind is FaultKind.REFUSES:
        return answer
    if fault.kind is FaultKind.SLOW:
        return replace(answer, wait_seconds=fault.seconds)
    if fault.kind is FaultKind.TOO_MANY:
        busy = _problem(429, 20429, "Too Many Requests")
        return replace(busy, headers={"Retry-After": str(ceil(fault.seconds))})
    if fault.kind is FaultKind.GARBAGE:
        return Answer(200, GARBAGE, "text/html")
    return _problem(500, 20500, "An internal server error has occurred")


def _wanted(query: Mapping[str, str]) -> Wanted:
    """The list that a query asks for. Raises ValueError for a date or number that is none."""
    token = query.get("PageToken", "")
    sent_from, sent_until = None, None
    if on := query.get("DateSent"):
        sent_from, sent_until = _span(on)
    if after := query.get("DateSent>"):
        sent_from = _span(after)[0]
    if before := query.get("DateSent<"):
        sent_until = _span(before)[1]
    return Wanted(
        to_number=query.get("To", ""),
        from_number=query.get("From", ""),
        sent_from=sent_from,
        sent_until=sent_until,
        before_seq=int(token.removeprefix("PA")) if token else None,
        limit=min(max(int(query.get("PageSize", USUAL_PAGE)), 1), LARGEST_PAGE),
    )


def _span(typed: str) -> tuple[datetime, datetime]:
    """A day ("2026-11-22") or a second ("2026-11-22T08:00:00Z"): where it begins and where it is over."""
    if len(typed) == DAY_LENGTH:
        begin = datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC)
        return begin, begin + timedelta(days=1)
    begin = datetime.strptime(typed, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return begin, begin + timedelta(seconds=1)


def _json(status: int, content: Mapping[str, object]) -> Answer:
    return Answer(status, json.dumps(content))


def _problem(status: int, code: int, message: str) -> Answer:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return _json(status, {"code": code, "message": message, "more_info": more, "status": HTTPStatus(status).value})


def _rfc2822(moment: datetime | None) -> str | None:
    return format_datetime(moment.astimezone(UTC)) if moment else None
