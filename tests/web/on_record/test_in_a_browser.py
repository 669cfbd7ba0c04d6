"""The record's pages in a real browser: on a phone and on a desk, in Urdu, on paper, and with markup in what people
wrote."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.audit.rules import Looking
from app.domain.permissions import actions as permissions
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Provider
from app.foundation.identifiers import MembershipId, new_id
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE
from tests.browsers import Complaints
from tests.web.fit import assert_clean, assert_fit_for_everybody
from tests.web.on_record.conftest import Tidewell, family_page_cookie
from tests.web.serving import serving

pytestmark = pytest.mark.browser
MARKUP = "</p><img src=x onerror=\"document.title='x'\"><script>document.title='x'</script><b>bold</b>"


@pytest.fixture
def here(tidewell: Tidewell) -> Iterator[str]:
    """The address of the served town."""
    with serving(tidewell.house) as address:
        yield address


def sits_down(page: Page, tidewell: Tidewell, here: str, who: MembershipId, path: str) -> None:
    """Open a page, signed in."""
    (cookie,) = (one for one in tidewell.desk(who)._cookies.values() if "staff" in one.key)
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": here}])
    page.goto(f"{here}{path}")


def something_happens(tidewell: Tidewell) -> None:
    """Enough for a page to be full of."""
    town = tidewell.town
    tidewell.grace_reads_sara()
    tidewell.notes(town.neil, Looking.COPIED_WITH_NOTES, town.sara, why="the meeting about the timetable " + "x" * 120)
    tidewell.notes(town.priya, "looked for a family", town.sara, why=MARKUP)


def texts(tidewell: Tidewell, body: str) -> None:
    with tidewell.house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound(f"SM{new_id().hex}", SCHOOL_LINE, SARA, body), kind=Kind.TEXT)
    sorting.sort_arrivals(tidewell.house.database)


def test_the_managers_record(page: Page, tidewell: Tidewell, here: str) -> None:
    something_happens(tidewell)
    sits_down(page, tidewell, here, tidewell.town.priya, "/record")
    expect(page.get_by_text(MARKUP)).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_label("What").select_option("copies")
    page.get_by_label("Day").fill("2027-03-10")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".record li")).to_have_count(1)
    expect(page.get_by_label("What")).to_have_value("copies")
    page.get_by_role("link", name="Sara Whitfield").click()
    expect(page.get_by_role("heading", name="Sara Whitfield")).to_be_visible()
    assert page.title() == "A family · Kettle"


def test_the_operators_record(page: Page, tidewell: Tidewell, here: str) -> None:
    sits_down(page, tidewell, here, tidewell.town.olive, "/operator/record")
    expect(page.locator(".record li").first).to_be_visible()
    assert_fit_for_everybody(page)


def test_a_lead_finds_a_family_holds_back_and_lets_go(
    page: Page, complaints: Complaints, tidewell: Tidewell, here: str
) -> None:
    complaints.expect("status of 409")
    something_happens(tidewell)
    sits_down(page, tidewell, here, tidewell.town.ben, "/safeguarding")
    assert_fit_for_everybody(page)
    page.get_by_label("Name or number").fill("whit")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("status")).to_have_text("1 found")
    assert_clean(page)
    page.get_by_role("link", name="Sara Whitfield").click()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Hold it back").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert_clean(page, where="with an error")
    page.get_by_label("Grace Okafor").or_(page.get_by_label("read Neil’s conversation as cover")).first.check()
    page.get_by_label("Why telling could put somebody in danger").fill("He reads her phone")
    page.get_by_role("button", name="Hold it back").click()
    expect(page.get_by_text("Held back from the family").first).to_be_visible()
    expect(page.locator("#held")).to_contain_text("It ends Friday 9 April 2027")
    assert_fit_for_everybody(page)
    page.get_by_role("link", name="Safeguarding").first.click()
    expect(page.get_by_role("link", name="Sara Whitfield")).to_contain_text("ends Friday 9 April 2027")
    assert_fit_for_everybody(page)
    page.get_by_role("link", name="Sara Whitfield").click()
    page.get_by_role("button", name="Show them all of it now").click()
    expect(page.get_by_text("Held back from the family")).to_have_count(0)


def test_asking_for_a_copy_and_reading_it(page: Page, tidewell: Tidewell, here: str) -> None:
    texts(tidewell, MARKUP)
    texts(tidewell, "مجھے نیند نہیں آتی، صبح بہت مشکل ہے")
    sits_down(page, tidewell, here, tidewell.town.neil, f"/conversation/{tidewell.saras}/copy")
    assert_fit_for_everybody(page)
    page.get_by_label("What is it for?").fill(MARKUP)
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("heading", name="Copy of a conversation, for the record")).to_be_visible()
    expect(page.locator(".said").get_by_text(MARKUP)).to_be_visible()
    expect(page.locator("dl").get_by_text(MARKUP)).to_be_visible()
    assert page.locator("main img, main script, main b b").count() == 0
    assert page.title() == "A copy for the record · Kettle"
    urdu = page.get_by_text("مجھے نیند")
    assert urdu.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert_fit_for_everybody(page)


def test_on_paper_there_is_the_copy_and_nothing_else(page: Page, tidewell: Tidewell, here: str) -> None:
    for number in range(40):
        texts(tidewell, f"and {number}")
    sits_down(page, tidewell, here, tidewell.town.neil, f"/conversation/{tidewell.saras}/copy")
    page.get_by_label("What is it for?").fill("the meeting on Tuesday")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("button", name="Print it")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (page.locator(".bar"), page.get_by_role("button", name="Print it"), page.locator(".on-screen")):
        expect(hidden).to_be_hidden()
    expect(page.get_by_text("End of the copy: 47 entries.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) >= 3
    assert re.search(rb"/MediaBox\s*\[\s*0\s+0\s+59[45](\.\d+)?\s+84[12](\.\d+)?\s*\]", sheets), "not A4"


def test_a_text_file_comes_as_a_download(page: Page, tidewell: Tidewell, here: str, tmp_path: Path) -> None:
    sits_down(page, tidewell, here, tidewell.town.neil, f"/conversation/{tidewell.saras}/copy")
    page.get_by_label("What is it for?").fill("the meeting on Tuesday")
    page.get_by_label("A plain text file").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Make the copy").click()
    assert coming.value.suggested_filename == "conversation-2027-03-10.txt"
    coming.value.save_as(tmp_path / "copy.txt")
    assert "| shes not sleeping. mornings are really hard\n" in (tmp_path / "copy.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("reads", "direction"), [("en", "ltr"), pytest.param("pl", "ltr", marks=pytest.mark.proof), ("ur", "rtl")]
)
def test_the_familys_page(browser: Browser, tidewell: Tidewell, here: str, reads: str, direction: str) -> None:
    something_happens(tidewell)
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why=MARKUP)
    with tidewell.house.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads=reads)
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=reads != "pl")
    context.set_default_timeout(10_000)
    name, value = family_page_cookie(tidewell, tidewell.town.sara)
    context.add_cookies([{"name": name, "value": value, "url": here}])
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page.goto(f"{here}/my/who-has-looked")
    assert len(asked) <= 2, asked
    assert page.locator("html").get_attribute("dir") == direction
    expect(page.get_by_text(MARKUP)).to_be_visible()
    expect(page.locator("main li")).to_have_count(3)
    if reads != "pl":
        assert_clean(page, where=reads)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "enlarged"
    page.locator("main a[href='/my']").click()
    page.wait_for_url("**/my/talk/*")
    page.locator("summary").first.click()
    page.locator("a[href='/my/who-has-looked']").click()
    expect(page.locator("main li")).to_have_count(3)
    context.close()
