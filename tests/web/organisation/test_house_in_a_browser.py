"""The manager's, the lead's and the operator's stories in a real browser, with long Polish names: fit for everybody."""

from collections.abc import Iterator

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


def test_a_manager_invites_somebody_records_their_checks_and_a_lead_looks_too(
    here: str, page: Page, complaints: Complaints
) -> None:
    complaints.expect("409")
    sit_down(here, page, "Priya")
    page.click("nav >> text=Staff")
    assert_fit_for_everybody(page)
    page.click("text=Invite somebody")
    page.fill("#first_name", "Bożenna-Małgorzata")
    page.fill("#last_name", "Brzęczyszczykiewicz-Wojciechowska")
    page.fill("#email", "no address")
    page.fill("#role_words", "Educational psychologist for transitions, anxiety and sleep")
    page.check("label:has-text('Trusted person')")
    page.click("text=Send the invitation")
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator("#role_words")).to_have_value("Educational psychologist for transitions, anxiety and sleep")
    assert_fit_for_everybody(page)
    page.fill("#email", "bozenna@harbour.example")
    page.click("text=Send the invitation")
    expect(page.locator("h1")).to_contain_text("Brzęczyszczykiewicz")
    assert_fit_for_everybody(page)
    for kind in ("Safer-recruitment", "Safeguarding training"):
        page.check(f"label:has-text('{kind}')")
        page.fill("#lapses_on", "2027-04-10")
        page.click("text=Record this check")
        expect(page.locator("main")).to_contain_text("Kept.")
    assert_fit_for_everybody(page)
    page.click("text=Sign out")
    sit_down(here, page, "Ben")
    page.click("nav >> text=Checks")
    assert_fit_for_everybody(page)
    for _ in range(2):
        page.locator("text=I have seen the same papers").first.click()
    expect(page.locator("main")).to_contain_text("Nothing waits for a second look.")
    assert_fit_for_everybody(page)


def test_a_manager_writes_down_that_somebody_is_away(here: str, page: Page, complaints: Complaints) -> None:
    complaints.expect("409")
    sit_down(here, page, "Priya")
    page.goto(f"{here}/staff")
    page.click("text=Neil Carter")
    page.click("summary:has-text('away for a while')")
    page.locator("details#away >> text=Keep this").click()
    expect(page.locator("#by-error")).to_be_visible()
    assert_fit_for_everybody(page)
    page.select_option("#by", label="Grace Okafor")
    page.locator("details#away >> text=Keep this").click()
    expect(page.locator("main")).to_contain_text("Grace reads and answers for Neil now.")
    assert_fit_for_everybody(page)
    page.click("text=Sign out")
    sit_down(here, page, "Grace")
    expect(page.locator("#who")).to_contain_text("for Neil")
    assert_fit_for_everybody(page)
    page.click("text=Ewa Kowalczyk")
    expect(page.locator("main")).to_contain_text("You answer for Neil")
    assert_fit_for_everybody(page)


def test_our_place(here: str, page: Page, complaints: Complaints) -> None:
    complaints.expect("409")
    sit_down(here, page, "Priya")
    page.click("nav >> text=Our place")
    assert_fit_for_everybody(page)
    page.fill("#begins-1", "2027-01-04")
    page.click("text=Keep these terms")
    expect(page.locator(".problems")).to_be_focused()
    expect(page.locator("#begins-1")).to_have_value("2027-01-04")
    assert_fit_for_everybody(page)
    page.fill("#ends-1", "2027-03-05")
    page.click("text=Keep these terms")
    expect(page.locator("main")).to_contain_text("Kept.")
    page.fill("#day", "2027-06-25")
    page.fill("#name", "Training")
    page.click("text=Close on this day")
    expect(page.locator("main")).to_contain_text("25 June 2027, Training")
    assert_fit_for_everybody(page)


def test_an_operator_makes_an_organisation_and_invites_its_first_manager(
    here: str, page: Page, complaints: Complaints
) -> None:
    complaints.expect("409")
    sit_down(here, page, "Olive")
    page.click("nav >> text=Organisations")
    assert_fit_for_everybody(page)
    page.fill("#name", "Zespół Szkół nr 1 im. Konstantego Ildefonsa Gałczyńskiego")
    page.click("button:has-text('Make it')")
    expect(page.locator(".problems")).to_be_focused()
    assert_fit_for_everybody(page)
    page.check("label:has-text('A school')")
    page.click("button:has-text('Make it')")
    expect(page.locator("h1")).to_contain_text("Gałczyńskiego")
    assert_fit_for_everybody(page)
    page.fill("#number", "07700 900009")
    page.click("text=Give them this line")
    page.fill("#first_name", "Marta")
    page.fill("#email", "marta@zs1.example")
    page.click("text=Invite as a manager")
    expect(page.locator("main")).to_contain_text("invited, has not come in yet")
    page.click("button:has-text('Retire')")
    expect(page.locator(".problems")).to_be_focused()
    assert_fit_for_everybody(page)
