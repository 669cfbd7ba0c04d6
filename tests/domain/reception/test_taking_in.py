"""Taking in: whatever a network sends is stored exactly once, and nothing of it is lost or makes us stumble."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.permissions.models import Stop
from app.domain.reception.rules import Result
from app.invented_town import SARA, SCHOOL_LINE, UNKNOWN

SID = "SM" + "a" * 32
LONG = "I do not know where to begin. " * 60
ODD_BODIES = {
    "nothing at all": "",
    "blanks": "  \n ",
    "the longest there is": LONG[:1600],
    "longer than that": LONG * 5,
    "emoji": "👩‍👧 thank you 🙏🏽",
    "right to left": "السلام علیکم۔ زارا آج بھی نہیں جانا چاہتی",
    "tricks with direction": "abc\u202ecba\u2066",
    "a NUL": "be\x00fore",
    "half an emoji": "lone \ud83d surrogate \udc00",
    "a page": "<script>alert(1)</script>",
    "a command": "'; DROP TABLE message; --",
    "a percent sign": "100 % _ \\ %",
}


def test_odd_words_are_stored_sorted_and_lie_with_a_person(tidewell):
    for body in ODD_BODIES.values():
        tidewell.texts(SARA, body)
        tidewell.clock.move(seconds=1)
    tidewell.sort()
    assert {arrival.result for arrival in tidewell.arrivals()} == {Result.THREAD}
    entries = tidewell.bodies(tidewell.town.neil, tidewell.town.sara)
    for (what, body), stored in zip(ODD_BODIES.items(), entries, strict=True):
        kept = body.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd").replace("\udc00", "\ufffd")
        assert stored == kept, what


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("60777", "60777"),
        ("TESCO", "TESCO"),
        ("+48601123456", "+48601123456"),
        ("07700 900111", SARA),
        ("nonsense \x00 \ud800", "nonsense \ufffd \ufffd"),
        ("", ""),
        ("ANONYMOUS", ""),
        ("+266696687", ""),
        ("Restricted", ""),
        ("x" * 5000, "x" * 60),
    ],
)
def test_whoever_sends_it_short_code_name_or_nobody_it_lies_with_a_person(tidewell, number, kept):
    tidewell.says(number, "hello?")
    [arrival] = tidewell.arrivals()
    assert (arrival.from_number, arrival.result) == (kept, Result.THREAD)
    reader = tidewell.town.neil if kept == SARA else tidewell.town.priya
    assert len(tidewell.inbox(reader)) == 1


def test_two_who_keep_their_number_back_are_not_taken_for_one(tidewell):
    tidewell.rings("ANONYMOUS")
    tidewell.rings("+266696687")
    tidewell.sort()
    assert len(tidewell.inbox(tidewell.town.priya)) == 2


def test_two_who_write_under_one_number_are_one_thread(tidewell):
    tidewell.texts("60777", "your parcel")
    tidewell.texts("60777", "your other parcel")
    tidewell.sort()
    assert len(tidewell.inbox(tidewell.town.priya)) == 1


def test_the_same_message_ten_times_at_once_is_stored_once_and_acted_on_once(tidewell):
    with ThreadPoolExecutor(10) as pool:
        stored = list(pool.map(lambda _: tidewell.texts(SARA, "are you there", sid=SID), range(10)))
    assert sorted(stored) == [False] * 9 + [True]
    tidewell.sort()
    assert len(tidewell.arrivals()) == len(tidewell.messages()) == 1


def test_ten_different_stops_at_once_are_all_stored_and_one_stop_stands(tidewell):
    with ThreadPoolExecutor(10) as pool:
        stored = list(pool.map(lambda number: tidewell.texts(SARA, "STOP", sid=f"SM{number:032}"), range(10)))
    assert stored == [True] * 10
    assert len(tidewell.every(Stop)) == 1


def test_a_genuine_message_played_again_a_year_later_changes_nothing(tidewell, provider):
    tidewell.texts(SARA, "STOP", sid=SID)
    tidewell.texts(SARA, "START")
    tidewell.sort()
    before = (len(tidewell.messages()), tidewell.every(Stop)[0].until)
    tidewell.clock.move(days=365)
    assert tidewell.texts(SARA, "STOP", sid=SID) is False
    tidewell.sort()
    assert (len(tidewell.messages()), tidewell.every(Stop)[0].until) == before


def test_twelve_pictures_and_fields_that_nobody_knows_yet_are_kept(tidewell):
    fields = {f"MediaUrl{number}": f"https://api.example/{number}" for number in range(12)}
    fields |= {"NumMedia": "12", "NewField2031": "\x00 é", "Body": "look"}
    tidewell.texts(SARA, "look", fields=fields)
    tidewell.sort()
    [arrival] = tidewell.arrivals()
    assert arrival.fields["NewField2031"] == "\ufffd é"
    assert set(arrival.fields) == set(fields)
    [row] = tidewell.inbox(tidewell.town.neil)
    assert tidewell.entries(tidewell.town.neil, row.conversation_id)[0].pictures == 12


def test_a_count_of_pictures_that_is_none_does_not_matter(tidewell):
    for sent in ("", "-1", "12.5", "many", "999999999999", "٣"):
        tidewell.texts(SARA, "look", fields={"NumMedia": sent})
    tidewell.sort()
    assert {arrival.result for arrival in tidewell.arrivals()} == {Result.THREAD}


def test_what_came_to_a_number_that_is_not_ours_is_stored_for_the_operator(tidewell):
    assert tidewell.texts(SARA, "hello", line="+447700900999")
    tidewell.sort()
    [arrival] = tidewell.arrivals()
    assert (arrival.body, arrival.result) == ("hello", Result.NO_LINE)
    assert tidewell.messages() == []


def test_a_call_is_never_dead_it_lies_in_the_inbox_as_a_call(tidewell):
    tidewell.rings(SARA)
    tidewell.sort()
    [row] = tidewell.inbox(tidewell.town.neil)
    assert row.waiting_channel.value == "call"
    assert len(tidewell.messages()) == 1, "no automatic text follows"


def test_it_counts_as_waiting_from_when_we_stored_it_and_is_ordered_by_when_it_was_sent(tidewell):
    now = tidewell.clock.now
    tidewell.texts(SARA, "second", sent_at=now.replace(minute=0, second=2))
    tidewell.texts(SARA, "first", sent_at=now.replace(hour=9, minute=59))
    tidewell.sort()
    assert tidewell.bodies(tidewell.town.neil, tidewell.town.sara) == ["first", "second"]
    assert tidewell.inbox(tidewell.town.neil)[0].waiting_since == now


def test_a_line_we_gave_back_leads_nowhere_and_the_operator_sees_it(tidewell):
    tidewell.texts(SARA, "hello", line=SCHOOL_LINE)
    tidewell.texts(UNKNOWN, "hello", line="+447700900998")
    tidewell.sort()
    assert {one.result for one in tidewell.arrivals()} == {Result.THREAD, Result.NO_LINE}
