"""The ready words: the same blanks in every language, short enough, honest, and quiet on a locked screen."""

import datetime
import re
import tomllib
from pathlib import Path

import pytest

from app.domain.conversations.rules import LINK_BLANK, LINK_PURPOSES
from app.domain.permissions.rules import START_WORDS, STOP_WORDS
from app.domain.wording import queries
from app.domain.wording.rules import as_sent, blanks_in, fill
from app.foundation.identifiers import new_secret
from app.foundation.languages import LANGUAGES, language
from app.foundation.sms import parts_of

AUTOMATIC = {"link_wanted", "welcome_back", "page_closed"}
SAYS_AUTOMATIC = {"en": "Automatic reply", "pl": "Odpowiedź automatyczna", "ur": "خودکار جواب"}
LOCK_SCREEN = 40
LINK = f"https://kettle.tidewell.example/my/{new_secret()}"
# Names and places as they are: the fourth-longest of each kind that one meets, not the longest there is.
TYPICAL = {
    "first_name": "Charlotte",
    "organisation": "Tidewell Harbour School",
    "contact": "Magdalena",
    "giver": "The school office",
    "enforcing": "",
    "words": "",
    "link": LINK,
    "next_name": "Magdalena",
}
TELLING = re.compile(
    r"abus|police|social worker|court|fine\b|prosecut|absen|attend|refuge|diagnos|school|council", re.I
)


def files() -> list[Path]:
    return sorted(queries.SHELF.glob("*/*.txt"))


every_text = pytest.mark.parametrize("file", files(), ids=lambda file: f"{file.parent.name}-{file.stem}")
every_purpose = pytest.mark.parametrize("purpose", queries.purposes())


def about(purpose: str) -> dict:
    return tomllib.loads((queries.SHELF / purpose / "about.toml").read_text(encoding="utf-8"))


def text_of(file: Path) -> str:
    return queries.ready_words(file.parent.name, file.stem).text


def filled(file: Path) -> str:
    return fill(text_of(file), TYPICAL)


def without_blanks(text: str) -> str:
    return re.sub(r"\{[a-z_]+\}", "", text)


def test_there_are_ready_words_to_check():
    assert len(files()) >= 12
    assert AUTOMATIC | {"hello", "link_offered", "goodbye", "goodbye_fresh"} == set(queries.purposes())


@every_purpose
def test_each_purpose_says_when_when_not_where_from_whose_and_when_it_is_read_again(purpose):
    said = about(purpose)
    assert all(said[key].strip() for key in ("when", "not_when", "source", "owner"))
    assert isinstance(said["next_review"], datetime.date)


@every_purpose
def test_each_purpose_has_the_same_languages_in_its_folder_and_in_its_list(purpose):
    languages = {file.stem for file in (queries.SHELF / purpose).glob("*.txt")}
    assert languages == set(about(purpose)["checked"])
    assert languages <= set(LANGUAGES)
    assert "en" in languages


@every_text
def test_every_language_has_the_same_blanks_as_english_and_each_is_explained(file):
    assert blanks_in(text_of(file)) == queries.ready_words(file.parent.name, "en").blanks
    assert blanks_in(text_of(file)) == set(about(file.parent.name)["blanks"])
    assert "{" not in without_blanks(text_of(file)), "a blank that is none"


@every_text
def test_it_begins_with_who_writes_or_with_that_nobody_does(file):
    if file.parent.name in AUTOMATIC:
        assert text_of(file).startswith(SAYS_AUTOMATIC[file.stem])
    else:
        assert text_of(file).startswith("{first_name}")
        assert as_sent(filled(file), TYPICAL["first_name"]) == filled(file), "the name is not put there twice"


@every_text
def test_no_text_invites_a_word_that_would_stop_texts_but_to_say_how_to_stop_them(file):
    words = re.findall(r"[a-z]+", without_blanks(text_of(file)).casefold())
    invited = (STOP_WORDS | START_WORDS) & set(words)
    assert invited <= {"stop"}
    if "stop" in words:
        assert re.search(r"\bSTOP\b", text_of(file)), "in capitals, as one types it"
        assert words.count("stop") <= 2


@every_text
def test_who_is_first_written_to_or_comes_back_reads_how_to_stop(file):
    if file.parent.name in {"hello", "welcome_back"}:
        assert "STOP" in text_of(file)


@pytest.mark.parametrize("file", sorted((queries.SHELF / "hello").glob("*.txt")), ids=lambda file: file.stem)
def test_the_first_text_has_no_link_and_costs_two_texts_in_english_and_three_elsewhere(file):
    assert LINK_BLANK not in text_of(file)
    assert not re.search(r"https?:|www\.", text_of(file))
    parts = parts_of(filled(file))
    assert parts.count <= (2 if file.stem == "en" else 3), parts
    assert parts.is_gsm7 or file.stem != "en"


@pytest.mark.parametrize("code", sorted(about("hello")["checked"]))
def test_that_a_job_is_also_about_fines_is_said_in_every_language_and_costs_at_most_one_text_more(code):
    piece = queries.ready_piece("hello", "enforcing", code)
    assert set(about("hello")["enforcing"]) == set(about("hello")["checked"])
    assert piece.endswith(" ") and not blanks_in(piece)
    ready = queries.ready_words("hello", code).text
    plain, telling = (parts_of(fill(ready, TYPICAL | {"enforcing": words})) for words in ("", piece))
    assert telling.is_gsm7 == plain.is_gsm7
    assert telling.count <= (2 if code == "en" else 4), telling


@every_text
def test_an_automatic_text_costs_one_text_in_plain_letters_and_two_in_any_other(file):
    if file.parent.name in AUTOMATIC | LINK_PURPOSES:
        parts = parts_of(filled(file))
        assert parts.count <= (1 if parts.is_gsm7 else 2), (parts, len(filled(file)))


@every_text
def test_a_locked_screen_gives_nothing_away(file):
    if file.parent.name == "hello":
        return  # the first text of all says from where, or nobody would trust it
    shown = fill(text_of(file), TYPICAL | {"first_name": "Neil"})[:LOCK_SCREEN]
    assert not TELLING.search(shown), shown
    assert "http" not in shown


@every_text
def test_a_link_stands_at_the_very_end_so_that_phones_make_it_one(file):
    if file.parent.name in LINK_PURPOSES:
        assert text_of(file).endswith(LINK_BLANK)
        assert text_of(file).count(LINK_BLANK) == 1


@every_text
def test_from_right_to_left_names_and_links_have_lines_of_their_own(file):
    if language(file.stem).is_right_to_left and LINK_BLANK in text_of(file):
        assert f"\n{LINK_BLANK}" in text_of(file)


@every_text
def test_no_text_says_what_a_school_letter_says(file):
    assert not re.search(r"%|!!|unauthori|fine\b|penalt|legal|percent|attendance|must\b|failure", text_of(file), re.I)


@every_purpose
def test_english_has_been_read_by_a_person(purpose):
    assert about(purpose)["checked"]["en"] != "draft"
