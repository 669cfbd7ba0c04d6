"""The desk in a real browser: fit for everybody, by keyboard alone, without a script, and looking again by itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.conversations.rules import State
from app.foundation.identifiers import MembershipId
from app.invented_town import EWA, SARA, SCHOOL_LINE, UNKNOWN
from tests.browsers import Complaints
from tests.web.fit import assert_fit_for_everybody
from tests.web.trusted_person.conftest import Life, SignIn

pytestmark = pytest.mark.browser
SitsDown = Callable[[Page, MembershipId, str], None]


def chosen(page: Page) -> None:
    """Wait until the list or the conversation has the focus, as it has for anybody with a keyboard."""
    page.wait_for_function("document.activeElement.matches('[data-row], [data-thread]')")


@pytest.fixture
def busy(life: Life) -> Life:
    """Something of every kind: a call, somebody unknown, a long word, Urdu, a note, a text that waits."""
    life.clock.move(minutes=12)
    life.rings(SARA)
    life.texts(UNKNOWN, "is this the school " + "w" * 120)
    return life


@pytest.mark.parametrize(
    "where", ["inbox", "urdu", "shared", "unknown", "find", "hello", "stop", "not arrived", "in vain", "set aside"]
)
def test_every_page_of_the_desk_is_fit_for_everybody(
    page: Page, busy: Life, sits_down: SitsDown, sign_in: SignIn, where: str
) -> None:
    town = busy.town
    if where == "stop":
        busy.texts(SARA, "STOP")
    if where in {"not arrived", "in vain"}:
        busy.did_not_arrive(busy.saras, sign_in(town.neil))
    if where == "set aside":
        sign_in(town.neil).post(f"/conversation/{busy.ewas}/no-answer")
    at = {
        "inbox": (town.neil, "/inbox"),
        "urdu": (town.hannah, f"/conversation/{busy.thread(town.imran, town.hannah)}"),
        "shared": (town.joyce, f"/conversation/{busy.thread(town.dan, town.joyce)}"),
        "unknown": (town.priya, f"/conversation/{busy.front_door()}"),
        "find": (town.neil, "/find"),
        "hello": (town.grace, f"/hello/{town.sara}"),
        "stop": (town.neil, f"/conversation/{busy.saras}"),
        "not arrived": (town.neil, "/inbox"),
        "in vain": (town.neil, f"/conversation/{busy.saras}"),
        "set aside": (town.neil, f"/conversation/{busy.ewas}"),
    }
    sits_down(page, *at[where])
    if where == "urdu":
        page.fill("#text", "جی ضرور۔")
        page.select_option("#when", "tomorrow")
        page.press("#text", "Tab")
        page.click("button:has-text('Send')")
        page.wait_for_selector("summary:has-text('Change')")
        for summary in page.query_selector_all("details > summary"):
            summary.click()
    assert_fit_for_everybody(page)


def test_the_keys_dialog_is_fit_for_everybody_and_closes_with_escape(
    page: Page, life: Life, sits_down: SitsDown
) -> None:
    sits_down(page, life.town.neil, "/inbox")
    chosen(page)
    page.keyboard.press("?")
    expect(page.locator("dialog.keys")).to_be_visible()
    assert_fit_for_everybody(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog.keys")).to_be_hidden()


def test_from_the_inbox_to_an_answer_by_keyboard_alone(page: Page, busy: Life, sits_down: SitsDown) -> None:
    sits_down(page, busy.town.neil, "/inbox")
    expect(page.locator("[data-row]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-row]", has_text="Sara")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ewa Kowalczyk")
    expect(page.locator("[data-thread]")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Good morning Ewa, no need to worry. Shall I ring at 2?")
    expect(page.locator("#cost")).to_have_text("1 text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#newest .said")).to_have_text("Good morning Ewa, no need to worry. Shall I ring at 2?")
    sent = busy.newest(busy.ewas)
    assert (sent.number, sent.body) == (EWA, "Good morning Ewa, no need to worry. Shall I ring at 2?")


def test_the_frame_around_a_thread_shows_from_the_first_key_on(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    thread = page.locator("[data-thread]")
    expect(thread).to_be_focused()
    expect(thread).to_have_css("outline-style", "none")
    page.keyboard.press("ArrowUp")
    expect(thread).to_have_css("outline-style", "solid")


def test_letters_typed_into_the_box_are_letters_and_no_keys(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    page.focus("#text")
    page.keyboard.type("rnjk/?")
    expect(page.locator("#text")).to_have_value("rnjk/?")
    assert page.url.endswith(str(life.ewas))
    assert life.is_waiting(life.ewas)


def test_no_key_works_where_neither_list_nor_conversation_is_chosen(
    page: Page, life: Life, sits_down: SitsDown
) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    chosen(page)
    page.focus("header a")
    for key in "nr/?":
        page.keyboard.press(key)
    assert page.url.endswith(str(life.ewas))
    assert life.is_waiting(life.ewas)
    expect(page.locator("dialog.keys")).to_be_hidden()


def test_n_says_that_no_answer_is_needed(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    chosen(page)
    page.keyboard.press("n")
    page.wait_for_url("**/inbox")
    assert not life.is_waiting(life.ewas)


def test_no_answer_needed_is_taken_back_by_keyboard_alone(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    chosen(page)
    page.keyboard.press("n")
    page.wait_for_url("**/inbox")
    page.goto(f"{page.url.removesuffix('/inbox')}/conversation/{life.ewas}")
    expect(page.locator("#waiting-mark")).to_have_text("no answer needed")
    page.fill("#text", "Half a thought")
    while page.evaluate("!document.activeElement.matches('[data-still-waits]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#waiting-mark")).to_contain_text("waiting since 8:36")
    expect(page.locator("#text")).to_have_value("Half a thought")
    expect(page.locator("[data-still-waits]")).to_be_hidden()
    expect(page.locator("[data-no-answer]")).to_be_visible()
    assert life.is_waiting(life.ewas)


def test_an_open_conversation_offers_what_can_be_done_now(
    page: Page, life: Life, sits_down: SitsDown, sign_in: SignIn
) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    expect(page.locator("[data-still-waits]")).to_be_hidden()
    sign_in(life.town.neil).post(f"/conversation/{life.ewas}/no-answer")
    expect(page.locator("[data-still-waits]")).to_be_visible(timeout=4000)
    expect(page.locator("[data-no-answer]")).to_be_hidden()
    life.texts(EWA, "halo?", line=SCHOOL_LINE)
    expect(page.locator("[data-no-answer]")).to_be_visible(timeout=4000)
    expect(page.locator("[data-still-waits]")).to_be_hidden()


def test_a_text_that_did_not_arrive_is_in_the_open_inbox_within_seconds(
    page: Page, life: Life, sits_down: SitsDown, sign_in: SignIn
) -> None:
    sits_down(page, life.town.neil, "/inbox")
    chosen(page)
    life.did_not_arrive(life.saras, sign_in(life.town.neil))
    expect(page.locator("[data-row]", has_text="Sara")).to_contain_text("Your text did not arrive", timeout=4000)
    expect(page.locator(".count").first).to_have_text("1")  # those who wait
    expect(page.locator("[data-row]", has_text="Ewa")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-row]", has_text="Sara")).to_be_focused()


def test_escape_goes_from_the_box_to_the_conversation_and_on_to_the_list(
    page: Page, life: Life, sits_down: SitsDown
) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    chosen(page)
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(page.locator("[data-thread]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-row][aria-current]")).to_be_focused()


def test_slash_finds_a_family(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, "/inbox")
    chosen(page)
    page.keyboard.press("/")
    page.wait_for_url("**/find")
    page.keyboard.type("900111")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_have_text("1 found")
    page.click("text=Sara Whitfield")
    expect(page.locator("h1")).to_have_text("Sara Whitfield")


def test_a_text_is_in_the_open_inbox_within_seconds(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, "/inbox")
    expect(page.locator(".count")).to_have_text("1")
    life.texts(SARA, "can you ring me")
    expect(page.locator(".count")).to_have_text("2", timeout=4000)
    expect(page.locator("[data-row]", has_text="Ewa")).to_be_focused()  # the list is new, the focus is not lost


def test_a_text_and_a_receipt_are_in_the_open_conversation_and_the_draft_stays(
    page: Page, life: Life, sits_down: SitsDown
) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    page.fill("#text", "Half a thought")
    page.fill("#text", "I will ring you at 2")
    page.click("button:has-text('Send')")
    page.fill("#text", "Half a thought")
    life.becomes(life.newest(life.ewas).id, State.DELIVERED)
    expect(page.locator("#entries")).to_contain_text("On her phone.", timeout=4000)
    life.texts(EWA, "dziękuję", line=SCHOOL_LINE)
    expect(page.locator("#newest .said")).to_have_text("dziękuję", timeout=4000)
    expect(page.locator("#waiting-mark")).to_contain_text("waiting since")
    expect(page.locator("#text")).to_have_value("Half a thought")
    expect(page.locator("#text")).to_be_focused()


def test_what_is_being_changed_is_not_taken_away_by_looking_again(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    page.fill("#text", "See you")
    page.select_option("#when", "tomorrow")
    page.click("button:has-text('Send')")
    page.click("summary:has-text('Change')")
    page.fill("textarea[name=body]", "See you at ten")
    life.texts(EWA, "ok")
    page.wait_for_timeout(2600)
    expect(page.locator("textarea[name=body]")).to_have_value("See you at ten")
    page.click("text=Keep the change")
    expect(page.locator("#entries")).to_contain_text("See you at ten")


def test_a_page_whose_session_has_ended_says_so_and_keeps_what_is_being_written(
    page: Page, life: Life, sits_down: SitsDown
) -> None:
    sits_down(page, life.town.neil, f"/conversation/{life.ewas}")
    page.fill("#text", "I will ring you at 2")
    life.clock.move(hours=13)
    expect(page.locator(".talk [data-said]")).to_contain_text("You are not signed in any more", timeout=4000)
    expect(page.locator("#text")).to_have_value("I will ring you at 2")


def test_the_first_text_is_shown_whole_while_it_is_written(page: Page, life: Life, sits_down: SitsDown) -> None:
    sits_down(page, life.town.grace, f"/hello/{life.town.sara}")
    page.fill("#giver", "miss Okafor at school")
    expect(page.locator("#preview .said")).to_contain_text("Miss Okafor at school gave me your number.")
    page.fill("#words", "See www.example.org")
    expect(page.locator("#preview .error")).to_contain_text("The first text has no link")


def test_on_a_phone_the_list_leads_to_the_newest_words(page: Page, life: Life, sits_down: SitsDown) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    sits_down(page, life.town.neil, "/inbox")
    page.click("text=Sara Whitfield")
    expect(page.locator(".who-waits")).to_be_hidden()
    expect(page.locator("#newest")).to_be_in_viewport()
    expect(page.locator("#text")).to_be_in_viewport()
    page.click("text=Inbox >> nth=1")
    page.wait_for_url("**/inbox")


def test_without_a_script_everything_can_be_done(
    browser: Browser, life: Life, served: str, complaints: Complaints
) -> None:
    context = browser.new_context(java_script_enabled=False)
    complaints.listen_to(context)
    name, value = life.staff_cookie_for(life.town.neil)
    context.add_cookies([{"name": name, "value": value, "url": served}])
    page = context.new_page()
    page.goto(f"{served}/inbox")
    life.texts(SARA, "can you ring me")
    page.click("noscript a >> visible=true")
    page.click("text=Ewa Kowalczyk")
    page.click("text=No answer needed")
    page.click("text=Ewa Kowalczyk")
    page.click("text=It still waits")
    expect(page.locator("#waiting-mark")).to_contain_text("waiting since 8:36")
    page.fill("#text", "Zażółć gęślą jaźń. " * 8)
    page.click("noscript button")
    expect(page.locator("#cost")).to_have_text("3 texts, because “ż” leaves less room in each")
    page.select_option("#when", "tomorrow")
    page.fill("#clock", "09:30")
    page.click("button:has-text('Send')")
    expect(page.locator("#entries")).to_contain_text("Goes tomorrow at 9:30.")
    page.click("summary:has-text('Change')")
    page.fill("textarea[name=body]", "See you at ten")
    page.click("text=Keep the change")
    page.click("text=Take it back")
    expect(page.locator("#entries")).to_contain_text("Taken back. It was not sent.")
    page.click("summary:has-text('Log a call or a visit')")
    page.fill("#words", "Rang Ewa.")
    page.click("text=Keep it")
    expect(page.locator("#entries")).to_contain_text("A call, written down by Neil")
    context.close()
    assert not complaints.left()
