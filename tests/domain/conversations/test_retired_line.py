"""A line is retired: what was spoken through it goes on through another, STOP holds, and nothing that comes is lost."""

import pytest

from app.domain.conversations.phones import retiring
from app.domain.conversations.rules import Direction, State
from app.domain.people import lines, queries
from app.foundation.actors import Clock, Command, Operator
from app.foundation.errors import NotFound, Refused
from app.invented_town import EWA, SARA, SCHOOL_LINE, UNKNOWN

NEW = "+447700900003"


def numbered(tidewell, number):
    with tidewell.database.reading(Clock("test")) as work:
        return queries.lines(work, [number])[number]


@pytest.fixture
def both_lines(tidewell):
    """Sara and Ewa have talked with Neil through the school's line; now the school has a second one."""
    for number in (SARA, EWA):
        tidewell.says(number, "hello")
    with tidewell.database.writing(Command()) as work:
        lines.give_line(work, tidewell.town.school, number=NEW)
    return tidewell


def retire(tidewell, number=SCHOOL_LINE, *, actor=None, place=None) -> None:
    with tidewell.database.writing(actor or Operator(tidewell.town.olive)) as work:
        retiring.retire_line(work, place or tidewell.town.school, numbered(tidewell, number).id)


def test_the_next_text_goes_out_from_the_other_line(both_lines, provider):
    town = both_lines.town
    retire(both_lines)
    both_lines.replies(town.neil, town.sara, "Good morning")
    both_lines.deliver(provider)
    assert [text.text.from_number for text in provider.ledger] == [NEW]


def test_a_text_that_waited_to_go_goes_from_the_other_line(both_lines, provider):
    town = both_lines.town
    both_lines.replies(town.neil, town.sara, "Good morning")
    retire(both_lines)
    both_lines.deliver(provider)
    assert [(text.text.from_number, text.text.to_number) for text in provider.ledger] == [(NEW, SARA)]
    assert both_lines.states() == [State.ACCEPTED]


def test_whoever_said_stop_to_the_old_line_has_said_so_to_the_new_one(both_lines, provider):
    town = both_lines.town
    both_lines.replies(town.neil, town.sara, "Good morning")
    both_lines.replies(town.neil, town.ewa, "Good morning")
    both_lines.says(SARA, "STOP")
    retire(both_lines)
    with pytest.raises(Refused, match="STOP"):
        both_lines.replies(town.neil, town.sara, "Are you there?")
    both_lines.deliver(provider)
    assert [text.text.to_number for text in provider.ledger] == [EWA]


def test_stop_and_start_still_count_when_they_come_to_the_old_line(both_lines, provider):
    town = both_lines.town
    retire(both_lines)
    both_lines.says(SARA, "STOP")
    with pytest.raises(Refused, match="STOP"):
        both_lines.replies(town.neil, town.sara, "Are you there?")
    both_lines.clock.move(minutes=1)
    both_lines.says(SARA, "START")
    both_lines.replies(town.neil, town.sara, "Welcome back")
    both_lines.deliver(provider)
    assert {text.text.from_number for text in provider.ledger} == {NEW}
    assert provider.on_phone(SARA)[-1] == "Neil: Welcome back"


def test_what_still_comes_to_the_old_line_lands_with_a_person(both_lines, provider):
    town = both_lines.town
    retire(both_lines)
    both_lines.says(SARA, "is this still right")
    both_lines.says(UNKNOWN, "hello school")
    both_lines.rings(EWA)
    both_lines.sort()
    assert both_lines.bodies(town.neil, town.sara)[-1] == "is this still right"
    assert len(both_lines.inbox(town.priya)) == 1
    both_lines.replies(town.neil, town.sara, "Yes")
    both_lines.deliver(provider)
    assert [text.text.from_number for text in provider.ledger] == [NEW]


def test_a_link_asked_for_on_the_old_line_comes_from_the_new_one(both_lines, provider):
    town = both_lines.town
    both_lines.replies(town.neil, town.sara, "Hello Sara")
    both_lines.deliver(provider)
    retire(both_lines)
    both_lines.says(SARA, "LINK")
    both_lines.deliver(provider)
    assert "/my/" in provider.on_phone(SARA)[-1]
    assert provider.ledger[-1].text.from_number == NEW


def test_what_has_left_already_stays_where_it_was(both_lines, provider):
    town = both_lines.town
    sent = both_lines.replies(town.neil, town.sara, "Good morning")
    both_lines.deliver(provider)
    old = numbered(both_lines, SCHOOL_LINE).id
    retire(both_lines)
    assert both_lines.message(sent).line_id == old
    assert both_lines.message(sent).state is State.ACCEPTED


def test_the_only_line_stays_and_nothing_moves(tidewell):
    tidewell.says(SARA, "hello")
    before = tidewell.messages(Direction.IN)[0].line_id
    with pytest.raises(Refused, match="another shared line"):
        retire(tidewell)
    assert tidewell.thread(tidewell.town.neil, tidewell.town.sara).line_id == before


def test_nobody_but_whoever_runs_the_service_retires_a_line_and_never_another_places(both_lines):
    for actor in (both_lines.staff(both_lines.town.priya), both_lines.staff(both_lines.town.neil)):
        with pytest.raises(Refused):
            retire(both_lines, actor=actor)
    with pytest.raises(NotFound):
        retire(both_lines, place=both_lines.town.council)
