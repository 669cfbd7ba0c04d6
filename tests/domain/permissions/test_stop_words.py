"""STOP is STOP in any dress; a sentence that holds the word is for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.permissions.rules import START_WORDS, STOP_WORDS, is_start, is_stop

ROUND_ABOUT = st.text(alphabet=" .!?\"'“”‘’,;:()\t\n", max_size=4)


@st.composite
def dressed(draw, words: frozenset[str]) -> str:
    """A word in any case, between blanks and marks."""
    word = draw(st.sampled_from(sorted(words)))
    cased = "".join(letter.upper() if draw(st.booleans()) else letter for letter in word)
    return draw(ROUND_ABOUT) + cased + draw(ROUND_ABOUT)


@given(dressed(STOP_WORDS))
def test_stop_in_any_case_and_with_any_marks_is_stop(words):
    assert is_stop(words)
    assert not is_start(words)


@given(dressed(START_WORDS))
def test_start_in_any_case_and_with_any_marks_is_start(words):
    assert is_start(words)
    assert not is_stop(words)


@given(dressed(STOP_WORDS | START_WORDS), st.sampled_from(["please", "now", "1", "📵", "texting", "me"]), st.booleans())
def test_with_any_other_word_beside_it_it_is_for_a_person(words, other, is_before):
    whole = f"{other} {words}" if is_before else f"{words} {other}"
    assert not is_stop(whole)
    assert not is_start(whole)


@pytest.mark.parametrize(
    "words",
    [
        "please stop texting",
        "Stop it Neil!",
        "STOP STOP",
        "stop texting me",
        "can you cancel wednesday",
        "the end of term",
        "I quit smoking",
        "yes please",
        "Yes. Thank you",
        "start again?",
        "",
        "   ",
        "...",
        "st op",
        "stopp",
        "no",
    ],
)
def test_what_people_say_is_for_a_person(words):
    assert not is_stop(words)
    assert not is_start(words)


@given(st.text())
def test_nothing_that_anybody_types_makes_it_stumble(words):
    assert not (is_stop(words) and is_start(words))
