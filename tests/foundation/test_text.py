"""What people type reaches the database and comes back; what they search for is found."""

import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import select

from app.domain.tables import Area
from app.foundation.actors import Anybody
from app.foundation.text import as_like, as_meant, folded, one_line, storable

anything = st.text(alphabet=st.characters(), max_size=60) | st.text(
    alphabet=st.sampled_from("\x00\ud83d\ude00\udfff\r\n a😀%_\\"), max_size=12
)


@given(anything)
@example("\x00\ud800\udfff")
def test_a_storable_text_can_always_be_encoded_and_holds_no_nul(text):
    safe = storable(text)
    assert safe.encode("utf-8").decode("utf-8") == safe
    assert "\x00" not in safe
    assert "\r" not in safe


@given(anything)
def test_making_storable_twice_changes_nothing_more(text):
    assert storable(storable(text)) == storable(text)


@pytest.mark.parametrize("words", ["Cześć, tu Żaneta 😀", "آپ کا شکریہ", "two\nlines", "👨‍👩‍👧 é é", "\u202eright"])
def test_ordinary_words_of_any_script_are_kept_exactly(words):
    assert storable(words) == words


def test_what_cannot_be_stored_leaves_a_mark_instead_of_vanishing():
    assert storable("a\x00b\ud83dc") == "a\ufffdb\ufffdc"
    assert storable("one\r\ntwo\rthree") == "one\ntwo\nthree"


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
@hypothesis_settings(max_examples=30)
@given(text=anything)
def test_a_storable_text_comes_back_from_the_database_as_it_went_in(database, text):
    with database.writing(Anybody()) as work:
        area = Area(name=storable(text))
        work.session.add(area)
    with database.reading(Anybody()) as work:
        assert work.session.get_one(Area, area.id).name == storable(text)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Żaneta", "zaneta"),
        ("ZOË  O’Brien", "zoe o’brien"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("  a\n b ", "a b"),
    ],
)
def test_accents_case_and_spaces_do_not_hide_a_name(typed, found):
    assert folded(typed) == found


@given(anything)
def test_folding_twice_changes_nothing_more(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
@pytest.mark.parametrize(
    ("kept", "typed", "is_found"),
    [
        ("Żaneta Nowak", "zaneta", True),
        ("Zaneta Nowak", "ŻANETA NOW", True),
        ("100% sure", "100%", True),
        ("100 or so", "100%", False),
        ("a_b", "a_b", True),
        ("axb", "a_b", False),
        ("back\\slash", "k\\s", True),
        ("زینب", "زین", True),
    ],
)
def test_a_search_finds_the_very_characters_that_were_typed(database, kept, typed, is_found):
    with database.writing(Anybody()) as work:
        work.session.add(Area(name=folded(kept)))
    with database.reading(Anybody()) as work:
        query = select(Area).where(sa.column("name").like(as_like(typed), escape="\\"))
        assert bool(work.session.exec(query).all()) == is_found


def test_a_line_for_a_list_has_no_line_ends_and_is_cut_at_a_word():
    assert one_line("one\ntwo\tthree\u2028four") == "one two three four"
    assert one_line("a kettle for everybody", limit=12) == "a kettle…"


@given(anything, st.integers(min_value=1, max_value=40))
def test_a_line_for_a_list_is_never_much_longer_than_asked(text, limit):
    assert len(one_line(text, limit)) <= limit + 1


@pytest.mark.parametrize(
    ("one", "other"), [("كيتلي", "کیتلی"), ("صفحه", "صفحہ"), ("Żółty", "zolty"), ("KETTLE", "kettle")]
)
def test_a_word_is_the_same_on_whichever_keyboard_it_was_typed(one, other):
    assert as_meant(one) == as_meant(other)
