"""Managers keep their words: what stands there, a proposal on a pretend phone, a second person, signing off, and who
translates."""

import re

import pytest
from flask.testing import FlaskClient

from app.domain.wording import shelf
from app.foundation.languages import LANGUAGES
from app.invented_town import Town
from tests.web.trusted_person.conftest import SignIn, words_of

OURS = "{first_name} here. Thank you, {contact}. The kettle is on."


@pytest.fixture
def amina(sign_in: SignIn, town: Town) -> FlaskClient:
    return sign_in(town.amina)


def propose(web: FlaskClient, words: str = OURS, *, code: str = "en", **more: str):
    return web.post("/our-words/thank_you", data={"in": code, "words": words, **more})


def approve_address(web: FlaskClient) -> str:
    found = re.search(r"/our-words/versions/[0-9a-f-]+/approve", web.get("/our-words/thank_you").text)
    assert found, "nothing waits for this person"
    return found.group()


def test_everything_stands_on_one_page_with_how_far_it_is_checked(amina: FlaskClient) -> None:
    shown = words_of(amina.get("/our-words"))
    assert all(shelf.purpose(name).title in shown for name in shelf.purposes())
    assert shown.count("not signed off yet") == len(LANGUAGES) - 1
    assert "draft" in shown


def test_a_proposal_is_looked_at_on_a_phone_with_the_coach_before_it_is_made(amina: FlaskClient) -> None:
    answer = propose(amina, "{first_name} here. You must thank us, {contact}.", do="look")
    shown = words_of(answer)
    assert answer.status_code == 200
    assert "Charlotte here. You must thank us, Magdalena." in shown
    assert "makes people look away" in shown
    assert "None yet." in words_of(amina.get("/our-words/thank_you"))


def test_one_proposes_and_a_second_one_approves(sign_in: SignIn, town: Town) -> None:
    amina = sign_in(town.amina)
    assert propose(amina).status_code == 303
    assert "You proposed these: a second person approves them." in words_of(amina.get("/our-words/thank_you"))
    priya = sign_in(town.priya)
    assert "Waiting for a second person" in words_of(priya.get("/our-words"))
    assert priya.post(approve_address(priya)).status_code == 303
    shown = words_of(priya.get("/our-words/thank_you"))
    assert "These count. Proposed by Amina" in shown
    assert "Approved by Priya" in shown


def test_the_second_person_sees_the_proposal_on_a_phone_with_the_coach(sign_in: SignIn, town: Town) -> None:
    propose(sign_in(town.amina), "{first_name} here. We note your call, {contact}.")
    shown = words_of(sign_in(town.priya).get("/our-words/thank_you"))
    proposed = shown[shown.index("Words of our own so far") :]
    assert "Charlotte here. We note your call, Magdalena." in proposed
    assert "like a file is being kept" in proposed


def test_what_counts_or_is_put_aside_needs_no_second_look(sign_in: SignIn, town: Town) -> None:
    propose(sign_in(town.amina))
    priya = sign_in(town.priya)
    priya.post(approve_address(priya))
    shown = words_of(priya.get("/our-words/thank_you"))
    assert "On a phone" not in shown[shown.index("Words of our own so far") :]


def test_words_that_cannot_stand_are_refused_with_reasons_and_stay_in_the_box(amina: FlaskClient) -> None:
    answer = propose(amina, "Thank you. {{ config }}")
    assert answer.status_code == 409
    assert "It lacks {contact}, {first_name}." in words_of(answer)
    assert "{{ config }}</textarea>" in answer.text
    assert "SECRET_KEY" not in answer.text


def test_old_versions_stay_visible(sign_in: SignIn, town: Town) -> None:
    amina = sign_in(town.amina)
    propose(amina)
    aside = re.search(r"/our-words/versions/[0-9a-f-]+/put-aside", amina.get("/our-words/thank_you").text)
    assert amina.post(aside.group(), data={"why": "too short"}).status_code == 303
    assert "Put aside by Amina" in words_of(amina.get("/our-words/thank_you"))
    assert "too short" in words_of(amina.get("/our-words/thank_you"))


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_purpose_opens_in_every_language(amina: FlaskClient, code: str) -> None:
    for purpose in shelf.purposes():
        assert amina.get(f"/our-words/{purpose}?in={code}").status_code == 200


@pytest.mark.parametrize("address", ["/our-words/nothing", "/our-words/thank_you?in=xx", "/our-words/languages/en"])
def test_what_is_not_there_is_not_found(amina: FlaskClient, address: str) -> None:
    assert amina.get(address).status_code == 404


def test_a_language_is_signed_off_with_a_name_and_taken_back(amina: FlaskClient) -> None:
    assert "these texts go in English" in words_of(amina.get("/our-words/languages/pl"))
    refused = amina.post("/our-words/languages/pl", data={"read_by": " "})
    assert refused.status_code == 409
    assert "It is somebody who speaks Polish." in words_of(refused)
    assert amina.post("/our-words/languages/pl", data={"read_by": "Marta Nowak"}).status_code == 303
    assert "Signed off by Amina" in words_of(amina.get("/our-words/languages/pl"))
    assert "Read by Marta Nowak." in words_of(amina.get("/our-words/languages/pl"))
    assert amina.post("/our-words/languages/pl/take-back").status_code == 303
    assert "these texts go in English" in words_of(amina.get("/our-words/languages/pl"))


def test_every_text_that_goes_unread_stands_there_with_its_english(amina: FlaskClient) -> None:
    answer = amina.get("/our-words/languages/ur")
    for name in ("link_wanted", "welcome_back", "acknowledgement", "goodbye"):
        assert shelf.purpose(name).title in words_of(answer)
    assert answer.text.count('lang="ur" dir="rtl"') >= 13


def test_nobody_translates_until_families_have_been_told(amina: FlaskClient) -> None:
    assert "Nothing leaves your organisation." in words_of(amina.get("/translating"))
    refused = amina.post("/translating", data={"translator": "pretend"})
    assert refused.status_code == 409
    assert "Say so to families first" in words_of(refused)
    assert amina.post("/translating", data={"translator": "pretend", "told": "yes"}).status_code == 303
    assert 'value="pretend" checked' in amina.get("/translating").text
    assert amina.post("/translating", data={"translator": ""}).status_code == 303
    assert 'value="pretend" checked' not in amina.get("/translating").text


@pytest.mark.parametrize("translator", ["babelfish", "\0", "deepl"])
def test_a_translator_that_is_not_set_up_cannot_be_chosen(amina: FlaskClient, translator: str) -> None:
    assert amina.post("/translating", data={"translator": translator, "told": "yes"}).status_code == 409


def test_the_phrasebook_opens_for_anybody_and_names_nobody(web: FlaskClient, town: Town) -> None:
    answer = web.get("/phrasebook/tidewell-harbour-school")
    shown = words_of(answer)
    assert "Good to see you." in shown
    assert "Is this a good moment to talk?" in shown
    assert "Where have you been? Good to see you back." in shown
    assert not re.search(r"\b(Neil|Amina|Sara|Ellie)\b", shown)
    assert web.get("/phrasebook/nowhere").status_code == 404
