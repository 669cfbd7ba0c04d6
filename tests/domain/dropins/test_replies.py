"""Reading the answer to a menu is pure, and never guesses."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dropins import replies
from app.domain.wording import shelf
from app.foundation.languages import LANGUAGES
from app.foundation.text import as_meant

NUMBERS = {code: replies.numbers_from(shelf.coach_file(code)["numbers"]) for code in LANGUAGES}
ZEROS = [chr(code) for code in range(0x110000) if unicodedata.decimal(chr(code), None) == 0]
EVERY_LANGUAGE = pytest.mark.parametrize("code", LANGUAGES)
AROUND = st.text(" \t\n.,!()\"'\u200f\u200e\u202b\u2069\ufe0f", max_size=3)
_LIFE = "are ill kids o’clock or and not poorly minutes children pm Ellie is 9C no"
WORDS_OF_LIFE = st.sampled_from(_LIFE.split())
figures = st.integers(0, 999)
languages = st.sampled_from(sorted(NUMBERS))


def in_digits(number: int, zero: str) -> str:
    return "".join(chr(ord(zero) + int(figure)) for figure in str(number))


@given(number=figures, zero=st.sampled_from(ZEROS), before=AROUND, after=AROUND, code=languages)
def test_a_bare_figure_is_read_in_any_script_and_with_any_mark_around_it(number, zero, before, after, code):
    words = f"{before}{in_digits(number, zero)}{after}"
    assert replies.read(words, [NUMBERS[code]]) == number


@EVERY_LANGUAGE
def test_each_language_has_words_for_one_two_three_and_eight(code):
    assert set(NUMBERS[code].words.values()) >= {1, 2, 3, 8}
    assert len(NUMBERS[code].beside) >= 3


@EVERY_LANGUAGE
def test_a_number_word_is_read_in_its_own_language_as_the_whole_message(code):
    for word, number in NUMBERS[code].words.items():
        assert replies.read(f" {word.upper()}! ", [NUMBERS[code]]) == number
        assert replies.read(f"{word} {word}", [NUMBERS[code]]) is None
        for beside in NUMBERS[code].beside:
            assert replies.read(f"{word} {beside}", [NUMBERS[code]]) in {
                None,
                NUMBERS[code].words.get(f"{word} {beside}"),
            }


@EVERY_LANGUAGE
def test_a_kind_word_may_stand_beside_a_figure(code):
    for word in NUMBERS[code].beside:
        assert replies.read(f"2 {word}", [NUMBERS[code]]) == 2
        assert replies.read(f"{word} 2", [NUMBERS[code]]) == 2


@EVERY_LANGUAGE
def test_no_word_means_two_numbers_or_is_what_a_family_may_ask_for(code):
    file = shelf.coach_file(code)["numbers"]
    for key, found in file.items():
        others = {as_meant(word) for other, words in file.items() if other != key for word in words}
        assert not {as_meant(word) for word in found} & others, key
    asks = {as_meant(word) for kind, words in shelf.asks_in(code).items() for word in words}
    assert not asks & set(NUMBERS[code].words)


def test_a_word_that_also_says_no_is_never_a_number():
    assert replies.read("নয়", [NUMBERS["bn"]]) is None
    assert replies.read("نه", [NUMBERS["fa"]]) is None


@given(
    number=st.integers(1, 9),
    words=st.lists(WORDS_OF_LIFE, min_size=1, max_size=6),
    place=st.integers(0, 6),
    code=languages,
)
def test_a_number_among_other_words_is_never_read(number, words, place, code):
    tokens = [*words[:place], str(number), *words[place:]]
    assert replies.read(" ".join(tokens), [NUMBERS[code], NUMBERS["en"]]) is None


@given(words=st.text(max_size=200), codes=st.lists(languages, max_size=3))
def test_whatever_comes_it_answers_and_reads_only_what_ends_up_as_one_figure_or_word(words, codes):
    found = replies.read(words, [NUMBERS[code] for code in codes])
    assert found is None or 0 <= found <= 999
    if found is not None and len(codes) == 0:
        assert sum(unicodedata.decimal(one, None) is not None for one in unicodedata.normalize("NFKD", words)) >= 1


def test_a_number_word_counts_in_no_other_language():
    assert replies.read("dwa", [NUMBERS["en"], NUMBERS["ur"]]) is None
    assert replies.read("dwa", [NUMBERS["pl"], NUMBERS["en"]]) == 2


@pytest.mark.parametrize("words", ["2" * 70, "2 " * 40, "please " * 30 + "2", "1" * 5])
def test_a_long_message_is_not_even_looked_at(words):
    assert replies.read(words, [NUMBERS["en"]]) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2 are ill", 2),
        ("can I have 3 instead", 3),
        ("2 or 3", None),
        ("at 3:20", None),
        ("2?", 2),
        ("٢؟", 2),
        ("👶👶 3", 3),
        ("on 3.4.", None),
        ("Tuesday", None),
        ("5", None),
    ],
)
def test_a_person_is_shown_the_one_number_that_may_be_meant(words, meant):
    assert replies.mentioned(words, (1, 2, 3)) == meant


@pytest.mark.parametrize("words", ["2 👍", "👍🏽 2", "2 ❤️", "2 🙏🙏", "2 ✅", "2️⃣", "②"])
def test_a_friendly_picture_says_nothing_else(words):
    assert replies.read(words, [NUMBERS["en"]]) == 2


@pytest.mark.parametrize(
    "words", ["2 🤒", "2 🤮🤮", "❌2", "🚫 2", "2👎", "2 🙅", "👶 2", "2 👶👶", "2?", "٢؟", "2\u0338", "2 😢"]
)
def test_any_other_picture_and_a_question_are_for_the_person(words):
    assert replies.read(words, [NUMBERS["en"], NUMBERS["ar"]]) is None
