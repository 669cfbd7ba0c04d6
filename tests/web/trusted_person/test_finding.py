"""Finding a family by name or number: in one's own organisation, without a word about colleagues' threads."""

import pytest
from flask.testing import FlaskClient

from tests.web.trusted_person.conftest import Life, SignIn, words_of


def found(desk: FlaskClient, fragment: str) -> str:
    answer = desk.post("/find", data={"fragment": fragment})
    assert answer.status_code == 200
    return words_of(answer)


@pytest.mark.parametrize("fragment", ["sara", "SARA WHIT", "900111", "07700 900 111", "whitfield"])
def test_a_family_is_found_by_name_or_number(neil: FlaskClient, fragment: str) -> None:
    said = found(neil, fragment)
    assert "1 found" in said
    assert "Sara Whitfield mum 07700 900111 Open" in said


def test_ones_own_thread_is_one_press_away(neil: FlaskClient, life: Life) -> None:
    assert f"/conversation/{life.saras}#newest" in neil.post("/find", data={"fragment": "sara"}).text


def test_a_colleagues_family_can_be_greeted_and_the_thread_is_not_given_away(sign_in: SignIn, life: Life) -> None:
    grace = sign_in(life.town.grace)
    page = grace.post("/find", data={"fragment": "sara"}).text
    assert f'href="/hello/{life.town.sara}"' in page
    assert "/conversation/" not in page
    assert "Neil" not in page


@pytest.mark.parametrize("fragment", ["imran", "900133", "Hussain"])
def test_another_agencys_family_is_not_found(neil: FlaskClient, fragment: str) -> None:
    said = found(neil, fragment)
    assert "Nobody was found" in said
    assert "Imran" not in said.replace(fragment, "")


@pytest.mark.parametrize("fragment", ["", "  ", "%", "_", "900"])
def test_nothing_much_finds_nobody(neil: FlaskClient, fragment: str) -> None:
    assert "Nobody was found" in found(neil, fragment)


def test_what_was_looked_for_stands_in_no_address(neil: FlaskClient) -> None:
    page = neil.get("/find?fragment=sara")
    assert "Sara" not in words_of(page)
    assert 'method="post"' in page.text


def test_nothing_typed_can_act(neil: FlaskClient) -> None:
    assert "<b>x" not in neil.post("/find", data={"fragment": "<b>x"}).text
