"""The ready words: the same blanks in every language, short enough, honest, and quiet on a locked screen."""

import datetime
import re
import tomllib

import pytest

from app.domain.wording import checks, shelf
from app.domain.wording.rules import blanks_in
from app.foundation.languages import LANGUAGES, direction_of, language
from app.foundation.sms import parts_of

AUTOMATIC = {"acknowledgement", "time_booked", "time_changed", "time_reminder", "time_gone"}
AUTOMATIC |= {"times_wanted", "times_instead", "time_dropped"}
AUTOMATIC |= {"link_wanted", "welcome_back", "page_closed", "languages", "language_chosen"}
MOMENTS = {"hello", "back_again", "missed_you", "thank_you", "well_enough", "find_a_time", "good_thing", "hard_day"}
MOMENTS |= {"time_agreed", "time_again", "time_covered", "time_must_move"}
MOMENTS |= {"first_day", "new_person", "away", "end_of_term", "times_to_choose"}

every_purpose = pytest.mark.parametrize("purpose", shelf.purposes())
every_text = pytest.mark.parametrize(
    ("purpose", "code"),
    [(purpose, code) for purpose in shelf.purposes() for code in sorted(shelf.languages_of(purpose))],
)


def about(purpose: str) -> dict:
    return tomllib.loads((shelf.SHELF / purpose / "about.toml").read_text(encoding="utf-8"))


def test_there_are_words_for_the_moments_that_matter():
    assert set(shelf.purposes()) >= MOMENTS | AUTOMATIC
    assert {one for one in shelf.purposes() if shelf.purpose(one).is_automatic} == AUTOMATIC


@every_purpose
def test_each_purpose_says_when_when_not_where_from_whose_and_when_it_is_read_again(purpose):
    said = shelf.purpose(purpose)
    assert all((said.title, said.when, said.not_when, said.source, said.owner))
    assert isinstance(said.next_review, datetime.date)
    assert set(said.blanks) >= shelf.ready_words(purpose, "en").blanks
    assert all(said.blanks.values()), "each blank is explained"


@every_purpose
def test_each_purpose_has_the_same_languages_in_its_folder_and_in_its_list(purpose):
    assert shelf.languages_of(purpose) == set(about(purpose)["checked"])
    assert shelf.languages_of(purpose) <= set(LANGUAGES)
    assert "en" in shelf.languages_of(purpose)


@every_text
def test_ready_words_keep_to_all_that_was_agreed(purpose, code):
    words, english = shelf.ready_words(purpose, code), shelf.ready_words(purpose, "en")
    assert checks.problems(shelf.purpose(purpose), words, english, shelf.measure(code)) == []


@every_text
def test_words_run_the_way_their_language_runs(purpose, code):
    own = re.sub(r"\{[a-z_]+\}", "", shelf.ready_words(purpose, code).text).replace("STOP", "")
    assert direction_of(own, otherwise=language(code).direction) == language(code).direction


@pytest.mark.parametrize("code", sorted(about("hello")["checked"]))
def test_that_a_job_is_also_about_fines_is_said_in_every_language_and_costs_at_most_one_text_more(code):
    piece = shelf.ready_piece("hello", "enforcing", code)
    assert set(about("hello")["enforcing"]) == set(about("hello")["checked"])
    assert piece.endswith(" ") and not blanks_in(piece)
    ready = shelf.ready_words("hello", code).text
    plain, telling = (parts_of(checks.typical(ready, {"enforcing": words})) for words in ("", piece))
    assert telling.is_gsm7 == plain.is_gsm7
    assert telling.count <= (2 if plain.is_gsm7 else 4), telling


@every_purpose
def test_english_has_been_read_by_a_person(purpose):
    assert about(purpose)["checked"]["en"] != "draft"
