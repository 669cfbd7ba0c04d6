"""The family's word, and a visit by card, in a real browser: 320 pixels, right to left, without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.domain.accounts import passwords
from app.domain.conversations import private_page
from app.domain.permissions import actions as permissions
from app.domain.private_pages import family_words
from app.domain.private_pages.rules import family_word
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.family.conftest import Phones
from tests.web.family.test_family_in_a_browser import LANGUAGES, come_in, direction, fits, fits_enlarged, on_a_phone
from tests.web.fit import assert_clean
from tests.web.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def here(phones: Phones) -> Iterator[str]:
    with serving(phones.house) as address:
        yield address


@LANGUAGES
def test_saying_the_word_works_on_a_small_phone_in_every_language_without_a_script(
    browser: Browser, here: str, phones: Phones, town: Town, clock: SettableClock, reads: str, locale: str
) -> None:
    word_hash = passwords.hash_password(family_word("کیتلی"))
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
        family_words.keep(work, town.sara, word_hash=word_hash, set_by_id=town.neil)
    clock.move(days=12)
    context = on_a_phone(browser, locale, scripts=False)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    expect(page.locator("html")).to_have_attribute("dir", direction(reads))
    page.fill("#word", "wrong")
    page.locator("form[action$=word] button").click()
    expect(page.locator("#word")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#word")).to_have_value("")
    assert page.locator(".problems a").get_attribute("href") == "#word"
    page.fill("#word", " كیتلی ")
    page.locator("form[action$=word] button").click()
    expect(page.locator("#word")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("mornings are really hard")
    context.close()


@LANGUAGES
def test_the_box_for_the_word_is_clean_for_axe_and_fits_enlarged(
    browser: Browser, here: str, phones: Phones, town: Town, clock: SettableClock, reads: str, locale: str
) -> None:
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    clock.move(days=12)
    context = on_a_phone(browser, locale)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    assert_clean(page, where="box")
    assert fits(page)
    page.fill("#word", "wrong")
    page.locator("form[action$=word] button").click()
    expect(page.locator(".problems")).to_be_focused()
    assert_clean(page, where="wrong word")
    assert fits_enlarged(page)
    context.close()


@LANGUAGES
def test_a_visit_by_card_from_the_first_page_to_the_last_in_every_language(
    browser: Browser, here: str, phones: Phones, town: Town, clock: SettableClock, reads: str, locale: str
) -> None:
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.leon, reads=reads)
    with phones.house.database.writing(Staff(town.joyce, town.charity)) as work:
        card = private_page.make_card(work, town.leon)
    context = on_a_phone(browser, locale, scripts=False)
    page = context.new_page()
    page.goto(f"{here}/my/{card.secret}")
    page.locator("main form button").click()
    page.wait_for_url("**/my/talk/*")
    page.fill("#words", "can we talk")
    page.locator("form.write button").click()
    expect(page.locator("main")).to_contain_text("can we talk")
    clock.move(minutes=61)
    page.reload()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main form[method=post]")).to_have_count(0)
    assert fits(page)
    assert card.secret not in page.url
    context.close()
