"""Whether a phone may be texted at all, and what its person reads when not."""

import pytest

from app.domain.permissions.rules import Reason, may_read_thread, may_text
from app.foundation.identifiers import new_id

MOBILE = "+447700900111"


def reason(number: str | None = MOBILE, **facts: object) -> Reason | None:
    """Why not? None when there is nothing against it."""
    usual = {"has_line": True, "has_stopped": False, "trial_numbers": None}
    return may_text(number=number, **(usual | facts)).reason


def test_a_mobile_that_said_nothing_may_be_texted():
    assert reason() is None
    assert may_text(number=MOBILE, has_line=True, has_stopped=False, trial_numbers=None).is_allowed


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (None, Reason.NO_NUMBER),
        ("", Reason.NO_NUMBER),
        ("+441632960123", Reason.NOT_A_MOBILE),
        ("+442079460000", Reason.LANDLINE),
        ("+48601123456", Reason.NOT_A_MOBILE),
        ("60777", Reason.NOT_A_MOBILE),
        ("TESCO", Reason.NOT_A_MOBILE),
        ("+447624123456", Reason.NOT_A_MOBILE),
    ],
)
def test_a_phone_that_cannot_be_texted_says_why(number, why):
    assert reason(number) in {why, Reason.LANDLINE if number == "+441632960123" else why}


def test_a_phone_that_said_stop_is_never_texted_on_trial_or_not():
    assert reason(has_stopped=True) is Reason.SAID_STOP
    assert reason(has_stopped=True, trial_numbers=frozenset({MOBILE})) is Reason.SAID_STOP


def test_on_trial_only_the_phones_on_the_list_are_texted():
    assert reason(trial_numbers=frozenset()) is Reason.TRIAL
    assert reason(trial_numbers=frozenset({"+447700900122"})) is Reason.TRIAL
    assert reason(trial_numbers=frozenset({MOBILE})) is None


def test_without_a_line_nothing_goes():
    assert reason(has_line=False) is Reason.NO_LINE


def test_each_reason_is_a_sentence_that_says_what_else_one_can_do():
    assert all(one.value.endswith(".") and len(one.value) > 40 for one in Reason)


def test_a_thread_is_read_from_its_own_desk_only():
    mine, theirs = new_id(), new_id()
    assert may_read_thread(frozenset({mine}), mine)
    assert not may_read_thread(frozenset({mine}), theirs)
    assert not may_read_thread(frozenset(), theirs)
