"""Who reads and answers whose threads: for any house, whatever is missing, away or going round in circles."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.relationships.rules import Absence, House, answering, may_read
from app.foundation.identifiers import new_id

NEIL, GRACE, PRIYA, AMINA, BEN = (new_id() for _ in range(5))
STAFF = (NEIL, GRACE, PRIYA, AMINA, BEN)
SOMEBODY_ELSE = new_id()  # who left, or works elsewhere


@st.composite
def houses(draw) -> House:
    """Any organisation: some hold threads, some of them are on leave, covers are named at random, even oneself."""
    holding = draw(st.frozensets(st.sampled_from(STAFF)))
    on_leave = draw(st.frozensets(st.sampled_from(sorted(holding)))) if holding else frozenset()
    cover = st.sampled_from([None, SOMEBODY_ELSE, *STAFF])
    absent = {
        one: Absence(one, may_read=one in holding, covered_by=draw(cover))
        for one in STAFF
        if one in on_leave or one not in holding
    }
    return House(
        staff=frozenset(STAFF),
        holding=holding,
        on_duty=draw(st.sampled_from(sorted(holding or STAFF))),  # of those who hold threads, if anybody does
        absent=absent,
        holiday_reader=draw(st.sampled_from([None, SOMEBODY_ELSE, *STAFF])),
    )


@given(houses(), st.sampled_from(STAFF))
def test_where_anybody_may_read_each_thread_is_read_by_whoever_answers(house, holder):
    found = answering(holder, house)
    assert found in house.staff
    assert may_read(found, holder, house) is bool(house.holding)


@given(houses(), st.sampled_from([*STAFF, SOMEBODY_ELSE]), st.sampled_from(STAFF))
def test_nobody_without_checks_that_count_reads_anything_and_nobody_else_than_the_holder_and_who_answers(
    house, reader, holder
):
    if may_read(reader, holder, house):
        assert reader in house.holding
        assert reader in {holder, answering(holder, house)}


@given(houses(), st.sampled_from(STAFF))
def test_whoever_is_here_answers_for_themselves_outside_the_holidays(house, holder):
    house = replace(house, holiday_reader=None)
    if holder not in house.absent:
        assert answering(holder, house) == holder
        assert may_read(holder, holder, house)


@given(houses(), st.sampled_from(STAFF))
def test_whoever_answers_is_here_unless_nobody_is(house, holder):
    found = answering(holder, house)
    assert found not in house.absent or found == house.on_duty


def everybody(**more) -> House:
    return House(staff=frozenset(STAFF), holding=frozenset(STAFF), on_duty=PRIYA, absent={}, **more)


def away(house: House, person, cover, *, may_read=True) -> House:
    left = house.holding if may_read else house.holding - {person}
    absent = {**house.absent, person: Absence(person, may_read=may_read, covered_by=cover)}
    return replace(house, holding=left, absent=absent)


def test_covers_are_followed_and_loops_end_at_the_first_contact():
    house = away(away(everybody(), NEIL, GRACE), GRACE, BEN)
    assert answering(NEIL, house) == BEN
    for round_in_circles in (NEIL, GRACE, BEN):
        assert answering(NEIL, away(house, BEN, round_in_circles)) == PRIYA


def test_a_cover_whose_own_checks_lapsed_or_who_left_does_not_count():
    assert answering(NEIL, away(away(everybody(), NEIL, GRACE), GRACE, None, may_read=False)) == PRIYA
    assert answering(NEIL, away(everybody(), NEIL, SOMEBODY_ELSE)) == PRIYA


def test_when_the_first_contact_is_away_too_their_cover_has_it():
    assert answering(NEIL, away(away(everybody(), NEIL, None), PRIYA, AMINA)) == AMINA


def test_somebody_on_leave_may_look_and_somebody_whose_checks_lapsed_may_not():
    assert may_read(NEIL, NEIL, away(everybody(), NEIL, GRACE))
    assert not may_read(NEIL, NEIL, away(everybody(), NEIL, GRACE, may_read=False))
    assert may_read(GRACE, NEIL, away(everybody(), NEIL, GRACE))
    assert not may_read(GRACE, NEIL, everybody())


def test_in_the_holidays_the_holiday_reader_has_everything_or_who_stands_in_for_them():
    house = everybody(holiday_reader=AMINA)
    assert {answering(one, house) for one in STAFF} == {AMINA}
    assert {answering(one, away(house, AMINA, BEN)) for one in STAFF} == {BEN}
    assert {answering(one, away(house, AMINA, None, may_read=False)) for one in STAFF} == {PRIYA}
    assert answering(NEIL, everybody(holiday_reader=SOMEBODY_ELSE)) == NEIL
