"""Deleting any one permission check turns a test red. Each is taken out in turn: those on the way to a page before
everybody tries every door, the others before the tests that stand beside them."""

import os
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from flask import Flask

from tests.promises.doors.world import Who, World
from tests.promises.test_nobody_opens_what_is_not_theirs import leaks
from tests.without_a_check import Check, checks_in, without

ROOT = Path(__file__).parents[2]
MY_OWN_TEXT, STILL_HERE = checks_in("app.domain.conversations.actions", "_must_lie_with_us")
ON_THE_WAY_TO_A_PAGE = list(
    chain(
        checks_in("app.web.guards", "_signed_in", "_staff_who.lets_in", "_operator", "_family"),
        checks_in("app.domain.relationships.rules", "may_read"),
        checks_in("app.domain.permissions.rules", "may_read_thread"),
        checks_in("app.domain.people.rules", "may_keep_house", "may_keep_families", "may_keep_safe"),
        checks_in("app.domain.people.queries", "contact_at"),
        checks_in("app.domain.people.members", "at"),
        checks_in("app.domain.conversations.queries", "mine_to_read", "for_family"),
        [MY_OWN_TEXT],
    )
)
BESIDE = {  # a check, and the tests that stand beside it
    "tests/domain/people": (
        *checks_in("app.domain.people.rules", "holds_threads", "may_make_organisations", "may_give_lines"),
        *checks_in("app.domain.people.clearance", "_somebody_elses", "confirm"),
        *checks_in("app.domain.people.joining", "must_keep_house", "must_not_be_needed"),
    ),
    "tests/domain": (
        *checks_in("app.domain.relationships.actions", "must_hold_threads"),
        *checks_in("app.domain.people.actions", "_must_keep_families"),
        *checks_in("app.domain.conversations.writing", "must_be_cleared_for"),
    ),
    "tests/domain/conversations": (
        STILL_HERE,
        *checks_in("app.domain.conversations.translating.choosing", "_must_keep_house", "choose"),
    ),
    "tests/domain/wording": (
        *checks_in("app.domain.wording.actions", "_must_keep_house", "approve"),
        *checks_in("app.domain.wording.queries", "version"),
    ),
    "tests/domain/permissions": (*checks_in("app.domain.permissions.holding_back", "mine_to_keep_safe"),),
    "tests/domain/handover": (*checks_in("app.domain.handover.actions", "_of_mine", "_leaver", "choose_next"),),
    "tests/domain/accounts": (*checks_in("app.domain.accounts.actions", "_somebody_to_invite", "_somebody_of_mine"),),
}


@pytest.mark.proof
@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("check", ON_THE_WAY_TO_A_PAGE, ids=str)
def test_without_it_somebody_opens_what_is_not_theirs(application: Flask, world: World, check: Check) -> None:
    with without(check):
        assert next(chain.from_iterable(leaks(application, world, who) for who in Who), None)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("tests", "check"), [(where, one) for where, found in BESIDE.items() for one in found], ids=str
)
def test_without_it_a_test_beside_it_is_red(tests: str, check: Check) -> None:
    only = ["-m", "not proof and not browser", "-k", "sqlite or not postgres"]
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:randomly", *only, tests],
        cwd=ROOT,
        env=os.environ | {"KETTLE_TEST_WITHOUT": str(check)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert found.returncode == 1, f"no test misses {check}:\n{found.stdout[-2000:]}"
