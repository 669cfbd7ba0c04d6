"""The diary in a real browser: offering in under a minute, keyboard, axe, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from app.domain.dropins.models import Booking, Slot
from app.domain.relationships import away
from app.foundation.actors import Command, Staff
from tests.hosts import TUESDAY
from tests.web.fit import assert_fit_for_everybody

pytestmark = pytest.mark.browser


@pytest.fixture
def neil(page: Page, served: str, town) -> Page:
    page.goto(served)
    page.locator(f"form[action='/simulator/desk/{town.neil}'] button").first.click()
    page.wait_for_url("**/inbox")
    return page


def booked(house, town) -> Booking:
    with house.database.writing(Command()) as work:
        first = select(Slot).where(Slot.host_id == town.neil, Slot.day == TUESDAY).order_by(Slot.starts_at)
        slot = work.session.exec(first).first()
        made = Booking(slot_id=slot.id, contact_id=town.sara, made_at=work.now, made_by="web")
        work.session.add(made)
        work.session.flush()
        return made


def test_offering_the_same_again_is_a_day_and_a_press(neil, served):
    neil.goto(f"{served}/times/new")
    neil.get_by_label("Once").check()
    neil.get_by_label("Day", exact=True).fill("2027-03-19")
    neil.get_by_role("button", name="Offer these times").click()
    expect(neil.get_by_text("Families can book these now.")).to_be_visible()
    assert_fit_for_everybody(neil)


def test_every_page_of_the_diary_is_fit_for_everybody(neil, served, house, town):
    made = booked(house, town)
    with house.database.writing(Staff(town.neil, town.school)) as work:
        away.go(work, town.neil, by_id=town.grace, first=TUESDAY, last=TUESDAY)
    with house.database.reading(Command()) as work:
        slot = work.session.get(Slot, made.slot_id)
    for path in ("/diary?week=2027-03-16", "/times/new", f"/times/{slot.drop_in_id}", f"/time/{made.id}"):
        neil.goto(f"{served}{path}")
        assert_fit_for_everybody(neil)
    neil.goto(f"{served}/inbox")
    neil.get_by_role("link", name=re.compile("Ewa")).first.click()
    neil.get_by_role("link", name="Find a time to talk").click()
    expect(neil.get_by_role("button", name="Send these times")).to_be_visible()
    assert_fit_for_everybody(neil)


def test_the_week_prints_without_what_one_presses(neil, served, house, town):
    booked(house, town)
    neil.goto(f"{served}/diary?week=2027-03-16")
    neil.emulate_media(media="print")
    expect(neil.get_by_text("Sara Whitfield")).to_be_visible()
    expect(neil.get_by_role("link", name="Offer times")).to_be_hidden()


def test_a_managers_page_of_times_and_the_poster_are_fit_for_everybody(page, served, town):
    page.goto(served)
    page.locator(f"form[action='/simulator/desk/{town.priya}'] button").first.click()
    page.wait_for_url("**/inbox")
    page.goto(f"{served}/our-times")
    assert_fit_for_everybody(page)
    for language in ("en", "ur"):
        page.goto(f"{served}/who-can-i-talk-to/tidewell-harbour-school/times-poster?in={language}")
        expect(page.get_by_text("07700 900000")).to_be_visible()
        assert_fit_for_everybody(page)
