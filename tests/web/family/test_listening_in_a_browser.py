"""Listen: a message read aloud by a voice that lives on the phone, never by one that sends the words away."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.invented_town import Town
from tests.web.family.conftest import Phones
from tests.web.serving import serving

pytestmark = pytest.mark.browser

# A phone with these voices. What is spoken is kept, with the voice it was spoken by.
VOICES = """
  window.spoken = [];
  const voices = %s;
  const speech = {
    speaking: false,
    getVoices: () => voices,
    speak: (one) => { window.spoken.push([one.voice.name, one.text]); speech.speaking = true; },
    cancel: () => { speech.speaking = false; },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech, configurable: true });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
HERE = '{ name: "here", lang: "en-GB", localService: true }'
AWAY = '{ name: "away", lang: "en-US", localService: false }'


@pytest.fixture
def here(phones: Phones) -> Iterator[str]:
    with serving(phones.house) as address:
        yield address


def opens(browser: Browser, here: str, phones: Phones, town: Town, voices: str, *, scripts: bool = True) -> Page:
    page = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=scripts).new_page()
    page.add_init_script(VOICES % f"[{voices}]")
    page.goto(f"{here}/my/{phones.link(town.sara)}")
    page.locator("main form button").click()
    page.wait_for_url("**/my/talk/*")
    return page


def test_a_voice_on_the_phone_reads_the_message_and_never_a_remote_one(
    browser: Browser, here: str, phones: Phones, town: Town
) -> None:
    page = opens(browser, here, phones, town, f"{AWAY}, {HERE}")
    entry = page.locator(".time-line .theirs").first
    said = entry.locator(".said").inner_text()
    entry.get_by_role("button", name="Listen").click()
    assert page.evaluate("window.spoken") == [["here", said]]
    expect(entry.get_by_role("button", name="Stop")).to_be_visible()


def test_where_the_phone_has_only_a_remote_voice_the_button_says_that_there_is_none(
    browser: Browser, here: str, phones: Phones, town: Town
) -> None:
    page = opens(browser, here, phones, town, AWAY)
    entry = page.locator(".time-line .theirs").first
    entry.get_by_role("button", name="Listen").click()
    expect(entry.get_by_role("button")).to_have_text("This phone has no voice for these words.")
    assert page.evaluate("window.spoken") == []


def test_without_a_script_there_is_no_button_that_does_nothing(
    browser: Browser, here: str, phones: Phones, town: Town
) -> None:
    page = opens(browser, here, phones, town, HERE, scripts=False)
    expect(page.locator(".time-line .said").first).to_be_visible()
    expect(page.locator("[data-listen]:visible")).to_have_count(0)
