"""LINK: a private page for somebody known, alone on their phone, and only so often; else their person sees the wish."""

import re
from datetime import time

import pytest

from app.domain.conversations import actions
from app.domain.permissions import actions as permissions
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilyLink
from app.domain.reception import actions as reception
from app.foundation.actors import Anybody, Command
from app.foundation.errors import Refused
from app.foundation.identifiers import new_id
from app.invented_town import CHARITY_LINE, EWA, MARSH, SARA, SCHOOL_LINE, UNKNOWN
from tests.tidewell import ANYBODY


def secret_in(text: str) -> str:
    found = re.search(r"/my/([\w-]{32})$", text)
    assert found, text
    return found.group(1)


def test_link_brings_a_link_that_works_and_nobody_has_to_answer(tidewell, provider):
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    [text] = provider.on_phone(SARA)
    assert text.startswith("Automatic reply")
    with tidewell.database.reading(ANYBODY) as work:
        assert private_links.is_usable(private_links.link(work, secret_in(text)), work.now)
    assert tidewell.inbox(tidewell.town.neil) == []
    stored = " ".join(tidewell.bodies(tidewell.town.neil, tidewell.town.sara))
    assert secret_in(text) not in stored, "no secret lies in a thread"


def test_somebody_who_was_waiting_already_goes_on_waiting(tidewell, provider):
    tidewell.says(SARA, "please help")
    tidewell.clock.move(minutes=1)
    tidewell.says(SARA, "LINK")
    assert len(tidewell.inbox(tidewell.town.neil)) == 1


def test_a_newer_link_ends_the_older_one(tidewell, provider):
    for _ in range(2):
        tidewell.says(SARA, "LINK")
        tidewell.deliver(provider)
        tidewell.clock.move(minutes=1)
    old, new = (secret_in(text) for text in provider.on_phone(SARA))
    with tidewell.database.reading(ANYBODY) as work:
        assert not private_links.is_usable(private_links.link(work, old), work.now)
        assert private_links.is_usable(private_links.link(work, new), work.now)


@pytest.mark.parametrize(
    ("number", "line", "reader"), [(MARSH, CHARITY_LINE, "joyce"), (UNKNOWN, SCHOOL_LINE, "priya")]
)
def test_on_a_shared_or_an_unknown_phone_there_is_no_link_and_the_person_sees_the_wish(
    tidewell, provider, number, line, reader
):
    tidewell.says(number, "LINK", line=line)
    tidewell.deliver(provider)
    assert provider.ledger == []
    assert tidewell.every(FamilyLink) == []
    [row] = tidewell.inbox(getattr(tidewell.town, reader))
    assert tidewell.entries(getattr(tidewell.town, reader), row.conversation_id)[0].body == "LINK"


def test_a_family_that_wants_no_links_gets_none_and_its_person_sees_the_wish(tidewell, provider):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads="en", wants_links=False)
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert provider.ledger == []
    assert len(tidewell.inbox(tidewell.town.neil)) == 1


def test_after_three_in_an_hour_or_five_in_a_day_the_person_sees_the_wish_instead(tidewell, provider):
    for _ in range(4):
        tidewell.says(SARA, "LINK")
        tidewell.clock.move(minutes=1)
    assert len(tidewell.inbox(tidewell.town.neil)) == 1
    for _ in range(4):
        tidewell.clock.move(minutes=61)
        tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 5
    tidewell.says(EWA, "LINK")
    tidewell.deliver(provider)
    assert len(provider.on_phone(EWA)) == 1, "another phone has limits of its own"


def test_a_wish_too_many_lies_in_front_of_the_person_like_any_message_and_no_text_goes(tidewell, provider):
    neil = tidewell.town.neil
    for _ in range(3):
        tidewell.says(SARA, "LINK")
        tidewell.clock.move(minutes=1)
    assert tidewell.inbox(neil) == []
    assert tidewell.notices(neil, "ping") == []
    tidewell.says(SARA, "Link.")
    tidewell.deliver(provider)
    [row] = tidewell.inbox(neil)
    assert tidewell.entries(neil, row.conversation_id)[-1].body == "Link."
    assert len(tidewell.notices(neil, "ping")) == 1
    assert len(provider.on_phone(SARA)) == 3
    tidewell.replies(neil, tidewell.town.sara, "Did none of the links open?")
    assert tidewell.inbox(neil) == []


def test_at_night_who_asks_at_night_gets_it_at_night_but_not_when_we_come_round_to_it_hours_later(tidewell, provider):
    tidewell.clock.set(tidewell.clock.now.replace(hour=23))
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1
    tidewell.texts(EWA, "LINK")
    tidewell.clock.move(hours=3)
    tidewell.sort()
    tidewell.deliver(provider)
    assert provider.on_phone(EWA) == []
    tidewell.clock.set(tidewell.clock.now.replace(hour=8))
    tidewell.deliver(provider)
    assert len(provider.on_phone(EWA)) == 1


def test_not_in_hours_that_the_family_closed(tidewell, provider):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads="en", closed_from=time(9), closed_until=time(12))
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert provider.ledger == []
    tidewell.clock.move(hours=2)
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1


def wants_a_new_one(tidewell) -> bool:
    with tidewell.database.writing(Anybody()) as work:
        return reception.take_in_wish_for_link(
            work, contact_id=tidewell.town.sara, line_number=SCHOOL_LINE, number=SARA
        )


def test_an_expired_page_brings_a_new_link_to_the_same_phone_once(tidewell, provider):
    tidewell.says(SARA, "hello")
    assert wants_a_new_one(tidewell)
    assert not wants_a_new_one(tidewell), "one waits already"
    tidewell.sort()
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1


def test_an_expired_page_brings_no_more_links_than_texting_does(tidewell, provider):
    tidewell.says(SARA, "hello")
    for _ in range(6):
        wants_a_new_one(tidewell)
        tidewell.sort()
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 3


def test_an_expired_page_brings_nothing_to_a_phone_that_said_stop_or_is_shared_by_now(tidewell, provider):
    tidewell.says(SARA, "STOP")
    wants_a_new_one(tidewell)
    tidewell.sort()
    tidewell.deliver(provider)
    assert provider.ledger == []


def send_link(tidewell, desk, contact) -> None:
    thread = tidewell.thread(desk, contact)
    with tidewell.database.writing(tidewell.staff(desk)) as work:
        actions.send_link(work, thread.id, once=str(new_id()))


def test_staff_may_send_a_link_by_hand_but_not_to_a_shared_phone_or_a_stranger(tidewell, provider):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    send_link(tidewell, town.neil, town.sara)
    tidewell.deliver(provider)
    assert provider.on_phone(SARA)[0].startswith("Neil ")
    tidewell.says(MARSH, "hello", line=CHARITY_LINE)
    [row] = tidewell.inbox(town.joyce)
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work, pytest.raises(Refused, match="share"):
        actions.send_link(work, row.conversation_id, once="a")
    tidewell.says(UNKNOWN, "hello")
    [row] = tidewell.inbox(town.priya)
    with tidewell.database.writing(tidewell.staff(town.priya)) as work, pytest.raises(Refused, match="who this is"):
        actions.send_link(work, row.conversation_id, once="b")


def test_a_link_ends_after_a_day(tidewell, provider):
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    tidewell.clock.move(hours=24)
    with tidewell.database.reading(ANYBODY) as work:
        assert not private_links.is_usable(private_links.link(work, secret_in(provider.on_phone(SARA)[0])), work.now)
