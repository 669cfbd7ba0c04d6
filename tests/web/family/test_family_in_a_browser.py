"""The family's pages in a real browser: axe, 320 pixels, keyboard only, no script, enlarged, and going back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from app.foundation.identifiers import ContactId
from app.invented_town import Town
from tests.web.family.conftest import Phones
from tests.web.fit import assert_clean
from tests.web.serving import serving

pytestmark = pytest.mark.browser
AT_ONCE = ("en", "ur")  # the others in `make prove`: every language in a browser
LOCALES = {
    **{"en": "en-GB", "pl": "pl-PL", "ro": "ro-RO", "uk": "uk-UA", "pt": "pt-PT", "ar": "ar-SY"},
    **{"ur": "ur-PK", "pa": "pa-IN", "bn": "bn-BD", "gu": "gu-IN", "so": "so-SO", "fa": "fa-IR"},
}
LANGUAGES = pytest.mark.parametrize(
    ("reads", "locale"),
    [
        pytest.param(code, locale, marks=[] if code in AT_ONCE else [pytest.mark.proof])
        for code, locale in LOCALES.items()
    ],
)


def direction(reads: str) -> str:
    return "rtl" if reads in {"ar", "ur", "fa"} else "ltr"


@pytest.fixture
def here(phones: Phones) -> Iterator[str]:
    """The address of the served town."""
    with serving(phones.house) as address:
        yield address


def on_a_phone(browser: Browser, locale: str, *, width: int = 320, scripts: bool = True) -> BrowserContext:
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 640}, java_script_enabled=scripts)
    context.set_default_timeout(10_000)
    return context


def come_in(page: Page, here: str, phones: Phones, contact_id: ContactId) -> None:
    page.goto(f"{here}/my/{phones.link(contact_id)}")
    page.locator("main form button").click()
    page.wait_for_url("**/my/talk/*")


def fits(page: Page) -> bool:
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def fits_enlarged(page: Page) -> bool:
    """Text alone twice as big."""
    page.wait_for_load_state()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return fits(page)


@LANGUAGES
def test_every_page_is_clean_for_axe_and_fits_320_pixels(
    browser: Browser, here: str, phones: Phones, town: Town, reads: str, locale: str
) -> None:
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    context = on_a_phone(browser, locale)
    page = context.new_page()

    def look(step: str) -> None:
        assert page.locator("html").get_attribute("lang") == reads, step
        assert page.locator("html").get_attribute("dir") == direction(reads), step
        assert fits(page), step
        assert_clean(page, where=step)

    secret = phones.link(town.sara)
    page.goto(f"{here}/my/{secret}")
    look("asks first")
    page.locator("main form button").click()
    page.locator("summary").click()
    look("conversation")
    page.locator("form.write button").click()
    look("empty box")
    expect(page.locator("[role=alert]")).to_be_focused()
    page.locator("form[action$=leave] button").click()
    look("signed out")
    page.goto(f"{here}/my")
    look("no visit")
    page.goto(f"{here}/my/{secret}")
    page.locator("main form button").click()
    look("used link")
    page.locator("main form button").click()
    look("new link sent")
    context.close()


@LANGUAGES
def test_an_ended_visit_with_words_kept_is_clean_for_axe(
    browser: Browser, here: str, phones: Phones, town: Town, reads: str, locale: str
) -> None:
    context = on_a_phone(browser, locale)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    page.fill("#words", "these words must not get lost")
    phones.clock.move(hours=2)
    page.locator("form.write button").click()
    expect(page.locator("textarea")).to_have_value("these words must not get lost")
    assert page.locator("html").get_attribute("lang") == reads
    assert fits(page)
    assert_clean(page)
    context.close()


def test_a_family_needs_nothing_but_a_keyboard(page: Page, here: str, phones: Phones, town: Town) -> None:
    def reach(words: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if words in page.evaluate("document.activeElement.innerText || document.activeElement.id"):
                return
        pytest.fail(f"Tab never came to {words}")

    page.goto(f"{here}/my/{phones.link(town.sara)}")
    reach("Open my page")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/talk/*")
    reach("words")
    page.keyboard.type("written with keys alone")
    reach("Send")
    page.keyboard.press("Enter")
    page.wait_for_url("**#newest")  # the whole page: while it loads, keys may still go to the one before
    expect(page.locator("#newest")).to_contain_text("written with keys alone")
    reach("Who can read this")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Neil, your person.")).to_be_visible()
    reach("Sign out on this phone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_everything_works_without_a_script(browser: Browser, here: str, phones: Phones, town: Town) -> None:
    context = on_a_phone(browser, "en-GB", scripts=False)
    page = context.new_page()
    come_in(page, here, phones, town.sara)
    page.fill("#words", "no script here")
    page.locator("form.write button").click()
    page.wait_for_url("**#newest")
    expect(page.locator("#newest")).to_contain_text("no script here")
    page.locator("summary").click()
    expect(page.get_by_text("Neil, your person.")).to_be_visible()
    assert page.get_by_role("link", name="Leave this page").get_attribute("href", timeout=1000)
    page.get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    context.close()


@LANGUAGES
def test_enlarged_to_200_percent_nothing_needs_scrolling_sideways(
    browser: Browser, here: str, phones: Phones, town: Town, reads: str, locale: str
) -> None:
    with phones.house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    context = on_a_phone(browser, locale)
    page = context.new_page()
    page.goto(f"{here}/my/{phones.link(town.sara)}")
    assert fits_enlarged(page)
    page.locator("main form button").click()
    page.wait_for_url("**/my/talk/*")
    assert fits_enlarged(page)
    context.close()


def test_after_signing_out_going_back_shows_nothing(page: Page, here: str, phones: Phones, town: Town) -> None:
    come_in(page, here, phones, town.sara)
    expect(page.get_by_text("thank you that made my day")).to_be_visible()
    page.get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "made my day" not in page.content()


def test_one_page_is_two_requests(page: Page, here: str, phones: Phones, town: Town) -> None:
    come_in(page, here, phones, town.sara)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 2, asked


def test_words_that_look_like_markup_do_nothing(page: Page, here: str, phones: Phones, town: Town) -> None:
    come_in(page, here, phones, town.sara)
    page.fill("#words", "</p><img src=x onerror='document.title=1'><script>document.title=2</script>")
    page.locator("form.write button").click()
    expect(page.locator("#newest")).to_contain_text("<script>document.title=2</script>")
    assert page.locator("#newest img").count() == 0
    assert page.title() == "Kettle"
