"""Promise 12. A text on a locked screen gives nothing away; quiet hours hold; nothing personal stands in a log."""

import io
import logging
import sys
from datetime import timedelta

import pytest
import structlog

from app.domain.conversations import actions, receiving
from app.domain.permissions import actions as permissions
from app.foundation import log
from app.foundation.actors import Command, Family
from app.foundation.errors import Refused
from app.foundation.identifiers import new_id
from app.foundation.telephony import Progress, Rejected
from app.invented_town import EWA, SARA, UNKNOWN
from tests.pretend_provider import Play

LOCK_SCREEN = 40  # characters that a phone shows while it is locked
TELLING = ("school", "tidewell", "council", "door", "ellie", "whitfield", "absen", "attend", "social", "police", "http")


@pytest.fixture
def lines():
    """The log as an operator gets it, everything at the lowest level. Call it for all of it so far."""
    root, written, real = logging.getLogger(), io.StringIO(), sys.stderr
    handlers, level = root.handlers[:], root.level
    sys.stderr = written
    log.set_up(level=logging.DEBUG)
    sys.stderr = real
    yield written.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_after_the_hello_a_locked_screen_shows_a_first_name_and_what_was_typed_and_nothing_else(tidewell, provider):
    town = tidewell.town
    tidewell.says_hello(town.neil, town.sara)
    tidewell.deliver(provider)
    tidewell.clock.move(minutes=5)
    tidewell.says(SARA, "hello")
    tidewell.replies(town.neil, town.sara, "Tea?")
    thread = tidewell.thread(town.neil, town.sara)
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        actions.send_link(work, thread.id, once=str(new_id()))
    for words in ("LINK", "STOP", "START"):
        tidewell.deliver(provider)
        tidewell.clock.move(minutes=1)
        tidewell.says(SARA, words)
    tidewell.deliver(provider)
    _hello, *texts = provider.on_phone(SARA)
    assert len(texts) == 4
    for text in texts:
        shown = text[:LOCK_SCREEN].casefold()
        assert not [word for word in TELLING if word in shown], shown


def test_a_link_stands_behind_what_a_locked_screen_shows(tidewell, provider):
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    [text] = provider.on_phone(SARA)
    assert text.index("http") > LOCK_SCREEN


def test_the_first_text_of_all_has_no_link_and_cannot_be_given_one(tidewell, provider):
    tidewell.says_hello(tidewell.town.neil, tidewell.town.sara)
    tidewell.deliver(provider)
    assert "http" not in provider.on_phone(SARA)[0]
    for words in ("see https://tidewell.example", "WWW.tidewell.example"):
        with (
            pytest.raises(Refused, match="no link"),
            tidewell.database.writing(tidewell.staff(tidewell.town.grace)) as work,
        ):
            actions.say_hello(work, tidewell.town.ewa, giver="the office", words=words, once=str(new_id()))


@pytest.mark.parametrize("hour", [7, 20])
def test_at_night_nothing_that_a_person_writes_first_goes_and_in_the_morning_it_does(tidewell, provider, hour):
    tidewell.clock.set(tidewell.clock.now.replace(hour=hour))
    tidewell.says_hello(tidewell.town.neil, tidewell.town.sara)
    tidewell.deliver(provider)
    assert provider.ledger == []
    morning = tidewell.clock.now.replace(hour=8, minute=0) + timedelta(days=1 if hour >= 8 else 0)
    tidewell.clock.set(morning)
    tidewell.deliver(provider)
    assert len(provider.ledger) == 1


def test_no_text_may_still_be_on_its_way_after_eight_in_the_evening(tidewell, provider):
    tidewell.says(SARA, "hello")
    tidewell.clock.move(hours=2)
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    tidewell.deliver(provider)
    [taken] = provider.ledger
    assert taken.at + timedelta(seconds=taken.text.valid_for_seconds) <= tidewell.clock.now.replace(hour=20, minute=0)


def test_hours_that_leave_no_time_at_all_are_not_taken_as_a_wish(tidewell):
    from datetime import time

    with pytest.raises(Refused, match="no time"), tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads="en", closed_from=time(7), closed_until=time(21))


def test_a_family_sees_its_own_last_fortnight_and_never_another_family(tidewell):
    from app.domain.conversations import queries
    from app.foundation.errors import NotFound

    town = tidewell.town
    tidewell.says(SARA, "long ago")
    tidewell.clock.move(days=15)
    tidewell.texts(SARA, "today")
    tidewell.texts(EWA, "mine")
    tidewell.sort()
    sara, ewa = tidewell.thread(town.neil, town.sara), tidewell.thread(town.neil, town.ewa)
    with tidewell.database.reading(Family(town.sara, SARA)) as work:
        _, page = queries.for_family(work, town.sara, sara.id)
        assert [one.body for one in page.entries] == ["today"]
        with pytest.raises(NotFound):
            queries.for_family(work, town.sara, ewa.id)


CANARIES = ("Wxhitfield-canary", "canary-words-of-sara", SARA, "900111", UNKNOWN, "900155", "canary-reply")


def test_nothing_that_anybody_said_and_nobodys_name_or_number_stands_in_a_log(tidewell, provider, lines, monkeypatch):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        from app.domain.people import actions as people

        people.name_contact(work, town.sara, first_name="Sara", last_name="Wxhitfield-canary", relation="mum")
    real = receiving.receive

    def receive(work, said, caller):
        if said.number == UNKNOWN:
            raise ValueError(f"cannot read {said.body} of {said.number} Wxhitfield-canary")
        return real(work, said, caller)

    monkeypatch.setattr(receiving, "receive", receive)
    tidewell.texts(SARA, "canary-words-of-sara", fields={"From": SARA, "Body": "canary-words-of-sara"})
    tidewell.texts(UNKNOWN, "canary-words-of-sara from +447700900155")
    tidewell.sort()
    provider.script = [Play.TAKEN_BUT_THE_ANSWER_IS_LOST, Rejected(21610)]
    tidewell.replies(town.neil, town.sara, "canary-reply")
    tidewell.deliver(provider)
    provider.is_list_down = True
    tidewell.put_right(provider, minutes=3)
    tidewell.receipt(tidewell.messages()[-1].id, Progress.FAILED, code=30003)
    written = lines()
    assert "could not be sorted" in written, "there is something to read"
    assert not [canary for canary in CANARIES if canary in written], written
