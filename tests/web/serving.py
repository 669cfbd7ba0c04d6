"""A house served to real browsers: werkzeug in a thread, on the port that its settings name, on 127.0.0.1 alone."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from app.assembly import House
from tests.web.once_drawn import quick_app


@contextmanager
def serving(house: House) -> Iterator[str]:
    """Serve this house until the block ends; gives its address, without a slash at the end."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", house.settings.port, quick_app(house), threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{house.settings.port}"
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
