"""What a pretend phone shows."""

from datetime import timedelta

import pytest

from app.assembly import House
from app.channels.simulator import HandsetKind, Mood
from app.invented_town import COUNCIL_LINE, EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, UNKNOWN, Town
from app.web.simulator import on_screen

HERE = "http://127.0.0.1:8000"


def phone(house: House, number: str) -> on_screen.Phone:
    found = on_screen.phones(house.pretend_network, [HERE])
    return next(one for one in found if one.number == number)


def a_text_arrives(house: House, number: str, words: str) -> None:
    network = house.pretend_network
    network.remember(number, SCHOOL_LINE, words, is_from_handset=False, at=network.now())


def links(entry: on_screen.Entry) -> list[str]:
    return [piece.link for piece in entry.pieces if piece.link]


def test_each_phone_shows_its_own_texts_and_nobody_elses(house: House, town: Town) -> None:
    words = {number: "".join(p.words for e in phone(house, number).entries for p in e.pieces) for number in (SARA, EWA)}
    assert "thank you that made my day" in words[SARA]
    assert "Kuba" in words[EWA]
    assert "Kuba" not in words[SARA]


def test_what_staff_answered_in_the_towns_story_stands_on_the_phone_with_their_name(house: House, town: Town) -> None:
    theirs = [e.pieces[0].words for e in phone(house, SARA).entries if e.side == "theirs"]
    assert len(theirs) == 3
    assert all(words.startswith("Neil: ") for words in theirs)


def test_the_towns_story_is_not_received_a_second_time(house: House, town: Town) -> None:
    network = house.pretend_network
    assert network.walk(network.now() + timedelta(hours=1)) == 0
    assert all(not text.status_callback for text in network.texts_on(SARA))


@pytest.mark.parametrize(
    ("number", "line"), [(SARA, SCHOOL_LINE), (IMRAN, COUNCIL_LINE), (UNKNOWN, SCHOOL_LINE), (MARSH, "+447700900002")]
)
def test_a_phone_writes_to_the_line_it_last_talked_with(house: House, town: Town, number: str, line: str) -> None:
    assert phone(house, number).line == line


def test_a_call_counts_as_talking_and_says_what_became_of_it(house: House, town: Town) -> None:
    house.pretend_network.ring(SARA, COUNCIL_LINE)
    shown = phone(house, SARA)
    assert shown.line == COUNCIL_LINE
    assert shown.entries[-1].who == "Rang: Council"


def test_a_link_to_us_may_be_pressed_on_a_smart_phone(house: House, town: Town) -> None:
    a_text_arrives(house, EWA, f"Neil: your page: {HERE}/my/AbC-9_x. It works for a day.")
    entry = phone(house, EWA).entries[-1]
    assert links(entry) == [f"{HERE}/my/AbC-9_x"]
    assert "".join(piece.words for piece in entry.pieces).endswith("AbC-9_x. It works for a day.")


def test_a_phone_with_keys_shows_a_link_as_plain_words(house: House, town: Town) -> None:
    a_text_arrives(house, SARA, f"{HERE}/my/abc")
    assert links(phone(house, SARA).entries[-1]) == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/my/abc",
        f"{HERE}.evil.example/my/abc",
        f"{HERE}0/my/abc",
        f"{HERE}@evil.example/my/abc",
        "javascript:alert(1)",
        "http://127.0.0.1:8001/my/abc",
    ],
)
def test_a_link_to_anybody_else_is_plain_words_everywhere(house: House, town: Town, elsewhere: str) -> None:
    a_text_arrives(house, EWA, f"press {elsewhere} now")
    entry = phone(house, EWA).entries[-1]
    assert links(entry) == []
    assert "".join(piece.words for piece in entry.pieces) == f"press {elsewhere} now"


def test_urdu_runs_from_the_right_and_says_that_it_is_urdu(house: House, town: Town) -> None:
    entry = phone(house, IMRAN).entries[-1]
    assert (entry.direction, entry.language) == ("rtl", "ur")


def test_every_mood_has_words(house: House, town: Town) -> None:
    for mood in Mood:
        house.pretend_network.set_mood(EWA, mood)
        assert phone(house, EWA).mood_words
    assert not phone(house, EWA).is_awake


def test_a_phone_that_nobody_drew_is_named_all_the_same(house: House, town: Town) -> None:
    house.pretend_network.add_handset("+447700900166", "", kind=HandsetKind.KEYPAD)
    shown = phone(house, "+447700900166")
    assert shown.name == "A phone"
    assert shown.shown_number == "07700 900166"
