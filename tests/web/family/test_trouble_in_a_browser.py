"""Problem pages of families, and links that open nothing any more, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from app.invented_town import Town
from tests.web.family.conftest import Phones
from tests.web.family.test_coming_in import NONSENSE
from tests.web.family.test_family_in_a_browser import AT_ONCE, LOCALES, direction
from tests.web.fit import assert_fit_for_everybody
from tests.web.serving import serving

pytestmark = pytest.mark.browser
READERS = [pytest.param(code, marks=[] if code in AT_ONCE else [pytest.mark.proof]) for code in LOCALES]
LANGUAGES = pytest.mark.parametrize("reads", READERS)


@pytest.fixture
def here(phones: Phones) -> Iterator[str]:
    """The address of the served town."""
    with serving(phones.house) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, reads: str) -> Iterator[Page]:
    """A phone that speaks this language."""
    context = browser.new_context(locale=LOCALES[reads], viewport={"width": 320, "height": 640})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def assert_good(page: Page, reads: str) -> None:
    assert page.locator("html").get_attribute("lang") == reads
    assert page.locator("html").get_attribute("dir") == direction(reads)
    expect(page.locator("a[data-leave]")).to_be_visible()
    assert page.title() == "Kettle"
    assert_fit_for_everybody(page)


@LANGUAGES
def test_a_page_that_is_not_there(phone: Page, here: str, reads: str) -> None:
    phone.goto(f"{here}/my/nothing/here")
    assert_good(phone, reads)
    phone.locator("main .button").click()
    phone.wait_for_url("**/my")
    assert phone.locator("html").get_attribute("lang") == reads


@LANGUAGES
def test_a_form_that_was_open_too_long(phone: Page, here: str, phones: Phones, town: Town, reads: str) -> None:
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    phone.goto(f"{here}/my/{phones.link(town.sara)}")
    phone.locator("main form button").click()
    phone.wait_for_url("**/my/talk/*")
    phone.fill("#words", "these words must not get lost")
    phone.context.clear_cookies(name="kettle_form")
    phone.locator("form.write button").click()
    expect(phone.locator("textarea[readonly]")).to_have_value("these words must not get lost")
    assert_good(phone, reads)
    phone.locator("main .button").click()
    phone.wait_for_url("**/my/talk/*")


@LANGUAGES
def test_a_link_that_is_too_old_and_asking_for_new_ones_too_often(
    phone: Page, here: str, phones: Phones, town: Town, reads: str
) -> None:
    secret = phones.link(town.sara)
    phones.clock.move(hours=25)
    for press in range(4):
        phone.goto(f"{here}/my/{secret}")
        phone.locator("main form button").click()
        phone.wait_for_selector("form[action*=again]")
        if not press:
            assert_good(phone, reads)
        phone.locator("main form button").click()
        expect(phone.locator(".notice")).to_be_visible()
        if not press:
            assert_good(phone, reads)
    expect(phone.locator(".notice.wait")).to_be_visible()
    assert_good(phone, reads)


@pytest.mark.parametrize("reads", ["en"])
def test_the_language_chosen_on_the_first_page_stays_to_the_last(phone: Page, here: str) -> None:
    phone.goto(f"{here}/my/{NONSENSE}")
    phone.get_by_role("link", name="polski").click()
    for _ in range(2):
        phone.locator("main form button").click()
        phone.wait_for_load_state()
        assert phone.locator("html").get_attribute("lang") == "pl"
    expect(phone.get_by_role("heading", name="Sprawdź SMS-y")).to_be_visible()
