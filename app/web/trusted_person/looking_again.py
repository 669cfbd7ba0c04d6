"""Pages that look again by themselves. They answer "nothing new" without a page, and they are nobody at the desk:
an open page must not keep a session alive for a person who has gone home."""

import hashlib
from collections.abc import Callable

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from app.foundation.work import Work


def looks_again(work: Work, mark: str, draw: Callable[[], str]) -> ResponseReturnValue:
    """What has changed, or 304 when nothing has. The minute is part of it, because waits grow."""
    g.pop("signed_in", None)
    tag = hashlib.sha256(f"{mark}{work.now:%Y-%m-%dT%H:%M}".encode()).hexdigest()[:24]
    is_known = request.if_none_match.contains_weak(tag)
    answer = Response(status=304) if is_known else Response(draw(), mimetype="text/html")
    answer.set_etag(tag, weak=True)
    return answer
