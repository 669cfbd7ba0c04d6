"""The coach beside the box in a real browser: it speaks while one types, and one press changes the words in place."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.foundation.identifiers import MembershipId
from tests.web.fit import assert_fit_for_everybody
from tests.web.trusted_person.conftest import Life

pytestmark = pytest.mark.browser
SitsDown = Callable[[Page, MembershipId, str], None]


@pytest.fixture
def at_saras(page: Page, life: Life, sits_down: SitsDown) -> Page:
    sits_down(page, life.town.neil, f"/conversation/{life.saras}")
    return page


def test_it_speaks_while_one_types_and_a_press_swaps_without_leaving_the_page(at_saras: Page) -> None:
    at_saras.evaluate("window.same = true")
    at_saras.fill("#text", "Where has he been?")
    at_saras.get_by_role("button", name="Say “How is he”").click()
    expect(at_saras.locator("#text")).to_have_value("How is he?")
    expect(at_saras.locator("#coach")).to_contain_text("Plain and kind.")
    expect(at_saras.locator("#text")).to_be_focused()
    assert at_saras.evaluate("window.same")


def test_ready_words_stand_in_the_box_after_one_press(at_saras: Page) -> None:
    at_saras.get_by_text("Ready words", exact=True).click()
    at_saras.get_by_role("button", name="Thank you for telling me").click()
    expect(at_saras.locator("#text")).to_have_value(
        "Neil here. Thank you for telling me, Sara. That cannot have been easy. I have read all of it. "
        "I will ring or text you again soon."
    )
    expect(at_saras.locator("#cost")).to_have_text("1 text")


@pytest.mark.parametrize("where", ["conversation", "letter", "our words", "one purpose", "signing off", "translating"])
def test_every_page_about_words_is_fit_for_everybody(page: Page, life: Life, sits_down: SitsDown, where: str) -> None:
    town = life.town
    at = {
        "conversation": (town.neil, f"/conversation/{life.ewas}"),
        "letter": (town.neil, "/letter"),
        "our words": (town.amina, "/our-words"),
        "one purpose": (town.amina, "/our-words/thank_you?in=ur"),
        "signing off": (town.amina, "/our-words/languages/ur"),
        "translating": (town.amina, "/translating"),
    }
    sits_down(page, *at[where])
    if where == "conversation":
        page.fill("#text", "Where has he been? You must ring. There may be a fine. " + "w" * 60)
        expect(page.locator("#coach")).to_contain_text("more")
        page.get_by_text("Ready words", exact=True).click()
    if where == "letter":
        page.fill("#letter", "You are required to attend a panel. Failure to attend may result in a Penalty Notice.")
        page.get_by_role("button", name="Read it for a family").click()
    assert_fit_for_everybody(page)


def test_the_phrasebook_is_fit_for_everybody(page: Page, served: str) -> None:
    page.goto(f"{served}/phrasebook/tidewell-harbour-school")
    assert_fit_for_everybody(page)
