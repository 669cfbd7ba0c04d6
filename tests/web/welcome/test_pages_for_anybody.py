"""The first page, checking a number, privacy and accessibility."""

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import joining
from app.domain.people.models import Membership, Organisation
from app.foundation.actors import Command
from app.invented_town import Town
from app.web.app import create_app

SCHOOL = "/check/tidewell-harbour-school"


def test_the_first_page_of_a_service_says_what_this_is_and_where_staff_sign_in(in_service: House) -> None:
    shown = create_app(in_service).test_client().get("/")
    assert shown.status_code == 200
    assert "one person they chose" in shown.text
    assert 'href="/sign-in"' in shown.text


def test_the_first_page_of_a_service_speaks_the_language_of_the_phone(in_service: House) -> None:
    client = create_app(in_service).test_client()
    assert '<html lang="ur" dir="rtl">' in client.get("/", headers={"Accept-Language": "ur-PK,en;q=0.5"}).text
    assert '<html lang="en" dir="ltr">' in client.get("/", headers={"Accept-Language": "xx"}).text
    assert '<html lang="pl"' in client.get("/?in=pl", headers={"Accept-Language": "ur"}).text
    assert '<html lang="en"' in client.get("/?in=tlh").text


def test_in_the_demo_the_first_page_is_not_ours(web: FlaskClient, town: Town) -> None:
    assert "home" not in {rule.endpoint.rpartition(".")[2] for rule in web.application.url_map.iter_rules()}


def test_a_family_finds_the_number_the_place_and_the_people(web: FlaskClient, town: Town) -> None:
    shown = web.get(SCHOOL).text
    for words in ("Tidewell Harbour School", "A school", "07700 900000", "01632 960001", "tidewell.example"):
        assert words in shown
    for name in ("Neil", "Grace", "Priya", "family support worker"):
        assert name in shown
    for never in ("Carter", "Sara", "Ewa", "07700 900001", "@"):
        assert never not in shown.replace("@media", "")


def test_who_has_left_or_wants_no_page_is_not_named(house: House, web: FlaskClient, town: Town) -> None:
    assert "Grace" in web.get(SCHOOL).text
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
        neil = work.session.get(Membership, town.neil)
        assert neil
        neil.is_public = False
        work.session.add(neil)
    shown = web.get(SCHOOL).text
    assert "Grace" not in shown
    assert "Neil" not in shown
    assert "Priya" in shown


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", ""])
def test_only_a_real_web_address_becomes_a_link(house: House, web: FlaskClient, town: Town, website: str) -> None:
    with house.database.writing(Command()) as work:
        place = work.session.get(Organisation, town.school)
        assert place
        place.public_website = website
        work.session.add(place)
    shown = web.get(SCHOOL)
    assert shown.status_code == 200
    assert "javascript:" not in shown.text
    assert "data:text" not in shown.text


def test_a_place_that_is_not_there_is_not_found(web: FlaskClient, town: Town) -> None:
    assert web.get("/check/no-such-school").status_code == 404
    assert web.get("/check/%00").status_code == 404


@pytest.mark.parametrize(
    ("address", "promised"),
    [
        ("/privacy", "Who can read it"),
        ("/privacy", "does not delete them by itself yet"),
        ("/accessibility", "What was not tested yet"),
    ],
)
def test_privacy_and_accessibility_say_what_is_true_and_what_is_not_there_yet(
    web: FlaskClient, town: Town, address: str, promised: str
) -> None:
    assert promised in web.get(address).text


@pytest.mark.parametrize("address", ["/sign-in", "/privacy", "/accessibility", SCHOOL])
def test_pages_for_anybody_set_no_cookie_that_knows_somebody(web: FlaskClient, town: Town, address: str) -> None:
    cookies = web.get(address).headers.getlist("Set-Cookie")
    assert all(one.startswith("kettle_form=") for one in cookies)
