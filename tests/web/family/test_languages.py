"""A family chooses its language on a page of its own, and whether a computer may translate its messages."""

import html
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations.translating import choosing
from app.domain.conversations.translating.preview import Preview
from app.domain.people import members
from app.domain.permissions import actions as permissions
from app.domain.permissions import queries as wishes
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import ContactId
from app.foundation.languages import LANGUAGES
from app.invented_town import Town
from tests.web.family.conftest import Phones

Visit = Callable[[ContactId], FlaskClient]


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<body") :])).split())


def reads(house: House, contact: ContactId) -> str:
    with house.database.reading(Command()) as work:
        return wishes.wishes_of(work, contact).reads


def test_each_of_the_twelve_stands_there_in_its_own_letters(visit: Visit, town: Town) -> None:
    shown = visit(town.sara).get("/my/language").text
    for one in LANGUAGES.values():
        assert f'value="{one.code}" lang="{one.code}" dir="{one.direction}"' in shown
        assert one.own in shown


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_one_press_and_the_pages_speak_it_from_the_right_side(
    house: House, visit: Visit, phones: Phones, town: Town, code: str
) -> None:
    web = visit(town.sara)
    assert web.post("/my/language", data={"reads": code}).status_code == 303
    assert reads(house, town.sara) == code
    shown = web.get(f"/my/talk/{phones.thread(town.sara)}").text
    assert f'<html lang="{code}" dir="{LANGUAGES[code].direction}">' in shown
    assert len(shown.encode()) < 60_000


@pytest.mark.parametrize("code", ["", "xx", "klingon", "\0", "en-GB", "../pl"])
def test_a_language_that_we_do_not_have_changes_nothing(house: House, visit: Visit, town: Town, code: str) -> None:
    assert visit(town.sara).post("/my/language", data={"reads": code}).status_code == 303
    assert reads(house, town.sara) == "en"


def test_words_that_nobody_has_read_say_so_in_that_language(visit: Visit, town: Town) -> None:
    web = visit(town.sara)
    assert "These words are a draft." not in web.get("/my/language").text
    web.post("/my/language", data={"reads": "pl"})
    assert "To jest wersja próbna" in web.get("/my/language").text or "wersja próbna" in web.get("/my/language").text


def test_without_a_translator_nothing_is_said_of_one(visit: Visit, town: Town) -> None:
    assert "translate" not in words_of(visit(town.sara).get("/my/language").text).casefold()


@pytest.fixture
def translates(house: House, town: Town) -> None:
    """The school lets a computer translate, and Sara reads Polish."""
    with house.database.writing(Staff(town.amina, town.school, _roles(house, town.amina))) as work:
        choosing.choose(work, "pretend", house.translators, has_said_so=True)
    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads="pl")


def _roles(house: House, membership_id):
    with house.database.reading(Command()) as work:
        return members.roles_of(work, membership_id)


def test_a_family_can_say_no_and_yes_again(house: House, visit: Visit, town: Town, translates: None) -> None:
    web = visit(town.sara)
    for answer, kept in (("no", False), ("yes", True)):
        assert f'name="translate" value="{answer}"' in web.get("/my/language").text
        assert web.post("/my/translating", data={"translate": answer}).status_code == 303
        with house.database.reading(Command()) as work:
            assert wishes.wishes_of(work, town.sara).wants_translation is kept


def test_who_can_read_this_says_that_a_computer_does(
    visit: Visit, phones: Phones, town: Town, translates: None
) -> None:
    shown = visit(town.sara).get(f"/my/talk/{phones.thread(town.sara)}").text
    assert "Tidewell Harbour School" in shown
    with_it = words_of(shown)
    assert "komputer" in with_it.casefold()


def test_a_family_reads_its_persons_words_in_its_own_language_and_as_they_were_written(
    house: House, visit: Visit, phones: Phones, town: Town, translates: None
) -> None:
    polish = Preview("pl", "Woda na herbatę już się gotuje.", "The kettle is on.", "pretend")
    with house.database.writing(Staff(town.neil, town.school, _roles(house, town.neil))) as work:
        conversations.reply(work, phones.thread(town.sara), text="The kettle is on.", once="r", translated=polish)
    shown = visit(town.sara).get(f"/my/talk/{phones.thread(town.sara)}").text
    assert '<p class="said" lang="pl" dir="ltr">Woda na herbatę już się gotuje.</p>' in shown
    assert '<p class="said original" lang="en" dir="ltr">The kettle is on.</p>' in shown
    assert "komputer" in shown


def test_a_private_link_is_called_that_in_every_language(
    house: House, visit: Visit, phones: Phones, town: Town
) -> None:
    with house.database.writing(Staff(town.neil, town.school, _roles(house, town.neil))) as work:
        conversations.send_link(work, phones.thread(town.sara), once="l")
    web = visit(town.sara)
    web.post("/my/language", data={"reads": "ro"})
    shown = web.get(f"/my/talk/{phones.thread(town.sara)}").text
    assert "[private link]" not in shown
    assert "(linkul dumneavoastră)" in shown
