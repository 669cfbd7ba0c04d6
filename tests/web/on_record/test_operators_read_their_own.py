"""/operator/record: what operators and the service did; never a family, and never who works where."""

import pytest

from app.domain.audit import actions as audit
from app.domain.people import lines, places
from app.foundation.actors import Clock, Command, Operator
from tests.web.on_record.conftest import Tidewell
from tests.web.trusted_person.conftest import words_of


def reads(tidewell: Tidewell) -> str:
    answer = tidewell.desk(tidewell.town.olive).get("/operator/record")
    assert answer.status_code == 200
    return words_of(answer)


def test_organisations_lines_and_invitations(tidewell: Tidewell) -> None:
    town = tidewell.town
    with tidewell.house.database.writing(Operator(town.olive)) as work:
        work.where_from = "Edge on Windows, 203.0.113.7"
        made = places.make_organisation(work, name="Tidewell Nurses", kind="health")
        lines.give_line(work, made.id, number="07700 900003")
    with tidewell.house.database.writing(Clock("close_places")) as work:
        audit.note(work, "member left", "membership", town.rhys, organisation_id=town.school)
    with tidewell.house.database.writing(Command()) as work:
        audit.note(work, "invited", "membership", town.priya, organisation_id=town.school)
    words = reads(tidewell)
    assert "Olive Hart made Tidewell Nurses. Edge on Windows, 203.0.113.7" in words
    assert "Olive Hart gave Tidewell Nurses the line 07700 900003." in words
    assert "Kettle ended somebody’s place at Tidewell Harbour School." in words
    assert "Somebody at the server’s keyboard invited somebody at Tidewell Harbour School." in words


def test_no_family_and_nobody_of_an_organisation_stands_there(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.grace_reads_sara()
    tidewell.notes(town.neil, "wrote to a family", town.sara)
    with tidewell.house.database.writing(Operator(town.olive)) as work:
        audit.note(work, "line given", "phone_line", None, organisation_id=town.school, contact_id=town.sara)
        audit.note(work, "hours set", "organisation", town.school, organisation_id=town.school)
    before_that, words = "10:30", reads(tidewell)
    for stranger in ("Sara", "Neil", "Grace", "Priya", "Rhys", "Ewa", "conversation", "opening hours", "/family/"):
        assert stranger not in words
    assert "Olive Hart gave" not in words and before_that not in words.split("Nobody", 1)[0][:200]


def test_looking_at_it_is_on_record(tidewell: Tidewell) -> None:
    reads(tidewell)
    (entry,) = tidewell.on_record("looked at the service's record")
    assert (entry.actor_kind, entry.actor_id) == ("operator", tidewell.town.olive)
    assert "Olive Hart looked at this record." in reads(tidewell)


@pytest.mark.parametrize("who", ["priya", "amina", "neil", "ben", "tom"])
def test_whoever_is_no_operator_finds_nothing_there(tidewell: Tidewell, who: str) -> None:
    desk = tidewell.desk(getattr(tidewell.town, who))
    theirs, nothing = desk.get("/operator/record"), desk.get("/operator/nothing")
    assert theirs.status_code == nothing.status_code == 404
