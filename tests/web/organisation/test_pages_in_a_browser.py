"""The organisation's pages and the operator's, in a real browser: fit for everybody."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from app.assembly import House
from app.invented_town import Town
from tests.browsers import Complaints
from tests.web.fit import assert_fit_for_everybody
from tests.web.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def here(house: House, town: Town) -> Iterator[str]:
    with serving(house) as address:
        yield address


def sit_down(here: str, page: Page, name: str) -> None:
    page.goto(here)
    page.click(f".desks button:has-text('{name}')")


def test_the_front_door_from_their_words_to_the_right_colleague(
    here: str, page: Page, texts: Callable[..., UUID], complaints: Complaints
) -> None:
    complaints.expect("409")
    thread = texts()
    sit_down(here, page, "Priya")
    page.goto(f"{here}/front-door/{thread}")
    assert_fit_for_everybody(page)
    page.fill("#last_name", "Field")
    page.fill("#fragment", "sara")
    page.press("#fragment", "Enter")
    expect(page.locator("#found")).to_contain_text("Sara Whitfield")
    expect(page.locator("#last_name")).to_have_value("Field")
    assert_fit_for_everybody(page)
    page.click("text=This is somebody new")
    expect(page.locator(".problems")).to_be_focused()
    assert_fit_for_everybody(page)
    page.fill("#first_name", "Rosa")
    page.click("text=This is somebody new")
    expect(page.locator("h1")).to_have_text("Who is the right person for Rosa?")
    page.click("text=Pass it on >> nth=-1")
    expect(page.locator(".problems")).to_be_focused()
    assert_fit_for_everybody(page)
    page.check("label:has-text('Neil')")
    page.click("button:has-text('Pass it on')")
    assert page.url == f"{here}/inbox"


def test_writing_a_family_down(here: str, page: Page, complaints: Complaints) -> None:
    complaints.expect("409")
    sit_down(here, page, "Neil")
    page.goto(f"{here}/family/new")
    assert_fit_for_everybody(page)
    page.fill("#first_name", "Ana")
    page.fill("#number", "12")
    page.click("button:has-text('Write them down')")
    expect(page.locator("#number-error")).to_be_visible()
    assert_fit_for_everybody(page)
    page.fill("#number", "07700 900177")
    page.click("button:has-text('Write them down')")
    expect(page.locator("h1")).to_have_text("Ana")
    assert_fit_for_everybody(page)
    page.fill("#closed_from", "15:00")
    page.click("button:has-text('Keep this')")
    expect(page.locator(".problems")).to_be_focused()
    assert_fit_for_everybody(page)


def test_health(here: str, page: Page) -> None:
    sit_down(here, page, "Olive")
    assert page.url == f"{here}/operator/health"
    assert_fit_for_everybody(page)
