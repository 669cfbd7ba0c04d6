"""How long the tests may take, written down before they are: `make test` has five minutes on two cores.

`KETTLE_TIMES=1 make test` prints what each folder took beside its budget, the total, and the ten slowest tests.
A folder over its budget is a reason to make its tests quicker or to move a proof to `make prove`; nothing fails by it,
because a busy machine is nobody's fault.
"""

from collections import defaultdict
from collections.abc import Iterable

WHOLE_RUN = 300  # seconds on the wall
SECONDS = {  # summed over three workers, who have 900 in five minutes
    "architecture": 20,
    "channels": 20,
    "content": 10,
    "domain": 200,
    "foundation": 20,
    "journeys": 60,
    "promises": 150,
    "scheduler": 20,
    "web": 400,
}


def report(durations: Iterable[tuple[str, float]], wall_seconds: float) -> list[str]:
    """The lines to print, from (test's id, seconds) pairs."""
    tests: dict[str, float] = defaultdict(float)
    for test, seconds in durations:
        tests[test] += seconds
    folders: dict[str, float] = defaultdict(float)
    for test, seconds in tests.items():
        folders[test.split("/")[1] if test.startswith("tests/") else "?"] += seconds
    lines = [f"{wall_seconds:7.1f} s on the wall, of {WHOLE_RUN}"]
    lines += [f"{taken:7.1f} s in {name}, of {SECONDS.get(name, 0)}" for name, taken in sorted(folders.items())]
    slowest = sorted(tests.items(), key=lambda pair: -pair[1])[:10]
    return [*lines, "the ten slowest:", *(f"{seconds:7.1f} s {test}" for test, seconds in slowest)]
