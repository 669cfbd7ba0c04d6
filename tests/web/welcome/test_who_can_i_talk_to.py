"""Who can I talk to? Anybody may look; only who chose to be found is there; nothing depends on a family."""

import gzip
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.audit.models import AuditEntry
from app.domain.people import lines, places, profiles
from app.domain.people.models import Membership, Organisation, PhoneLine
from app.foundation.actors import Command, Staff
from app.foundation.pictures import Face
from app.invented_town import Town
from app.web.app import create_app
from tests.asked import asked
from tests.web.trusted_person.conftest import words_of

ALL = "/who-can-i-talk-to"
SCHOOL = f"{ALL}/tidewell-harbour-school"
COUNCIL = f"{ALL}/tidewell-council"
FINES = "Part of Hannah’s job can be about fines or court."


def named(web: FlaskClient, address: str) -> list[str]:
    """First names on a page, in order."""
    return re.findall(r"<h3><bdi>([^<]+)</bdi></h3>", web.get(address).text)


def changes(house: House, table: type, row_id: UUID, **to: object) -> None:
    with house.database.writing(Command()) as work:
        found = work.session.get(table, row_id)
        assert found is not None
        for name, value in to.items():
            setattr(found, name, value)
        work.session.add(found)


def test_everybody_who_may_be_found_stands_there_place_by_place(web: FlaskClient, town: Town) -> None:
    page = web.get(ALL)
    assert page.status_code == 200
    assert named(web, ALL) == ["Joyce", "Tom", "Neil", "Grace", "Priya"]
    said = words_of(page)
    for words in (
        "The Open Door A charity",
        "family worker Can help with: Listening.",
        "Speaks: English, Somali, Arabic",
        "Reads messages: Monday to Friday, 10 to 6",
        "Ring Tidewell Council: 01632 960002",
        "In danger now? Ring 999.",
    ):
        assert words in said
    for never in ("Mensah", "Carter", "Sara", "service desk", "@"):
        assert never not in said
    assert page.text.count('href="/check/') == 3, "each number can be checked"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert not page.headers.getlist("Set-Cookie")


def test_whose_job_is_also_about_fines_comes_only_when_asked_for_and_says_so(web: FlaskClient, town: Town) -> None:
    assert named(web, COUNCIL) == ["Tom"]
    shown = web.get(COUNCIL).text
    assert "Some people also have a job that can be about fines or court." in shown
    assert "Hannah" not in shown
    (address,) = re.findall(r'href="([^"]*all=yes[^"]*)"', shown)
    with_all = web.get(address)
    assert named(web, address) == ["Hannah", "Tom"]
    assert FINES in with_all.text
    assert "Leave out people whose job is also about fines" in with_all.text
    assert "also have a job" not in web.get(SCHOOL).text, "where there is nobody like that, nothing is said"


