"""A copy for the record: asked what for, put on record before it leaves, every word as it is kept."""

import re
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.audit.rules import COPIES, Looking
from app.domain.conversations import actions as conversations
from app.domain.conversations.desk.copying import Copied
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.foundation.actors import Provider
from app.foundation.identifiers import new_id
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE
from app.web.trusted_person import copied
from tests.asked import asked
from tests.clock import WEDNESDAY_MORNING
from tests.tidewell import an_old_text
from tests.web.on_record.conftest import Tidewell
from tests.web.trusted_person.conftest import words_of

FOR = {"reason": "the meeting on Tuesday", "form": "print"}
AS_TEXT = {**FOR, "form": "text"}


def path(tidewell: Tidewell) -> str:
    return f"/conversation/{tidewell.saras}/copy"


def texts(tidewell: Tidewell, body: str) -> None:
    """Sara texts, and it is sorted."""
    with tidewell.house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound(f"SM{new_id().hex}", SCHOOL_LINE, SARA, body), kind=Kind.TEXT)
    sorting.sort_arrivals(tidewell.house.database)


def copies_on_record(tidewell: Tidewell) -> list[tuple[str, str]]:
    return [(one.verb, tidewell.why(one)) for one in tidewell.on_record() if one.verb in COPIES]


def test_the_conversation_leads_there_and_it_asks_what_for(tidewell: Tidewell) -> None:
    neil = tidewell.desk(tidewell.town.neil)
    assert f'href="{path(tidewell)}"' in neil.get(f"/conversation/{tidewell.saras}").text
    words = words_of(neil.get(path(tidewell)))
    assert "What is it for?" in words and "the meeting about the timetable" in words
    assert "The family can read it on their private page" in words


def test_a_page_to_print_with_who_when_how_and_what_for(tidewell: Tidewell) -> None:
    answer = tidewell.desk(tidewell.town.neil).post(path(tidewell), data=FOR)
    words = words_of(answer)
    assert answer.status_code == 200
    for there in (
        "Between Sara Whitfield, mum and Neil Carter, family support worker, Tidewell Harbour School",
        "Copied by Neil Carter, family support worker on Wednesday 10 March 2027, 10:30:00 GMT",
        "For the meeting on Tuesday",
        "Contains 7 entries. Staff notes are not included. Times are those of Europe/London.",
        "Wednesday 3 March 2027, 08:02:00 GMT Sara Whitfield, by text hi is this neil from school",
        "Neil Carter, by text Yes, it is me, Sara. How are you and Ellie? On her phone. (Wednesday 3 March 2027, 08:14",
        "Neil Carter, wrote down a call Rang Sara. Mornings, worry about maths.",
        "End of the copy: 7 entries.",
    ):
        assert there in words, there


def test_the_title_names_nobody_and_neither_does_the_file(tidewell: Tidewell) -> None:
    neil = tidewell.desk(tidewell.town.neil)
    assert "<title>A copy for the record · Kettle</title>" in neil.post(path(tidewell), data=FOR).text
    file = neil.post(path(tidewell), data=AS_TEXT)
    assert file.headers["Content-Disposition"] == 'attachment; filename="conversation-2027-03-10.txt"'
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.headers["Cache-Control"] == "no-store"


def test_the_text_holds_every_word_as_it_is_kept(tidewell: Tidewell) -> None:
    bodies = [
        "مجھے نیند نہیں آتی۔ 😴 zażółć",
        "first line\nsecond line\n\n  fourth, with spaces  in it",
        '=HYPERLINK(1) +1 -1 @x \'; DROP TABLE message; -- "quotes" %s {0} {{ x }} \\ <b>bold</b> &amp;',
    ]
    for body in bodies:
        texts(tidewell, body)
    data = tidewell.desk(tidewell.town.neil).post(path(tidewell), data=AS_TEXT).data
    for body in bodies:
        quoted = "\n".join(f"| {line}" for line in body.split("\n"))
        assert f"\n{quoted}\n".encode() in data
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf")


def test_no_line_of_somebodys_words_can_pass_for_one_of_ours(tidewell: Tidewell) -> None:
    sly = "ok\n\n----------------------------------------\n99. Friday 1 January 2027\nNeil Carter, by text\n| I agree"
    for cut in ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"):
        texts(tidewell, sly.replace("\n", cut))
    text = tidewell.desk(tidewell.town.neil).post(path(tidewell), data=AS_TEXT).text
    assert "Neil Carter, by text" in text
    for line in text.splitlines():
        assert not re.match(r"(99\.|\| I agree)", line), line
    assert text.count("\n| 99. Friday") == 11 and text.count("\n| | I agree") == 11


