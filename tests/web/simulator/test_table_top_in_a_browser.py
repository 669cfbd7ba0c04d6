"""The table top in a real browser: fit for everybody, live by itself, and whole without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.assembly import House
from app.invented_town import EWA, SARA, SCHOOL_LINE, Town
from tests.browsers import Complaints
from tests.web.fit import assert_fit_for_everybody
from tests.web.serving import serving

pytestmark = pytest.mark.browser
SARAS = "#phone-447700900111"


@pytest.fixture
def here(house: House, town: Town) -> Iterator[str]:
    with serving(house) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/simulator/mailbox", "/simulator/look"])
def test_each_page_of_the_demo_is_fit_for_everybody(here: str, house: House, page: Page, path: str) -> None:
    assert house.pretend_post
    house.pretend_post.send("neil@school.example", "Someone is waiting", f"{here}/inbox")
    page.goto(here + path)
    assert_fit_for_everybody(page)


def test_what_is_typed_appears_without_a_new_page_and_the_box_is_empty_again(here: str, page: Page) -> None:
    page.goto(here)
    page.evaluate("window.isTheSamePage = true")
    page.fill(f"{SARAS} textarea", "good morning")
    page.click(f"{SARAS} .type button")
    expect(page.locator(f"{SARAS} .mine .said").last).to_have_text("good morning")
    expect(page.locator(f"{SARAS} textarea")).to_have_value("")
    assert page.evaluate("window.isTheSamePage")


def test_a_text_that_arrives_shows_by_itself_and_a_half_typed_answer_stays(here: str, house: House, page: Page) -> None:
    page.goto(here)
    page.fill(f"{SARAS} textarea", "I was just")
    network = house.pretend_network
    network.remember(SARA, SCHOOL_LINE, "Neil: are you there?", is_from_handset=False, at=network.now())
    expect(page.locator(f"{SARAS} .theirs .said").last).to_have_text("Neil: are you there?")
    expect(page.locator(f"{SARAS} textarea")).to_have_value("I was just")


def test_ringing_uses_the_line_that_is_chosen(here: str, house: House, page: Page) -> None:
    page.goto(here)
    page.select_option(f"{SARAS} select[name=line]", label="Council")
    page.click(f"{SARAS} .beside button:has-text('Ring')")
    expect(page.locator(f"{SARAS} .call .who b")).to_have_text("Rang: Council")


def test_a_phone_that_is_switched_off_sleeps_until_somebody_types_on_it(here: str, page: Page) -> None:
    page.goto(here)
    page.select_option(f"{SARAS} select[name=mood]", "off")
    page.click(f"{SARAS} .now button")
    expect(page.locator(f"{SARAS} .asleep")).to_have_count(1)
    expect(page.locator(f"{SARAS} .number")).to_contain_text("is off or has no signal")
    page.fill(f"{SARAS} textarea", "back again")
    page.click(f"{SARAS} .type button")
    expect(page.locator(f"{SARAS} .asleep")).to_have_count(0)
    expect(page.locator(f"{SARAS} select[name=mood]")).to_have_value("on")


def test_a_link_on_a_smart_phone_opens_our_page(here: str, house: House, page: Page) -> None:
    network = house.pretend_network
    network.remember(EWA, SCHOOL_LINE, f"Neil: {here}/health", is_from_handset=False, at=network.now())
    page.goto(here)
    expect(page.locator("#phone-447700900122 .said a")).to_have_attribute("href", f"{here}/health")


def test_everything_works_without_a_script(browser: Browser, here: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(here)
    page.fill(f"{SARAS} textarea", "no script here")
    page.click(f"{SARAS} .type button")
    assert page.url == f"{here}/{SARAS}"
    expect(page.locator(f"{SARAS} .mine .said").last).to_have_text("no script here")
    page.click(".desks button:has-text('Neil')")
    assert page.url == f"{here}/inbox"
    context.close()


def test_what_the_page_refuses_is_shown_as_a_page_with_the_words_kept(
    here: str, page: Page, complaints: Complaints
) -> None:
    complaints.expect("409")
    page.goto(here)
    page.locator(f"{SARAS} textarea").evaluate(
        "box => { box.removeAttribute('maxlength'); box.value = 'long '.repeat(400) }"
    )
    page.click(f"{SARAS} .type button")
    expect(page.locator("h1")).to_have_text("That did not work")
    expect(page.locator("textarea[readonly]")).to_have_value("long " * 400)


def test_the_table_top_can_be_used_with_keys_alone(here: str, page: Page) -> None:
    page.goto(here)
    page.focus(f"{SARAS} textarea")
    page.keyboard.type("typed with keys")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"{SARAS} .mine .said").last).to_have_text("typed with keys")
