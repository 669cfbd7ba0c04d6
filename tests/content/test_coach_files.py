"""The coach's files: one a language, made of what anybody can edit, and none of it hits our own words."""

import re
from collections import defaultdict

import pytest

from app.domain.permissions.rules import START_WORDS, STOP_WORDS
from app.domain.reception import asking
from app.domain.reception.rules import Meaning, as_asked
from app.domain.wording import shelf
from app.domain.wording.coach.looking import look
from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.remarks import Reader
from app.foundation.languages import LANGUAGES

EVERY_LANGUAGE = pytest.mark.parametrize("code", sorted(LANGUAGES))
MAY_BE_SAID = {Kind.GAP, Kind.NO_NAME, Kind.PLACE}
ASKS_IN_PASSING = {"time_booked", "time_changed", "time_reminder", "new_person"}
FINES = {"hello": "it says that part of the author's job can be about fines or court"}


@EVERY_LANGUAGE
def test_every_language_has_at_least_jargon_threats_and_blame(code):
    kinds = [one["kind"] for one in shelf.coach_file(code)["phrase"]]
    least = {"threat": 3, "blame": 8}
    assert all(kinds.count(kind) >= number for kind, number in least.items()), kinds
    assert kinds.count("jargon") + len(shelf.coach_file(code).get("jargon", {})) >= 8
    assert "promise" in kinds


@EVERY_LANGUAGE
def test_what_is_about_fines_or_court_asks_for_a_second_press(code):
    assert any(one.get("ask_again") for one in shelf.coach_file(code)["phrase"])


@EVERY_LANGUAGE
def test_each_rule_says_why_in_a_calm_sentence(code):
    for one in shelf.coach_file(code)["phrase"]:
        assert one["why"].strip().endswith("."), one
        assert "!" not in one["why"]


@EVERY_LANGUAGE
@pytest.mark.parametrize("purpose", shelf.purposes())
def test_no_text_that_we_ship_is_remarked_on(code, purpose):
    """In its own language. "To change it? 1" is no question; in one text a greeting is asked in passing."""
    words = re.sub(r"\{[a-z_]+\}", "Charlotte", shelf.ready_words(purpose, code).text)
    reader = Reader(language=code, author="Charlotte", is_hello=purpose in FINES)
    may_be_said = MAY_BE_SAID | ({Kind.QUESTIONS} if purpose in ASKS_IN_PASSING and code != "en" else set())
    found = [one for one in look(words, reader, shelf.rulebook) if one.kind not in may_be_said]
    assert not found, [(one.kind, one.found) for one in found]


@EVERY_LANGUAGE
def test_an_opening_that_the_coach_offers_is_one_that_it_would_leave_alone(code):
    for opening in shelf.rulebook(code).good_openings:
        words = opening.replace("{child}", "Charlotte")
        assert not [one for one in look(words, Reader(code, "Neil"), shelf.rulebook) if one.kind not in MAY_BE_SAID]


def test_what_a_family_may_text_means_one_thing_and_never_what_stops_texts():
    meanings = defaultdict(set)
    for code in LANGUAGES:
        for asked, words in shelf.asks_in(code).items():
            for word in as_asked(words):
                meanings[word].add(f"{asked} {code}" if asked == "names" else asked)
    assert not {word: found for word, found in meanings.items() if len(found) > 1}
    assert not (STOP_WORDS | START_WORDS) & set(meanings)


@EVERY_LANGUAGE
def test_a_language_answers_to_its_own_name(code):
    assert asking.meaning(LANGUAGES[code].own) is Meaning.LANGUAGE_NAMED
    assert asking.language_named(LANGUAGES[code].own) == code
    english = LANGUAGES[code].english.split(" (", maxsplit=1)[0]
    assert asking.language_named(english.upper()) == code


def test_what_the_phrasebook_says_to_say_instead_is_what_the_coach_says():
    for one in shelf.coach_file("en")["instead"]:
        said = [remark for remark in look(one["of"], Reader(author="Neil"), shelf.rulebook) if not remark.is_note]
        assert said, one["of"]
        assert not [r for r in look(one["say"], Reader(author="Neil"), shelf.rulebook) if not r.is_note], one["say"]


def test_what_we_say_at_the_gate_on_the_phone_and_in_a_planner_is_plain_and_kind():
    for where, openers in shelf.coach_file("en")["openers"].items():
        for opener in openers:
            found = [one for one in look(opener, Reader(author="Neil"), shelf.rulebook) if one.kind not in MAY_BE_SAID]
            assert not found, (where, opener, [one.found for one in found])
