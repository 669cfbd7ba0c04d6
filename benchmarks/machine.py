"""What the bench ran on: cores, memory, versions, and how fast this disk can say "it is safe"."""

import os
import platform
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIBRARIES = ("flask", "sqlalchemy", "psycopg", "granian", "twilio")
SYNCS = 200


def facts() -> dict[str, str]:
    """Everything about this machine that a reader of the figures should know."""
    return {
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": f"{os.cpu_count()} ({_cpu()}), shared by the load generator, the servers and PostgreSQL",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "load before the start": f"{os.getloadavg()[0]:.2f}",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "commit": _commit(),
        "disk": f"a write is safe (fsync) after {sync_milliseconds():.2f} ms on average",
    }


def sync_milliseconds() -> float:
    """How long this disk takes until 8 kB are safe, in milliseconds, on average."""
    with tempfile.NamedTemporaryFile() as file:
        begun = time.perf_counter()
        for _ in range(SYNCS):
            file.write(bytes(8192))
            file.flush()
            os.fdatasync(file.fileno())
        return (time.perf_counter() - begun) / SYNCS * 1000


def _cpu() -> str:
    described = Path("/proc/cpuinfo")
    if not described.exists():
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in described.read_text().splitlines() if "model name" in line]
    return names[0] if names else platform.machine()


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = bool(git("status", "--porcelain", "--untracked-files=no"))
    return (git("rev-parse", "--short", "HEAD") or "not a clone") + (" with changes on top" if changed else "")
