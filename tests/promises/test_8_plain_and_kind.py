"""Promise 8. Plain and kind: reading age 9, the family's language, no jargon, no threat, no percentage, no letterhead.
The truth, when they ask for it."""

import re

import pytest

from app.domain.conversations import actions
from app.domain.conversations.delivery import sending
from app.domain.permissions import actions as permissions
from app.domain.wording import actions as wording
from app.domain.wording import queries, shelf
from app.domain.wording.coach.looking import look
from app.domain.wording.coach.remarks import Reader
from app.foundation.actors import Command
from app.foundation.languages import LANGUAGES
from app.invented_town import EWA, SARA

NEVER = re.compile(
    r"%|per ?cent|unauthorised|absen[ct]|attendance|penalt|prosecut|legal|\bmust\b|dear parent|sincerely", re.I
)


def sent(tidewell, provider) -> list[str]:
    tidewell.deliver(provider)
    return [text.body for text in provider.asked]


@pytest.mark.parametrize("word", ["LINK", "LOCK", "LANGUAGE", "polski"])
def test_nothing_that_goes_by_itself_sounds_like_a_letter(tidewell, provider, word):
    tidewell.says(SARA, word)
    for text in sent(tidewell, provider):
        assert text.startswith("Automatic reply")
        assert not NEVER.search(text)


def test_there_is_no_kind_of_text_that_threatens():
    for name in shelf.purposes():
        words = shelf.ready_words(name, "en").text
        assert not NEVER.search(words), name
        assert not look(words, Reader(author="{first_name}", is_hello=True), shelf.rulebook) or "{" in words


def test_an_automatic_answer_comes_in_the_familys_language_once_a_person_here_stands_for_it(tidewell, provider):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.ewa, reads="pl")
    tidewell.says(EWA, "LINK")
    assert sent(tidewell, provider)[-1].startswith("Automatic reply")
    with tidewell.database.writing(tidewell.staff(tidewell.town.amina)) as work:
        wording.sign_off(work, "pl", read_by="Marta Nowak")
    tidewell.clock.move(minutes=5)
    tidewell.says(EWA, "LINK")
    assert sent(tidewell, provider)[-1].startswith("Odpowiedź automatyczna")


@pytest.mark.parametrize("code", sorted(set(LANGUAGES) - {"en"}))
def test_no_automatic_text_goes_out_in_words_that_nobody_here_has_read(tidewell, code):
    with tidewell.database.reading(tidewell.staff(tidewell.town.amina)) as work:
        for name in queries.signs_off():
            assert queries.automatic_words(work, tidewell.town.school, name, code).language == "en"


def test_the_truth_can_be_told_when_they_ask(tidewell, provider):
    tidewell.says(SARA, "can they fine me?")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        actions.reply(work, thread.id, text="Yes, in the end there can be a fine. I will help you.", once="r")
    sending.deliver(tidewell.database, provider, worker="w")
    assert "a fine" in provider.asked[-1].body


def test_a_welcome_says_who_at_which_door_and_that_the_kettle_is_on():
    words = shelf.ready_words("first_day", "en")
    assert {"first_name", "door", "time"} <= words.blanks
    assert "kettle is on" in words.text


def test_numbers_of_others_stand_in_one_file_with_a_day_to_look_again(tidewell):
    assert shelf.outside()["danger"] == "999"
    assert shelf.outside()["next_review"]
    for name in shelf.purposes():
        for code in shelf.languages_of(name):
            words = re.sub(r"\{[a-z_]+\}", "", shelf.ready_words(name, code).text)
            assert not re.search(r"\b(999|111|116 ?123|0800|85258)\b|https?:", words), (name, code)
