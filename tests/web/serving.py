"""A house served to real browsers: werkzeug in a thread, on the port that its settings name, on 127.0.0.1 alone."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import make_server

from app.assembly import House
from tests.web.once_drawn import quick_app

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def all_at_once(application: "WSGIApplication") -> "WSGIApplication":
    """The same application, each answer in one piece: a browser that goes away in the middle leaves no file open."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> list[bytes]:
        pieces = application(environ, start)
        try:
            return [b"".join(pieces)]
        finally:
            getattr(pieces, "close", lambda: None)()

    return answer


@contextmanager
def serving(house: House) -> Iterator[str]:
    """Serve this house until the block ends; gives its address, without a slash at the end."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", house.settings.port, all_at_once(quick_app(house)), threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{house.settings.port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