def test_control_characters_stay_out_of_the_text(tidewell: Tidewell) -> None:
    texts(tidewell, "bell\x07 escape\x1b[31mred\x1b[0m tab\there del\x7f \x9b2J")
    text = tidewell.desk(tidewell.town.neil).post(path(tidewell), data=AS_TEXT).text
    assert "\n| bell escape[31mred[0m tab here del 2J\n" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_markup_in_words_is_literal_on_the_page(tidewell: Tidewell) -> None:
    texts(tidewell, "</p><script>document.title='x'</script><img src=x onerror=alert(1)>")
    answer = tidewell.desk(tidewell.town.neil).post(path(tidewell), data={**FOR, "reason": "<u>what</u>"})
    assert "&lt;/p&gt;&lt;script&gt;document.title" in answer.text
    assert "<script>document" not in answer.text and "<img" not in answer.text and "<u>" not in answer.text


def test_staff_notes_only_when_ticked_and_marked_as_such(tidewell: Tidewell) -> None:
    with tidewell.house.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        conversations.write_note(work, tidewell.saras, words="ask about maths", once="a")
    neil = tidewell.desk(tidewell.town.neil)
    for form in ("print", "text"):
        assert "ask about maths" not in neil.post(path(tidewell), data={**FOR, "form": form}).text
        noted = neil.post(path(tidewell), data={**FOR, "form": form, "with_notes": "yes"})
        assert "ask about maths" in noted.text and "Staff notes are included." in noted.text
        assert "Neil Carter, staff note, not sent to the family" in noted.text
    assert [verb for verb, _ in copies_on_record(tidewell)] == [Looking.COPIED, Looking.COPIED_WITH_NOTES] * 2


def test_an_automatic_reply_is_marked(tidewell: Tidewell) -> None:
    texts(tidewell, "LINK")
    words = words_of(tidewell.desk(tidewell.town.neil).post(path(tidewell), data=FOR))
    assert "Neil Carter, by text, automatic reply" in words and "[private link]" in words


def test_each_copy_is_on_record_with_what_it_was_for_and_the_family_sees_it(tidewell: Tidewell) -> None:
    neil = tidewell.desk(tidewell.town.neil)
    neil.post(path(tidewell), data=FOR)
    neil.post(path(tidewell), data=AS_TEXT)
    assert copies_on_record(tidewell) == [(Looking.COPIED, "the meeting on Tuesday")] * 2
    entry = tidewell.on_record(Looking.COPIED)[0]
    assert entry.where_from.startswith("Chrome on Windows, ")
    words = words_of(tidewell.page_of(tidewell.town.sara).get("/my/who-has-looked"))
    assert words.count("Neil ( your person ): made a copy of your messages Today · 10:30 What for: the meeting on") == 2


def test_looking_at_the_form_is_no_copy(tidewell: Tidewell) -> None:
    tidewell.desk(tidewell.town.neil).get(path(tidewell))
    assert copies_on_record(tidewell) == []


@pytest.mark.parametrize("reason", ["", "   ", "\r\n"])
def test_without_saying_what_for_nothing_leaves_and_what_was_ticked_stays(tidewell: Tidewell, reason: str) -> None:
    asked_for = {"reason": reason, "form": "text", "with_notes": "yes"}
    answer = tidewell.desk(tidewell.town.neil).post(path(tidewell), data=asked_for)
    assert answer.status_code == 409
    assert "Please write what the copy is for." in words_of(answer)
    assert 'value="text" checked' in answer.text and 'value="yes" checked' in answer.text
    assert "sleeping" not in answer.text and copies_on_record(tidewell) == []


def test_a_reason_of_100_kb_with_line_ends_is_one_short_line(tidewell: Tidewell) -> None:
    reason = "for\r\nX-Evil: 1\x00 " + "x " * 50_000
    answer = tidewell.desk(tidewell.town.neil).post(path(tidewell), data={**AS_TEXT, "reason": reason})
    assert answer.status_code == 200 and "X-Evil" not in answer.headers
    (line,) = [line for line in answer.text.splitlines() if line.startswith("For:")]
    assert len(line) < 230


def test_when_the_record_cannot_be_written_no_copy_leaves(tidewell: Tidewell) -> None:
    neil = tidewell.desk(tidewell.town.neil)
    tidewell.disk_is_full()
    answer = neil.post(path(tidewell), data=AS_TEXT)
    assert answer.status_code == 500
    assert "sleeping" not in answer.text and "Sara" not in answer.text


