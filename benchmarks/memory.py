"""How much memory `kettle run` holds at rest: supervisor, web server, one worker and the scheduler (PSS)."""

import contextlib
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from benchmarks import programs
from benchmarks.figures import Figure
from benchmarks.settings import environment

AIM = 260
REST = 12.0  # seconds without a visitor before looking
VISITS = 20
BARE_APP = "benchmarks.bare_app:app"
KETTLE_RUN = [str(Path(sys.executable).with_name("kettle")), "run"]


def measure(url: str, folder: Path) -> list[Figure]:
    """The demo on SQLite, and a service on PostgreSQL. Nothing where the system cannot say (only Linux can)."""
    if not Path("/proc/self/smaps_rollup").exists():
        return []
    port = programs.free_port()
    words = environment(url, port=port)
    bare = _at_rest(programs.web(port, workers=1, application=BARE_APP), words, folder / "bare.log", port)
    limit = f"an empty Flask app under the same server, no scheduler: {sum(size for _, size in bare):.0f} MB"
    demo_port, service_port = programs.free_port(), programs.free_port()
    demo = {"KETTLE_MODE": "demo", "KETTLE_PORT": str(demo_port), "KETTLE_VAR_DIR": str(folder / "demo")}
    service = environment(url, port=service_port)
    return [
        _figure("demo on SQLite", _at_rest(KETTLE_RUN, demo, folder / "demo.log", demo_port), limit),
        _figure("service on PostgreSQL", _at_rest(KETTLE_RUN, service, folder / "service.log", service_port), limit),
    ]


def _figure(what: str, processes: list[tuple[str, float]], limit: str) -> Figure:
    parts = ", ".join(f"{name} {size:.0f}" for name, size in processes)
    total = sum(size for _, size in processes)
    note = f"`kettle run` and everything below it, {REST:.0f} s after {VISITS} visits: {parts}"
    return Figure("memory", f"{what}, at rest (PSS)", total, "MB", AIM, limit=limit, note=note)


def _at_rest(command: Sequence[str], words: dict[str, str], log: Path, port: int) -> list[tuple[str, float]]:
    """Each process, by what it does, and its megabytes."""
    with programs.running(command, words, log=log, port=port) as program:
        for _ in range(VISITS):
            _visit(port)
        time.sleep(REST)
        top = psutil.Process(program.pid)
        return [(_name(one), _pss(one)) for one in [top, *top.children(recursive=True)]]


def _visit(port: int) -> None:
    with contextlib.suppress(OSError, HTTPException):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()


def _name(process: psutil.Process) -> str:
    words = " ".join(process.cmdline())
    if "resource_tracker" in words:
        return "resource tracker"
    if "kettle run" in words or "app.foundation.processes" in words:
        return "supervisor"  # it knows its children's commands, so its own is asked for first
    if "-m scheduler" in words:
        return "scheduler"
    parent = process.parent()
    is_worker = parent is not None and "-m granian" in " ".join(parent.cmdline())
    return "web worker" if is_worker else "web server"


def _pss(process: psutil.Process) -> float:
    for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1000
    return 0.0
