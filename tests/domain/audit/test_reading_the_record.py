"""The record of one organisation is nobody else's, and is found by day, by colleague, by kind, stretch by stretch."""

from datetime import timedelta

import pytest

from app.domain.audit import actions as audit
from app.domain.audit import queries
from app.domain.audit.queries import PAGE, Wanted
from app.foundation.actors import Clock, Operator, Provider, Staff
from app.foundation.errors import NotFound
from app.foundation.identifiers import new_id


def noted(tidewell, who, verb, about_kind="organisation", about_id=None, **more):
    with tidewell.database.writing(who) as work:
        return audit.note(work, verb, about_kind, about_id or new_id(), **more).id


def of(tidewell, place, wanted=None, *, before=None):
    with tidewell.database.reading(Clock("test")) as work:
        return queries.of_organisation(work, place, wanted or Wanted(), before=before)


def verbs(stretch):
    return [one.verb for one in stretch.entries]


@pytest.fixture
def neil(tidewell):
    return Staff(tidewell.town.neil, tidewell.town.school)


def test_an_organisation_reads_what_happened_there_and_nothing_of_another(tidewell, neil):
    tidewell.clock.move(hours=1)
    noted(tidewell, neil, "hours set")
    noted(tidewell, Staff(tidewell.town.tom, tidewell.town.council), "terms set")
    noted(tidewell, Operator(tidewell.town.olive), "line given", organisation_id=tidewell.town.school)
    noted(tidewell, Operator(tidewell.town.olive), "line given", organisation_id=tidewell.town.council)
    assert verbs(of(tidewell, tidewell.town.school))[:2] == ["line given", "hours set"]
    assert "terms set" not in verbs(of(tidewell, tidewell.town.school))
    assert verbs(of(tidewell, tidewell.town.council))[:2] == ["line given", "terms set"]
    school, council = (
        {one.id for one in of(tidewell, place).entries} for place in (tidewell.town.school, tidewell.town.council)
    )
    assert not school & council


def test_a_day_from_midnight_to_midnight(tidewell, neil):
    morning = tidewell.clock.now
    tidewell.clock.move(days=1)
    noted(tidewell, neil, "hours set")
    tidewell.clock.move(days=1)
    noted(tidewell, neil, "terms set")
    day = Wanted(since=morning + timedelta(days=1), until=morning + timedelta(days=2))
    assert verbs(of(tidewell, tidewell.town.school, day)) == ["hours set"]


def test_a_colleague_is_found_as_who_acts_as_who_it_is_about_and_as_whose_thread_it_is(tidewell, neil):
    town = tidewell.town
    tidewell.clock.move(hours=1)
    grace = Staff(town.grace, town.school)
    noted(tidewell, neil, "hours set")
    noted(tidewell, grace, "away", "membership", town.neil)
    noted(tidewell, grace, "read a thread: cover", "conversation", whose_id=town.neil)
    noted(tidewell, grace, "terms set")
    since = tidewell.clock.now
    found = of(tidewell, town.school, Wanted(colleague_id=town.neil, since=since))
    assert verbs(found) == ["read a thread: cover", "away", "hours set"]


def test_only_some_kinds(tidewell, neil):
    tidewell.clock.move(hours=1)
    noted(tidewell, neil, "hours set")
    noted(tidewell, neil, "copied a thread")
    assert verbs(of(tidewell, tidewell.town.school, Wanted(verbs={"copied a thread"}))) == ["copied a thread"]
    assert verbs(of(tidewell, tidewell.town.school, Wanted(verbs=()))) == []


def test_stretch_by_stretch_each_entry_comes_once_also_those_of_one_instant(tidewell, neil):
    tidewell.clock.move(hours=1)
    made = [noted(tidewell, neil, "hours set") for _ in range(2 * PAGE + 5)]
    only = Wanted(verbs={"hours set"})
    seen, before = [], None
    for size in (PAGE, PAGE, 5):
        stretch = of(tidewell, tidewell.town.school, only, before=before)
        assert len(stretch.entries) == size
        seen += [one.id for one in stretch.entries]
        before = stretch.older_before
    assert before is None
    assert seen == list(reversed(made))


@pytest.mark.parametrize("cursor", ["x", "_", "1_2", "nan_x", "inf_01a202d3-24b4-72b4-8339-dd3739bd64c6", "0" * 500])
def test_a_cursor_that_is_none_finds_nothing(tidewell, cursor):
    with pytest.raises(NotFound):
        of(tidewell, tidewell.town.school, before=cursor)


def test_why_stands_beside_it_until_it_is_forgotten(tidewell, neil):
    tidewell.clock.move(hours=1)
    noted(tidewell, neil, "copied a thread", words="the meeting on\x00 Tuesday")
    (found,) = of(tidewell, tidewell.town.school, Wanted(verbs={"copied a thread"})).entries
    assert found.words == "the meeting on� Tuesday"


def test_operators_read_what_they_and_the_service_did_never_about_a_family(tidewell, neil):
    town = tidewell.town
    tidewell.clock.move(hours=1)
    olive, kinds = Operator(town.olive), {"line given", "member left", "said stop"}
    noted(tidewell, olive, "line given", organisation_id=town.school)
    noted(tidewell, Clock("close_places"), "member left", "membership", town.neil, organisation_id=town.school)
    noted(tidewell, neil, "member left", "membership", town.grace)
    noted(tidewell, Provider(), "said stop", "phone_line", organisation_id=town.school)
    noted(tidewell, olive, "line given", organisation_id=town.school, contact_id=town.sara)
    noted(tidewell, olive, "hours set", organisation_id=town.school)
    with tidewell.database.reading(olive) as work:
        found = [one for one in queries.by_the_service(work, kinds).entries if one.at == tidewell.clock.now]
    assert [one.verb for one in found] == ["member left", "line given"]
    assert found[0].actor_kind == "clock"


def test_the_looks_at_a_family_are_those_of_all_its_ids_and_end_where_something_is_held_back(tidewell, neil):
    town, unknown = tidewell.town, new_id()
    tidewell.clock.move(hours=1)
    grace, begun = Staff(town.grace, town.school), tidewell.clock.now
    for contact in (town.sara, unknown, town.ewa):
        noted(tidewell, grace, "read a thread: cover", "conversation", contact_id=contact)
        noted(tidewell, grace, "wrote to a family", "message", contact_id=contact)
        tidewell.clock.move(minutes=1)
    with tidewell.database.reading(grace) as work:
        found = queries.looks_at(work, [town.sara, unknown])
        assert [(one.verb, one.contact_id) for one in found.entries] == [
            ("read a thread: cover", unknown),
            ("read a thread: cover", town.sara),
        ]
        until = queries.looks_at(work, [town.sara, unknown], until=begun + timedelta(minutes=1))
        assert [one.contact_id for one in until.entries] == [town.sara]
        assert queries.looks_at(work, [town.sara], until=begun).entries == ()


def test_one_entry_by_its_id_and_the_newest_about_something(tidewell, neil):
    town = tidewell.town
    tidewell.clock.move(hours=1)
    earlier = noted(tidewell, neil, "away", "membership", town.grace, words="Neil")
    later = noted(tidewell, neil, "away", "membership", town.grace, words="Priya")
    noted(tidewell, neil, "back", "membership", town.grace)
    with tidewell.database.reading(neil) as work:
        assert queries.one(work, earlier).words == "Neil"
        assert queries.one(work, new_id()) is None
        assert queries.newest_about(work, {"away"}, [town.grace, town.neil])[town.grace].id == later
