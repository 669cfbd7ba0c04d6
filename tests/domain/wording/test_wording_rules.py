"""Filling in ready words, and how a text begins when it leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wording.rules import as_sent, begins_with_name, blanks_in, fill, fill_or_gap
from app.domain.wording.shelf import ready_words
from app.foundation.languages import direction_of

names = st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=20)


@given(st.text(), names)
def test_a_text_always_begins_with_the_name_of_whoever_wrote_it(words, name):
    sent = as_sent(words, name)
    assert sent.casefold().lstrip().startswith(name.casefold())
    assert words in sent


@given(st.text(), names)
def test_the_name_is_put_there_once_however_often_we_ask(words, name):
    once = as_sent(words, name)
    assert as_sent(once, name) == once


def test_words_that_begin_with_the_name_already_are_left_alone():
    assert as_sent("Neil here. Kettle is on.", "Neil") == "Neil here. Kettle is on."
    assert as_sent("neil again", "Neil") == "neil again"


def test_a_longer_name_is_another_name():
    assert as_sent("Samantha rang.", "Sam") == "Sam: Samantha rang."
    assert not begins_with_name("", "Sam")
    assert not begins_with_name("Sam", "")


def test_in_front_of_words_from_right_to_left_the_name_has_a_line_of_its_own():
    sent = as_sent("السلام علیکم", "Hannah")
    assert sent == "Hannah:\nالسلام علیکم"
    assert direction_of(sent.split("\n")[1]) == "rtl"
    assert as_sent("Dzień dobry", "Neil") == "Neil: Dzień dobry"


@given(st.dictionaries(st.sampled_from(["name", "link", "words"]), st.text(), min_size=3))
def test_what_is_put_into_a_blank_is_never_looked_at_again(blanks):
    assert fill("{name}|{link}|{words}", blanks) == "|".join(blanks[key] for key in ("name", "link", "words"))


@given(st.text(alphabet="{}%$()_.abc \n"))
def test_only_named_blanks_are_blanks_whatever_else_looks_like_one(text):
    found = blanks_in(text)
    assert fill(text, dict.fromkeys(found, "X")).count("X") >= len(found)


def test_a_name_that_looks_like_a_blank_stays_a_name():
    assert fill("Hello {name}. {link}", {"name": "{link}", "link": "L"}) == "Hello {link}. L"


def test_a_blank_that_nobody_filled_is_noticed():
    with pytest.raises(KeyError):
        fill("Hello {name}", {})


def test_what_nobody_knows_is_a_gap_in_brackets():
    assert fill_or_gap("{first_name} here. {back_on}, {day}", {"first_name": "Neil", "day": ""}) == (
        "Neil here. [back on], [day]"
    )


def test_a_language_that_we_lack_falls_back_to_english_and_a_purpose_that_we_lack_is_noticed():
    assert ready_words("hello", "xx").language == "en"
    with pytest.raises(KeyError):
        ready_words("threaten", "en")
