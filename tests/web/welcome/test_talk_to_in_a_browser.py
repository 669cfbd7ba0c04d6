"""Who can I talk to, the posters, the profile and days away in a real browser: small screens, keys, print, markup."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.assembly import House
from app.domain.people import profiles
from app.domain.people.models import Membership, Organisation
from app.foundation import pictures
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import MembershipId
from app.invented_town import Town
from tests.web.fit import assert_clean, assert_fit_for_everybody
from tests.web.serving import serving
from tests.web.trusted_person.conftest import Life

pytestmark = pytest.mark.browser
ALL = "/who-can-i-talk-to"
SCHOOL = f"{ALL}/tidewell-harbour-school"
POSTER = f"{SCHOOL}/poster"
LONG = "Pięćdziesięciogroszówkowa-najniezidentyfikowana-Konstantynopolitańczykowianeczka"
MARKUP = "<script>document.title='got in'</script><img src=x onerror=\"document.title='got in'\">"
A4_HEIGHT = 273 / 25.4 * 96  # what is left of a sheet between its margins, in a browser's dots


@pytest.fixture
def here(house: House, town: Town) -> Iterator[str]:
    """The address of the served town."""
    with serving(house) as address:
        yield address


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a camera makes it."""
    written = Image.Exif()
    written[0x010F] = "Secretcam"
    Image.new("RGB", (900, 1200), "teal").save(tmp_path / "me.jpg", exif=written)
    return tmp_path / "me.jpg"


@pytest.fixture
def sits_down(house: House, town: Town, here: str, clock) -> Callable[[Page, MembershipId, str], None]:
    """Open a page of staff: `sits_down(page, town.neil, "/me/profile")`."""

    def opened(page: Page, membership_id: MembershipId, path: str) -> None:
        name, value = Life(house, town, clock).staff_cookie_for(membership_id)
        page.context.add_cookies([{"name": name, "value": value, "url": here}])
        page.goto(here + path)

    return opened


def says(house: House, membership_id: MembershipId, **changed: object) -> None:
    with house.database.writing(Command()) as work:
        person = work.session.get(Membership, membership_id)
        assert person
        for name, value in changed.items():
            setattr(person, name, value)
        work.session.add(person)


def has_face(house: House, town: Town, photo: Path) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        profiles.keep_picture(work, pictures.draw_anew(photo.read_bytes()))


@pytest.mark.parametrize("code", ["en", pytest.param("pl", marks=pytest.mark.proof), "ur"])
@pytest.mark.parametrize("address", [f"{ALL}?all=yes", SCHOOL, POSTER, "/poster"])
def test_a_page_for_anybody_is_fit_for_everybody(
    page: Page, here: str, house: House, town: Town, photo: Path, address: str, code: str
) -> None:
    has_face(house, town, photo)
    page.goto(f"{here}{address}{'&' if '?' in address else '?'}in={code}")
    assert page.locator("html").get_attribute("lang") == code
    assert page.locator("html").get_attribute("dir") == ("rtl" if code == "ur" else "ltr")
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("address", [SCHOOL, ALL, POSTER])
def test_very_long_words_do_not_scroll_sideways_even_enlarged(
    page: Page, here: str, house: House, town: Town, address: str
) -> None:
    says(house, town.neil, first_name=LONG[:40], role_words=LONG[:60], helps_with=LONG * 3, reads_when=LONG)
    with house.database.writing(Command()) as work:
        school = work.session.get(Organisation, town.school)
        assert school
        school.name, school.welcome_door = LONG, LONG
        work.session.add(school)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{here}{address}?in=pl")
    for size in ("100%", "200%"):
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size


def test_keys_alone_find_somebody_who_is_not_the_school(page: Page, here: str, town: Town) -> None:
    def reach(what: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.outerHTML").find(what) >= 0:
                return
        pytest.fail(f"Tab never came to {what}")

    page.goto(here + ALL)
    reach('name="speaks"')
    page.keyboard.type("Soom")
    reach('name="not_school"')
    page.keyboard.press("Space")
    reach("Show who fits")
    page.keyboard.press("Enter")
    page.wait_for_url("**not_school=yes**")
    expect(page.get_by_role("heading", level=3)).to_have_text(["Joyce"])
    reach("sms:")
    assert page.evaluate("document.activeElement.href") == "sms:+447700900002?&body=Hello%20Joyce"


def test_everything_works_without_a_script(browser: Browser, here: str, town: Town) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(here + ALL)
    page.get_by_label("Not the school").check()
    page.get_by_role("button", name="Show who fits").click()
    expect(page.get_by_role("heading", name="Neil")).to_have_count(0)
    page.get_by_role("link", name="Show them as well").click()
    expect(page.get_by_role("heading", name="Hannah")).to_be_visible()
    page.get_by_role("link", name="Tidewell Council", exact=True).click()
    expect(page.get_by_text("Tom meets you in the hall.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("code", ["en", pytest.param("pl", marks=pytest.mark.proof), "ur"])
@pytest.mark.parametrize("people", [3, 6])
def test_a_poster_prints_on_one_sheet_and_nothing_but_the_poster(
    page: Page, here: str, house: House, town: Town, photo: Path, code: str, people: int
) -> None:
    has_face(house, town, photo)
    for one in (town.neil, town.grace, town.priya):
        says(house, one, role_words="family and safeguarding worker for years 7 to 9 only"[:60])
    page.goto(f"{here}{POSTER}?in={code}")
    if people == 6:
        page.evaluate("""() => {
            const list = document.querySelector('.faces');
            document.querySelector('.poster').classList.add('many');
            [...list.children].forEach(one => list.append(one.cloneNode(true)));
        }""")
    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12]", sheet), "A4"
    page.set_viewport_size({"width": 703, "height": 1032})
    page.emulate_media(media="print")
    assert page.locator(".poster").bounding_box()["height"] <= A4_HEIGHT
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".qr-code")).to_be_visible()
    assert page.locator(".qr-code").bounding_box()["width"] > 120
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.qr-code path:last-child')).stroke") == "rgb(0, 0, 0)"
    )


