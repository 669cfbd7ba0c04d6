"""A provider that takes every text at once: `python -m benchmarks.instant_provider <port>`.

Answers as Twilio does, and keeps for each of our message ids how often it came and when it first came, so that a text
sent twice cannot hide. Sends no receipts.
"""

import asyncio
import json
import secrets
import sys
import time
from urllib.parse import parse_qs

HEAD_ENDS = b"\r\n\r\n"
TALLY, FORGET = "/tally", "/forget"


class Taken:
    """What was sent, by our own message id: how often, and when first (on the monotonic clock all processes share)."""

    def __init__(self) -> None:
        self.times: dict[str, int] = {}
        self.first_at: dict[str, float] = {}

    def take(self, fields: dict[str, list[str]]) -> dict[str, object]:
        """Take one text and answer as Twilio does."""
        message_id = fields.get("StatusCallback", [""])[0].rsplit("/", 1)[-1]
        self.times[message_id] = self.times.get(message_id, 0) + 1
        self.first_at.setdefault(message_id, time.monotonic())
        return _answer(fields)


class Conversation(asyncio.Protocol):
    """One connection, kept open."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody connected."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """A part of a request, or several."""
        self._got += data
        while True:
            head, found, rest = self._got.partition(HEAD_ENDS)
            length = _length(head)
            if not found or len(rest) < length:
                return
            self._got = rest[length:]
            self._respond(head.split(b" ", 2), rest[:length])

    def _respond(self, words: list[bytes], body: bytes) -> None:
        method, path = words[0].decode(), words[1].decode()
        status, answer = "200 OK", self._read(path)
        if method == "POST" and path.endswith("/Messages.json"):
            status, answer = "201 Created", self._taken.take(parse_qs(body.decode()))
        packed = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(packed)}\r\n\r\n"
        self._transport.write(head.encode() + packed)

    def _read(self, path: str) -> dict[str, object]:
        if path == FORGET:
            self._taken.times.clear()
            self._taken.first_at.clear()
        if path == TALLY:
            return {"times": self._taken.times, "first_at": self._taken.first_at}
        return {"messages": [], "page": 0, "page_size": 1000, "next_page_uri": None, "uri": path}


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def _answer(fields: dict[str, list[str]]) -> dict[str, object]:
    sid = "SM" + secrets.token_hex(16)
    account = "AC" + "b" * 32
    return {
        "sid": sid,
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": fields.get("Body", [""])[0],
        "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
        "date_sent": None,
        "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": fields.get("From", [""])[0],
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "status": "queued",
        "subresource_uris": {"media": f"/2010-04-01/Accounts/{account}/Messages/{sid}/Media.json"},
        "to": fields.get("To", [""])[0],
        "uri": f"/2010-04-01/Accounts/{account}/Messages/{sid}.json",
    }


async def serve(port: int) -> None:
    """Take texts until ended."""
    taken = Taken()
    server = await asyncio.get_running_loop().create_server(lambda: Conversation(taken), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
