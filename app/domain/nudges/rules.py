"""When staff are reminded that a check lapses. Pure; days are those of the organisation."""

from datetime import date, timedelta
from enum import StrEnum

from app.domain.people.rules import TOLD_BEFORE, Check

ONCE_MORE = timedelta(weeks=1)

IN_WORDS = {
    Check.SAFER_RECRUITMENT: "safer-recruitment check",
    Check.SAFEGUARDING_TRAINING: "safeguarding training",
}


class Stage(StrEnum):
    """How near it is. Each is told once."""

    SIX_WEEKS = "six_weeks"
    ONE_WEEK = "one_week"
    LAPSED = "lapsed"


def stage_of(lapses_on: date, today: date) -> Stage | None:
    """How near is the end of a check that counts up to and including `lapses_on`? None while it is far away."""
    if lapses_on < today:
        return Stage.LAPSED
    if lapses_on <= today + ONCE_MORE:
        return Stage.ONE_WEEK
    return Stage.SIX_WEEKS if lapses_on <= today + TOLD_BEFORE else None
