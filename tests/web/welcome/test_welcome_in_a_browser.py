"""The pages for anybody in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.assembly import House
from app.invented_town import Town
from tests.web.fit import assert_clean, assert_fit_for_everybody
from tests.web.serving import serving
from tests.web.signing_in import PASSWORD
from tests.web.welcome.conftest import Given

pytestmark = pytest.mark.browser
CHECK = "/check/tidewell-harbour-school"


@pytest.fixture
def here(house: House, town: Town) -> Iterator[str]:
    """The address of the served town."""
    with serving(house) as address:
        yield address


@pytest.mark.parametrize(
    ("address", "locale"),
    [
        ("/sign-in", "en-GB"),
        ("/privacy", "en-GB"),
        ("/accessibility", "en-GB"),
        (CHECK, "en-GB"),
        (CHECK, "pl-PL"),
        (CHECK, "ur-PK"),
    ],
)
def test_a_page_is_clean_for_axe_and_fits_320_pixels_enlarged_or_not(
    browser: Browser, here: str, address: str, locale: str
) -> None:
    context = browser.new_context(locale=locale, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(here + address)
    assert_clean(page)
    for size in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
    context.close()


@pytest.mark.parametrize(
    ("locale", "lang", "direction"), [("en-GB", "en", "ltr"), ("pl-PL", "pl", "ltr"), ("ur-PK", "ur", "rtl")]
)
def test_the_first_page_of_a_service_is_fit_for_everybody(
    browser: Browser, in_service: House, locale: str, lang: str, direction: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    with serving(in_service) as address:
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("html").get_attribute("dir") == direction
        assert_fit_for_everybody(page)
        context.close()


def test_on_the_first_page_of_a_service_one_may_choose_a_language_and_find_the_way_in(
    page: Page, in_service: House
) -> None:
    with serving(in_service) as address:
        page.goto(address)
        page.get_by_role("link", name="اردو").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.get_by_role("link", name="English").click()
        page.get_by_role("link", name="Sign in").click()
        expect(page.get_by_label("E-mail address")).to_be_visible()
        page.context.close()


def test_the_problem_page_of_staff_is_fit_for_everybody(page: Page, here: str, complaints) -> None:
    complaints.expect("status of 404")
    page.goto(f"{here}/nothing/here")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.get_by_role("link", name="Leave this page").count() == 0
    assert_fit_for_everybody(page)


def test_words_of_an_ended_session_are_sent_after_signing_in(
    page: Page, here: str, town: Town, at_the_door: Given, complaints
) -> None:
    complaints.expect("status of 401")
    phone = at_the_door(town.neil)
    page.goto(f"{here}/sign-in")
    page.evaluate(
        """() => {
          const form = document.querySelector('form');
          form.querySelectorAll('.field').forEach(field => field.remove());
          form.action = '/front-door/019a0000-0000-7000-8000-000000000001/pass-on';
          const box = document.createElement('textarea');
          box.name = 'note'; box.value = 'long thoughts'; form.append(box); form.submit();
        }"""
    )
    expect(page.get_by_text("What you were writing is kept")).to_be_visible()
    page.get_by_label("E-mail address").fill(phone.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("The six digits").fill(phone.code())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("What you wrote")).to_have_value("long thoughts")
    assert_clean(page)
