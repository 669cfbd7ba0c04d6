"""Whatever is done in a thread stands in the record, with the family and whose thread it was; and so does reading one
that is not one's own, with why one may."""

from datetime import timedelta

import pytest

from app.domain.audit import actions as audit
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.audit.rules import Looking
from app.domain.conversations import actions, front_door, queries, unanswered
from app.domain.conversations.rules import Channel
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.people.models import Organisation, Term
from app.domain.permissions import actions as permissions
from app.domain.relationships import actions as relationships
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.invented_town import EWA, SARA, UNKNOWN


@pytest.fixture
def talking(tidewell):
    """Sara has written to Neil, who was told."""
    tidewell.says(SARA, "hi")
    tidewell.clock.move(minutes=1)
    return tidewell


def newest(tidewell, verb):
    found = [one for one in tidewell.every(AuditEntry) if one.verb == verb]
    assert found, f"nothing on record says {verb!r}"
    return max(found, key=lambda one: one.id)


def saras(tidewell):
    return tidewell.thread(tidewell.town.neil, tidewell.town.sara).id


def as_neil(tidewell):
    return tidewell.database.writing(tidewell.staff(tidewell.town.neil))


DOES = {
    "wrote to a family": lambda work, talk: actions.reply(work, talk, text="Good morning", once="a"),
    "no answer needed": actions.no_answer_needed,
    "staff note written": lambda work, talk: actions.write_note(work, talk, words="Ring on Friday", once="a"),
    "call written down": lambda work, talk: actions.log_talk(
        work, talk, channel=Channel.CALL, words="Mornings", happened_at=work.now, once="a"
    ),
    "visit written down": lambda work, talk: actions.log_talk(
        work, talk, channel=Channel.VISIT, words="Tea", happened_at=work.now, once="a"
    ),
    "private page sent": lambda work, talk: actions.send_link(work, talk, once="a"),
    "opened older messages to the family": actions.open_older,
}


@pytest.mark.parametrize("verb", DOES)
def test_what_somebody_does_in_a_thread_names_the_family_and_whose_thread_it_is(talking, verb):
    with as_neil(talking) as work:
        work.where_from = "Chrome on Windows, 203.0.113.9"
        DOES[verb](work, saras(talking))
    town, entry = talking.town, newest(talking, verb)
    assert (entry.actor_kind, entry.actor_id) == ("staff", town.neil)
    assert (entry.contact_id, entry.whose_id, entry.organisation_id) == (town.sara, town.neil, town.school)
    assert (entry.at, entry.where_from) == (talking.clock.now, "Chrome on Windows, 203.0.113.9")


def test_changing_and_taking_back_a_text_names_the_family(talking):
    tomorrow = talking.clock.now + timedelta(days=1)
    text = talking.replies(talking.town.neil, talking.town.sara, "See you", wanted=tomorrow)
    with as_neil(talking) as work:
        actions.change(work, text, text="See you at ten")
        actions.take_back(work, text)
    for verb in ("text changed before it went", "text taken back"):
        entry = newest(talking, verb)
        assert (entry.about_id, entry.contact_id, entry.whose_id) == (text, talking.town.sara, talking.town.neil)


def test_pressing_twice_is_one_entry(talking):
    for _ in range(2):
        with as_neil(talking) as work:
            actions.reply(work, saras(talking), text="Good morning", once="same")
    assert [one.verb for one in talking.every(AuditEntry)].count("wrote to a family") == 1


def test_no_word_of_a_message_stands_in_the_record(talking):
    with as_neil(talking) as work:
        actions.reply(work, saras(talking), text="unmistakable words", once="a")
        actions.write_note(work, saras(talking), words="unmistakable words", once="b")
    everything = "".join(map(str, [*talking.every(AuditEntry), *talking.every(AuditDetail)]))
    assert "unmistakable" not in everything and "hi" not in {one.words for one in talking.every(AuditDetail)}


def test_taking_no_answer_needed_back_names_the_family(talking):
    with as_neil(talking) as work:
        actions.no_answer_needed(work, saras(talking))
        unanswered.it_still_waits(work, saras(talking))
    assert newest(talking, "an answer is needed after all").contact_id == talking.town.sara


