"""`python -m benchmarks [part …]`: measures and prints; a run of all parts writes results.json and results.md beside
this file, so that those hold one whole run.

Parts: pages webhook reception outbox times_to_talk memory family coach signing_in; all of them, in this order, when
none is named.
`--small` runs on the small borough, to try the bench out.
"""

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.foundation import log
from benchmarks import figures, machine, making_data
from benchmarks.figures import Figure
from benchmarks.making_data import LARGE, SMALL, Borough
from benchmarks.server import Server

# The pages first: the parts after them make families wait in the large borough, and then its inboxes hold more.
PARTS = ("pages", "webhook", "reception", "outbox", "times_to_talk", "memory", "family", "coach", "signing_in")


class Bench:
    """One run: makes each borough when it is first needed."""

    def __init__(self, server: Server, folder: Path, *, is_small: bool) -> None:
        self.server, self.folder, self._is_small = server, folder, is_small
        self._made: dict[int, Borough] = {}

    def borough(self, size: int) -> Borough:
        """The borough of this many conversations."""
        size = SMALL if self._is_small else size
        if size not in self._made:
            begun = time.monotonic()
            made = making_data.make(self.server.new_database(f"bench_{size}"), size)
            print(f"made {size:,} conversations and {made.messages:,} messages in {time.monotonic() - begun:.0f} s\n")
            self._made[size] = made
        return self._made[size]

    def measure(self, part: str) -> list[Figure]:
        """One part's figures. Each part is a module; only what is measured is imported."""
        measure: Callable[..., list[Figure]] = importlib.import_module(f"benchmarks.{part}").measure
        match part:
            case "pages":
                return measure(self.borough(SMALL), self.borough(LARGE), self.folder)
            case "memory":
                return measure(self.server.new_database("bench_memory"), self.folder)
            case "family" | "coach" | "signing_in":
                return measure(self.folder)
            case _:
                return measure(self.borough(LARGE), self.folder)


def main() -> int:
    """Run what was asked for. Ends with 0 whatever the figures are."""
    asked = _asked()
    parts = asked.parts or list(PARTS)
    facts, begun = machine.facts(), time.monotonic()
    found: list[Figure] = []
    with _folder() as folder, Server.running() as server:
        facts["database"] = server.facts()
        for name, words in facts.items():
            print(f"{name}: {words}")
        print(flush=True)
        bench = Bench(server, folder, is_small=asked.small)
        for part in parts:
            found += _one_part(part, bench.measure)
    facts["took"] = f"{time.monotonic() - begun:.0f} s"
    print(f"Took {facts['took']}.")
    if not asked.parts and not asked.small:
        figures.write(found, machine=facts, command="python -m benchmarks")
        print(f"Written to {figures.PAGE_FILE} and {figures.JSON_FILE.name} beside it.")
    return 0


def _one_part(part: str, measure: Callable[[str], list[Figure]]) -> list[Figure]:
    begun = time.monotonic()
    found = measure(part)
    print(f"{part} ({time.monotonic() - begun:.0f} s)")
    for figure in found:
        print(figures.show(figure))
    print(flush=True)
    return found


def _asked() -> argparse.Namespace:
    asking = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asking.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    asking.add_argument("--small", action="store_true", help="on the small borough only")
    asked = asking.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        asking.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return asked


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kettle-bench-") as folder:
        yield Path(folder)


if __name__ == "__main__":
    log.set_up()
    sys.exit(main())
