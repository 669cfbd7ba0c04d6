"""The demo's first page: phones to type on, desks to sit at, a provider to break."""

import re

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.channels.simulator import FaultKind, HandsetKind, Mood
from app.invented_town import EWA, SARA, SCHOOL_LINE, Town
from app.web.app import create_app

TYPE, RING, MOOD, FAULT, NEW = (f"/simulator/{verb}" for verb in ("type", "ring", "mood", "fault", "new-phone"))


def test_the_first_page_shows_every_phone_and_the_desks_of_three_agencies(web: FlaskClient, town: Town) -> None:
    page = web.get("/").text
    for words in ("Sara", "Ewa", "Imran", "Dan and Kelly", "Nobody knows this phone yet"):
        assert words in page
    for place in ("Tidewell Harbour School", "Tidewell Council", "The Open Door"):
        assert place in page
    assert page.index("Tidewell Harbour School") < page.index("Kettle service desk")


def test_it_says_in_three_steps_what_to_do(web: FlaskClient, town: Town) -> None:
    steps = re.search(r'<ol class="steps">(.*?)</ol>', web.get("/").text, re.S)
    assert steps
    assert steps.group(1).count("<li>") == 3


def test_a_typed_text_lies_in_the_network_on_its_way_to_our_webhook(web: FlaskClient, house: House, town: Town) -> None:
    answer = web.post(TYPE, data={"number": SARA, "line": SCHOOL_LINE, "text": "are you there"})
    assert answer.status_code == 303
    assert answer.location == "/#phone-447700900111"
    assert house.pretend_network.texts_on(SARA)[-1].body == "are you there"
    owed = house.pretend_network.store.rows("SELECT url FROM errand")
    assert [row["url"] for row in owed] == ["/webhooks/twilio/message"]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_text_is_refused_in_words_and_goes_nowhere(
    web: FlaskClient, house: House, town: Town, text: str
) -> None:
    before = house.pretend_network.texts_on(SARA)
    assert web.post(TYPE, data={"number": SARA, "line": SCHOOL_LINE, "text": text}).status_code == 409
    assert house.pretend_network.texts_on(SARA) == before


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(web: FlaskClient, town: Town) -> None:
    answer = web.post(TYPE, data={"number": SARA, "line": SCHOOL_LINE, "text": "long " * 400})
    assert answer.status_code == 409
    assert "long long long" in answer.text


@pytest.mark.parametrize("changed", [{"number": "+447700900199"}, {"line": "+447700900199"}, {"number": ""}])
@pytest.mark.parametrize("verb", [TYPE, RING])
def test_a_phone_or_line_that_is_not_there_is_not_found(
    web: FlaskClient, town: Town, verb: str, changed: dict[str, str]
) -> None:
    assert web.post(verb, data={"number": SARA, "line": SCHOOL_LINE, "text": "hi", **changed}).status_code == 404


def test_ringing_lies_in_the_network_too(web: FlaskClient, house: House, town: Town) -> None:
    assert web.post(RING, data={"number": EWA, "line": SCHOOL_LINE}).status_code == 303
    assert [call.to_number for call in house.pretend_network.calls_on(EWA)] == [SCHOOL_LINE]


def test_a_phone_can_be_switched_off_and_says_so(web: FlaskClient, house: House, town: Town) -> None:
    assert web.post(MOOD, data={"number": EWA, "mood": "off"}).status_code == 303
    handset = house.pretend_network.handset(EWA)
    assert handset
    assert handset.mood is Mood.OFF
    assert "is off or has no signal</p>" in web.get("/").text


def test_a_mood_that_no_phone_has_is_refused(web: FlaskClient, town: Town) -> None:
    assert web.post(MOOD, data={"number": EWA, "mood": "sulking"}).status_code == 409


def test_another_phone_can_be_put_on_the_table(web: FlaskClient, house: House, town: Town) -> None:
    answer = web.post(NEW, data={"number": "07700 900166", "label": "Gran", "kind": "keypad", "language": "pl"})
    assert answer.status_code == 303
    made = house.pretend_network.handset("+447700900166")
    assert made
    assert (made.label, made.kind, made.language) == ("Gran", HandsetKind.KEYPAD, "pl")


