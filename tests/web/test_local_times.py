"""Times and dates on family pages, in the language of the page."""

from datetime import UTC, datetime, time

import pytest
from flask import Flask

from app.web import language, local_times

NOW = datetime(2027, 7, 7, 10, 0, tzinfo=UTC)  # a Wednesday; London is an hour ahead
ZONE = "Europe/London"


@pytest.fixture(autouse=True)
def _a_request():
    with Flask("test").test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("code", "clock", "day", "hours"),
    [
        ("en", "15:30", "Monday 5 July", "Monday–Friday 8am 4:30pm"),
        ("pl", "15:30", "pon., 5 lipca", "poniedziałek–piątek 08:00 16:30"),
        ("ur", "3:30 PM", "پیر، 5 جولائی", "پیر–جمعہ 8:00 AM 4:30 PM"),
    ],
)
def test_a_family_reads_times_in_its_own_language(code: str, clock: str, day: str, hours: str) -> None:
    language.speak(code)
    at = datetime(2027, 7, 5, 14, 30, tzinfo=UTC)
    assert local_times.clock(at, ZONE).replace("\u202f", " ") == clock
    assert local_times.day(at, NOW, ZONE) == day
    words = [local_times.days_of_week("01234"), local_times.hour(time(8)), local_times.hour(time(16, 30))]
    assert " ".join(words).replace("\u202f", " ") == hours


def test_one_familys_days_never_turn_up_on_anothers_page() -> None:
    """Two languages in one process, each after the other: Babel shares some of its names between them."""
    first_days = []
    for code in ("ur", "pl", "ur"):
        language.speak(code)
        first_days.append(local_times.days_of_week("0"))
    assert first_days == ["پیر", "poniedziałek", "پیر"]


def test_near_days_have_names_and_far_ones_a_year() -> None:
    language.speak("en")
    assert local_times.day(NOW, NOW, ZONE) == "Today"
    assert local_times.day(datetime(2027, 7, 5, 23, 30, tzinfo=UTC), NOW, ZONE) == "Yesterday"  # half past midnight
    assert local_times.day(datetime(2026, 7, 5, tzinfo=UTC), NOW, ZONE) == "Sunday, 5 July 2026"


@pytest.mark.parametrize(
    ("days", "words"), [("024", "Monday, Wednesday, Friday"), ("56", "Saturday, Sunday"), ("", "")]
)
def test_working_days_apart_are_listed(days: str, words: str) -> None:
    language.speak("en")
    assert local_times.days_of_week(days) == words


@pytest.mark.parametrize(("at", "words"), [(time(0), "12am"), (time(12), "12pm"), (time(12, 5), "12:05pm")])
def test_noon_and_midnight_are_not_confused(at: time, words: str) -> None:
    language.speak("en")
    assert local_times.hour(at) == words


@pytest.mark.parametrize(
    ("body", "theirs", "lang"),
    [
        ("Of course", "ur", "en"),
        ("جی ہاں", "ur", "ur"),
        ("جی ہاں", "en", ""),
        ("Dzień dobry", "pl", "pl"),
        ("See you at two", "pl", "en"),
        ("🫖", "en", "en"),
        ("", "ur", "en"),
    ],
)
def test_the_language_of_words_is_guessed_for_a_screen_reader(body: str, theirs: str, lang: str) -> None:
    assert language.language_of_words(body, theirs) == lang