def test_text_me_opens_a_text_to_the_line_that_person_writes_from(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        lines.give_line(work, town.school, number="07700 900031", membership_id=town.grace)
    shown = web.get(SCHOOL).text
    assert 'href="sms:+447700900000?&amp;body=Hello%20Neil"' in shown
    assert 'href="sms:+447700900031?&amp;body=Hello%20Grace"' in shown
    assert '<bdi dir="ltr">07700 900031</bdi>' in shown
    assert 'href="tel:01632960001"' in shown
    assert "The person on duty here reads your first text" in shown


def test_whose_line_is_their_own_is_read_by_nobody_else_first(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        lines.give_line(work, town.charity, number="07700 900032", membership_id=town.joyce)
    assert "person on duty" not in web.get(f"{ALL}/the-open-door").text


def test_a_name_of_any_kind_cannot_break_out_of_the_address_of_a_text(
    web: FlaskClient, house: House, town: Town
) -> None:
    changes(house, Membership, town.neil, first_name='N"&body=x&<b> #é')
    assert "body=Hello%20N%22%26body%3Dx%26%3Cb%3E%20%23%C3%A9" in web.get(SCHOOL).text


def test_without_a_line_or_a_public_number_there_is_nothing_to_press(
    web: FlaskClient, house: House, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        for line in work.session.exec(select(PhoneLine)):
            line.until = work.now
            work.session.add(line)
    changes(house, Organisation, town.school, public_phone="")
    shown = web.get(SCHOOL).text
    assert "Text Neil" not in shown and "sms:" not in shown and "tel:" not in shown
    assert named(web, SCHOOL) == ["Neil", "Grace", "Priya"]


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?speaks=ar", ["Joyce"]),
        ("?speaks=ur", []),
        ("?speaks=ur&all=yes", ["Hannah"]),
        ("?not_school=yes", ["Joyce", "Tom"]),
        ("?not_school=yes&speaks=en&all=yes", ["Joyce", "Hannah", "Tom"]),
        ("?speaks=tlh", ["Joyce", "Tom", "Neil", "Grace", "Priya"]),
        ("?speaks=%00&page=-1&area=%3Cb%3E", ["Joyce", "Tom", "Neil", "Grace", "Priya"]),
        ("?page=9999999", ["Joyce", "Tom", "Neil", "Grace", "Priya"]),
        ("?page=2", []),
    ],
)
def test_one_looks_for_a_language_or_for_somebody_who_is_not_the_school(
    web: FlaskClient, town: Town, query: str, there: list[str]
) -> None:
    assert named(web, ALL + query) == there


def test_where_nobody_fits_the_page_says_what_to_do(web: FlaskClient, town: Town) -> None:
    assert "Nobody here fits that yet." in web.get(f"{ALL}?speaks=pl&not_school=yes").text
    assert "Hannah" not in web.get(f"{ALL}?speaks=ur").text
    assert "Show them as well" in web.get(f"{ALL}?speaks=ur").text


def test_what_was_looked_for_stays_in_the_form_and_goes_along_into_another_language(
    web: FlaskClient, town: Town
) -> None:
    shown = web.get(f"{ALL}?speaks=ar&not_school=yes&evil=%22%3E").text
    assert '<option value="ar" selected>العربية (Arabic)</option>' in shown
    assert 'name="not_school" value="yes" checked' in shown
    assert 'href="/who-can-i-talk-to?in=pl&amp;speaks=ar&amp;not_school=yes"' in shown
    assert "evil" not in shown


def test_nobody_is_offered_before_the_checks_count_and_both_pages_agree(
    web: FlaskClient, house: House, town: Town
) -> None:
    check = "/check/tidewell-harbour-school"
    assert "Grace" in web.get(check).text
    changes(house, Membership, town.grace, cleared_until=None)
    for page in (ALL, SCHOOL, check, f"{SCHOOL}/poster"):
        assert "Grace" not in web.get(page).text, page


def test_somebody_who_never_chose_a_person_finds_whom_to_ring_where_nobody_is_named(
    web: FlaskClient, house: House, town: Town
) -> None:
    for one in (town.hannah, town.tom):
        changes(house, Membership, one, is_public=False)
    said = words_of(web.get(COUNCIL))
    assert "There is still somebody for you" in said
    assert "Text this number, and a person reads it: 07700 900001" in said
    assert "Ring Tidewell Council: 01632 960002" in said
    assert "Other places you can ask Tidewell Council" in words_of(web.get(ALL))


def test_a_place_with_nothing_at_all_still_says_something_kind(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        places.make_organisation(work, name="Marsh End Nursery", kind="school")
    said = words_of(web.get(f"{ALL}/marsh-end-nursery"))
    assert "There is still somebody for you" in said
    assert "Go by, or ask anybody who works there." in said


def test_the_welcome_stands_on_the_page_of_a_place(web: FlaskClient, town: Town) -> None:
    said = words_of(web.get(SCHOOL))
    assert "When you come here Neil or Priya meets you. The blue door in Quay Street" in said
    assert "The kettle is on." in said
    assert 'href="/check/tidewell-harbour-school"' in web.get(SCHOOL).text
    assert 'href="/who-can-i-talk-to?not_school=yes"' in web.get(SCHOOL).text


def test_with_several_boroughs_one_chooses_where(web: FlaskClient, house: House, town: Town) -> None:
    assert "Where" not in words_of(web.get(ALL)).split("Somebody who speaks")[0]
    with house.database.writing(Command()) as work:
        marsh = places.make_area(work, name="Marsh End & Fells")
        charity = work.session.get(Organisation, town.charity)
        assert charity
        charity.area_id = marsh.id
        work.session.add(charity)
    assert named(web, ALL) == ["Joyce", "Tom", "Neil", "Grace", "Priya"]
    assert "A charity · Marsh End & Fells" in words_of(web.get(ALL))
    (key,) = re.findall(r'<option value="([^"]+)">Marsh End &amp; Fells', web.get(ALL).text)
    assert named(web, f"{ALL}?area={key.replace('&amp;', '%26')}") == ["Joyce"]
    assert named(web, f"{ALL}?area=tidewell") == ["Tom", "Neil", "Grace", "Priya"]


def test_many_people_come_thirty_at_a_time_in_few_questions(web: FlaskClient, house: House, town: Town) -> None:
    def questions(address: str) -> int:
        with asked(house.database.engine) as seen:
            assert web.get(address).status_code == 200
        return len([one for one, _ in seen if one.startswith("SELECT")])

    few = questions(ALL)
    with house.database.writing(Command()) as work:
        neil = work.session.get(Membership, town.neil)
        assert neil
        for count in range(70):
            copied = Membership(**neil.model_dump(exclude={"id", "first_name"}), first_name=f"Friend{count}")
            work.session.add(copied)
            work.session.flush()
            work.session.connection().exec_driver_sql(
                "INSERT INTO membership_role (membership_id, role, since) SELECT ?, role, since FROM membership_role"
                " WHERE membership_id = ?",
                (copied.id.hex, neil.id.hex),
            )
    pages = [named(web, f"{ALL}?page={page}") for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [30, 30, 15, 0]
    assert len({name for page in pages for name in page}) == 75
    assert "Show more people" in web.get(ALL).text
    assert "Show more people" not in web.get(f"{ALL}?page=3").text
    assert questions(ALL) <= few


@pytest.mark.parametrize("slug", ["no-such-place", "kettle-service-desk", "%00", "..", "<b>", "x" * 5000])
def test_a_place_that_is_not_there_is_not_found(web: FlaskClient, town: Town, slug: str) -> None:
    for address in (f"{ALL}/{slug}", f"{ALL}/{slug}/poster", f"/who/{slug}"):
        assert web.get(address).status_code in {404, 308}, address


def test_the_short_addresses_lead_to_the_long_ones(web: FlaskClient, town: Town) -> None:
    assert web.get("/who").location == ALL
    assert web.get("/who?in=ur").location == f"{ALL}?in=ur"
    assert web.get("/who/tidewell-council?in=pl").location == f"{COUNCIL}?in=pl"
    assert web.get("/who//evil.example").status_code in {404, 308}


def test_the_first_page_and_the_demo_lead_here(in_service: House, web: FlaskClient, town: Town) -> None:
    assert 'href="/who-can-i-talk-to"' in create_app(in_service).test_client().get("/").text
    assert 'href="/who-can-i-talk-to?in=ur"' in create_app(in_service).test_client().get("/?in=ur").text
    assert 'href="/who-can-i-talk-to"' in web.get("/").text


def test_an_empty_service_has_an_empty_page_and_no_fault(in_service: House) -> None:
    answer = create_app(in_service).test_client().get(ALL)
    assert answer.status_code == 200
    assert "Nobody here fits that yet." in answer.text


def test_looking_leaves_no_trace(web: FlaskClient, house: House, town: Town) -> None:
    def entries() -> int:
        with house.database.reading(Command()) as work:
            return len(work.session.exec(select(AuditEntry.id)).all())

    before = entries()
    for address in (ALL, SCHOOL, f"{SCHOOL}/poster", "/poster", "/who"):
        web.get(address)
    assert entries() == before


def test_the_page_is_light_with_faces_and_in_two_requests(web: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        profiles.keep_picture(work, Face(b"i" * 30_000, bytes(range(250)) * 6))
    shown = web.get(SCHOOL, headers={"Accept-Encoding": "gzip"})
    assert len(shown.data) < 6_000
    page = gzip.decompress(shown.data).decode()
    assert page.count("data:image/webp") == 1
    fetched = set(re.findall(r'(?:src|<link[^>]*href)="(/[^"]+)"', page))
    assert len(fetched) == 1, "the sheet, and nothing else"


@pytest.mark.parametrize("code", ["en", "pl", "ur"])
def test_languages_are_named_in_the_language_of_the_page(web: FlaskClient, town: Town, code: str) -> None:
    names = {"en": "English, Somali, Arabic", "pl": "angielski, somalijski, arabski", "ur": "انگریزی، صومالی، عربی"}
    shown = web.get(f"{ALL}?in={code}")
    assert f'<html lang="{code}"' in shown.text
    assert names[code] in shown.text


def test_staff_find_their_posters(sign_in: Callable[[UUID], FlaskClient], town: Town) -> None:
    page = sign_in(town.neil).get("/me/profile").text
    for code in ("en", "pl", "ur"):
        assert f'href="{SCHOOL}/poster?in={code}"' in page
