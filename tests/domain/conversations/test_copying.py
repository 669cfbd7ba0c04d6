"""A copy for the record: the whole thread, exactly as it is kept, and on record before it is read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.audit.rules import COPIES, Looking
from app.domain.conversations import actions
from app.domain.conversations.desk import copying
from app.domain.conversations.desk.entries import body_of
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.relationships import actions as relationships
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.foundation.telephony import Progress
from app.foundation.text import storable
from app.invented_town import SARA
from tests.asked import asked
from tests.tidewell import an_old_text

WORDS = "shes not sleeping <b>&amp; مجھے</b> 😴\n  mornings\tare =HARD()"


@pytest.fixture
def talking(tidewell):
    tidewell.says(SARA, WORDS)
    tidewell.clock.move(minutes=5)
    return tidewell


def saras(tidewell):
    return tidewell.thread(tidewell.town.neil, tidewell.town.sara).id


def copies(tidewell, *, who=None, reason="the meeting on Tuesday", with_notes=False, talk=None):
    """As the page does it: two Works."""
    staff, talk = tidewell.staff(who or tidewell.town.neil), talk or saras(tidewell)
    with tidewell.database.writing(staff) as work:
        kept = copying.put_on_record(work, talk, reason=reason, with_notes=with_notes)
    with tidewell.database.reading(staff) as work:
        return copying.whole(work, talk, reason=kept, with_notes=with_notes)


def on_record(tidewell):
    return [one for one in tidewell.every(AuditEntry) if one.verb in COPIES]


def test_the_words_are_those_that_are_kept(talking):
    (entry,) = copies(talking).entries
    assert entry.body == WORDS
    assert (entry.author, entry.direction, entry.channel) == ("Sara Whitfield", Direction.IN, Channel.TEXT)


def test_who_when_how_and_how_far_it_came(talking):
    town = talking.town
    sent = talking.replies(town.neil, town.sara, "Good morning")
    talking.receipt(sent, Progress.DELIVERED)
    with talking.database.writing(talking.staff(town.neil)) as work:
        actions.log_talk(
            work,
            saras(talking),
            channel=Channel.CALL,
            words="Rang Sara",
            happened_at=work.now - timedelta(hours=3),
            once="a",
        )
    found = copies(talking)
    call, word, answer = found.entries
    assert (found.family, found.relation, found.place) == ("Sara Whitfield", "mum", "Tidewell Harbour School")
    assert (found.holder.whole, found.copied_by.whole) == ("Neil Carter", "Neil Carter")
    assert (found.made_at, found.zone, found.reason) == (talking.clock.now, "Europe/London", "the meeting on Tuesday")
    assert (answer.author, answer.receipt, answer.receipt_at) == ("Neil Carter", "On her phone.", talking.clock.now)
    assert (call.channel, call.stored_at - call.happened_at) == (Channel.CALL, timedelta(hours=3))
    assert word.receipt == "" and word.receipt_at is None


def test_an_automatic_reply_is_marked_and_a_private_link_is_not_given_away(talking):
    talking.says(SARA, "LINK")
    automatic = [one for one in copies(talking).entries if one.is_automatic]
    assert len(automatic) == 1
    assert "[private link]" in automatic[0].body and "{link}" not in automatic[0].body


def test_staff_notes_only_where_they_were_asked_for(talking):
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.write_note(work, saras(talking), words="Ask about maths", once="a")
    assert "Ask about maths" not in {one.body for one in copies(talking).entries}
    noted = copies(talking, with_notes=True)
    assert "Ask about maths" in {one.body for one in noted.entries} and noted.with_notes
    assert [one.verb for one in on_record(talking)] == [Looking.COPIED, Looking.COPIED_WITH_NOTES]


def test_a_copy_is_on_record_with_what_it_is_for(talking):
    copies(talking, reason="  the meeting\r\non\x00 Tuesday ")
    (entry,) = on_record(talking)
    town = talking.town
    assert (entry.actor_id, entry.contact_id, entry.whose_id, entry.about_id) == (
        town.neil,
        town.sara,
        town.neil,
        saras(talking),
    )
    assert [one.words for one in talking.every(AuditDetail) if one.entry_id == entry.id] == ["the meeting on� Tuesday"]


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_without_saying_what_for_there_is_no_copy(talking, reason):
    with pytest.raises(Refused, match="what the copy is for"):
        copies(talking, reason=reason)
    assert on_record(talking) == []


@pytest.mark.parametrize("who", ["grace", "priya", "amina", "ben", "hannah", "joyce"])
def test_whoever_may_not_read_it_may_not_copy_it_either(talking, who):
    with pytest.raises(NotFound):
        copies(talking, who=getattr(talking.town, who))
    with (
        pytest.raises(NotFound),
        talking.database.reading(talking.staff(getattr(talking.town, who))) as work,
    ):
        copying.whole(work, saras(talking), reason="x", with_notes=False)
    assert on_record(talking) == []


def test_a_cover_may_and_the_copy_says_who_made_it(talking):
    talk = saras(talking)
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        relationships.go_away(work, talking.town.neil, by_id=talking.town.grace, since=work.now, until=None)
    found = copies(talking, who=talking.town.grace, talk=talk)
    assert (found.holder.whole, found.copied_by.whole) == ("Neil Carter", "Grace Okafor")


def test_a_thread_that_is_not_there_answers_like_somebody_elses(talking):
    with pytest.raises(NotFound):
        copies(talking, talk=new_id())


def test_a_thousand_entries_are_all_there_in_few_questions(talking):
    talk, town = saras(talking), talking.town
    with talking.database.writing(talking.staff(town.neil)) as work:
        work.session.add_all(
            an_old_text(
                town.neil if number % 2 else town.grace,
                talk,
                at=work.now - timedelta(minutes=number),
                state=State.DELIVERED,
            )
            for number in range(1, 1_000)
        )
    with asked(talking.database.engine) as questions:
        found = copies(talking)
    assert len(found.entries) == 1_000
    assert {one.author for one in found.entries} == {"Neil Carter", "Grace Okafor", "Sara Whitfield"}
    assert list(found.entries) == sorted(found.entries, key=lambda one: (one.happened_at, one.id))
    assert len([one for one, _ in questions if one.startswith("SELECT")]) <= 25


@given(st.text(min_size=1, max_size=200))
def test_any_words_come_out_as_they_are_kept(words):
    kept = storable(words)
    message = Message(
        conversation_id=new_id(),
        direction=Direction.IN,
        channel=Channel.TEXT,
        body=kept,
        happened_at=None,
        stored_at=None,
    )
    assert body_of(message).encode() == kept.encode()
