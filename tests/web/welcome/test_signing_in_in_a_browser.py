"""From an invitation to one's own devices, in a real browser: each page is fit for everybody."""

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.fit import assert_fit_for_everybody
from tests.web.post import Post
from tests.web.serving import serving
from tests.web.signing_in import PASSWORD, Phone
from tests.web.welcome.conftest import Given

pytestmark = pytest.mark.browser
GRACE = "grace@tidewell-harbour-school.example"


@pytest.fixture
def here(house: House, town: Town) -> Iterator[str]:
    """The address of the served town."""
    with serving(house) as address:
        yield address


def give_password(page: Page, here: str, email: str) -> None:
    page.goto(f"{here}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def key_on(page: Page) -> pyotp.TOTP:
    return pyotp.TOTP(page.locator(".key").inner_text().replace(" ", ""))


def sets_up(page: Page, here: str, clock: SettableClock) -> list[str]:
    """Grace sets up her codes, and comes in. Gives her recovery codes."""
    give_password(page, here, GRACE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your codes")
    assert_fit_for_everybody(page)
    phone = key_on(page)
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    assert key_on(page).secret == phone.secret
    page.get_by_label("The six digits").fill(phone.at(clock.now))
    page.get_by_role("button", name="Set up").click()

    expect(page.locator(".codes li")).to_have_count(10)
    assert_fit_for_everybody(page)
    codes = page.locator(".codes span").all_inner_texts()
    page.emulate_media(media="print")
    expect(page.locator(".codes")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("I have kept them"))).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("button", name=re.compile("I have kept them")).click()
    page.wait_for_url("**/inbox")
    return codes


def test_from_an_invitation_by_e_mail_to_another_browser_and_out_of_both(
    page: Page, browser: Browser, here: str, house: House, town: Town, post: Post, clock: SettableClock, complaints
) -> None:
    complaints.expect("status of 422")
    with house.database.writing(Staff(town.priya, town.school, frozenset({"manager"}))) as work:
        accounts.invite_by_email(work, town.grace)
    (letter,) = post.carry()

    page.goto(here + letter.link)
    assert_fit_for_everybody(page)
    page.get_by_label("A new password").fill("Grace Okafor 1")
    page.get_by_role("button", name="Set my password").click()
    expect(page.get_by_role("alert")).to_contain_text("your name, your address or where you work")
    assert_fit_for_everybody(page)
    page.get_by_label("A new password").fill(PASSWORD)
    page.get_by_role("button", name="Set my password").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()

    codes = sets_up(page, here, clock)
    context = browser.new_context(locale="en-GB", user_agent="Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1")
    other = context.new_page()
    give_password(other, here, GRACE)
    other.get_by_text("I do not have my phone").click()
    assert_fit_for_everybody(other)
    other.get_by_label("One of your recovery codes").fill(codes[0])
    other.get_by_label("Remember this work device for 30 days").check()
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url("**/inbox")
    other.get_by_role("button", name="Sign out").click()
    give_password(other, here, GRACE)
    other.wait_for_url("**/inbox")  # remembered: no code

    page.goto(f"{here}/me/devices")
    expect(page.get_by_text("Safari on an iPhone", exact=True)).to_be_visible()
    expect(page.get_by_text("needs no code until")).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name=re.compile("^End Safari on an iPhone")).click()
    expect(page.get_by_role("status")).to_contain_text("That device is signed out")
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.goto(f"{here}/inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()


def test_signing_in_works_with_keys_alone_and_without_a_script(
    browser: Browser, here: str, at_the_door: Given, town: Town
) -> None:
    phone = at_the_door(town.neil)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{here}/sign-in")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(phone.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("The six digits").focus()
    page.keyboard.type(phone.code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox")
    context.close()


def test_an_invited_person_chooses_a_password_with_keys_alone_and_without_a_script(
    browser: Browser, here: str, house: House, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        secret = accounts.invite(work, town.grace)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{here}/welcome/{secret}")
    page.get_by_label("A new password").focus()
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at least 10 characters")
    page.get_by_label("A new password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your password is set.")).to_be_visible()
    context.close()


def test_a_forgotten_password_and_a_lost_phone(
    page: Page, here: str, house: House, at_the_door: Given, town: Town, post: Post, clock: SettableClock, complaints
) -> None:
    complaints.expect("status of 404")
    phone = at_the_door(town.neil)
    page.goto(f"{here}/sign-in")
    page.get_by_role("link", name="I forgot my password").click()
    assert_fit_for_everybody(page)
    page.get_by_label("E-mail address").fill(phone.email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("status")).to_contain_text("If we know that address")
    assert_fit_for_everybody(page)
    (letter,) = post.carry()
    page.goto(here + letter.link)
    page.get_by_label("A new password").fill(PASSWORD)
    page.get_by_role("button", name="Set my password").click()
    expect(page.get_by_text("Your password is set.")).to_be_visible()
    page.goto(here + letter.link)
    expect(page.get_by_role("link", name="Ask for another link")).to_be_visible()
    assert_fit_for_everybody(page)

    with house.database.writing(Staff(town.priya, town.school, frozenset({"manager"}))) as work:
        accounts.lost_phone(work, town.neil)
    letter = post.carry()[-1]
    page.goto(here + letter.link)
    assert_fit_for_everybody(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The six digits").fill(key_on(page).at(clock.now))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("button", name=re.compile("I have kept them")).click()
    page.wait_for_url("**/inbox")


@pytest.mark.parametrize("path", ["/me/password", "/me/phone", "/me/recovery-codes"])
def test_what_one_changes_of_ones_own_sign_in_is_fit_for_everybody(
    page: Page, here: str, at_the_door: Given, town: Town, complaints, path: str
) -> None:
    complaints.expect("status of 422")
    phone: Phone = at_the_door(town.neil)
    give_password(page, here, phone.email)
    page.get_by_label("The six digits").fill(phone.code(late=1))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inbox")
    page.goto(here + path)
    assert_fit_for_everybody(page)
    if path == "/me/password":
        page.get_by_label("Your present password").fill("wrong")
        page.get_by_label("A new password").fill("a kettle and a cup")
        page.get_by_role("button", name="Change it").click()
        expect(page.get_by_role("alert")).to_contain_text("That is not your present password")
    else:
        page.get_by_label("The six digits").fill("000000")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("alert")).to_contain_text("That code is not right")
        page.get_by_label("The six digits").fill(phone.code())
        page.get_by_role("button", name="Go on").click()
        expect(page.locator(".key" if path == "/me/phone" else ".codes")).to_be_visible()
    assert_fit_for_everybody(page)
