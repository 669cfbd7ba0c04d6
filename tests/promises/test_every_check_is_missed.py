"""Deleting any one permission check turns a test red. Each is taken out in turn, and the tests beside it run."""

import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

from tests.without_a_check import Check, checks_in

ROOT = Path(__file__).parents[2]
MATRIX = "tests/promises/test_nobody_opens_what_is_not_theirs.py"

# Where a check stands, its functions, and the tests that notice first when it is gone.
CHECKS = (
    ("app.web.guards", ("_signed_in", "_staff_who.lets_in", "_operator", "_family"), (MATRIX,)),
    ("app.domain.relationships.rules", ("may_read",), (MATRIX,)),
    ("app.domain.people.rules", ("may_keep_house", "may_keep_families", "may_keep_safe"), (MATRIX,)),
    ("app.domain.people.rules", ("may_make_organisations", "may_give_lines", "holds_threads"), ("tests/domain",)),
    ("app.domain.people.queries", ("contact_at",), (MATRIX,)),
    ("app.domain.people.members", ("at",), (MATRIX,)),
    ("app.domain.conversations.queries", ("mine_to_read", "for_family"), (MATRIX,)),
    ("app.domain.relationships.actions", ("must_hold_threads",), ("tests/domain",)),
    ("app.domain.people.clearance", ("_somebody_elses", "confirm"), ("tests/domain/people",)),
    ("app.domain.handover.actions", ("_of_mine", "_leaver", "choose_next"), ("tests/domain/handover",)),
)
ALL = list(chain.from_iterable(checks_in(module, *functions) for module, functions, _ in CHECKS))


def tests_for(check: Check) -> tuple[str, ...]:
    return next(tests for module, functions, tests in CHECKS if module == check.module and check.function in functions)


@pytest.mark.proof
@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("check", ALL, ids=str)
def test_without_it_a_test_is_red(check: Check, backend: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "0",
        "-p",
        "no:randomly",
        "-m",
        "not proof and not browser",
    ]
    found = subprocess.run(
        [*command, "-k", backend, *tests_for(check)],
        cwd=ROOT,
        env=os.environ | {"KETTLE_TEST_WITHOUT": str(check)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 1, f"no test misses {check}:\n{found.stdout[-2000:]}"
