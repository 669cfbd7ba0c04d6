"""A card, a phone in other hands and the family's word in a real browser: fit for everybody, and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from app.invented_town import SARA
from tests.browsers import Complaints
from tests.web.fit import assert_fit_for_everybody
from tests.web.trusted_person.conftest import Life

pytestmark = pytest.mark.browser
SitsDown = Callable[[Page, MembershipId, str], None]


def test_a_familys_page_with_its_phones_is_fit_for_everybody(life: Life, page: Page, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/family/{life.town.sara}")
    for summary in page.locator("main summary").all():
        summary.click()
    assert_fit_for_everybody(page)
    page.click("button:has-text('Freeze this phone')")
    expect(page.locator(".notice")).to_contain_text("may be in other hands")
    assert_fit_for_everybody(page)
    page.click("button:has-text('It is still theirs')")
    expect(page.locator(".notice")).to_have_count(0)


def test_all_about_their_page_beside_a_conversation_is_fit_for_everybody(
    life: Life, page: Page, sits_down: SitsDown, complaints: Complaints
) -> None:
    complaints.expect("409")
    sits_down(page, life.town.neil, f"/conversation/{life.saras}")
    for summary in page.locator(".family summary").all():
        summary.click()
    assert_fit_for_everybody(page)
    page.fill("#word", "abc")
    page.click("button:has-text('Keep the word')")
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator("#word-error")).to_be_visible()
    page.fill("#word", "blue door")
    page.click("button:has-text('Keep the word')")
    page.click("summary:has-text('private page')")
    expect(page.locator(".family")).to_contain_text("They have a word since")
    with life.house.database.writing(Command()) as work:
        permissions.freeze(work, life.town.school, SARA)
    page.reload()
    expect(page.locator(".write")).to_contain_text("may be in other hands")
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("reads", ["en", "ur"])
def test_a_card_is_fit_for_everybody_and_on_paper_it_stands_alone(
    life: Life, page: Page, sits_down: SitsDown, reads: str
) -> None:
    with life.house.database.writing(Command()) as work:
        permissions.set_wishes(work, life.town.sara, reads=reads)
    sits_down(page, life.town.neil, f"/conversation/{life.saras}")
    page.click("summary:has-text('private page')")
    page.click("button:has-text('Make a card')")
    expect(page.locator("h1")).to_have_text("A card for Sara")
    assert_fit_for_everybody(page)
    page.emulate_media(media="print")
    expect(page.locator(".paper-card svg")).to_be_visible()
    for never in ("h1", ".notice", ".bar", ".actions"):
        for one in page.locator(never).all():
            expect(one).not_to_be_visible()
    box = page.locator(".paper-card").bounding_box()
    assert box
    assert box["width"] < 340, "it fits on a card"
    assert box["height"] < 1000, "and on one page"


def test_freezing_by_the_keyboard_alone_and_without_the_mouse(life: Life, page: Page, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/family/{life.town.sara}")
    page.locator("summary:has-text('may be in other hands')").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("may be in other hands")
    with life.house.database.reading(Command()) as work:
        assert people.standing_freeze(work, life.town.school, SARA)
