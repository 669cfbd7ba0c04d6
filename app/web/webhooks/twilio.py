"""Twilio's webhooks. The signature is checked against our public address; whatever is not genuine learns nothing.

A genuine call is stored and committed before we answer. Nothing is understood in here.
"""

from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations.delivery import receipts
from app.domain.reception import actions as reception
from app.domain.reception.rules import Kind
from app.foundation.actors import Provider
from app.foundation.log import log
from app.web import guards
from app.web.pages import Pages

pages = Pages("webhooks", __name__, guard=guards.PROVIDER, url_prefix="/webhooks/twilio")
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
# A call that is turned away costs the caller nothing; answering it would.
BUSY = '<?xml version="1.0" encoding="UTF-8"?><Response><Reject reason="busy"/></Response>'
_log = log("webhooks")


@pages.does_in_steps("/message")
def message(house: House) -> ResponseReturnValue:
    """A phone texted one of our lines."""
    return _take(house, Kind.TEXT, NOTHING)


@pages.does_in_steps("/voice")
def voice(house: House) -> ResponseReturnValue:
    """A phone rings one of our lines. It rings out, and lies in an inbox as "rang you"."""
    return _take(house, Kind.CALL, BUSY)


@pages.does_in_steps("/receipt/<uuid:message_id>")
def receipt(house: House, message_id: UUID) -> ResponseReturnValue:
    """How far one of our texts is."""
    if not _is_genuine(house):
        return _forged()
    found = house.incoming.read_receipt(request.form)
    if found and _is_our_account(house):
        with house.database.writing(Provider()) as work:
            receipts.take(work, message_id, found)
    return _xml(NOTHING)


def _take(house: House, kind: Kind, answer: str) -> ResponseReturnValue:
    if not _is_genuine(house):
        return _forged()
    inbound = house.incoming.read_inbound(request.form)
    if inbound.provider_id:
        is_more = reception.acts_at_once(inbound, kind=kind)
        opened = house.database.writing if is_more else house.database.writing_one_row
        with opened(Provider()) as work:
            reception.take_in(work, inbound, kind=kind)
    else:
        _log.warning("a genuine call without an id", kind=kind.value)
    return _xml(answer)


def _is_genuine(house: House) -> bool:
    query = request.query_string.decode("ascii", "replace")
    url = f"{house.settings.public_url}{request.path}" + (f"?{query}" if query else "")
    return house.incoming.is_genuine(url, request.form, request.headers.get("X-Twilio-Signature"))


def _is_our_account(house: House) -> bool:
    return request.form.get("AccountSid", "") == house.settings.twilio_account_sid


def _forged() -> ResponseReturnValue:
    _log.warning("a call without a true signature was refused", endpoint=str(request.endpoint))
    return Response("This address is for the telephone provider only.\n", 403, content_type="text/plain")


def _xml(words: str) -> Response:
    return Response(words, content_type="text/xml; charset=utf-8")
