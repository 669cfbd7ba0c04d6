"""Our place: hours, terms, closed days, who reads in the holidays, the welcome, and the public number."""

import html
import re
from collections.abc import Callable
from datetime import time, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.invented_town import Town

SignIn = Callable[[UUID], FlaskClient]
HOURS = {"opens": "9:00", "closes": "15:30", "days": ["0", "1", "2"]}
TERMS = {"begins": ["2027-01-04", "2027-04-12", ""], "ends": ["2027-03-05", "2027-07-21", ""], "reader": ""}


def words_of(answer: TestResponse) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text[answer.text.index("<main") :])).split())


def school(house: House, town: Town) -> Organisation:
    with house.database.reading(Command()) as work:
        return people.organisation(work, town.school)


def terms(house: House, town: Town) -> list[str]:
    with house.database.reading(Command()) as work:
        return [f"{one.begins}–{one.ends}" for one in people.terms_at(work, town.school)]


def closed(house: House, town: Town) -> dict[str, str]:
    with house.database.reading(Command()) as work:
        return {str(one.day): one.name for one in people.closed_days_at(work, town.school)}


@pytest.fixture
def priya(sign_in: SignIn, town: Town) -> FlaskClient:
    return sign_in(town.priya)


def test_hours_and_days_are_kept_and_stand_on_the_page(priya: FlaskClient, house: House, town: Town) -> None:
    answer = priya.post("/place/hours", data=HOURS)
    assert (answer.status_code, answer.location) == (303, "/place?done=hours#hours")
    found = school(house, town)
    assert (found.opens_at, found.closes_at, found.working_days) == (time(9), time(15, 30), "012")
    page = priya.get(answer.location)
    assert 'value="09:00"' in page.text and "Kept." in page.text
    assert page.text.count("checked") == 3


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"days": []}, "at least one day"),
        ({"opens": "16:00"}, "at least one day"),
        ({"opens": "late"}, "a time like"),
        ({"opens": "24:61"}, "a time like"),
        ({"days": ["x", "<b>"]}, "at least one day"),
    ],
)
def test_refused_hours_keep_what_was_typed(
    priya: FlaskClient, house: House, town: Town, more: dict[str, object], why: str
) -> None:
    answer = priya.post("/place/hours", data=HOURS | more)
    assert answer.status_code == 409
    assert why in answer.text and 'value="15:30"' in answer.text
    assert school(house, town).opens_at == time(8)


def test_terms_are_added_changed_and_taken_away(priya: FlaskClient, house: House, town: Town) -> None:
    assert priya.post("/place/terms", data=TERMS).status_code == 303
    assert terms(house, town) == ["2027-01-04–2027-03-05", "2027-04-12–2027-07-21"]
    page = priya.get("/place").text
    assert page.count('name="begins"') == 3  # one more line for the next
    assert priya.post("/place/terms", data=TERMS | {"begins": ["", "2027-04-12"], "ends": ["", "2027-07-21"]})
    assert terms(house, town) == ["2027-04-12–2027-07-21"]


@pytest.mark.parametrize(
    ("begins", "ends", "why"),
    [
        (["2027-01-04"], [""], "its first and its last day"),
        (["2027-01-04", "2027-03-01"], ["2027-03-05", "2027-04-01"], "overlap"),
        (["2027-03-05"], ["2027-01-04"], "begins before it ends"),
        (["soon"], ["later"], "choose a day"),
        (["9999-01-01"], ["9999-02-01"], "look at the years"),
    ],
)
def test_refused_terms_keep_what_was_typed(
    priya: FlaskClient, house: House, town: Town, begins: list[str], ends: list[str], why: str
) -> None:
    answer = priya.post("/place/terms", data={"begins": begins, "ends": ends, "reader": str(town.grace)})
    assert answer.status_code == 409
    assert why in answer.text
    assert all(f'value="{typed}"' in answer.text for typed in (*begins, *ends) if typed)
    assert f'value="{town.grace}" selected' in answer.text
    assert terms(house, town) == []


def test_in_the_holidays_the_page_says_plainly_that_messages_wait_or_who_reads(
    priya: FlaskClient, sign_in: SignIn, house: House, town: Town
) -> None:
    priya.post("/place/terms", data=TERMS)  # today, 10 March, is between the two
    assert "what families write now waits until 12 April 2027" in words_of(priya.get("/place"))
    priya.post("/place/terms", data=TERMS | {"reader": str(town.grace)})
    assert "waits until" not in words_of(priya.get("/place"))
    with house.database.writing(Command()) as work:
        members.membership(work, town.grace).cleared_until = work.now - timedelta(days=1)
    assert "Grace is to read in the holidays, but has no checks that count." in words_of(priya.get("/place"))


