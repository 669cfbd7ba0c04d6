"""Whose is it? Whatever we know of a phone, it goes to somebody who works here, or to the front door."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.conversations.rules import REMEMBERS_AUTHOR, Caller, Choice, Route, Thread, route

NOW = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
NEIL, GRACE, PRIYA = (UUID(int=number) for number in (1, 2, 3))
SARA, DAN, KELLY = (UUID(int=number) for number in (11, 12, 13))

people = st.sampled_from([NEIL, GRACE, PRIYA])
contacts = st.lists(st.sampled_from([SARA, DAN, KELLY]), max_size=3, unique=True)
moments = st.integers(0, 60 * 24 * 400).map(lambda minutes: NOW - timedelta(minutes=minutes))


@st.composite
def callers(draw) -> Caller:
    """Anything that could be known about a (line, number) pair."""
    known = tuple(draw(contacts))
    pairs = st.tuples(st.sampled_from(known), people) if known else st.nothing()
    threads = draw(st.lists(pairs, max_size=4, unique=True)) if known else []
    chosen = draw(st.lists(pairs, max_size=4, unique=True)) if known else []
    return Caller(
        on_duty=PRIYA,
        line_belongs_to=draw(st.none() | people),
        contacts=known,
        threads=tuple(
            Thread(UUID(int=100 + number), contact, person, draw(moments), draw(st.none() | moments))
            for number, (contact, person) in enumerate(threads)
        ),
        choices=tuple(Choice(contact, person, draw(moments)) for contact, person in chosen),
    )


def thread(
    person: UUID, *, contact: UUID = SARA, number: int = 100, last: int = 1, written: int | None = None
) -> Thread:
    """A thread last spoken in `last` days ago, whose person last wrote `written` days ago."""
    wrote = None if written is None else NOW - timedelta(days=written)
    return Thread(UUID(int=number), contact, person, NOW - timedelta(days=last), wrote)


@given(callers())
def test_nothing_is_ever_dropped_it_lands_with_somebody_who_is_really_here(caller):
    found = route(caller, NOW)
    here = {caller.on_duty, caller.line_belongs_to}
    here |= {one.membership_id for one in caller.threads} | {one.membership_id for one in caller.choices}
    assert found.membership_id in here - {None}


@given(callers())
def test_the_front_door_always_has_the_person_on_duty_behind_it(caller):
    found = route(caller, NOW)
    if found.at_front_door:
        assert found.membership_id == caller.on_duty
        assert not caller.threads
        assert not caller.choices


@given(callers())
def test_a_thread_that_is_named_is_one_of_this_phone_and_of_that_very_person_and_contact(caller):
    found = route(caller, NOW)
    if found.conversation_id:
        named = next(one for one in caller.threads if one.conversation_id == found.conversation_id)
        assert (named.membership_id, named.contact_id) == (found.membership_id, found.contact_id)


@given(callers())
def test_somebody_known_is_never_taken_for_a_stranger(caller):
    found = route(caller, NOW)
    assert found.contact_id in caller.contacts if caller.contacts else found.contact_id is None


@given(callers())
def test_a_phone_that_two_share_is_always_marked_and_another_never_is(caller):
    assert route(caller, NOW).may_be_either is (len(caller.contacts) > 1)


@given(callers())
def test_it_does_not_matter_in_which_order_we_look(caller):
    assume(len({one.last_at for one in caller.threads}) == len(caller.threads))
    assume(len({one.last_written_at for one in caller.threads}) == len(caller.threads))
    assume(len({one.since for one in caller.choices}) == len(caller.choices))
    turned = replace(caller, threads=caller.threads[::-1], choices=caller.choices[::-1])
    assert route(turned, NOW) == route(caller, NOW)


@given(callers(), people)
def test_a_persons_own_line_always_reaches_that_person(caller, person):
    assert route(replace(caller, line_belongs_to=person), NOW).membership_id == person


def test_on_a_persons_own_line_a_thread_with_somebody_else_does_not_count():
    caller = Caller(PRIYA, line_belongs_to=GRACE, contacts=(SARA,), threads=(thread(NEIL, written=0),))
    assert route(caller, NOW) == Route(GRACE, SARA)


def test_the_one_thread_there_is_gets_it_however_long_ago_that_was():
    only = thread(NEIL, last=900)
    assert route(Caller(PRIYA, contacts=(SARA,), threads=(only,)), NOW) == Route(NEIL, SARA, only.conversation_id)


def test_of_several_the_one_who_wrote_last_gets_it():
    older, newer = thread(NEIL, number=100, last=0, written=3), thread(GRACE, number=101, last=9, written=2)
    caller = Caller(PRIYA, contacts=(SARA,), threads=(older, newer), choices=(Choice(SARA, NEIL, NOW),))
    assert route(caller, NOW).membership_id == GRACE


def test_after_fourteen_days_it_is_forgotten_who_wrote_last_and_the_familys_choice_counts():
    stale = thread(GRACE, number=101, written=15)
    caller = Caller(PRIYA, contacts=(SARA,), threads=(thread(NEIL), stale), choices=(Choice(SARA, NEIL, NOW),))
    assert route(caller, NOW).membership_id == NEIL
    just = replace(stale, last_written_at=NOW - REMEMBERS_AUTHOR)
    assert route(replace(caller, threads=(thread(NEIL), just)), NOW).membership_id == GRACE


def test_of_two_choices_the_newer_counts():
    long_ago = NOW - timedelta(days=300)
    caller = Caller(PRIYA, contacts=(SARA,), choices=(Choice(SARA, NEIL, long_ago), Choice(SARA, GRACE, NOW)))
    assert route(caller, NOW) == Route(GRACE, SARA)


def test_several_threads_without_memory_or_choice_go_where_they_last_spoke():
    caller = Caller(PRIYA, contacts=(SARA,), threads=(thread(NEIL, last=40), thread(GRACE, number=101, last=30)))
    assert route(caller, NOW).membership_id == GRACE


def test_somebody_known_whom_nobody_knows_well_yet_comes_to_the_front_door_by_name():
    assert route(Caller(PRIYA, contacts=(SARA,)), NOW) == Route(PRIYA, SARA, at_front_door=True)


def test_a_stranger_comes_to_the_front_door():
    assert route(Caller(PRIYA), NOW) == Route(PRIYA, None, at_front_door=True)
