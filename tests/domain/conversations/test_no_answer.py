""" "No answer needed" can be taken back: the family waits again as long as before, unless somebody has spoken since."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlmodel import col, select

from app.domain.audit.models import AuditEntry
from app.domain.conversations import actions, front_door, queries, unanswered
from app.domain.conversations.desk import one_thread
from app.domain.conversations.rules import Channel
from app.domain.people import actions as people
from app.foundation.actors import Command
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ConversationId, MessageId, new_id
from app.invented_town import SARA
from tests.tidewell import Tidewell


def saras(tidewell: Tidewell) -> ConversationId:
    return tidewell.thread(tidewell.town.neil, tidewell.town.sara).id


def waits(tidewell: Tidewell) -> list[tuple[datetime | None, Channel | None]]:
    """Since when Neil's families wait, and how they came."""
    return [(row.waiting_since, row.waiting_channel) for row in tidewell.inbox(tidewell.town.neil)]


def needs_no_answer(tidewell: Tidewell, *, seen: MessageId | None = None) -> None:
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        actions.no_answer_needed(work, saras(tidewell), seen=seen)


def still_waits(tidewell: Tidewell) -> None:
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        unanswered.it_still_waits(work, saras(tidewell))


def is_offered(tidewell: Tidewell) -> bool:
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        return one_thread.open_thread(work, saras(tidewell)).is_left_unanswered


def mark(tidewell: Tidewell) -> str:
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        return queries.conversation_mark(work, queries.mine_to_read(work, saras(tidewell)))


def noted(tidewell: Tidewell) -> list[str]:
    with tidewell.database.reading(Command()) as work:
        query = select(AuditEntry.verb).where(AuditEntry.about_id == saras(tidewell), AuditEntry.actor_kind == "staff")
        return list(work.session.exec(query.order_by(col(AuditEntry.at), col(AuditEntry.id))))


@pytest.fixture
def set_aside(tidewell: Tidewell) -> Tidewell:
    """Sara rang at ten and texted at five past. Neil said at ten past that no answer is needed."""
    tidewell.rings(SARA)
    tidewell.sort()
    tidewell.clock.move(minutes=5)
    tidewell.says(SARA, "call me back")
    tidewell.clock.move(minutes=5)
    needs_no_answer(tidewell)
    tidewell.clock.move(minutes=5)
    return tidewell


def test_who_was_left_without_an_answer_waits_again_since_the_first_word(tidewell: Tidewell) -> None:
    ten = tidewell.clock.now
    tidewell.rings(SARA)
    tidewell.sort()
    tidewell.clock.move(minutes=5)
    tidewell.says(SARA, "call me back")
    assert waits(tidewell) == [(ten, Channel.CALL)]
    needs_no_answer(tidewell)
    assert waits(tidewell) == []
    assert is_offered(tidewell)
    before = mark(tidewell)
    tidewell.clock.move(minutes=5)
    still_waits(tidewell)
    assert waits(tidewell) == [(ten, Channel.CALL)]
    assert not is_offered(tidewell)
    assert mark(tidewell) != before
    assert noted(tidewell) == ["no answer needed", "an answer is needed after all"]


def test_words_that_needed_no_answer_long_ago_do_not_wait_with_the_new_ones(set_aside: Tidewell) -> None:
    now = set_aside.clock.now
    set_aside.says(SARA, "and another thing")
    needs_no_answer(set_aside)
    still_waits(set_aside)
    assert waits(set_aside) == [(now, Channel.TEXT)]


def test_pressing_twice_is_pressing_once(set_aside: Tidewell) -> None:
    still_waits(set_aside)
    before, noted_before = waits(set_aside), noted(set_aside)
    set_aside.clock.move(minutes=1)
    still_waits(set_aside)
    assert waits(set_aside) == before
    assert noted(set_aside) == noted_before


def test_no_answer_needed_pressed_twice_can_still_be_taken_back(set_aside: Tidewell) -> None:
    needs_no_answer(set_aside)
    still_waits(set_aside)
    assert len(waits(set_aside)) == 1


