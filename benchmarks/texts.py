"""What phones text during the bench, as a provider's signed calls: seeded, with a real provider's fields."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

from app.channels.twilio import sign
from benchmarks.load import post
from benchmarks.making_data import WORDS, Borough, strangers
from benchmarks.settings import ACCOUNT, TOKEN

PATH = "/webhooks/twilio/message"


def fields(borough: Borough, seed: str, number: int) -> Iterator[dict[str, str]]:
    """So many texts: most are just words from known phones; some say RING or LINK, some phones nobody knows, one in
    two hundred says STOP (from those)."""
    dice = random.Random(seed)
    unknown = strangers()
    for _ in range(number):
        one = borough.talks([dice.randrange(borough.size)])[0]
        chance = dice.random()
        phone = dice.choice(unknown) if chance < 0.03 else one.phone
        body = dice.choice(WORDS)
        if chance < 0.005:
            body = "STOP"
        elif chance > 0.97:
            body = "LINK" if chance > 0.99 else "RING"
        yield form(f"SM{dice.getrandbits(128):032x}", phone=phone, line=one.line, body=body)


def form(message_id: str, *, phone: str, line: str, body: str) -> dict[str, str]:
    """The fields that the provider posts for one text."""
    return {
        "ToCountry": "GB",
        "ToState": "",
        "SmsMessageSid": message_id,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": message_id,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "Body": body,
        "FromCountry": "GB",
        "To": line,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": message_id,
        "AccountSid": ACCOUNT,
        "From": phone,
        "ApiVersion": "2010-04-01",
    }


def calls(borough: Borough, seed: str, number: int, *, port: int) -> list[bytes]:
    """The same texts as requests over the wire, signed for the service at this port."""
    url = f"http://127.0.0.1:{port}{PATH}"
    return [
        post(PATH, urlencode(one).encode(), {"X-Twilio-Signature": sign(url, one, TOKEN)})
        for one in fields(borough, seed, number)
    ]
