"""Writing families down: all of it or nothing of it, and within one organisation."""

from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.relationships import queries as relationships
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.invented_town import SARA, Town

SignIn = Callable[[UUID], FlaskClient]


def ana(town: Town) -> dict[str, str]:
    return {
        "first_name": "Ana",
        "last_name": "Pop",
        "relation": "mum",
        "number": "07700 900177",
        "reads": "ro",
        "child": "Ion",
        "school": "Tidewell Harbour School",
        "year": "Year 8",
        "person": str(town.grace),
    }


WISHES = {"reads": "en", "speaks": "pa", "closed_from": "15:00", "closed_until": "16:00", "number": ""}


def found(house: House, town: Town, name: str) -> list[people.Found]:
    with house.database.reading(Command()) as work:
        return people.find(work, town.school, name)


def test_a_family_is_written_down_with_child_language_and_person(sign_in: SignIn, house: House, town: Town) -> None:
    answer = sign_in(town.neil).post("/family/new", data=ana(town))
    (one,) = found(house, town, "Ana Pop")
    assert answer.location == f"/family/{one.contact_id}"
    assert one.numbers == ("+447700900177",)
    with house.database.reading(Command()) as work:
        assert permissions.wishes_of(work, one.contact_id).reads == "ro"
        assert [person.id for person in relationships.people_of(work, one.contact_id)] == [town.grace]
        (child,) = people.household_of(work, people.contact(work, one.contact_id))[1]
        assert (child.first_name, child.year_group) == ("Ion", "Year 8")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"first_name": " "}, "first_name", "Please write a first name."),
        ({"number": "12"}, "number", "That does not look like a phone number."),
        ({"person": ""}, "person", "Choose their person from the list."),
        ({"reads": "tlh"}, "first_name", "We do not have that language yet."),
    ],
)
def test_a_refusal_writes_nothing_and_keeps_everything_typed(
    sign_in: SignIn, house: House, town: Town, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = sign_in(town.neil).post("/family/new", data=ana(town) | wrong)
    assert answer.status_code == 409
    assert f'<a href="#{field}">{sentence}</a>' in answer.text
    assert 'value="Pop"' in answer.text
    assert 'value="Ion"' in answer.text
    assert found(house, town, "Pop") == []


def test_a_person_of_another_organisation_cannot_be_chosen(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    assert "Hannah" not in neil.get("/family/new").text
    assert neil.post("/family/new", data=ana(town) | {"person": str(town.hannah)}).status_code == 409
    assert found(house, town, "Pop") == []


def test_pressing_twice_makes_one_family(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    neil.post("/family/new", data=ana(town))
    again = neil.post("/family/new", data=ana(town))
    assert again.status_code == 409
    assert "We have somebody with this name already." in again.text
    assert len(found(house, town, "Ana Pop")) == 1


def test_two_with_the_same_name_can_be_told_apart(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    neil.post("/family/new", data=ana(town))
    assert 'name="somebody_else"' not in neil.get("/family/new").text
    assert 'name="somebody_else"' in neil.post("/family/new", data=ana(town)).text
    assert neil.post("/family/new", data=ana(town) | {"somebody_else": "yes"}).status_code == 303
    assert len(found(house, town, "Ana Pop")) == 2


def test_operators_and_strangers_write_nobody_down(sign_in: SignIn, web: FlaskClient, house: House, town: Town) -> None:
    assert web.get("/family/new").status_code == 302
    olive = sign_in(town.olive)
    assert olive.get("/family/new").status_code == 404
    assert olive.post("/family/new", data=ana(town)).status_code == 404
    assert found(house, town, "Pop") == []


def test_the_page_of_a_family_member_shows_phones_language_and_person(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town.grace).get(f"/family/{town.sara}").text
    assert "07700 900111" in page
    assert "Neil Carter" in page
    assert "Ellie" in page
    assert "<title>A family · Kettle</title>" in page


def test_it_never_shows_a_word_that_they_wrote(sign_in: SignIn, town: Town) -> None:
    for person in (town.grace, town.neil):
        assert "made my day" not in sign_in(person).get(f"/family/{town.sara}").text


def test_another_organisations_family_is_like_one_that_does_not_exist(sign_in: SignIn, town: Town) -> None:
    neil = sign_in(town.neil)
    nobody, theirs = neil.get(f"/family/{new_id()}"), neil.get(f"/family/{town.imran}")
    assert theirs.status_code == nobody.status_code == 404
    assert theirs.text.split("<main")[1] == nobody.text.split("<main")[1]
    assert neil.post(f"/family/{town.imran}", data=WISHES).status_code == 404


def test_an_operator_opens_no_family(sign_in: SignIn, town: Town) -> None:
    assert sign_in(town.olive).get(f"/family/{town.sara}").status_code == 404


def test_wishes_are_kept(sign_in: SignIn, house: House, town: Town) -> None:
    answer = sign_in(town.neil).post(f"/family/{town.sara}", data=WISHES)
    assert answer.status_code == 303
    with house.database.reading(Command()) as work:
        wishes = permissions.wishes_of(work, town.sara)
    assert (wishes.reads, wishes.speaks, wishes.wants_links) == ("en", "pa", False)
    assert (wishes.closed_from, wishes.closed_until) == (time(15), time(16))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closed_until": ""}, "closed_from"),
        ({"closed_from": "teatime"}, "closed_from"),
        ({"closed_from": "00:00", "closed_until": "23:59"}, "closed_from"),
        ({"reads": "tlh"}, "reads"),
        ({"number": "123"}, "number"),
    ],
)
def test_wishes_that_cannot_be_are_refused_with_everything_typed_kept(
    sign_in: SignIn, house: House, town: Town, wrong: dict[str, str], field: str
) -> None:
    data = WISHES | {"wants_links": "yes"} | wrong
    answer = sign_in(town.neil).post(f"/family/{town.sara}", data=data)
    assert answer.status_code == 409
    assert f'href="#{field}"' in answer.text
    for name in ("closed_from", "closed_until", "number"):
        assert f'name="{name}" type="{"tel" if name == "number" else "text"}" value="{data[name]}"' in answer.text
    with house.database.reading(Command()) as work:
        assert permissions.wishes_of(work, town.sara).closed_from is None


def test_one_more_number_is_added_and_the_first_stays(sign_in: SignIn, house: House, town: Town) -> None:
    sign_in(town.neil).post(f"/family/{town.sara}", data=WISHES | {"number": "07700 900188"})
    with house.database.reading(Command()) as work:
        assert set(people.numbers_of(work, town.sara)) == {SARA, "+447700900188"}


def test_a_refused_wish_adds_no_number_either(sign_in: SignIn, house: House, town: Town) -> None:
    sign_in(town.neil).post(f"/family/{town.sara}", data=WISHES | {"number": "07700 900188", "closed_until": ""})
    with house.database.reading(Command()) as work:
        assert set(people.numbers_of(work, town.sara)) == {SARA}
