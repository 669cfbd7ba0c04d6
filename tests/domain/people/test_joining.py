"""Joining an organisation: who may invite whom, what nobody may give, and that there is always a second manager."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.people import joining, members, places, rules
from app.domain.people.models import Membership
from app.domain.people.rules import GIVEN_BY_MANAGERS, Role
from app.foundation.actors import Anybody, Clock, Command, Family, Operator, Provider, Staff
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id

HERE, ELSEWHERE, SOMEBODY = new_id(), new_id(), new_id()
roles = st.frozensets(st.sampled_from(list(Role)))


@pytest.fixture
def operator(tidewell):
    return Operator(tidewell.town.olive)


def add(tidewell, actor, *given, place=None, name="Ada", email="ada@lighthouse.example", **more) -> Membership:
    with tidewell.database.writing(actor) as work:
        return joining.add_member(
            work, place or tidewell.town.school, first_name=name, email=email, roles=frozenset(given), **more
        )


def new_place(tidewell):
    with tidewell.database.writing(Command()) as work:
        return places.make_organisation(work, name="Lighthouse", kind="charity").id


def at_desk(tidewell, person) -> Staff:
    return tidewell.staff(person)


# Who may add whom: the rule


@given(roles, roles)
def test_a_manager_adds_anybody_but_operators_at_their_own_place_and_nowhere_else(held, wanted):
    may = rules.may_add_member(Staff(SOMEBODY, HERE, held), HERE, wanted)
    assert may == (Role.MANAGER in held and wanted <= set(GIVEN_BY_MANAGERS))
    assert not rules.may_add_member(Staff(SOMEBODY, HERE, held), ELSEWHERE, wanted)


@given(roles)
def test_an_operator_adds_managers_and_nobody_else_and_keeps_no_house(wanted):
    operator = Operator(SOMEBODY)
    assert rules.may_add_member(operator, HERE, wanted) == (wanted == {Role.MANAGER})
    assert not rules.may_keep_house(operator, HERE)
    assert not rules.may_keep_families(operator, HERE)
    assert not rules.may_keep_safe(operator, HERE)


@given(roles, st.sampled_from([Anybody(), Family(new_id(), "+447700900111"), Clock("x"), Provider()]))
def test_nobody_else_adds_anybody(wanted, actor):
    assert not rules.may_add_member(actor, HERE, wanted)


# The same, done


def test_an_operator_invites_the_first_two_managers_and_no_third(tidewell, operator):
    place = new_place(tidewell)
    for name in ("Ada", "Bo"):
        made = add(tidewell, operator, Role.MANAGER, place=place, name=name, email=f"{name}@lighthouse.example")
        assert made.first_name == name
    with pytest.raises(Refused, match="two managers already"):
        add(tidewell, operator, Role.MANAGER, place=place, email="cy@lighthouse.example")


@pytest.mark.parametrize("given", [[Role.TRUSTED_PERSON], [Role.MANAGER, Role.TRUSTED_PERSON], [Role.OPERATOR], []])
def test_an_operator_makes_nobody_a_trusted_person_nor_themselves_anything(tidewell, operator, given):
    with pytest.raises(Refused, match="You can invite managers"):
        add(tidewell, operator, *given, place=new_place(tidewell))


def test_an_operator_changes_no_roles_no_names_and_no_cover_and_ends_no_place(tidewell, operator):
    town = tidewell.town
    for act in (
        lambda work: joining.set_roles(work, town.neil, frozenset({Role.MANAGER})),
        lambda work: joining.name_member(work, town.neil, first_name="N", last_name="", role_words=""),
        lambda work: joining.set_cover(work, town.neil, town.grace),
        lambda work: joining.member_leaves(work, town.neil),
    ):
        with pytest.raises(Refused), tidewell.database.writing(operator) as work:
            act(work)


def test_a_manager_who_is_alone_invites_a_second_one_before_anybody_else(tidewell, operator):
    place = new_place(tidewell)
    ada = at_desk(tidewell, add(tidewell, operator, Role.MANAGER, place=place).id)
    with pytest.raises(Refused, match="second manager first"):
        add(tidewell, ada, Role.TRUSTED_PERSON, place=place, name="Cy", email="cy@lighthouse.example")
    add(tidewell, ada, Role.MANAGER, Role.TRUSTED_PERSON, place=place, name="Bo", email="bo@lighthouse.example")
    add(tidewell, ada, Role.TRUSTED_PERSON, place=place, name="Cy", email="cy@lighthouse.example")


def test_a_manager_gives_no_operator_role_and_takes_none_away(tidewell):
    town = tidewell.town
    with pytest.raises(Refused, match="operators"):
        add(tidewell, at_desk(tidewell, town.priya), Role.OPERATOR)
    with pytest.raises(Refused, match="operators"), tidewell.database.writing(at_desk(tidewell, town.priya)) as work:
        joining.set_roles(work, town.neil, frozenset({Role.OPERATOR}))
    with tidewell.database.writing(Command()) as work:
        desk = members.membership(work, town.olive).organisation_id
        manager = joining.add_member(
            work, desk, first_name="Pat", email="pat@service.example", roles=frozenset({Role.MANAGER})
        )
    with tidewell.database.writing(at_desk(tidewell, manager.id)) as work:
        joining.set_roles(work, town.olive, frozenset({Role.MANAGER}))
        assert members.roles_of(work, town.olive) == {Role.MANAGER, Role.OPERATOR}


@pytest.mark.parametrize("who", ["neil", "ben", "rhys", "tom"])
def test_whoever_is_no_manager_here_invites_nobody_here(tidewell, who):
    with pytest.raises(Refused, match="Only a manager"):
        add(tidewell, at_desk(tidewell, getattr(tidewell.town, who)), Role.TRUSTED_PERSON)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"name": " \r\n "}, "first name"),
        ({"name": "\x00"[:0]}, "first name"),
        ({"email": "ada"}, "e-mail"),
        ({"email": "ada@lighthouse.example\r\nBcc: x@x.example"}, "e-mail"),
        ({"email": "a" * 90_000 + "@x.example"}, "e-mail"),
        ({"email": "NEIL@tidewell-harbour-school.example "}, "works here already"),
    ],
)
def test_what_is_no_name_and_no_address_is_refused_in_words(tidewell, more, why):
    with pytest.raises(Refused, match=why):
        add(tidewell, at_desk(tidewell, tidewell.town.priya), Role.TRUSTED_PERSON, **more)


def test_names_are_one_line_and_short_enough_for_a_text(tidewell):
    made = add(
        tidewell,
        at_desk(tidewell, tidewell.town.priya),
        Role.TRUSTED_PERSON,
        name="Ada\r\nTo: all" + " x" * 50_000,
        role_words="<script>\n" + "z " * 50_000,
    )
    assert "\n" not in made.first_name + made.role_words and len(made.first_name) <= 41 and len(made.role_words) <= 61


def test_a_name_is_changed_by_a_manager_and_who_it_was_stays_on_record(tidewell):
    town = tidewell.town
    with tidewell.database.writing(at_desk(tidewell, town.priya)) as work:
        joining.name_member(work, town.neil, first_name="Neil", last_name="Carter-Łoś", role_words="listens")
    with tidewell.database.reading(Command()) as work:
        found = members.membership(work, town.neil)
        assert (found.last_name, found.role_words) == ("Carter-Łoś", "listens")
    with pytest.raises(Refused, match="first name"), tidewell.database.writing(at_desk(tidewell, town.priya)) as work:
        joining.name_member(work, town.neil, first_name="", last_name="", role_words="")
    with pytest.raises(NotFound), tidewell.database.writing(at_desk(tidewell, town.tom)) as work:
        joining.name_member(work, town.neil, first_name="X", last_name="", role_words="")


def test_the_last_manager_and_the_last_first_contact_stay(tidewell):
    town = tidewell.town
    priya = at_desk(tidewell, town.priya)
    with pytest.raises(Refused, match="first contact"), tidewell.database.writing(priya) as work:
        joining.set_roles(work, town.priya, frozenset({Role.MANAGER}))
    with tidewell.database.writing(priya) as work:
        joining.set_roles(work, town.amina, frozenset({Role.SAFEGUARDING_LEAD}))
    with pytest.raises(Refused, match="manager first"), tidewell.database.writing(priya) as work:
        joining.set_roles(work, town.priya, frozenset({Role.FIRST_CONTACT}))


def test_the_last_first_contact_does_not_leave_and_a_manager_beside_another_does(tidewell):
    town = tidewell.town
    with tidewell.database.writing(at_desk(tidewell, town.priya)) as work:
        joining.member_leaves(work, town.amina)
    with pytest.raises(Refused, match="must be first contact first"), tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, town.priya)


def test_a_cover_is_a_colleague_with_checks_and_not_oneself(tidewell):
    town = tidewell.town
    priya = at_desk(tidewell, town.priya)
    for nobody, why in ((town.neil, "somebody else"), (town.rhys, "checks that count")):
        with pytest.raises(Refused, match=why), tidewell.database.writing(priya) as work:
            joining.set_cover(work, town.neil, nobody)
    for stranger in (town.hannah, new_id()):
        with pytest.raises(NotFound), tidewell.database.writing(priya) as work:
            joining.set_cover(work, town.neil, stranger)
    with tidewell.database.writing(priya) as work:
        assert joining.set_cover(work, town.neil, town.grace).cover_id == town.grace
        assert joining.set_cover(work, town.neil, None).cover_id is None
