"""Health for operators, counts only; and one word for whatever watches from outside."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations.health import how_many_wait, outbox_health
from app.domain.conversations.models import Conversation
from app.domain.conversations.rules import State
from app.domain.jobs import actions as jobs
from app.domain.jobs import queries as job_queries
from app.domain.reception import actions as reception
from app.domain.reception.rules import Kind
from app.foundation.actors import Clock, Command, Provider, Staff
from app.foundation.phone_numbers import for_people
from app.foundation.telephony import Inbound
from app.invented_town import EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, Town
from tests.clock import SettableClock

SignIn = Callable[[UUID], FlaskClient]


def ran(house: House, job: str = "tell_staff", failure: str = "") -> None:
    with house.database.writing(Clock(job)) as work:
        jobs.note_run(work, job, failure=failure)


def thread_of(house: House, contact_id: UUID) -> UUID:
    with house.database.reading(Command()) as work:
        found = work.session.exec(select(Conversation.id).where(Conversation.contact_id == contact_id)).first()
        assert found
        return found


def test_the_page_counts_what_waits(sign_in: SignIn, house: House, town: Town) -> None:
    with house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound(f"SM{uuid4().hex}", SCHOOL_LINE, SARA, "a secret word"), kind=Kind.TEXT)
    with house.database.writing(Staff(town.neil, town.school)) as work:
        conversations.reply(work, thread_of(house, town.ewa), text="a kind word", once="form:1")
    page = sign_in(town.olive).get("/operator/health").text
    counts = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="number">(\d+)</td>', page))
    assert counts["waiting to be handed on"] == "1"
    assert counts["on a phone"] == "3"
    assert counts["waiting to go, some of them for their time of day"] == "1"


def test_the_page_never_shows_a_word_a_name_or_a_number(sign_in: SignIn, house: House, town: Town) -> None:
    with house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound(f"SM{uuid4().hex}", SCHOOL_LINE, SARA, "a secret word"), kind=Kind.TEXT)
    ran(house, failure="ProviderUnreachable")
    page = sign_in(town.olive).get("/operator/health").text
    for word in ("secret word", "made my day", "Sara", "Ewa", "Imran", "Neil", "Hannah", "Tidewell"):
        assert word not in page
    for number in (SARA, EWA, IMRAN, MARSH, SCHOOL_LINE):
        assert number not in page
        assert for_people(number) not in page


def test_the_page_says_when_jobs_ran_and_how_they_failed(sign_in: SignIn, house: House, town: Town) -> None:
    olive = sign_in(town.olive)
    assert "Nothing has run by itself yet" in olive.get("/operator/health").text
    ran(house, failure="PostUnreachable")
    page = olive.get("/operator/health").text
    assert "Tell staff that somebody waits" in page
    assert "(PostUnreachable)" in page


def test_what_waits_too_long_is_said_above_everything(
    sign_in: SignIn, house: House, town: Town, clock: SettableClock
) -> None:
    with house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound(f"SM{uuid4().hex}", SCHOOL_LINE, SARA, "hello"), kind=Kind.TEXT)
    ran(house)
    olive = sign_in(town.olive)
    assert "Nothing waits longer than it should." in olive.get("/operator/health").text
    clock.move(minutes=10)
    assert "Something that arrived has been waiting since" in olive.get("/operator/health").text


def test_staff_who_are_no_operators_cannot_open_it(sign_in: SignIn, web: FlaskClient, town: Town) -> None:
    assert web.get("/operator/health").status_code == 302
    for person in (town.neil, town.priya, town.tom):
        answer = sign_in(person).get("/operator/health")
        assert answer.status_code == 404
        assert "waiting to be handed on" not in answer.text


def test_an_operator_opens_no_conversation(sign_in: SignIn, house: House, town: Town) -> None:
    thread = thread_of(house, town.sara)
    assert sign_in(town.neil).get(f"/conversation/{thread}").status_code == 200
    answer = sign_in(town.olive).get(f"/conversation/{thread}")
    assert answer.status_code == 404
    assert "made my day" not in answer.text


def test_a_text_for_tomorrow_morning_is_not_late(house: House, town: Town, clock: SettableClock) -> None:
    clock.move(hours=11)  # nine in the evening
    with house.database.writing(Staff(town.neil, town.school)) as work:
        conversations.reply(work, thread_of(house, town.sara), text="see you tomorrow", once="form:2")
    with house.database.reading(Command()) as work:
        outbox = outbox_health(work)
    assert outbox.by_state[State.QUEUED] == 1
    assert outbox.oldest_due is None
    clock.move(hours=12)
    with house.database.reading(Command()) as work:
        assert outbox_health(work).oldest_due is not None


def test_waiting_is_counted_by_person(house: House, town: Town) -> None:
    with house.database.reading(Command()) as work:
        assert how_many_wait(work) == {town.neil: 1, town.hannah: 1, town.joyce: 1}


def test_the_watcher_hears_ok_while_the_scheduler_runs(web: FlaskClient, house: House, clock: SettableClock) -> None:
    ran(house)
    clock.move(seconds=59)
    answer = web.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.content_type.startswith("text/plain")


def test_the_watcher_hears_when_the_scheduler_has_stopped(web: FlaskClient, house: House, clock: SettableClock) -> None:
    assert web.get("/health").status_code == 503
    ran(house)
    clock.move(seconds=61)
    answer = web.get("/health")
    assert (answer.status_code, answer.text) == (503, "the scheduler is not running\n")


def test_the_watcher_hears_when_the_database_does_not_answer(
    web: FlaskClient, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(_work: object) -> None:
        raise OperationalError("SELECT", {}, Exception("no connection"))

    monkeypatch.setattr(job_queries, "runs", no_answer)
    answer = web.get("/health")
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")
