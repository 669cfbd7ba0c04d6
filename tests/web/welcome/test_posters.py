"""Posters: one sheet, in each language, with a code that opens the page in that language."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.people import lines, places, profiles
from app.domain.people.models import Membership, Organisation
from app.foundation.actors import Command, Staff
from app.foundation.pictures import Face
from app.invented_town import Town
from app.web.qr_code import qr_code
from tests.web.trusted_person.conftest import words_of

SCHOOL = "/who-can-i-talk-to/tidewell-harbour-school"
POSTER = f"{SCHOOL}/poster"


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_the_code_opens_the_place_in_the_language_of_the_poster(
    web: FlaskClient, house: House, town: Town, code: str
) -> None:
    page = web.get(f"{POSTER}?in={code}").text
    assert qr_code(f"{house.settings.public_url}{SCHOOL}?in={code}") in page
    assert f'<html lang="{code}"' in page
    assert f"{house.settings.public_url.split('//')[1]}/who/tidewell-harbour-school<" in page
    assert "style=" not in page


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_the_code_of_the_times_opens_a_text_to_us_that_says_time(web: FlaskClient, town: Town, code: str) -> None:
    page = web.get(f"{SCHOOL}/times-poster?in={code}").text
    assert qr_code("SMSTO:+447700900000:TIME") in page
    assert "07700 900000" in page and "TIME" in page, "for whoever cannot scan it"
    assert web.get("/who-can-i-talk-to/nowhere/times-poster").status_code == 404


def test_a_request_cannot_say_where_the_code_leads(web: FlaskClient, town: Town) -> None:
    assert web.get(POSTER, headers={"Host": "evil.example"}).text == web.get(POSTER).text


def test_it_says_who_is_there_what_to_text_and_that_any_phone_will_do(web: FlaskClient, town: Town) -> None:
    said = words_of(web.get(POSTER))
    for words in (
        "Tidewell Harbour School Who can I talk to?",
        "Neil family support worker",
        "Grace head of year 9",
        "Text 07700 900000",
        "You need no app and no password. Any phone will do.",
        "Rather not the school? People from other places are there too.",
        "In danger now? Ring 999.",
    ):
        assert words in said
    assert said.count("07700 900000") == 1, "all write from one number"


def test_whose_number_is_another_has_it_beside_the_name(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        lines.give_line(work, town.school, number="07700 900031", membership_id=town.grace)
    said = words_of(web.get(POSTER))
    assert "Grace head of year 9 07700 900031" in said
    assert "Neil family support worker 07700 900000" in said
    assert "Text 07700" not in said


def test_only_who_chose_to_be_found_is_on_the_wall_and_nobody_whose_job_is_about_fines(
    web: FlaskClient, house: House, town: Town
) -> None:
    council = words_of(web.get("/who-can-i-talk-to/tidewell-council/poster"))
    assert "Tom" in council
    assert "Hannah" not in council
    with house.database.writing(Command()) as work:
        for person in work.session.exec(select(Membership)):
            person.is_public = False
            work.session.add(person)
    said = words_of(web.get(POSTER))
    assert "Neil" not in said and "Grace" not in said
    assert "Text 07700 900000" in said, "the front door reads it"


def test_a_place_without_people_and_lines_says_where_to_ring(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        places.make_organisation(work, name="Marsh End Nursery", kind="school", public_phone="01632 960009")
    assert "Ring 01632 960009" in words_of(web.get("/who-can-i-talk-to/marsh-end-nursery/poster"))


def test_a_larger_face_is_printed(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        profiles.keep_picture(work, Face(b"large", b"small"))
    assert "data:image/webp;base64,bGFyZ2U=" in web.get(POSTER).text


def test_six_are_the_most_that_fit(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        neil = work.session.get(Membership, town.neil)
        assert neil
        for count in range(9):
            copied = Membership(**neil.model_dump(exclude={"id", "first_name"}), first_name=f"Friend{count}")
            work.session.add(copied)
            work.session.flush()
            work.session.connection().exec_driver_sql(
                "INSERT INTO membership_role (membership_id, role, since) VALUES (?, 'trusted_person', ?)",
                (copied.id.hex, "2027-01-01 00:00:00.000000"),
            )
    page = web.get(POSTER).text
    assert page.count('<li>\n            <span class="name-sign') == 6
    assert "poster many" in page


def test_the_poster_of_them_all_names_the_places(web: FlaskClient, house: House, town: Town) -> None:
    page = web.get("/poster?in=ur")
    said = words_of(page)
    for place in ("Tidewell Council", "The Open Door", "Tidewell Harbour School"):
        assert place in said
    assert "Kettle service desk" not in said
    assert qr_code(f"{house.settings.public_url}/who-can-i-talk-to?in=ur") in page.text


def test_the_poster_of_a_borough_leads_to_its_own_list(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        marsh = places.make_area(work, name="Marsh End")
        charity = work.session.get(Organisation, town.charity)
        assert charity
        charity.area_id = marsh.id
        work.session.add(charity)
    page = web.get("/poster?area=marsh-end")
    said = words_of(page)
    assert "Marsh End" in said and "The Open Door" in said and "Tidewell Council" not in said
    assert qr_code(f"{house.settings.public_url}/who-can-i-talk-to?area=marsh-end&in=en") in page.text
    assert 'href="/poster?area=marsh-end&amp;in=ur"' in page.text
    assert web.get("/poster?area=%00%3Cb%3E").status_code == 200


def test_posters_to_print_are_linked_in_every_language(web: FlaskClient, town: Town) -> None:
    for address, poster in ((SCHOOL, POSTER), ("/who-can-i-talk-to", "/poster")):
        shown = web.get(address).text
        for code in ("en", "pl", "ur"):
            assert f'href="{poster}?in={code}"' in shown
