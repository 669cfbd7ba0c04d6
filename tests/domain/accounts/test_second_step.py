"""Codes from a phone: each opens the door once, also when several press at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.domain.accounts import actions, queries, second_step
from app.domain.accounts.models import RecoveryCode
from app.domain.accounts.rules import CODE_EVERY, RECOVERY_LETTERS, code_in, in_fours, recovery_code_in
from app.domain.accounts.second_step import Answer, step_of
from app.domain.people import members
from app.foundation.actors import Anybody, Command
from tests.tidewell import ANYBODY

MOMENTS = st.integers(1_780_000_000, 3_700_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@given(MOMENTS, st.integers(-5, 5))
def test_a_code_counts_in_its_half_minute_the_one_before_and_the_one_after(now, steps):
    code = pyotp.TOTP(SEED).at(now + timedelta(seconds=CODE_EVERY * steps))
    this = int(now.timestamp()) // CODE_EVERY
    found = step_of(SEED, code, now)
    assert (found is not None) == (abs(steps) <= 1) or found in {this - 1, this, this + 1}, "or by chance"
    if abs(steps) <= 1:
        assert found >= this + steps


@given(MOMENTS, st.text(max_size=12))
def test_whatever_is_typed_is_right_or_wrong(now, typed):
    found = step_of(SEED, typed, now)
    assert found is None or code_in(typed)


@given(st.integers(0, 999_999))
def test_a_code_may_be_typed_with_spaces_and_dashes(number):
    code = f"{number:06}"
    assert code_in(code) == code_in(f" {code[:3]} {code[3:]} ") == code_in(f"{code[:3]}-{code[3:]}") == code


@given(st.text(alphabet=RECOVERY_LETTERS, min_size=16, max_size=16))
def test_a_recovery_code_is_read_however_it_is_typed(code):
    shown = in_fours(code)
    assert recovery_code_in(shown) == recovery_code_in(shown.upper()) == recovery_code_in(f" {code}\n") == code


@given(st.text(max_size=60))
def test_reading_a_recovery_code_never_fails(typed):
    assert set(recovery_code_in(typed)) <= set(RECOVERY_LETTERS)


@pytest.fixture
def neil(tidewell):
    """Neil with codes on a phone: (his account's id, what his phone shows, his codes on paper)."""
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.neil).email)
        phone = pyotp.TOTP(second_step.new_seed())
        codes = second_step.set_up(work, account, phone.secret, phone.at(work.now))
    tidewell.clock.move(minutes=1)
    return account.id, phone, codes


def check(tidewell, account_id, code: str) -> Answer:
    with tidewell.database.writing(Anybody()) as work:
        return second_step.check_code(work, queries.account(work, account_id), code)


def check_paper(tidewell, account_id, code: str) -> Answer:
    with tidewell.database.writing(Anybody()) as work:
        return second_step.check_recovery_code(work, queries.account(work, account_id), code)


def test_a_code_opens_once_and_none_that_is_older_after_it(tidewell, neil):
    account_id, phone, _ = neil
    now = tidewell.clock.now
    assert check(tidewell, account_id, phone.at(now)) is Answer.RIGHT
    assert check(tidewell, account_id, phone.at(now)) is Answer.USED
    assert check(tidewell, account_id, phone.at(now - timedelta(seconds=30))) is Answer.USED
    assert check(tidewell, account_id, phone.at(now + timedelta(seconds=30))) is Answer.RIGHT


def test_of_many_presses_with_one_code_at_the_same_moment_one_wins(tidewell, neil):
    account_id, phone, codes = neil
    code = phone.at(tidewell.clock.now)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: check(tidewell, account_id, code), range(5)))
    assert answers.count(Answer.RIGHT) == 1
    tidewell.clock.move(minutes=20)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: check_paper(tidewell, account_id, codes[0]), range(5)))
    assert answers.count(Answer.RIGHT) == 1


def test_five_wrong_ones_close_both_ways_for_a_quarter_of_an_hour(tidewell, neil):
    account_id, phone, codes = neil
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: check(tidewell, account_id, "000000"), range(12)))
    assert (answers.count(Answer.WRONG), answers.count(Answer.TOO_OFTEN)) == (5, 7)
    assert check(tidewell, account_id, phone.at(tidewell.clock.now)) is Answer.TOO_OFTEN
    assert check_paper(tidewell, account_id, codes[0]) is Answer.TOO_OFTEN
    tidewell.clock.move(minutes=15)
    assert check(tidewell, account_id, phone.at(tidewell.clock.now)) is Answer.RIGHT


def test_without_codes_none_is_right(tidewell):
    with tidewell.database.writing(Anybody()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.grace).email)
        assert second_step.check_code(work, account, "123456") is Answer.WRONG
        assert second_step.check_recovery_code(work, account, "") is Answer.WRONG


def test_new_codes_on_paper_end_the_old_ones(tidewell, neil):
    account_id, _, old = neil
    with tidewell.database.writing(Command()) as work:
        new = second_step.new_recovery_codes(work, account_id)
        assert second_step.recovery_codes_left(work, account_id) == 10
    assert check_paper(tidewell, account_id, old[0]) is Answer.WRONG
    assert check_paper(tidewell, account_id, new[0]) is Answer.RIGHT
    with tidewell.database.reading(ANYBODY) as work:
        assert second_step.recovery_codes_left(work, account_id) == 9
        kept = [one.code_hash for one in work.session.exec(select(RecoveryCode))]
    assert not any(code.replace(" ", "") in " ".join(kept) for code in new)


def test_another_phone_ends_the_first_and_every_session(tidewell, neil):
    account_id, phone, _ = neil
    with tidewell.database.writing(Command()) as work:
        cookie = actions.start_staff_session(work, account_id, tidewell.town.neil)
        account = queries.account(work, account_id)
        other = pyotp.TOTP(second_step.new_seed())
        assert second_step.move_to_another_phone(work, account, other.secret, "000000") is None
        assert second_step.move_to_another_phone(work, account, other.secret, other.at(work.now))
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, cookie) is None
    tidewell.clock.move(minutes=1)
    assert check(tidewell, account_id, phone.at(tidewell.clock.now)) is Answer.WRONG
    assert check(tidewell, account_id, other.at(tidewell.clock.now)) is Answer.RIGHT
