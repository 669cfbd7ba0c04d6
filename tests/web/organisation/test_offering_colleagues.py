"""Lists that offer a family a person say whose job is also about fines, and choose nobody of them beforehand."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.conversations import front_door
from app.domain.people.models import Membership
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.web.organisation.conftest import Texts

SignIn = Callable[[UUID], FlaskClient]
MARK = "part of this job can be about fines or court"


@pytest.fixture
def neil_enforces(house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        neil = work.session.get(Membership, town.neil)
        assert neil
        neil.is_enforcing = True
        work.session.add(neil)


def test_whoever_writes_a_family_down_is_chosen_beforehand(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town.neil).get("/family/new").text
    assert f'value="{town.neil}" checked' in page
    assert MARK not in page


def test_but_not_whoever_is_also_about_fines(sign_in: SignIn, town: Town, neil_enforces: None) -> None:
    page = sign_in(town.neil).get("/family/new").text
    assert f"family support worker – {MARK}" in page
    assert page.count(MARK) == 1
    assert " checked" not in page.split('id="person"')[1]


def test_they_can_be_chosen_by_a_press(sign_in: SignIn, town: Town, neil_enforces: None) -> None:
    typed = {"first_name": "Ana", "last_name": "Pop", "person": str(town.neil)}
    assert sign_in(town.neil).post("/family/new", data=typed).status_code == 303


@pytest.mark.parametrize("enforces", [False, True])
def test_passing_on_marks_them_and_chooses_them_only_by_a_press(
    sign_in: SignIn, house: House, town: Town, texts: Texts, request: pytest.FixtureRequest, enforces: bool
) -> None:
    if enforces:
        request.getfixturevalue("neil_enforces")
    thread = texts()
    with house.database.writing(Staff(town.priya, town.school, frozenset({"first_contact"}))) as work:
        named = front_door.it_is_somebody_new(work, thread, first_name="Ola")
        relationships.choose(work, named.contact_id, town.neil, by=ChosenBy.FAMILY)
    page = sign_in(town.priya).get(f"/front-door/{thread}").text
    assert (MARK in page) is enforces
    assert (f'value="{town.neil}" checked' in page) is not enforces
    assert f'value="{town.neil}"' in page
