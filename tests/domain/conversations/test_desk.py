"""What lies on a desk is the same on both databases: the list in stretches, the thread, and the family beside it."""

from collections.abc import Sequence

import pytest

from app.domain.conversations import queries
from app.domain.conversations.desk import inbox, one_thread
from app.domain.conversations.models import Conversation
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions.rules import Reason
from app.foundation.actors import Command
from app.foundation.errors import NotFound
from app.foundation.identifiers import ConversationId
from app.invented_town import CHARITY_LINE, MARSH, SARA
from tests.tidewell import Tidewell


def list_of(tidewell: Tidewell) -> Sequence[ConversationId]:
    """All of Neil's list that does not wait, stretch by stretch."""
    found: list[inbox.Row] = []
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        stretch = inbox.the_rest(work)
        while stretch:
            found += stretch
            stretch = inbox.the_rest(work, before=found[-1].last_at, before_id=found[-1].conversation_id)
    return [row.conversation_id for row in found]


def test_a_long_list_comes_in_stretches_and_loses_nobody_spoken_to_at_the_same_instant(tidewell: Tidewell) -> None:
    with tidewell.database.writing(Command()) as work:
        made = set()
        for count in range(inbox.LIST + 20):
            contact = Contact(organisation_id=tidewell.town.school, first_name=f"P{count}", created_at=work.now)
            work.session.add(contact)
            work.session.flush()
            talk = Conversation(
                organisation_id=tidewell.town.school,
                contact_id=contact.id,
                membership_id=tidewell.town.neil,
                opened_at=work.now,
                last_at=work.now,
            )
            work.session.add(talk)
            made.add(talk.id)
    found = list_of(tidewell)
    assert len(found) == len(made)
    assert set(found) == made


def test_the_thread_its_family_and_when_a_text_would_go_come_together(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "are you there")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        found = one_thread.open_thread(work, thread.id)
        assert [entry.body for entry in found.page.entries] == ["are you there"]
        assert (found.family.first_name, found.family.number, found.family.shares) == ("Sara", SARA, ())
        assert [child.first_name for child in found.family.children] == ["Ellie"]
        assert (found.writing.author, found.writing.number, found.writing.reason) == ("Neil", SARA, None)
        assert found.writing.goes(work.now).not_before == work.now


def test_stop_stands_on_the_desk(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "hello")
    tidewell.says(SARA, "STOP")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.reading(tidewell.staff(tidewell.town.neil)) as work:
        writing = one_thread.open_thread(work, thread.id).writing
        assert writing.reason is Reason.SAID_STOP
        assert not writing.is_possible


def test_a_shared_phone_names_the_other_one(tidewell: Tidewell) -> None:
    tidewell.says(MARSH, "hello", line=CHARITY_LINE)
    with tidewell.database.reading(Command()) as work:
        phones = people.phones_of(work, tidewell.town.dan)
        assert [(one.number, [other.first_name for other in one.others]) for one in phones] == [(MARSH, ["Kelly"])]


def test_a_colleague_finds_nothing_there(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with tidewell.database.reading(tidewell.staff(tidewell.town.grace)) as work:
        with pytest.raises(NotFound):
            one_thread.open_thread(work, thread.id)
        assert queries.mine_with(work, [tidewell.town.sara]) == {}


def test_the_mark_of_an_inbox_changes_with_every_wait(tidewell: Tidewell) -> None:
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    neil = tidewell.staff(tidewell.town.neil)
    with tidewell.database.reading(neil) as work:
        before = inbox.inbox_mark(work)
        assert inbox.inbox_mark(work) == before
    with tidewell.database.writing(Command()) as work:
        found = work.session.get(Conversation, thread.id)
        assert found is not None
        found.waiting_since = None
        work.session.add(found)
    with tidewell.database.reading(neil) as work:
        assert inbox.inbox_mark(work) != before
