"""The record is only ever added to, and the database itself insists; words that say why can be forgotten."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.domain.audit import actions as audit
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.people import actions as people
from app.domain.people.models import Contact
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import new_id


@pytest.fixture
def entry(tidewell):
    """Priya left at once, and why."""
    with tidewell.database.writing(tidewell.staff(tidewell.town.amina)) as work:
        made = audit.note(work, "left at once", "membership", tidewell.town.priya, words="she moved to another town")
    return made.id


def everything(tidewell):
    return sorted(map(str, tidewell.every(AuditEntry)))


CHANGES = {
    "change": "UPDATE audit_entry SET verb = 'nothing happened'",
    "change who": "UPDATE audit_entry SET actor_id = NULL WHERE actor_id IS NOT NULL",
    "delete": "DELETE FROM audit_entry",
    "delete one": "DELETE FROM audit_entry WHERE verb = 'left at once'",
    "change when inserting": (
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE true "
        "ON CONFLICT (id) DO UPDATE SET verb = 'nothing happened'"
    ),
}
ON_ONE = {
    "sqlite": ["REPLACE INTO audit_entry SELECT * FROM audit_entry"],
    "postgres": ["TRUNCATE audit_entry CASCADE", "TRUNCATE audit_entry, audit_detail"],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_statement_changes_or_deletes_an_entry(tidewell, entry, change):
    before = everything(tidewell)
    refused(tidewell, change)
    assert everything(tidewell) == before


def test_no_statement_of_one_database_alone_does_so_either(tidewell, entry, backend):
    before = everything(tidewell)
    for change in ON_ONE[backend]:
        refused(tidewell, change)
    assert everything(tidewell) == before


def refused(tidewell, change):
    with pytest.raises(DBAPIError, match="the audit is only added to"), tidewell.database.writing(Command()) as work:
        work.session.connection().execute(sa.text(change))


def test_an_entry_in_hand_cannot_be_changed_either(tidewell, entry):
    with (
        pytest.raises(DBAPIError, match="the audit is only added to"),
        tidewell.database.writing(Command()) as work,
    ):
        found = work.session.get(AuditEntry, entry)
        found.verb = "stayed"
        work.session.add(found)


def test_its_words_can_be_forgotten_and_the_entry_stays(tidewell, entry):
    with tidewell.database.writing(Command()) as work:
        work.session.connection().execute(sa.delete(AuditDetail))
    assert [one.verb for one in tidewell.every(AuditEntry) if one.id == entry] == ["left at once"]
    assert tidewell.every(AuditDetail) == []


@pytest.fixture
def full(tidewell):
    """No entry can be written any more: the disk is full, say."""
    with tidewell.database.writing(Command()) as work:
        run = work.session.connection().execute
        if tidewell.database.is_sqlite:
            run(
                sa.text("CREATE TRIGGER full_ BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'disk full'); END")
            )
        else:
            run(
                sa.text(
                    "CREATE FUNCTION full_() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
                )
            )
            run(sa.text("CREATE TRIGGER full_ BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION full_()"))
    return tidewell


def test_what_cannot_be_put_on_record_does_not_happen(full):
    town = full.town
    with pytest.raises(DBAPIError, match="disk full"), full.database.writing(full.staff(town.neil)) as work:
        people.add_contact(work, town.school, first_name="Mia")
    assert "Mia" not in {one.first_name for one in full.every(Contact)}


def test_a_look_that_cannot_be_put_on_record_is_an_error(full):
    with full.database.reading(Staff(full.town.grace, full.town.school)) as looking:
        looking.looked_at("read a thread", "conversation", new_id())
    with pytest.raises(DBAPIError, match="disk full"), full.database.writing(looking.actor) as work:
        audit.write_looks(work, looking)


def test_a_page_that_looks_again_by_itself_is_one_look_every_ten_minutes(tidewell):
    thread, grace = new_id(), Staff(tidewell.town.grace, tidewell.town.school)

    def looks_for(minutes):
        for _ in range(minutes * 6):
            with tidewell.database.reading(grace) as looking:
                looking.looked_at("read a thread", "conversation", thread)
            with tidewell.database.writing(grace) as work:
                audit.write_looks(work, looking)
            tidewell.clock.move(seconds=10)

    looks_for(minutes=21)
    assert len([one for one in tidewell.every(AuditEntry) if one.about_id == thread]) == 3


def test_each_thing_looked_for_is_a_look_of_its_own(tidewell):
    grace = Staff(tidewell.town.grace, tidewell.town.school)
    with tidewell.database.reading(grace) as looking:
        looking.looked_at("looked for a family", "organisation", tidewell.town.school, words="whit")
        looking.looked_at("looked for a family", "organisation", tidewell.town.school, words="kowal")
    for _ in range(2):
        with tidewell.database.writing(grace) as work:
            audit.write_looks(work, looking)
    assert sorted(one.words for one in tidewell.every(AuditDetail)) == ["kowal", "kowal", "whit", "whit"]
