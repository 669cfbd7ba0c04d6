"""Passwords are refused when they are easy to guess, and looked at slowly."""

import time

import pytest
from argon2 import extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import passwords
from app.domain.accounts.passwords import what_is_wrong_with
from app.domain.accounts.rules import own_words

NEIL = ["neil.carter@tidewell-harbour-school.example", "Neil", "Carter", "Tidewell Harbour School"]


@pytest.mark.parametrize(
    "good",
    [
        "three small teapots",
        "a kettle and a cup",
        "Młotek żółty zielony",
        "چائے گرم ہے آج",
        "tidewell otter bakes plum",
    ],
)
def test_three_words_in_a_row_are_good(good):
    assert what_is_wrong_with(good, NEIL) is None


@pytest.mark.parametrize(
    "easy",
    [
        "password1234",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "1234567890",
        "abcabcabcabc",
        "iloveyou123",
        "letmein2024",
        " " * 12,
    ],
)
def test_what_everybody_tries_is_too_easy(easy):
    assert "too easy to guess" in what_is_wrong_with(easy, NEIL)


@pytest.mark.parametrize(
    "own",
    [
        "neil carter",
        "Neil.Carter1",
        "tidewell harbour school",
        "TidewellHarbour2027",
        "neil.carter@tidewell-harbour-school.example",
        "CARTER-carter-NEIL",
    ],
)
def test_what_anybody_knows_of_somebody_is_too_easy_for_them_and_not_for_others(own):
    assert "your name, your address or where you work" in what_is_wrong_with(own, NEIL)


def test_it_is_between_ten_and_two_hundred_characters():
    assert "at least 10" in what_is_wrong_with("kettle cu", [])
    assert what_is_wrong_with("three small teapots " * 10, []) is None
    assert "at most 200" in what_is_wrong_with("three small teapots " * 10 + "x", [])


def test_each_sentence_says_what_to_do_instead():
    for easy in ("short", "password1234", "neil carter 1"):
        assert "three words in a row" in what_is_wrong_with(easy, NEIL)


def test_judging_the_nastiest_password_takes_no_longer_than_a_person_waits():
    began = time.monotonic()
    what_is_wrong_with("4@8({[<369&#!1/|0$5+7%2" * 8, NEIL)
    assert time.monotonic() - began < 20, "without a limit it takes minutes"


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=4))
def test_judging_never_fails(password, about):
    said = what_is_wrong_with(password, about)
    assert said is None or said.endswith(".")


@given(st.lists(st.text(max_size=30), max_size=5))
def test_the_words_of_somebody_are_folded_and_the_longest_come_first(facts):
    found = own_words(facts)
    assert list(found) == sorted(found, key=lambda word: (-len(word), word))
    assert all(word == word.casefold() or word.casefold() in found for word in found)


def test_a_password_is_kept_as_argon2id_of_64_mb_and_each_time_differently():
    first, second = passwords.hash_password("three small teapots"), passwords.hash_password("three small teapots")
    assert first != second
    kept = extract_parameters(first)
    assert (kept.type.name, kept.memory_cost >= 64 * 1024, kept.time_cost >= 3) == ("ID", True, True)
    assert extract_parameters(passwords._NOBODYS) == kept, "nobody's password takes as long"
    assert passwords.is_right("three small teapots", first)
    assert not passwords.is_right("three small teapot", first)


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$broken"])
def test_without_a_password_none_is_right(kept):
    assert not passwords.is_right("nobody has this password", kept)
    assert not passwords.is_right("", kept)


def test_the_same_letters_are_the_same_password_on_every_keyboard():
    assert passwords.is_right("Z\u0301o\u0301łta filiżanka", passwords.hash_password("Źółta filiżanka"))
