"""A family sees the face that their person chose, and the plain line about fines; and the page stays light."""

import gzip
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import joining, profiles
from app.domain.people.models import Membership
from app.foundation.actors import Command, Staff
from app.foundation.pictures import Face
from app.invented_town import Town
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
FINES = "Part of Neil’s job can be about fines or court."
FACE = Face(b"large", bytes(range(250)) * 6)  # as large as a small one gets, and nothing in it can be squeezed


@pytest.fixture
def talk(visit: Visit, phones: Phones, town: Town) -> str:
    visit(town.sara)
    return f"/my/talk/{phones.thread(town.sara)}"


@pytest.fixture
def with_face(house: House, town: Town) -> None:
    """Neil wants his face shown."""
    with house.database.writing(Staff(town.neil, town.school)) as work:
        profiles.keep_picture(work, FACE)


def test_without_a_photo_the_initial_stands_there(web: FlaskClient, talk: str) -> None:
    shown = web.get(talk).text
    assert "data:image" not in shown
    assert '<span class="name-sign' in shown


def test_the_face_stands_in_the_page_itself(web: FlaskClient, talk: str, with_face: None) -> None:
    before = len(web.get(talk, headers={"Accept-Encoding": "gzip"}).data)
    shown = web.get(talk)
    assert shown.text.count('<img src="data:image/webp;base64,') == 1
    assert 'alt=""' in shown.text, "the name stands beside it"
    assert "img-src 'self' data:" in shown.headers["Content-Security-Policy"]
    assert before < 8_000


def test_a_face_costs_a_page_at_most_two_thousand_bytes(house: House, web: FlaskClient, talk: str, town: Town) -> None:
    def weight() -> int:
        return len(gzip.compress(web.get(talk).data, 6))

    without = weight()
    with house.database.writing(Staff(town.neil, town.school)) as work:
        profiles.keep_picture(work, FACE)
    assert weight() - without < 2_000


def test_whoever_has_left_shows_no_face(house: House, web: FlaskClient, talk: str, town: Town, with_face: None) -> None:
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    assert "data:image" not in web.get(talk).text


@pytest.mark.parametrize("is_enforcing", [True, False])
def test_one_plain_line_says_that_the_job_is_also_about_fines(
    house: House, web: FlaskClient, talk: str, town: Town, is_enforcing: bool
) -> None:
    with house.database.writing(Command()) as work:
        neil = work.session.get(Membership, town.neil)
        assert neil
        neil.is_enforcing = is_enforcing
        work.session.add(neil)
    assert (FINES in web.get(talk).text) is is_enforcing
