"""Phone lines: who gives them out, what may be retired, and that a number never changes hands."""

import pytest

from app.domain.people import joining, lines, members, places, queries
from app.domain.people.rules import Role
from app.foundation.actors import Clock, Command, Operator
from app.foundation.errors import NotFound, Refused
from app.invented_town import COUNCIL_LINE, SCHOOL_LINE

ANOTHER, PERSONAL = "07700 900 003", "07700 900 004"


@pytest.fixture
def operator(tidewell):
    return Operator(tidewell.town.olive)


def give(tidewell, actor, number, *, place=None, person=None):
    with tidewell.database.writing(actor) as work:
        return lines.give_line(work, place or tidewell.town.school, number=number, membership_id=person)


def end(tidewell, actor, line, *, place=None):
    with tidewell.database.writing(actor) as work:
        lines.end_line(work, place or tidewell.town.school, line.id)


def line_of(tidewell, person) -> str:
    with tidewell.database.reading(Clock("test")) as work:
        found = queries.line_of(work, members.membership(work, person).organisation_id, person)
        return found.number if found else ""


def line_at(tidewell, number):
    with tidewell.database.reading(Clock("test")) as work:
        return queries.lines(work, [number])[number]


def test_an_operator_gives_an_organisation_a_shared_line_and_one_person_their_own(tidewell, operator):
    give(tidewell, operator, ANOTHER)
    give(tidewell, operator, PERSONAL, person=tidewell.town.neil)
    assert line_of(tidewell, tidewell.town.neil) == "+447700900004"
    assert line_of(tidewell, tidewell.town.grace) == SCHOOL_LINE


def test_a_manager_gives_out_and_retires_no_line(tidewell):
    priya = tidewell.staff(tidewell.town.priya)
    with pytest.raises(Refused, match="runs the service"):
        give(tidewell, priya, ANOTHER)
    give(tidewell, Command(), ANOTHER)
    with pytest.raises(Refused, match="runs the service"):
        end(tidewell, priya, line_at(tidewell, SCHOOL_LINE))


@pytest.mark.parametrize(
    ("number", "why"), [("12", "phone number"), ("", "phone number"), (SCHOOL_LINE, "already"), ("x" * 90_000, "phone")]
)
def test_what_is_no_number_or_one_of_ours_is_no_line(tidewell, operator, number, why):
    with pytest.raises(Refused, match=why):
        give(tidewell, operator, number)


def test_nobody_from_another_organisation_gets_a_line_here(tidewell, operator):
    with pytest.raises(NotFound):
        give(tidewell, operator, ANOTHER, person=tidewell.town.hannah)


def test_the_only_shared_line_stays(tidewell, operator):
    give(tidewell, operator, PERSONAL, person=tidewell.town.neil)
    with pytest.raises(Refused, match="another shared line"):
        end(tidewell, operator, line_at(tidewell, SCHOOL_LINE))
    give(tidewell, operator, ANOTHER)
    end(tidewell, operator, line_at(tidewell, SCHOOL_LINE))
    assert line_of(tidewell, tidewell.town.grace) == "+447700900003"


def test_somebodys_own_line_goes_when_there_is_a_shared_one_to_fall_back_on(tidewell, operator):
    own = give(tidewell, operator, PERSONAL, person=tidewell.town.neil)
    end(tidewell, operator, own)
    assert line_of(tidewell, tidewell.town.neil) == SCHOOL_LINE


def test_somebodys_own_line_stays_while_it_is_all_they_have_and_goes_when_they_have_left(tidewell, operator):
    with tidewell.database.writing(Command()) as work:
        new = places.make_organisation(work, name="Lighthouse", kind="charity")
        people = [
            joining.add_member(work, new.id, first_name=name, email=f"{name}@lighthouse.example", roles=roles)
            for name, roles in (("Ada", {Role.MANAGER, Role.FIRST_CONTACT}), ("Bo", {Role.TRUSTED_PERSON}))
        ]
    own = give(tidewell, operator, PERSONAL, place=new.id, person=people[1].id)
    with pytest.raises(Refused):
        end(tidewell, operator, own, place=new.id)
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, people[1].id)
    tidewell.clock.move(seconds=1)
    end(tidewell, operator, own, place=new.id)


def test_another_organisations_line_and_a_retired_one_are_not_there(tidewell, operator):
    own = give(tidewell, operator, PERSONAL, person=tidewell.town.neil)
    for line, place in ((line_at(tidewell, COUNCIL_LINE), tidewell.town.school), (own, tidewell.town.council)):
        with pytest.raises(NotFound):
            end(tidewell, operator, line, place=place)
    end(tidewell, operator, own)
    with pytest.raises(NotFound):
        end(tidewell, operator, own)


def test_a_retired_number_comes_back_to_where_it_was_and_goes_to_nobody_else(tidewell, operator):
    own = give(tidewell, operator, PERSONAL, person=tidewell.town.neil)
    end(tidewell, operator, own)
    with pytest.raises(Refused, match="Another organisation had that number"):
        give(tidewell, operator, PERSONAL, place=tidewell.town.council)
    again = give(tidewell, operator, PERSONAL, person=tidewell.town.grace)
    assert again.id == own.id
    assert line_of(tidewell, tidewell.town.grace) == "+447700900004"
