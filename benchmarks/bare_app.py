"""The machine's own limit for a webhook: a bare Flask app that checks the signature and inserts one row, nothing else.

Straight to the driver, one connection for each thread, one statement, its own commit: nothing could do less.
"""

import json
import os
import threading

import psycopg
from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.engine import make_url
from twilio.request_validator import RequestValidator

from app.foundation.identifiers import new_id

NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
INSERT = """
    INSERT INTO bare_arrival (id, kind, provider_id, to_number, from_number, body, fields, taken_at, tries, failure)
    VALUES (%s, 'text', %s, %s, %s, %s, %s, now(), 0, '') ON CONFLICT (provider_id) DO NOTHING
"""

app = Flask(__name__)
_url = make_url(os.environ["KETTLE_DATABASE_URL"]).set(drivername="postgresql")
_public_url = os.environ["KETTLE_PUBLIC_URL"]
_validator = RequestValidator(os.environ["KETTLE_TWILIO_AUTH_TOKEN"])
_threads = threading.local()


def _connection() -> "psycopg.Connection[tuple[object, ...]]":
    own: psycopg.Connection[tuple[object, ...]] | None = getattr(_threads, "connection", None)
    if own is None:
        own = _threads.connection = psycopg.connect(_url.render_as_string(hide_password=False), autocommit=True)
    return own


@app.post("/webhooks/twilio/message")
def message() -> ResponseReturnValue:
    """Check, insert, answer."""
    form = request.form
    if not _validator.validate(f"{_public_url}{request.path}", form, request.headers.get("X-Twilio-Signature", "")):
        return "no", 403
    row = (new_id(), form["MessageSid"], form["To"], form["From"], form["Body"], json.dumps(form))
    _connection().execute(INSERT, row)
    return NOTHING, 200, {"Content-Type": "text/xml; charset=utf-8"}


@app.get("/")
def nothing() -> str:
    """The smallest page."""
    return "<!doctype html><title>nothing</title>"
