"""Finding a time in a real browser: four taps, keyboard only, without a script, fit for everybody, in any language."""

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from tests.web.family.test_family_in_a_browser import LANGUAGES, come_in, direction, fits_enlarged, here, on_a_phone
from tests.web.fit import assert_fit_for_everybody

pytestmark = pytest.mark.browser
__all__ = ["here"]


def to_the_list(page: Page) -> None:
    page.locator('a[href="/my/times"]').click()
    page.wait_for_url("**/my/times")


def test_four_taps_without_a_script(browser: Browser, here, phones, town):
    context = on_a_phone(browser, "en-GB", scripts=False)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    to_the_list(page)  # one
    page.get_by_role("group", name="Neil · school, the blue door").first.get_by_role(
        "radio", name="3:30pm"
    ).check()  # two
    page.get_by_role("button", name="Choose this time").click()  # three
    page.get_by_role("button", name="Book this time").click()  # four
    expect(page.get_by_role("heading", name="Your time to talk")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("3:30pm")
    context.close()


def test_keyboard_only(browser: Browser, here, phones, town):
    context = on_a_phone(browser, "en-GB")
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    press_until(page, "a[href='/my/times']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/times")
    press_until(page, "input[name=slot]")
    page.keyboard.press("Space")
    press_until(page, ".welcome button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/times/check?*")
    press_until(page, "main button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your time to talk")).to_be_visible()
    context.close()


def press_until(page: Page, selector: str) -> None:
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_the_welcome_shows_under_the_chosen_one_alone(browser: Browser, here, phones, town):
    context = on_a_phone(browser, "en-GB")
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    to_the_list(page)
    expect(page.locator(".welcome:visible")).to_have_count(0)
    page.get_by_role("radio").nth(4).check()
    expect(page.locator(".welcome:visible")).to_have_count(1)
    expect(page.locator(".welcome:visible")).to_contain_text("Joyce meets you.")
    context.close()


@LANGUAGES
def test_every_page_is_fit_for_everybody(browser: Browser, here, phones, town, house, reads, locale):
    with house.database.writing(Command()) as work:
        permissions.set_language(work, town.sara, reads)
    context = on_a_phone(browser, locale)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    to_the_list(page)
    assert page.evaluate("document.documentElement.dir") == direction(reads)
    look_at(page)
    page.get_by_role("radio").first.check()
    look_at(page)
    page.locator(".welcome button:visible").click()
    page.wait_for_url("**/my/times/check?*")
    look_at(page)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/check" not in url and "/book" not in url)
    look_at(page)
    page.goto(f"{here}/my/times/check")
    look_at(page)
    context.close()


def look_at(page: Page) -> None:
    assert_fit_for_everybody(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits_enlarged(page)