def test_a_cover_may_copy_and_everybody_sees_that_they_did(tidewell: Tidewell) -> None:
    tidewell.neil_is_away()
    words = words_of(tidewell.desk(tidewell.town.grace).post(path(tidewell), data=FOR))
    assert "Copied by Grace Okafor, head of year 9" in words and "and Neil Carter, family support worker" in words
    assert {one.verb for one in tidewell.on_record()} >= {Looking.AS_COVER, Looking.COPIED}
    record = words_of(tidewell.desk(tidewell.town.priya).get("/record?kind=copies"))
    assert "Grace Okafor copied Neil Carter’s conversation with Sara Whitfield. For: the meeting on Tuesday" in record


@pytest.mark.parametrize("who", ["grace", "priya", "amina", "hannah", "joyce"])
def test_whoever_may_not_read_it_finds_nothing_to_copy(tidewell: Tidewell, who: str) -> None:
    desk, nobody = tidewell.desk(getattr(tidewell.town, who)), f"/conversation/{new_id()}/copy"
    for there, nowhere in (
        (desk.get(path(tidewell)), desk.get(nobody)),
        (desk.post(path(tidewell), data=FOR), desk.post(nobody, data=FOR)),
        (desk.post(path(tidewell), data={}), desk.post(nobody, data={})),
    ):
        assert there.status_code == nowhere.status_code == 404
        assert there.data == nowhere.data
    assert copies_on_record(tidewell) == []


@pytest.mark.parametrize("who", ["ben", "rhys", "olive"])
def test_whoever_keeps_no_families_finds_no_such_page(tidewell: Tidewell, who: str) -> None:
    desk = tidewell.desk(getattr(tidewell.town, who))
    assert desk.get(path(tidewell)).status_code == desk.post(path(tidewell), data=FOR).status_code == 404


def test_five_thousand_entries_leave_whole_in_few_questions(tidewell: Tidewell) -> None:
    neil, town, talk = tidewell.desk(tidewell.town.neil), tidewell.town, tidewell.saras
    with tidewell.house.database.writing(tidewell.staff(town.neil)) as work:
        row = an_old_text(town.neil, talk, at=work.now, state=State.DELIVERED).model_dump()
        rows = [
            {**row, "id": new_id(), "happened_at": work.now - timedelta(minutes=number)} for number in range(1, 4_994)
        ]
        work.session.connection().execute(sa.insert(Message), rows)
    for form in (AS_TEXT, FOR):
        with asked(tidewell.house.database.engine) as questions:
            began = time.perf_counter()
            answer = neil.post(path(tidewell), data=form)
            took = time.perf_counter() - began
        assert answer.status_code == 200
        assert "End of the copy: 5000 entries." in answer.text
        assert answer.text.count("Good morning") == 4_993
        assert len([one for one, _ in questions if one.startswith("SELECT")]) <= 40
        assert took < 30, "on an idle machine it takes about a second"


def entry(**more: object) -> Copied:
    """Words of Sara's."""
    at = WEDNESDAY_MORNING
    usual: dict[str, object] = {
        "id": new_id(),
        "author": "Sara Whitfield",
        "direction": Direction.IN,
        "channel": Channel.TEXT,
        "body": "hello",
        "happened_at": at,
        "stored_at": at,
        "receipt": "",
        "receipt_at": None,
        "is_automatic": False,
        "may_be_either": False,
        "pictures": 0,
    }
    return Copied(**(usual | more))  # type: ignore[arg-type]


def test_what_is_known_beside_the_words() -> None:
    late = entry(stored_at=WEDNESDAY_MORNING + timedelta(hours=1), may_be_either=True, pictures=2)
    assert list(copied.remarks(late, "Europe/London")) == [
        "Reached Kettle Wednesday 10 March 2027, 11:00:00 GMT.",
        "Two people share this phone. Nobody has said which of them wrote this.",
        "2 pictures came along.",
    ]
    written = entry(direction=Direction.ASIDE, channel=Channel.VISIT, stored_at=WEDNESDAY_MORNING + timedelta(days=120))
    assert list(copied.remarks(written, "Europe/London")) == ["Written down Thursday 8 July 2027, 11:00:00 BST."]
    assert copied.by(written) == "Sara Whitfield, wrote down a visit"
    assert copied.by(entry(channel=Channel.CALL)) == "Sara Whitfield, rang"
    assert copied.by(entry(channel=Channel.WEB)) == "Sara Whitfield, on the private page"
    assert list(copied.remarks(entry(pictures=1), "Europe/London")) == ["1 picture came along."]