def test_the_front_door_names_who_it_turned_out_to_be(tidewell):
    town = tidewell.town
    tidewell.says(UNKNOWN, "hello its about Mia")
    (row,) = tidewell.inbox(town.priya)
    with tidewell.database.writing(tidewell.staff(town.priya)) as work:
        talk = front_door.it_is_somebody_new(work, row.conversation_id, first_name="Mo")
        front_door.pass_on(work, talk.id, town.grace)
        mo = talk.contact_id
    passed = newest(tidewell, "thread passed on")
    assert (passed.contact_id, passed.whose_id, passed.actor_id) == (mo, town.grace, town.priya)
    assert newest(tidewell, "contact named").contact_id == mo
    chosen = newest(tidewell, "person chosen")
    assert (chosen.contact_id, chosen.about_kind, chosen.about_id) == (mo, "membership", town.grace)


def looks(tidewell, who, thread):
    """Open a thread as a page does; gives what was written down about it."""
    with tidewell.database.reading(tidewell.staff(who)) as work:
        queries.mine_to_read(work, thread)
        queries.mine_to_read(work, thread)
    with tidewell.database.writing(work.actor) as record:
        audit.write_looks(record, work)
    return [one for one in tidewell.every(AuditEntry) if one.verb in set(Looking)]


def test_reading_ones_own_thread_is_no_entry(talking):
    assert looks(talking, talking.town.neil, saras(talking)) == []


def test_a_cover_who_reads_is_an_entry_that_says_so(talking):
    town = talking.town
    with as_neil(talking) as work:
        relationships.go_away(work, town.neil, by_id=town.grace, since=work.now, until=None)
    thread = saras_thread(talking)
    (entry,) = looks(talking, town.grace, thread)
    assert entry.verb == Looking.AS_COVER
    assert (entry.actor_id, entry.contact_id, entry.whose_id) == (town.grace, town.sara, town.neil)
    assert (entry.about_kind, entry.about_id, entry.organisation_id) == ("conversation", thread, town.school)


def saras_thread(tidewell):
    with tidewell.database.reading(Command()) as work:
        return queries.between(work, contact_id=tidewell.town.sara, membership_id=tidewell.town.neil).id


def test_whoever_reads_in_the_holidays_is_an_entry_that_says_so(talking):
    town, today = talking.town, talking.clock.now.date()
    with talking.database.writing(Command()) as work:
        begins = today + timedelta(days=30)
        work.session.add(Term(organisation_id=town.school, begins=begins, ends=begins + timedelta(days=60)))
        place = work.session.get(Organisation, town.school)
        place.holiday_reader_id = town.grace
        work.session.add(place)
    (entry,) = looks(talking, town.grace, saras_thread(talking))
    assert (entry.verb, entry.whose_id) == (Looking.IN_THE_HOLIDAYS, town.neil)


def test_whoever_is_on_duty_and_reads_where_nobody_may_is_an_entry_that_says_so(talking):
    town = talking.town
    with talking.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
        person = members.membership(work, town.neil)
        person.cleared_until = work.now - timedelta(days=1)
        work.session.add(person)
    (entry,) = looks(talking, town.priya, saras_thread(talking))
    assert (entry.verb, entry.actor_id, entry.whose_id) == (Looking.ON_DUTY, town.priya, town.neil)


def test_looking_for_a_family_stands_there_with_what_was_looked_for(tidewell):
    town = tidewell.town
    with tidewell.database.reading(tidewell.staff(town.neil)) as work:
        people.find(work, town.school, "  whit\n field ")
        people.find(work, town.school, " ")
    assert [(look.what, look.words) for look in work.looks] == [("looked for a family", "whit field")]


def test_what_is_said_of_a_phone_is_an_entry_for_everybody_who_uses_it(tidewell):
    town = tidewell.town
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work:
        number = people.numbers_of(work, town.dan)[0]
        permissions.freeze(work, town.charity, number)
        permissions.thaw(work, town.charity, number)
        permissions.freeze(work, town.charity, "+447700900999")
    for verb, whose in (
        ("phone frozen", {town.dan, town.kelly, None}),
        ("phone no longer frozen", {town.dan, town.kelly}),
    ):
        found = [one for one in tidewell.every(AuditEntry) if one.verb == verb]
        assert {one.contact_id for one in found} == whose
        assert {one.organisation_id for one in found} == {town.charity}


def test_a_stop_stands_in_the_record_of_the_organisation_whose_line_it_is(tidewell):
    tidewell.says(EWA, "STOP")
    entry = newest(tidewell, "said stop")
    assert (entry.actor_kind, entry.organisation_id) == ("provider", tidewell.town.school)


def test_a_child_is_an_entry_for_each_parent_at_home(tidewell):
    found = [one for one in tidewell.every(AuditEntry) if one.verb == "child added"]
    assert {tidewell.town.sara, tidewell.town.dan} <= {one.contact_id for one in found}
    assert new_id() not in {one.contact_id for one in found}
