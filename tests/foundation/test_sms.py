"""How many texts a message costs, beside an independent library as the oracle."""

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from app.foundation.sms import GSM7, GSM7_TWO_PLACES, in_words, parts_of, straightened

gsm7 = st.text(alphabet=sorted(GSM7 | GSM7_TWO_PLACES), max_size=700)
any_script = st.text(max_size=400).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
near_the_edges = st.tuples(
    st.sampled_from([66, 67, 68, 69, 70, 71, 133, 134, 135, 152, 153, 154, 159, 160, 161, 305, 306, 307]),
    st.sampled_from(["a", "€", "ł", "😀"]),
    st.sampled_from(["", "a", "€", "ł", "😀"]),
).map(lambda parts: parts[1] * parts[0] + parts[2])


@given(gsm7 | any_script | near_the_edges)
@example("a" * 152 + "€" + "a" * 152)  # an escaped pair is never split: dividing would say two texts too few
@example("😀" * 35)
@example("😀" * 36)
def test_the_count_agrees_with_the_oracle(message):
    if not message:
        return
    assert parts_of(message).count == len(smsutil.split(message).parts)


@given(any_script)
def test_a_message_is_cheap_exactly_when_no_character_is_costly(message):
    parts = parts_of(message)
    assert parts.is_gsm7 == (parts.costly is None)
    if parts.costly:
        assert parts.costly in message
        assert parts_of(message.replace(parts.costly, "")).count <= parts.count


@given(any_script, any_script)
def test_more_words_never_cost_less(one, more):
    assert parts_of(one + more).count >= parts_of(one).count


@pytest.mark.parametrize(
    ("message", "count", "is_gsm7"),
    [
        ("", 1, True),
        ("a" * 160, 1, True),
        ("a" * 161, 2, True),
        ("€" * 80, 1, True),
        ("€" * 81, 2, True),
        ("ł" * 70, 1, False),
        ("ł" * 71, 2, False),
        ("آپ کا شکریہ", 1, False),
        ("It\u2019s fine", 1, False),
    ],
)
def test_the_edges_are_where_the_standard_puts_them(message, count, is_gsm7):
    assert (parts_of(message).count, parts_of(message).is_gsm7) == (count, is_gsm7)


def test_the_first_costly_character_is_named_so_that_a_person_can_change_it():
    assert parts_of("Cześć – ok").costly == "ś"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Hello", "1 text"),
        ("Cześć", "1 text"),  # it fits, so nothing need be changed
        ("a" * 161, "2 texts"),
        ("Cześć " * 12, "2 texts, because “ś” leaves less room in each"),
        ("a" * 70 + "\u200b", "2 texts, because “U+200B” leaves less room in each"),
    ],
)
def test_its_author_reads_what_it_costs_and_why(message, said):
    assert in_words(parts_of(message)) == said


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("I don’t mind – really…", "I don't mind - really..."),
        ("“Hello” she said", '"Hello" she said'),
        ("at\u00a09\u202fo’clock", "at 9 o'clock"),
        ("Zażółć „gęślą”", "Zażółć „gęślą”"),
        ("м’ята", "м’ята"),
        ("It’s 🫖", "It’s 🫖"),
        ("Café – olé", "Café - olé"),
        ("…" * 70, "…" * 70),
    ],
)
def test_curly_quotes_are_straightened_where_that_saves_texts_and_no_accent_is_ever_taken_away(typed, sent):
    assert straightened(typed) == sent


@given(st.text())
def test_straightening_never_costs_more_and_never_takes_a_letter_away(message):
    straight = straightened(message)
    assert parts_of(straight).count <= parts_of(message).count
    assert [letter for letter in straight if letter.isalpha()] == [letter for letter in message if letter.isalpha()]
    assert straightened(straight) == straight
