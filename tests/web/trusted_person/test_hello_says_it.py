"""Where part of somebody's job is about fines or court, the first text says so: plainly, kindly, and before it goes."""

import pytest
from flask.testing import FlaskClient

from app.domain.people.models import Membership, Organisation
from app.domain.wording.shelf import ready_piece
from app.foundation.actors import Command
from app.foundation.sms import parts_of
from tests.web.trusted_person.conftest import Life, SignIn

PIECE = ready_piece("hello", "enforcing", "en")
TYPED = {"giver": "The school office", "words": ""}


@pytest.fixture
def hannah(sign_in: SignIn, life: Life) -> FlaskClient:
    """Hannah, whose job is also about fines, at the council."""
    return sign_in(life.town.hannah)


def address(life: Life) -> str:
    return f"/hello/{life.town.imran}"


def to(life: Life, table: type, row_id: object, **changed: object) -> None:
    with life.house.database.writing(Command()) as work:
        found = work.session.get(table, row_id)
        for name, value in changed.items():
            setattr(found, name, value)
        work.session.add(found)


@pytest.fixture
def nobody_has_written(life: Life) -> None:
    """As if the two had never written."""
    with life.house.database.writing(Command()) as work:
        work.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        talk = life.thread(life.town.imran, life.town.hannah).hex
        work.session.connection().exec_driver_sql("DELETE FROM message WHERE conversation_id = ?", (talk,))


def test_it_says_so_in_the_preview_and_in_the_text_that_goes(
    hannah: FlaskClient, life: Life, nobody_has_written: None
) -> None:
    shown = hannah.post(address(life), data=TYPED | {"do": "preview"}).text
    assert PIECE.strip() in shown
    assert hannah.post(address(life), data=TYPED).status_code == 303
    text = life.newest(life.thread(life.town.imran, life.town.hannah)).body
    assert "you do not need to answer. Just so you know: part of my job can be about fines or court. I read" in text
    assert f">{text}</p>" in shown
    assert parts_of(text).count <= 2


def test_whose_job_has_no_such_part_says_nothing_of_it(sign_in: SignIn, life: Life) -> None:
    shown = sign_in(life.town.grace).post(f"/hello/{life.town.sara}", data=TYPED | {"do": "preview"}).text
    assert "you do not need to answer. I read" in shown
    assert "fines" not in shown


@pytest.mark.parametrize(
    ("author", "organisation", "giver"),
    [
        ("Bartholomew", "Tidewell Harbour Community School and Sixth Form College", "Your health visitor Angela"),
        ("Łucja", "Tidewell Council", "Pani Wójcik"),
    ],
)
def test_long_names_and_other_letters_leave_room_for_it(
    hannah: FlaskClient, life: Life, nobody_has_written: None, author: str, organisation: str, giver: str
) -> None:
    to(life, Membership, life.town.hannah, first_name=author)
    to(life, Organisation, life.town.council, name=organisation)
    shown = hannah.post(address(life), data={"giver": giver, "words": "", "do": "preview"})
    assert PIECE.strip() in shown.text
    assert "stays short" not in shown.text


def test_too_many_own_words_are_still_refused_and_kept(
    hannah: FlaskClient, life: Life, nobody_has_written: None
) -> None:
    answer = hannah.post(address(life), data=TYPED | {"words": "tea " * 80})
    assert answer.status_code == 409
    assert "The first text stays short" in answer.text
    assert "tea tea tea" in answer.text
