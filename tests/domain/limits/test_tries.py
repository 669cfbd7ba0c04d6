"""What may be tried only so often is counted in the database, and what was right is not counted."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.limits import tries
from app.domain.limits.models import Attempt
from app.domain.limits.rules import Limited
from app.domain.limits.tries import Try
from app.foundation.actors import Anybody, Command
from app.invented_town import EWA, SARA


def test_tries_are_counted_by_number_and_forgotten_with_time(tidewell):
    def may(number: str = SARA) -> bool:
        with tidewell.database.writing(Anybody()) as work:
            return tries.may_try(work, Limited.LINK_BY_NUMBER, number)

    assert [may() for _ in range(5)] == [True, True, True, False, False]
    assert may(EWA)
    tidewell.clock.move(minutes=61)
    assert [may() for _ in range(3)] == [True, True, False], "five in a day, however slowly"
    tidewell.clock.move(hours=24)
    assert may()
    assert len(tidewell.every(Attempt)) == 7, "what was right and what was too much is not counted"
    tidewell.clock.move(hours=25)
    with tidewell.database.writing(Command()) as work:
        tries.forget_old_tries(work)
    assert len(tidewell.every(Attempt)) == 1


@pytest.mark.parametrize("tried", [one for one in Limited if one.limits])  # how many texts a day is a setting
def test_tries_at_one_thing_never_count_for_another_not_even_under_the_same_key(tidewell, tried):
    with tidewell.database.writing(Anybody()) as work:
        while tries.may_try(work, tried, SARA):
            pass
        others = [one for one in Limited if one is not tried]
        assert len(others) == len(Limited) - 1
        assert all(tries.may_try(work, other, SARA) for other in others)


def test_what_was_right_is_taken_back(tidewell):
    for _ in range(30):
        with tidewell.database.writing(Anybody()) as work:
            counted = tries.begin(work, Try(Limited.CODE, "neil"))
            assert counted
            tries.take_back(work, counted)
    assert tidewell.every(Attempt) == []


def test_several_limits_count_together_or_not_at_all(tidewell):
    def begin(email: str) -> bool:
        with tidewell.database.writing(Anybody()) as work:
            return (
                tries.begin(work, Try(Limited.SIGN_IN_BY_ADDRESS, "here"), Try(Limited.SIGN_IN_AS, email)) is not None
            )

    assert [begin("neil") for _ in range(12)] == [True] * 10 + [False] * 2
    assert len(tidewell.every(Attempt)) == 20, "a refused try is not counted, so trying on does not lengthen it"
    assert begin("grace")


@pytest.mark.parametrize("what", [Limited.CODE, Limited.LINK_BY_NUMBER])
def test_of_many_tries_at_the_same_moment_no_more_than_the_limit_pass(tidewell, what):
    def may(_: int) -> bool:
        with tidewell.database.writing(Anybody()) as work:
            return tries.may_try(work, what, SARA)

    with ThreadPoolExecutor(6) as pool:
        passed = list(pool.map(may, range(20)))
    assert sum(passed) == min(limit.times for limit in what.limits)
