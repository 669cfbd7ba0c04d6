"""The pretend provider's API under /simulator/twilio: takes requests as Twilio would and hands them to the Face.

Guarded by the account's own id and token, as Twilio is. Must be mounted in the demo and in rehearsals only.
"""

import time

from flask import Blueprint, Response, request

from app.channels.simulator import Answer, Face, Network

LONGEST_WAIT_SECONDS = 30.0
ACCOUNT = "/simulator/twilio/2010-04-01/Accounts/<account>"


class _Views:
    """What each address answers."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def create(self, account: str) -> Response:
        return _sent(self._face.create(account, _who(), request.form))

    def list(self, account: str) -> Response:
        return _sent(self._face.list(account, _who(), request.args.to_dict()))

    def fetch(self, account: str, sid: str) -> Response:
        return _sent(self._face.fetch(account, _who(), sid))


def twilio_face(network: Network, account_sid: str, token: str) -> Blueprint:
    """Pages for the official client. Its POST carries no form token of ours: exempt the blueprint from that check."""
    views = _Views(Face(network, account_sid, token))
    blueprint = Blueprint("twilio_face", __name__)
    messages = f"{ACCOUNT}/Messages.json"
    blueprint.add_url_rule(messages, "create", views.create, methods=["POST"])
    blueprint.add_url_rule(messages, "list", views.list, methods=["GET"])
    blueprint.add_url_rule(f"{ACCOUNT}/Messages/<sid>.json", "fetch", views.fetch, methods=["GET"])
    return blueprint


def _who() -> tuple[str, str] | None:
    auth = request.authorization
    if auth is None or auth.type != "basic":
        return None
    return auth.username or "", auth.password or ""


def _sent(answer: Answer) -> Response:
    time.sleep(min(answer.wait_seconds, LONGEST_WAIT_SECONDS))
    return Response(answer.body, answer.status, dict(answer.headers), content_type=answer.content_type)