def test_the_code_is_black_on_white_by_night_too(page: Page, here: str, town: Town) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(here + POSTER)
    assert page.locator(".qr-code path").first.get_attribute("fill") == "#fff"
    assert page.locator(".qr-code path").last.get_attribute("stroke") == "#000"


def test_markup_in_every_field_is_only_ever_read(page: Page, here: str, house: House, town: Town, sits_down) -> None:
    name, role = "<b onclick=alert(1)>N</b>", "<img src=x onerror=\"document.title='x'\">"
    says(house, town.neil, first_name=name, role_words=role, helps_with=MARKUP, reads_when=MARKUP)
    with house.database.writing(Command()) as work:
        school = work.session.get(Organisation, town.school)
        assert school
        school.welcome_who = school.welcome_door = school.public_phone = MARKUP
        work.session.add(school)
    sits_down(page, town.neil, "/me/profile")
    for address in ("/me/profile", ALL, SCHOOL, POSTER, "/me/away", "/inbox", "/check/tidewell-harbour-school"):
        page.goto(here + address)
        assert page.title() != "got in"
        assert page.locator("img:not([src^='data:'])").count() == 0, address
        assert page.locator("b[onclick]").count() == 0, address
    page.goto(here + SCHOOL)
    expect(page.get_by_text(MARKUP).first).to_be_visible()


def test_a_profile_is_filled_in_with_a_photo_and_families_see_both(
    page: Page, here: str, town: Town, photo: Path, sits_down
) -> None:
    sits_down(page, town.grace, "/me")
    page.get_by_role("link", name="How families see me").click()
    assert_fit_for_everybody(page)
    page.get_by_label("What you do, in plain words").fill("listens first")
    page.get_by_label("Polish").uncheck()
    page.get_by_label("A photo, only if you want one").set_input_files(photo)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    face = page.locator("article .name-sign img")
    assert face.evaluate("image => image.complete && image.naturalWidth") == 64
    assert_fit_for_everybody(page)
    page.get_by_role("link", name="Who can I talk to?").click()
    card = page.locator("article", has_text="listens first")
    expect(card.locator("img")).to_be_visible()
    expect(card).to_contain_text("Speaks: English")
    page.goto(f"{here}/me/profile")
    page.get_by_role("button", name="Take my photo away").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    assert page.locator("article .name-sign img").count() == 0


def test_the_enter_key_keeps_a_profile_and_never_takes_a_photo_away(
    page: Page, here: str, house: House, town: Town, photo: Path, sits_down
) -> None:
    has_face(house, town, photo)
    sits_down(page, town.neil, "/me/profile")
    page.get_by_label("First name").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    assert page.locator("article .name-sign img").count() == 1


def test_a_profile_that_cannot_be_taken_keeps_the_words_and_takes_the_focus(
    page: Page, here: str, town: Town, tmp_path: Path, sits_down, complaints
) -> None:
    complaints.expect("status of 422")
    (tmp_path / "me.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    sits_down(page, town.neil, "/me/profile")
    page.get_by_label("When you read messages").fill("whenever it rains")
    page.get_by_label("A photo, only if you want one").set_input_files(tmp_path / "me.svg")
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("We could not read this as a picture.")
    expect(page.get_by_label("When you read messages")).to_have_value("whenever it rains")
    assert_fit_for_everybody(page)


def test_being_away_and_back_again(page: Page, here: str, town: Town, sits_down, complaints) -> None:
    complaints.expect("status of 422")
    sits_down(page, town.neil, "/me/away")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="I am away then").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("The last day").fill("2027-03-12")
    page.get_by_role("group", name="Who reads and answers meanwhile?").get_by_label("Grace Okafor").check()
    page.get_by_role("button", name="I am away then").click()
    expect(page.get_by_text("You are away until the end of Friday. Grace reads and answers.")).to_be_visible()
    assert_fit_for_everybody(page)
    page.goto(f"{here}/inbox")
    expect(page.get_by_text("You are away until the end of Friday. Grace reads and answers.")).to_be_visible()
    assert_clean(page)
    page.get_by_role("link", name="Change this").click()
    page.get_by_role("button", name="I am back").click()
    expect(page.get_by_text("You are away")).to_have_count(0)
