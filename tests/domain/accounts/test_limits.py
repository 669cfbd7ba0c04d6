"""What may be tried only so often is counted in the database, and what was right is not counted."""

import pytest

from app.domain.accounts import actions, limits
from app.domain.accounts.rules import Limited
from app.foundation.actors import Anybody, Command
from app.invented_town import EWA, SARA


def test_tries_are_counted_by_number_and_forgotten_with_time(tidewell):
    def may(number: str = SARA) -> bool:
        with tidewell.database.writing(Anybody()) as work:
            return limits.may_try(work, Limited.LINK_BY_NUMBER, number)

    assert [may() for _ in range(5)] == [True, True, True, False, False]
    assert may(EWA)
    tidewell.clock.move(minutes=61)
    assert [may() for _ in range(3)] == [True, True, False], "five in a day, however slowly"
    tidewell.clock.move(hours=24)
    assert may()
    with tidewell.database.writing(Command()) as work:
        actions.forget_old_attempts(work)


@pytest.mark.parametrize("tried", Limited)
def test_tries_at_one_thing_never_count_for_another_not_even_under_the_same_key(tidewell, tried):
    with tidewell.database.writing(Anybody()) as work:
        while limits.may_try(work, tried, SARA):
            pass
        others = [one for one in Limited if one is not tried]
        assert len(others) == len(Limited) - 1
        assert all(limits.may_try(work, other, SARA) for other in others)
