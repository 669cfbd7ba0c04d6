"""Whoever reads a colleague's thread or opens a family's page is on record before the page leaves: no record, no page.

Read off the list of addresses, so that a page that nobody thought of fails here.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.routing import Rule

from app.domain.audit.models import AuditEntry
from app.domain.audit.rules import Looking
from app.domain.conversations.models import Conversation, Message
from app.domain.people.models import Contact
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.domain.relationships import actions as relationships
from app.foundation.actors import Command, Provider
from app.foundation.identifiers import ConversationId, new_id
from app.foundation.telephony import Inbound
from app.invented_town import SCHOOL_LINE, UNKNOWN
from tests.web.on_record.conftest import Tidewell

SARAS_WORDS = "sleeping"


def rules(application: Flask, argument: str) -> Iterator[Rule]:
    """Every page (GET) whose address names such a thing and nothing else."""
    for rule in application.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments == {argument} and not rule.endpoint.startswith("family"):
            yield rule


def opened(tidewell: Tidewell, rule: Rule, who: UUID, **values: object) -> list[AuditEntry]:
    """Open a page; gives what was put on record about it. Nothing where there is no such page for them."""
    before = {one.id for one in tidewell.on_record()}
    with tidewell.application.test_request_context():
        path = rule.build(values)[1]  # type: ignore[index]
    answer = tidewell.desk(who).get(path)
    if answer.status_code != 200:
        return [AuditEntry(at=tidewell.clock.now, actor_kind="", verb="no page", about_kind="")]
    return [one for one in tidewell.on_record() if one.id not in before and one.verb != "signed in"]


def test_every_page_about_a_family_is_a_look_for_whoever_is_not_its_person(tidewell: Tidewell) -> None:
    found = {rule.endpoint for rule in rules(tidewell.application, "contact_id")}
    assert {"organisation.family_member", "trusted_person.hello", "safeguarding.who_has_looked"} <= found
    for rule in rules(tidewell.application, "contact_id"):
        for who in (tidewell.town.priya, tidewell.town.amina):
            (entry,) = opened(tidewell, rule, who, contact_id=tidewell.town.sara)
            if entry.verb != "no page":
                assert (entry.actor_id, entry.contact_id) == (who, tidewell.town.sara), rule
                assert entry.where_from.startswith("Chrome on Windows"), rule
        tidewell.clock.move(minutes=11)


def test_every_page_about_a_thread_is_a_look_for_whoever_stands_in(tidewell: Tidewell) -> None:
    tidewell.neil_is_away()
    found = list(rules(tidewell.application, "conversation_id"))
    assert {"trusted_person.conversation", "trusted_person.entries"} <= {rule.endpoint for rule in found}
    looked = 0
    for rule in found:
        entries = opened(tidewell, rule, tidewell.town.grace, conversation_id=tidewell.saras)
        for entry in entries:
            assert entry.verb in {Looking.AS_COVER, "no page"}, rule
            looked += entry.verb == Looking.AS_COVER and entry.contact_id == tidewell.town.sara
        assert entries, rule
        tidewell.clock.move(minutes=11)
    assert looked >= 3


def test_ones_own_families_and_threads_are_no_looks(tidewell: Tidewell) -> None:
    town, neil = tidewell.town, tidewell.desk(tidewell.town.neil)
    before = len(tidewell.on_record())
    assert neil.get(f"/conversation/{tidewell.saras}").status_code == 200
    assert neil.get(f"/family/{town.sara}").status_code == 200
    assert neil.get("/inbox").status_code == 200
    assert len(tidewell.on_record()) == before


def test_looking_into_the_front_door_of_a_colleague_is_a_look(tidewell: Tidewell) -> None:
    town, thread = tidewell.town, at_priyas_front_door(tidewell)
    with tidewell.house.database.writing(tidewell.staff(town.priya)) as work:
        relationships.go_away(work, town.priya, by_id=town.grace, since=work.now, until=None)
    grace = tidewell.desk(town.grace)
    assert grace.post(f"/front-door/{thread}/find", data={"fragment": "whit"}).status_code == 200
    (entry,) = tidewell.on_record(Looking.AS_COVER)
    assert (entry.about_id, entry.whose_id) == (thread, town.priya)
    assert [tidewell.why(one) for one in tidewell.on_record("looked for a family")] == ["whit"]


def at_priyas_front_door(tidewell: Tidewell) -> ConversationId:
    with tidewell.house.database.writing(Provider()) as work:
        reception.take_in(
            work, Inbound(f"SM{new_id().hex}", SCHOOL_LINE, UNKNOWN, "is this the school"), kind=Kind.TEXT
        )
    sorting.sort_arrivals(tidewell.house.database)
    with tidewell.house.database.reading(Command()) as work:
        query = select(Conversation.id).join(Contact, Contact.id == Conversation.contact_id)  # type: ignore[arg-type]
        return work.session.exec(query.where(Contact.is_known == False)).one()  # noqa: E712


@pytest.mark.parametrize("path", ["/conversation/{saras}", "/conversation/{saras}/entries", "/family/{ewa}", "/record"])
def test_when_it_cannot_be_written_the_page_does_not_leave(tidewell: Tidewell, path: str) -> None:
    tidewell.neil_is_away()
    whole = path.format(saras=tidewell.saras, ewa=tidewell.town.ewa)
    desk = tidewell.desk(tidewell.town.priya if path == "/record" else tidewell.town.grace)
    tidewell.disk_is_full()
    answer = desk.get(whole)
    assert answer.status_code == 500
    for personal in (SARAS_WORDS, "Sara", "Ewa", "900111", "Kowalczyk"):
        assert personal not in answer.text


@pytest.mark.parametrize("path", ["/find", "/safeguarding/find"])
def test_when_it_cannot_be_written_nobody_is_found(tidewell: Tidewell, path: str) -> None:
    desk = tidewell.desk(tidewell.town.amina)
    tidewell.disk_is_full()
    answer = desk.post(path, data={"fragment": "whit"})
    assert answer.status_code == 500 and "Sara" not in answer.text


def test_when_it_cannot_be_written_nothing_is_done(tidewell: Tidewell) -> None:
    neil, contact = tidewell.desk(tidewell.town.neil), tidewell.town.sara
    tidewell.disk_is_full()
    assert neil.post(f"/conversation/{tidewell.saras}/reply", data={"text": "unrecorded"}).status_code == 500
    assert neil.post(f"/conversation/{tidewell.saras}/note", data={"note": "unrecorded"}).status_code == 500
    assert neil.post(f"/family/{contact}", data={"reads": "pl"}).status_code == 500
    with tidewell.house.database.reading(Command()) as work:
        assert work.session.exec(select(Message).where(Message.body == "unrecorded")).first() is None


def test_a_family_that_finds_the_record_full_is_told_in_its_own_words(tidewell: Tidewell) -> None:
    phone = tidewell.page_of(tidewell.town.sara)
    tidewell.disk_is_full()
    answer = phone.post("/my/language", data={"reads": "pl"})
    assert answer.status_code == 500 and "Sorry, that did not work" in answer.text
    assert phone.get("/my/who-has-looked").status_code == 200


def test_a_page_that_looks_again_by_itself_is_one_look_every_ten_minutes(tidewell: Tidewell) -> None:
    tidewell.neil_is_away()
    grace = tidewell.desk(tidewell.town.grace)
    path = f"/conversation/{tidewell.saras}/entries"
    for _ in range(13):
        grace.get(path)
        tidewell.clock.move(seconds=100)
    assert len(tidewell.on_record(Looking.AS_COVER)) == 3