def test_it_can_be_taken_back_again_and_again(set_aside: Tidewell) -> None:
    still_waits(set_aside)
    before = waits(set_aside)
    needs_no_answer(set_aside)
    assert waits(set_aside) == []
    still_waits(set_aside)
    assert waits(set_aside) == before


def test_newer_words_win_and_wait_since_they_came(set_aside: Tidewell) -> None:
    now = set_aside.clock.now
    set_aside.says(SARA, "hello?")
    assert not is_offered(set_aside)
    still_waits(set_aside)
    assert waits(set_aside) == [(now, Channel.TEXT)]


def test_words_that_came_after_the_page_was_opened_wait_and_nothing_is_offered(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "thanks")
    seen = tidewell.messages()[-1].id
    tidewell.clock.move(minutes=1)
    tidewell.says(SARA, "one thing more")
    needs_no_answer(tidewell, seen=seen)
    assert waits(tidewell) == [(tidewell.clock.now, Channel.TEXT)]
    assert not is_offered(tidewell)


def replies(tidewell: Tidewell) -> None:
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "I will ring you")


def replies_for_tomorrow(tidewell: Tidewell) -> None:
    wanted = tidewell.clock.now.replace(hour=20)
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "I will ring you", wanted=wanted)


def logs_a_call(tidewell: Tidewell) -> None:
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        actions.log_talk(
            work, saras(tidewell), channel=Channel.CALL, words="Rang her", happened_at=work.now, once=str(new_id())
        )


def sends_the_private_page(tidewell: Tidewell) -> None:
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        actions.send_link(work, saras(tidewell), once=str(new_id()))


@pytest.mark.parametrize("act", [replies, replies_for_tomorrow, logs_a_call, sends_the_private_page])
def test_it_cannot_be_taken_back_once_they_have_been_answered(
    set_aside: Tidewell, act: Callable[[Tidewell], None]
) -> None:
    act(set_aside)
    assert not is_offered(set_aside)
    with pytest.raises(Refused, match="answered since"):
        still_waits(set_aside)
    assert waits(set_aside) == []


def test_a_note_is_no_answer(set_aside: Tidewell) -> None:
    with set_aside.database.writing(set_aside.staff(set_aside.town.neil)) as work:
        actions.write_note(work, saras(set_aside), words="Rang the school", once=str(new_id()))
    assert is_offered(set_aside)
    still_waits(set_aside)
    assert len(waits(set_aside)) == 1


def test_where_an_answer_ended_the_wait_nothing_is_offered(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "hello")
    tidewell.clock.move(minutes=1)
    replies(tidewell)
    assert not is_offered(tidewell)
    with pytest.raises(Refused, match="answered since"):
        still_waits(tidewell)


def test_words_that_have_moved_to_the_other_one_on_the_phone_do_not_wait(tidewell: Tidewell) -> None:
    with tidewell.database.writing(Command()) as work:
        sam = people.add_contact(work, tidewell.town.school, first_name="Sam", number=SARA).id
    tidewell.says(SARA, "thanks")
    conversation_id = tidewell.inbox(tidewell.town.neil)[0].conversation_id
    message = tidewell.messages()[-1]
    neil = tidewell.staff(tidewell.town.neil)
    other = tidewell.town.sara if message.author_contact_id == sam else sam
    with tidewell.database.writing(neil) as work:
        actions.no_answer_needed(work, conversation_id)
        front_door.this_was(work, message.id, other)
    with tidewell.database.writing(neil) as work:
        unanswered.it_still_waits(work, conversation_id)
    assert waits(tidewell) == []


def test_a_colleague_cannot_take_it_back(set_aside: Tidewell) -> None:
    found = saras(set_aside)
    for person in (set_aside.town.grace, set_aside.town.hannah):
        with pytest.raises(NotFound), set_aside.database.writing(set_aside.staff(person)) as work:
            unanswered.it_still_waits(work, found)
    assert waits(set_aside) == []