@pytest.mark.parametrize("number", ["07911 123456", "+1 202 555 0101", "999", "", "07700 900000"])
def test_a_number_that_could_be_real_or_is_ours_is_refused_with_everything_typed_kept(
    web: FlaskClient, house: House, town: Town, number: str
) -> None:
    before = house.pretend_network.handsets()
    answer = web.post(NEW, data={"number": number, "label": "Aunt Bea", "language": "ur"})
    assert answer.status_code == 422
    assert 'value="Aunt Bea"' in answer.text
    assert '<option value="ur" selected>' in answer.text
    assert 'href="#number"' in answer.text
    assert house.pretend_network.handsets() == before


@pytest.mark.parametrize("kind", list(FaultKind))
def test_the_provider_can_be_broken_in_every_way_and_mended(
    web: FlaskClient, house: House, town: Town, kind: FaultKind
) -> None:
    web.post(FAULT, data={"kind": kind.value, "times": "3", "code": "21211", "lookups": "yes"})
    fault = house.pretend_network.fault()
    assert fault
    assert (fault.kind, fault.times, fault.code, fault.is_for_lookups_too) == (kind, 3, 21211, True)
    assert "for 3 more" in web.get("/").text
    web.post(FAULT, data={"kind": ""})
    assert house.pretend_network.fault() is None


@pytest.mark.parametrize("wrong", [{"kind": "explodes"}, {"times": "many"}, {"code": "x"}])
def test_a_fault_that_is_not_in_the_lists_is_refused(
    web: FlaskClient, house: House, town: Town, wrong: dict[str, str]
) -> None:
    assert web.post(FAULT, data={"kind": "broken", "times": "1", "code": "21211", **wrong}).status_code == 409
    assert house.pretend_network.fault() is None


def test_asking_again_hears_nothing_new_until_something_is(web: FlaskClient, house: House, town: Town) -> None:
    first = web.get("/simulator/phones")
    assert 'data-live="texts-447700900111"' in first.text
    mark = {"If-None-Match": first.headers["ETag"]}
    assert web.get("/simulator/phones", headers=mark).status_code == 304
    house.pretend_network.remember(
        SARA, SCHOOL_LINE, "Neil: hello", is_from_handset=False, at=house.pretend_network.now()
    )
    again = web.get("/simulator/phones", headers=mark)
    assert again.status_code == 200
    assert "Neil: hello" in again.text


def test_what_somebody_types_stays_words_on_the_page(web: FlaskClient, town: Town) -> None:
    web.post(TYPE, data={"number": SARA, "line": SCHOOL_LINE, "text": "<script>alert(1)</script>"})
    for path in ("/", "/simulator/phones"):
        assert "<script>alert" not in web.get(path).text
        assert "&lt;script&gt;alert" in web.get(path).text


def test_forms_of_the_table_top_need_their_token(house: House, town: Town) -> None:
    stranger = create_app(house).test_client()
    assert stranger.post(TYPE, data={"number": SARA, "line": SCHOOL_LINE, "text": "hi"}).status_code == 400
    assert stranger.post(f"/simulator/desk/{town.neil}").status_code == 400


def test_mails_to_staff_lie_in_the_mailbox(web: FlaskClient, house: House, town: Town) -> None:
    assert "No post yet" in web.get("/simulator/mailbox").text
    assert house.pretend_post
    house.pretend_post.send("neil@school.example", "Someone waits", f"Look: {house.settings.public_url}/inbox\n<b>")
    page = web.get("/simulator/mailbox").text
    assert "neil@school.example" in page
    assert f'href="{house.settings.public_url}/inbox"' in page
    assert "&lt;b&gt;" in page


def test_the_page_of_examples_opens(web: FlaskClient) -> None:
    assert "How Kettle looks" in web.get("/simulator/look").text
