"""A text that did not arrive stands in its author's inbox, until they have written, rung or noted something since."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.domain.conversations import actions, front_door
from app.domain.conversations.delivery import arriving, finding_out
from app.domain.conversations.desk import inbox
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, State
from app.foundation.actors import Command
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, MessageId, PhoneLineId, new_id
from app.foundation.telephony import Progress, Rejected
from app.invented_town import EWA, SARA, UNKNOWN
from tests.asked import asked
from tests.pretend_provider import Play, PretendProvider
from tests.tidewell import Tidewell, an_old_text


def troubled(tidewell: Tidewell, person: MembershipId | None = None) -> list[ConversationId]:
    """Where this person's (Neil's) texts did not arrive."""
    with tidewell.database.reading(tidewell.staff(person or tidewell.town.neil)) as work:
        return arriving.not_arrived(work)


def mark(tidewell: Tidewell) -> str:
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        return inbox.inbox_mark(work)


def saras(tidewell: Tidewell) -> ConversationId:
    return tidewell.thread(tidewell.town.neil, tidewell.town.sara).id


def writes(tidewell: Tidewell, words: str = "See you", *, to: ContactId | None = None, hours: float = 0) -> MessageId:
    """Neil writes to Sara (or somebody), now or later."""
    wanted = tidewell.clock.now + timedelta(hours=hours) if hours else None
    return tidewell.replies(tidewell.town.neil, to or tidewell.town.sara, words, wanted=wanted)


def fails(tidewell: Tidewell, message_id: MessageId, *, code: int = 30005) -> None:
    """A minute later the network says that it could not bring a text."""
    tidewell.clock.move(minutes=1)
    assert tidewell.receipt(message_id, Progress.UNDELIVERED, code=code)


@pytest.fixture
def talking(tidewell: Tidewell) -> Tidewell:
    """Sara and Ewa have written to Neil."""
    tidewell.says(SARA, "hello neil")
    tidewell.says(EWA, "dzień dobry")
    tidewell.clock.move(minutes=5)
    return tidewell


@pytest.fixture
def failed(talking: Tidewell, provider: PretendProvider) -> Tidewell:
    """Neil wrote to Sara, and it did not arrive; a minute has passed since."""
    message_id = writes(talking)
    talking.deliver(provider)
    fails(talking, message_id)
    talking.clock.move(minutes=1)
    return talking


def undelivered(talking: Tidewell, provider: PretendProvider) -> None:
    message_id = writes(talking)
    talking.deliver(provider)
    fails(talking, message_id)


def refused_by_the_provider(talking: Tidewell, provider: PretendProvider) -> None:
    provider.script = [Rejected(21211)]
    writes(talking)
    talking.deliver(provider)


def expired(talking: Tidewell, _provider: PretendProvider) -> None:
    """The night came before a line carried it."""
    message_id = writes(talking)
    talking.clock.set(talking.message(message_id).not_after)
    finding_out.recover(talking.database)
    assert talking.message(message_id).state is State.FAILED


def held_back_by_a_stop(talking: Tidewell, _provider: PretendProvider) -> None:
    message_id = writes(talking, hours=2)
    talking.clock.move(minutes=1)
    talking.says(SARA, "STOP")
    assert talking.message(message_id).state is State.WITHDRAWN


@pytest.mark.parametrize("trouble", [undelivered, refused_by_the_provider, expired, held_back_by_a_stop])
def test_a_text_that_did_not_arrive_stands_in_its_authors_inbox(
    talking: Tidewell, provider: PretendProvider, trouble: Callable[[Tidewell, PretendProvider], None]
) -> None:
    before = mark(talking)
    assert troubled(talking) == []
    trouble(talking, provider)
    assert troubled(talking) == [saras(talking)]
    assert mark(talking) != before


def delivered(talking: Tidewell, provider: PretendProvider) -> None:
    message_id = writes(talking)
    talking.deliver(provider)
    talking.receipt(message_id, Progress.DELIVERED)


def on_its_way(talking: Tidewell, provider: PretendProvider) -> None:
    writes(talking)
    talking.deliver(provider)


def not_sure_yet(talking: Tidewell, provider: PretendProvider) -> None:
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST]
    writes(talking)
    talking.deliver(provider)


def waits_for_its_hour(talking: Tidewell, _provider: PretendProvider) -> None:
    writes(talking, hours=2)


def tried_again_because_the_phone_is_off(talking: Tidewell, provider: PretendProvider) -> None:
    message_id = writes(talking)
    talking.deliver(provider)
    fails(talking, message_id, code=30003)


def taken_back(talking: Tidewell, _provider: PretendProvider) -> None:
    message_id = writes(talking, hours=2)
    with talking.database.writing(talking.staff(talking.town.neil)) as work:
        actions.take_back(work, message_id)


def an_automatic_reply_failed(talking: Tidewell, provider: PretendProvider) -> None:
    provider.script = [Rejected(21211)]
    talking.says(SARA, "link")
    talking.deliver(provider)
    assert State.FAILED in talking.states()


@pytest.mark.parametrize(
    "no_trouble",
    [
        delivered,
        on_its_way,
        not_sure_yet,
        waits_for_its_hour,
        tried_again_because_the_phone_is_off,
        taken_back,
        an_automatic_reply_failed,
    ],
)
def test_a_text_on_its_way_or_taken_back_or_not_ones_own_is_no_trouble(
    talking: Tidewell, provider: PretendProvider, no_trouble: Callable[[Tidewell, PretendProvider], None]
) -> None:
    no_trouble(talking, provider)
    assert troubled(talking) == []


def test_it_stands_in_nobody_elses_inbox(failed: Tidewell) -> None:
    assert troubled(failed, failed.town.grace) == []
    assert troubled(failed, failed.town.hannah) == []


def test_a_thread_that_was_passed_on_is_nobodys_trouble(tidewell: Tidewell, provider: PretendProvider) -> None:
    town = tidewell.town
    tidewell.says(UNKNOWN, "is this the school")
    found = tidewell.inbox(town.priya)[0].conversation_id
    provider.script = [Rejected(21211)]
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        front_door.it_is_somebody_new(work, found, first_name="Ola")
        actions.reply(work, found, text="It is", once=str(new_id()))
    tidewell.deliver(provider)
    assert troubled(tidewell, town.priya) == [found]
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        front_door.pass_on(work, found, town.grace)
    assert troubled(tidewell, town.priya) == troubled(tidewell, town.grace) == []


def sends_another(failed: Tidewell) -> None:
    writes(failed, "Once more")


def sends_another_for_tomorrow(failed: Tidewell) -> None:
    writes(failed, "Once more", hours=20)


def logs_a_call(failed: Tidewell) -> None:
    with failed.database.writing(failed.staff(failed.town.neil)) as work:
        # The clock of the form has no seconds: the call may seem to have been before the text.
        at = work.now - timedelta(minutes=10)
        actions.log_talk(
            work, saras(failed), channel=Channel.CALL, words="Rang her", happened_at=at, once=str(new_id())
        )


def writes_a_note(failed: Tidewell) -> None:
    with failed.database.writing(failed.staff(failed.town.neil)) as work:
        actions.write_note(work, saras(failed), words="Asked the office for a number", once=str(new_id()))


@pytest.mark.parametrize("act", [sends_another, sends_another_for_tomorrow, logs_a_call, writes_a_note])
def test_another_text_a_call_or_a_note_settles_it(failed: Tidewell, act: Callable[[Tidewell], None]) -> None:
    before = mark(failed)
    assert troubled(failed) == [saras(failed)]
    act(failed)
    assert troubled(failed) == []
    assert mark(failed) != before


def takes_another_back(failed: Tidewell) -> None:
    message_id = writes(failed, "Once more", hours=1)
    with failed.database.writing(failed.staff(failed.town.neil)) as work:
        actions.take_back(work, message_id)


def says_no_answer_needed(failed: Tidewell) -> None:
    failed.says(SARA, "thanks!")
    with failed.database.writing(failed.staff(failed.town.neil)) as work:
        actions.no_answer_needed(work, saras(failed))


def the_family_writes(failed: Tidewell) -> None:
    failed.says(SARA, "are you there")


def an_automatic_reply_goes(failed: Tidewell) -> None:
    failed.says(SARA, "link")


def writes_to_somebody_else(failed: Tidewell) -> None:
    writes(failed, to=failed.town.ewa)


@pytest.mark.parametrize(
    "act",
    [
        takes_another_back,
        says_no_answer_needed,
        the_family_writes,
        an_automatic_reply_goes,
        writes_to_somebody_else,
    ],
)
def test_nothing_else_settles_it(failed: Tidewell, act: Callable[[Tidewell], None]) -> None:
    act(failed)
    assert troubled(failed) == [saras(failed)]


def test_a_note_written_before_it_was_known_does_not_settle_it(talking: Tidewell, provider: PretendProvider) -> None:
    message_id = writes(talking)
    talking.deliver(provider)
    talking.clock.move(seconds=20)
    writes_a_note(talking)
    fails(talking, message_id)
    assert troubled(talking) == [saras(talking)]


def test_a_text_that_fails_after_the_next_one_was_written_is_not_forgotten(
    talking: Tidewell, provider: PretendProvider
) -> None:
    first = writes(talking, "The trip is on Friday")
    talking.clock.move(seconds=20)
    second = writes(talking, "And bring his coat")
    talking.deliver(provider)
    talking.receipt(second, Progress.DELIVERED)
    fails(talking, first, code=30007)
    assert troubled(talking) == [saras(talking)]


def test_when_the_next_one_fails_as_well_it_stands_there_again_once(
    failed: Tidewell, provider: PretendProvider
) -> None:
    again = writes(failed, "Once more")
    failed.deliver(provider)
    assert troubled(failed) == []
    fails(failed, again)
    assert troubled(failed) == [saras(failed)]


def test_the_newest_trouble_stands_first_and_who_waits_is_left_to_those_who_wait(
    failed: Tidewell, provider: PretendProvider
) -> None:
    ewas = failed.thread(failed.town.neil, failed.town.ewa).id
    message_id = writes(failed, to=failed.town.ewa)
    failed.deliver(provider)
    fails(failed, message_id)
    assert troubled(failed) == [ewas, saras(failed)]
    failed.says(EWA, "dziękuję")
    with failed.database.reading(failed.staff(failed.town.neil)) as work:
        ids = arriving.not_arrived(work)
        assert [row.first_name for row in inbox.waiting(work)] == ["Ewa"]
        assert [row.first_name for row in inbox.not_waiting(work, ids)] == ["Sara"]
        assert inbox.the_rest(work, but=ids) == []
        assert inbox.not_waiting(work, []) == []


def test_somebody_elses_threads_stay_closed_whoever_asks_for_them(failed: Tidewell) -> None:
    ids = troubled(failed)
    with failed.database.reading(failed.staff(failed.town.grace)) as work:
        assert inbox.not_waiting(work, ids) == []


def test_it_is_looked_up_by_its_own_index_however_many_texts_there_are(failed: Tidewell) -> None:
    """One index for the few that failed, another for what followed in their threads; never the table."""
    with failed.database.writing(Command()) as work:
        line = work.session.exec(sa.select(Message.line_id).where(Message.line_id.is_not(None)).limit(1)).scalar()
        for count in range(300):
            work.session.add(delivered_long_ago(failed, count, line))
    with failed.database.reading(failed.staff(failed.town.neil)) as work:
        with asked(failed.database.engine) as seen:
            arriving.not_arrived(work)
        is_sqlite = failed.database.is_sqlite
        explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        connection = work.session.connection()
        if not is_sqlite:  # with so few rows it would rather read them all
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        statement, parameters = seen[-1]
        plan = "\n".join(map(str, connection.exec_driver_sql(explain + statement, parameters)))
    assert "ix_message_never_arrived" in plan, plan
    assert "ix_message_thread" in plan, plan
    assert "SCAN message" not in plan, plan
    assert "Seq Scan on message" not in plan, plan


def delivered_long_ago(tidewell: Tidewell, count: int, line_id: PhoneLineId | None) -> Message:
    at = tidewell.clock.now - timedelta(days=count + 1)
    return an_old_text(tidewell.town.neil, saras(tidewell), at=at, state=State.DELIVERED, line_id=line_id, number=SARA)