def test_only_a_colleague_who_may_hold_threads_reads_in_the_holidays(
    priya: FlaskClient, house: House, town: Town
) -> None:
    for stranger in (town.hannah, new_id()):
        assert priya.post("/place/terms", data=TERMS | {"reader": str(stranger)}).status_code == 404
    for nobody, why in ((str(town.rhys), "checks that count"), ("x", "from the list")):
        answer = priya.post("/place/terms", data=TERMS | {"reader": nobody})
        assert answer.status_code == 409 and why in answer.text
    assert school(house, town).holiday_reader_id is None


def test_closed_days_fill_themselves_in_and_one_adds_and_takes_away(
    priya: FlaskClient, house: House, town: Town
) -> None:
    assert "29 March 2027, Easter Monday" in words_of(priya.get("/place"))
    assert priya.post("/place/closed", data={"day": "2027-06-25", "name": "Training"}).status_code == 303
    assert closed(house, town)["2027-06-25"] == "Training"
    assert priya.post("/place/open", data={"day": "2027-06-25"}).status_code == 303
    assert "2027-06-25" not in closed(house, town)
    assert priya.post("/place/open", data={"day": "2027-06-25"}).status_code == 404
    for day in ("2027-03-09", "9999-12-31", "x", ""):
        answer = priya.post("/place/closed", data={"day": day, "name": "kept words"})
        assert answer.status_code == 409 and "kept words" in answer.text
    assert priya.post("/place/open", data={"day": "x"}).status_code == 409


def test_the_welcome_and_the_public_number_are_kept_and_shown_to_families(
    priya: FlaskClient, house: House, town: Town
) -> None:
    welcome = {"who": "Neil meets you.", "door": "The <b>blue</b> door", "more": "The kettle is on."}
    assert priya.post("/place/welcome", data=welcome).status_code == 303
    public = {"public_phone": "01632 960 009", "public_website": "https://school.example"}
    assert priya.post("/place/public", data=public).status_code == 303
    assert school(house, town).welcome_door == "The <b>blue</b> door"
    assert "The &lt;b&gt;blue&lt;/b&gt; door" in priya.get("/place").text
    assert "01632 960 009" in priya.get("/check/tidewell-harbour-school").text


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"public_phone": "ring us", "public_website": "https://kept.example"}, "public_phone"),
        ({"public_phone": "01632 960001", "public_website": "javascript:alert(1)"}, "public_website"),
        ({"public_phone": "1" * 300, "public_website": ""}, "public_phone"),
    ],
)
def test_what_is_no_number_or_no_page_is_refused_beside_its_field(
    priya: FlaskClient, house: House, town: Town, form: dict[str, str], field: str
) -> None:
    answer = priya.post("/place/public", data=form)
    assert answer.status_code == 409
    assert f'href="#{field}"' in answer.text
    assert school(house, town).public_phone == "01632 960001"


@pytest.mark.parametrize("who", ["neil", "ben", "rhys", "olive"])
def test_only_managers_keep_the_place(sign_in: SignIn, house: House, town: Town, who: str) -> None:
    visitor = sign_in(getattr(town, who))
    forms = {
        "hours": HOURS,
        "terms": TERMS,
        "closed": {"day": "2027-06-25"},
        "open": {"day": "2027-03-29"},
        "welcome": {"who": "x"},
        "public": {"public_phone": "01632 960009"},
    }
    for part, form in forms.items():
        assert visitor.post(f"/place/{part}", data=form).status_code == 404
    assert school(house, town).opens_at == time(8)
    assert "2027-03-29" in closed(house, town)


def test_a_manager_changes_their_own_place_alone(sign_in: SignIn, house: House, town: Town) -> None:
    assert sign_in(town.tom).post("/place/hours", data=HOURS).status_code == 303
    assert school(house, town).opens_at == time(8)


@pytest.mark.parametrize("nasty", ["x" * 20_000, "\r\nX: y", "\x00", "<script>alert(1)</script>", "//evil"])
def test_whatever_is_sent_gets_an_answer_in_words(priya: FlaskClient, nasty: str) -> None:
    names = ("opens", "closes", "days", "begins", "ends", "reader", "day", "name", "who", "door", "more")
    form = dict.fromkeys((*names, "public_phone", "public_website"), nasty)
    for part in ("hours", "terms", "closed", "open", "welcome", "public"):
        answer = priya.post(f"/place/{part}", data=form)
        assert answer.status_code in {303, 409}, part
        assert "<script>alert" not in answer.text
    assert "<script>alert" not in priya.get("/place").text
