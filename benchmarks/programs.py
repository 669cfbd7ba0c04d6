"""Starts the real programs for the bench, waits until they answer, and ends exactly those afterwards."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.assembly import WEB_THREADS

ROOT = Path(__file__).parents[1]
PATIENCE = 40.0


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], *, log: Path, port: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program until the block ends. With `port`, wait until something listens there. RuntimeError if it dies."""
    with log.open("ab") as output:
        program = subprocess.Popen(
            list(command),
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,  # its own group, so that its workers end with it
        )
    try:
        if port is not None:
            _wait_for(program, port, log)
        yield program
    finally:
        _end(program)


def web(port: int, *, workers: int, application: str = "wsgi:app") -> list[str]:
    """The command that `kettle run` uses for the web process."""
    words = [sys.executable, "-m", "granian", "--interface", "wsgi", application, "--host", "127.0.0.1"]
    words += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(WEB_THREADS)]
    return [*words, "--respawn-failed-workers", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "5"]


def scheduler() -> list[str]:
    """The command that `kettle run` uses for the scheduler."""
    return [sys.executable, "-m", "scheduler"]


def instant_provider(port: int) -> list[str]:
    """A provider that takes every text at once."""
    return [sys.executable, "-m", "benchmarks.instant_provider", str(port)]


def _wait_for(program: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and program.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{program.args!r} did not start: {log.read_text(errors='replace')[-2000:]}")


def _end(program: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, signal.SIGTERM)
    try:
        program.wait(timeout=15)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()
