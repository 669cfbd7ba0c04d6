"""A whole Kettle as `kettle run` starts it: supervisor, web process and scheduler, on a free port of this machine."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).parent.parent.parent
KETTLE = (sys.executable, "-c", "from app.commands import kettle; kettle(prog_name='kettle')")
PATIENCE = 40.0
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Running:
    """One supervised Kettle and a visitor with cookies of their own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self.address = f"http://127.0.0.1:{port}"
        self.visitor = requests.Session()

    def get(self, path: str) -> requests.Response:
        """Open a page."""
        return self.visitor.get(self.address + path, timeout=10)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Send a form, with the token of the first page."""
        token = TOKEN.search(self.get("/").text)
        assert token
        return self.visitor.post(self.address + path, data={"csrf_token": token.group(1), **fields}, timeout=10)

    def is_well(self) -> bool:
        """Does /health say ok?"""
        try:
            return self.get("/health").text == "ok\n"
        except requests.RequestException:
            return False

    def web(self) -> psutil.Process | None:
        """The web server's own supervisor; its children serve."""
        return self._child("granian")

    def worker(self) -> psutil.Process | None:
        """The process that serves pages."""
        found = self.web()
        return next(iter(found.children()), None) if found else None

    def scheduler(self) -> psutil.Process | None:
        """The scheduler."""
        return self._child("scheduler")

    def everybody(self) -> list[psutil.Process]:
        """All processes that belong to it now."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def _child(self, name: str) -> psutil.Process | None:
        for one in psutil.Process(self.process.pid).children():
            with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
                if name in " ".join(one.cmdline()):
                    return one
        return None


@contextmanager
def running(folder: Path, port: int, **settings: str) -> Iterator[Running]:
    """Start it, wait until it is well, and end it with everything that belongs to it."""
    process = subprocess.Popen([*KETTLE, "run"], cwd=ROOT, env=environment(folder, port, settings))
    found = Running(process, port)
    try:
        until(found.is_well, "it never became well")
        yield found
    finally:
        stop(found)


def environment(folder: Path, port: int, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a demo, unless `settings` (without their prefix) say otherwise."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KETTLE_")}
    own = {"mode": "demo", "port": str(port), "var_dir": str(folder), **settings}
    return kept | {f"KETTLE_{name.upper()}": value for name, value in own.items()}


def stop(found: Running) -> None:
    """End it as Ctrl+C or systemd would, and whatever is left over after that by force."""
    if found.process.poll() is None:
        everybody = found.everybody()
        found.process.send_signal(signal.SIGTERM)
        found.process.wait(PATIENCE)
        for one in psutil.wait_procs(everybody, timeout=1)[1]:
            one.kill()


def until(is_so: Callable[[], object], complaint: str, *, within: float = PATIENCE) -> float:
    """Wait until something is so; gives how many seconds that took. Fails with the complaint after `within`."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < within, complaint
        time.sleep(0.1)
    return time.monotonic() - began


def is_listening(port: int) -> bool:
    """Does anybody listen on this port of this machine?"""
    with socket.socket() as caller:
        caller.settimeout(1)
        return caller.connect_ex(("127.0.0.1", port)) == 0
