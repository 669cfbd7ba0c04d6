"""Keeping the web process and the scheduler running side by side: started together, restarted when one dies, ended
together. Knows nothing of what they do.

Whoever watches has nothing else in hand: `watch` puts a fresh, small process in the caller's place (the same pid), so
that the libraries which the caller needed to get ready do not lie in memory for as long as Kettle runs.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from app.foundation.log import log, set_up

PATIENCE = 10.0  # seconds that a child gets to end by itself
QUICK_DEATH = 5.0
LONGEST_PAUSE = 30
PR_SET_PDEATHSIG = 1
_log = log("supervisor")


@dataclass
class Child:
    """One process that we keep alive."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)
    starts_again: float | None = None  # by the monotonic clock; None while it runs


def watch(children: Mapping[str, Sequence[str]], environment: Mapping[str, str]) -> NoReturn:
    """Become the supervisor of these commands, by name. Does not come back."""
    own = [
        sys.executable,
        "-m",
        "app.foundation.processes",
        json.dumps({name: list(children[name]) for name in children}),
    ]
    os.execve(own[0], own, {**os.environ, **environment})  # noqa: S606 - our own interpreter, no shell


def keep_running(children: Sequence[Child]) -> int:
    """Start all and watch them until we are told to stop (SIGTERM, SIGINT). Gives an exit code."""
    told = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda got, _frame: told.append(got))
    for child in children:
        _start(child)
    while not told:
        time.sleep(0.2)
        for child in children:
            _look_after(child)
    _end(children)
    return 0


def _start(child: Child) -> None:
    child.started, child.starts_again = time.monotonic(), None
    child.process = subprocess.Popen(
        list(child.command),
        env={**os.environ, "KETTLE_SUPERVISED": "1"},
        start_new_session=True,  # its own group, so that its workers can be ended with it
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one C call, no locks
    )


def _die_with_parent() -> None:
    # Even after `kill -9` of this supervisor no child stays behind on the port. Linux only.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _look_after(child: Child) -> None:
    """Start a child again that died; one that dies at once gets longer and longer pauses, and holds up nobody else."""
    if child.starts_again is not None:
        if time.monotonic() >= child.starts_again:
            _start(child)
    elif child.process is not None and child.process.poll() is not None:
        lived = time.monotonic() - child.started
        child.quick_deaths = child.quick_deaths + 1 if lived < QUICK_DEATH else 0
        pause = min(2**child.quick_deaths, LONGEST_PAUSE) if child.quick_deaths else 0
        code = child.process.returncode
        _log.warning("a process ended and is started again", name=child.name, code=code, pause=pause)
        _kill_group(child, signal.SIGKILL)
        child.starts_again = time.monotonic() + pause


def _end(children: Sequence[Child]) -> None:
    for child in children:
        _kill_group(child, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for child in children:
        if child.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, until - time.monotonic()))
        _kill_group(child, signal.SIGKILL)


def _kill_group(child: Child, number: signal.Signals) -> None:
    if child.process is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, number)


if __name__ == "__main__":
    set_up()
    sys.exit(keep_running([Child(name, command) for name, command in json.loads(sys.argv[1]).items()]))
