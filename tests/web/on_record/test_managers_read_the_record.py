"""What a manager reads on /record: what happened in their own organisation, in words, and never a word of a message."""

import re
from datetime import timedelta

import pytest

from app.domain.audit import actions as audit
from app.domain.audit.rules import Looking
from app.domain.conversations import actions as conversations
from app.domain.people import clearance, places
from app.domain.people.models import Membership
from app.domain.people.rules import Check
from app.foundation.actors import Anybody, Clock, Operator, Provider
from app.foundation.identifiers import new_id
from tests.asked import asked
from tests.web.on_record.conftest import Tidewell
from tests.web.trusted_person.conftest import words_of


def reads(tidewell: Tidewell, who=None, **chosen: str) -> str:
    answer = tidewell.desk(who or tidewell.town.priya).get("/record", query_string=chosen)
    assert answer.status_code == 200
    return words_of(answer).replace(" ’s", "’s").replace(" :", ":")


def test_what_staff_did_stands_there_in_sentences_with_names_and_from_where(tidewell: Tidewell) -> None:
    town = tidewell.town
    with tidewell.house.database.writing(tidewell.staff(town.amina)) as work:
        work.where_from = "Firefox on a Mac, 203.0.113.9"
        lapses_on = work.now.date() + timedelta(days=200)
        clearance.record(work, town.neil, Check.SAFEGUARDING_TRAINING, lapses_on=lapses_on)
    tidewell.grace_reads_sara()
    words = reads(tidewell)
    assert "Amina Rahman recorded Neil Carter’s safeguarding training. Firefox on a Mac, 203.0.113.9" in words
    assert "Grace Okafor (cover) read Neil Carter’s conversation with Sara Whitfield." in words


def test_the_family_is_a_link_to_its_page_and_the_conversation_is_none(tidewell: Tidewell) -> None:
    tidewell.grace_reads_sara()
    answer = tidewell.desk(tidewell.town.priya).get("/record")
    assert f'href="/family/{tidewell.town.sara}"' in answer.text
    assert "/conversation/" not in answer.text


def test_never_a_word_of_a_message(tidewell: Tidewell) -> None:
    with tidewell.house.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        conversations.reply(work, tidewell.saras, text="unmistakable words", once="a")
        conversations.write_note(work, tidewell.saras, words="unmistakable words", once="b")
    words = reads(tidewell)
    assert "Neil Carter wrote to Sara Whitfield." in words
    assert "Neil Carter wrote a staff note about Sara Whitfield." in words
    assert "unmistakable" not in words and "sleeping" not in words


def test_what_a_copy_was_for_stands_beside_it(tidewell: Tidewell) -> None:
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why="<b>the meeting</b> on Tuesday")
    answer = tidewell.desk(tidewell.town.priya).get("/record")
    assert "Neil Carter copied their own conversation with Sara Whitfield. For: <b>the meeting</b>" in words_of(answer)
    assert "<b>the" not in answer.text


def test_whoever_runs_the_service_has_no_name_here(tidewell: Tidewell) -> None:
    with tidewell.house.database.writing(Operator(tidewell.town.olive)) as work:
        audit.note(work, "line given", "phone_line", new_id(), organisation_id=tidewell.town.school)
        audit.note(work, "invited", "membership", tidewell.town.priya, organisation_id=tidewell.town.school)
    words = reads(tidewell)
    assert "Whoever runs the service gave Tidewell Harbour School the line one of our lines." in words
    assert "Whoever runs the service invited Priya Nair." in words
    assert "Olive" not in words


def test_nothing_of_another_organisation_stands_there_nor_its_people(tidewell: Tidewell) -> None:
    town = tidewell.town
    with tidewell.house.database.writing(tidewell.staff(town.tom)) as work:
        places.set_welcome(work, who="Tom", door="The side door", more="")
    tidewell.notes(town.hannah, "wrote to a family", town.imran, whose=town.hannah)
    for stranger in ("Tom Ashby", "Hannah", "Imran", "Ashby", "Council"):
        assert stranger not in reads(tidewell)
    theirs = reads(tidewell, town.tom)
    assert "Tom Ashby wrote the welcome." in theirs
    assert "Hannah Reed wrote to Imran Hussain." in theirs
    for stranger in ("Neil", "Sara", "Priya"):
        assert stranger not in theirs


def test_an_entry_that_names_strangers_by_mistake_names_nobody(tidewell: Tidewell) -> None:
    town = tidewell.town
    with tidewell.house.database.writing(tidewell.staff(town.neil)) as work:
        audit.note(work, "person chosen", "membership", town.hannah, contact_id=town.imran)
    assert "Neil Carter wrote down that somebody is the person of a family." in reads(tidewell)


def test_by_colleague_by_kind_and_by_day(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.grace_reads_sara()
    tidewell.notes(town.grace, "wrote to a family", town.ewa, whose=town.grace)
    tidewell.notes(town.neil, "copied a thread", town.ewa)
    read, wrote, copied = "(cover) read Neil", "wrote to Ewa", "copied their own"
    for chosen, there, not_there in (
        ({"colleague": str(town.grace)}, {read, wrote}, {copied}),
        ({"kind": "reads"}, {read}, {wrote, copied}),
        ({"kind": "copies"}, {copied}, {read, wrote}),
        ({"kind": "threads", "colleague": str(town.grace)}, {wrote}, {read, copied}),
        ({"day": "2027-03-10"}, {read, wrote, copied}, set()),
        ({"day": "2027-03-09"}, set(), {read, wrote, copied}),
    ):
        words = reads(tidewell, **chosen)
        assert all(one in words for one in there), chosen
        assert not any(one in words for one in not_there), chosen


@pytest.mark.parametrize(
    "chosen",
    [
        {"colleague": "x"},
        {"colleague": "01a202db-dbde-7364-8649-4a52cf30f4bb"},
        {"kind": "<b>"},
        {"kind": "\x00"},
        {"day": "2027-02-30"},
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
        {"day": "x" * 5_000},
        {"before": ""},
    ],
    ids=str,
)
def test_what_cannot_be_chosen_chooses_nothing(tidewell: Tidewell, chosen: dict[str, str]) -> None:
    tidewell.grace_reads_sara()
    assert "(cover) read Neil" in reads(tidewell, **chosen)


def test_a_colleague_of_another_organisation_chooses_exactly_as_nobody_does(tidewell: Tidewell, same) -> None:
    priya = tidewell.desk(tidewell.town.priya)
    priya.get("/record")
    theirs, nobody = (same(priya.get(f"/record?colleague={one}")) for one in (tidewell.town.hannah, new_id()))
    assert theirs == nobody


def test_a_day_that_is_none_is_said_kindly(tidewell: Tidewell) -> None:
    assert "That is no day, so every day is shown." in reads(tidewell, day="soon")


def test_older_entries_come_stretch_by_stretch_and_the_choice_comes_along(tidewell: Tidewell) -> None:
    with tidewell.house.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        for _ in range(120):
            audit.note(work, "wrote to a family", "message", new_id(), contact_id=tidewell.town.sara)
    priya, path, counts = tidewell.desk(tidewell.town.priya), "/record?kind=threads&day=2027-03-10", []
    while path:
        answer = priya.get(path)
        counts.append(words_of(answer).count("Neil Carter wrote to Sara Whitfield."))
        found = re.search(r'href="([^"]+)">Show older', answer.text)
        path = found.group(1).replace("&amp;", "&") if found else ""
        assert not path or ("kind=threads" in path and "day=2027-03-10" in path)
    assert counts == [50, 50, 20]
    assert priya.get("/record?before=nonsense").status_code == 404


def test_what_others_than_staff_did(tidewell: Tidewell) -> None:
    town, school = tidewell.town, tidewell.town.school
    tidewell.page_of(town.sara).post("/my/language", data={"reads": "pl"})
    database = tidewell.house.database
    with database.writing(Provider()) as work:
        audit.note(work, "said stop", "phone_line", new_id(), organisation_id=school)
    with database.writing(Clock("close_places")) as work:
        audit.note(work, "member left", "membership", town.rhys, organisation_id=school)
    with database.writing(Anybody()) as work:
        audit.note(work, "signed in", "membership", town.neil, organisation_id=school)
    words = reads(tidewell)
    assert "Sara Whitfield opened the private page." in words
    assert "Sara Whitfield wrote down how Sara Whitfield wants to be written to. their private page" in words
    assert "A phone said STOP to one of our lines." in words
    assert "Rhys Morgan left." in words
    assert "Neil Carter signed in." in words


def test_a_verb_that_nobody_found_a_sentence_for_stands_as_it_is(tidewell: Tidewell) -> None:
    tidewell.notes(tidewell.town.neil, "did something new", tidewell.town.sara)
    assert "Neil Carter: did something new." in reads(tidewell)


def test_why_a_lead_holds_something_back_and_from_whom_is_not_for_managers(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.desk(town.ben).post(
        f"/family/{town.ewa}/who-has-looked/hold-back",
        data={"look": "now", "last_day": "2027-04-01", "reason": "He reads her phone"},
    )
    tidewell.desk(town.ben).get(f"/family/{town.ewa}/who-has-looked")
    words = reads(tidewell, town.priya, kind="safety")
    assert "Ben Lloyd held back from a family who has looked." in words
    assert "Ben Lloyd looked at who has looked at a family’s messages." in words
    assert "reads her phone" not in words and "Ewa" not in words


def test_looking_at_it_is_on_record_once_in_ten_minutes(tidewell: Tidewell) -> None:
    priya = tidewell.desk(tidewell.town.priya)
    for _ in range(3):
        priya.get("/record")
    (entry,) = tidewell.on_record("looked at the record")
    assert (entry.actor_id, entry.organisation_id) == (tidewell.town.priya, tidewell.town.school)
    assert entry.where_from.startswith("Chrome on Windows")
    assert "Priya Nair looked at this record." in reads(tidewell, tidewell.town.amina)


@pytest.mark.parametrize("who", ["neil", "grace", "ben", "rhys", "hannah", "olive"])
def test_whoever_is_no_manager_finds_nothing_there(tidewell: Tidewell, who: str) -> None:
    desk = tidewell.desk(getattr(tidewell.town, who))
    answer, nothing = desk.get("/record"), desk.get("/nothing-here")
    assert answer.status_code == nothing.status_code == 404


def test_more_entries_ask_no_more_questions(tidewell: Tidewell) -> None:
    priya, town = tidewell.desk(tidewell.town.priya), tidewell.town

    def questions() -> int:
        with asked(tidewell.house.database.engine) as seen:
            assert priya.get("/record").status_code == 200
        return len([statement for statement, _ in seen if statement.startswith("SELECT")])

    questions()
    few = questions()
    for who in (town.neil, town.grace, town.amina, town.ben, town.rhys):
        for contact in (town.sara, town.ewa):
            tidewell.notes(who, "wrote to a family", contact, whose=town.grace, why="because")
    assert questions() <= few <= 16


def test_what_a_colleague_of_another_time_did_keeps_their_name(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.grace_reads_sara()
    with tidewell.house.database.writing(tidewell.staff(town.priya)) as work:
        person = work.session.get(Membership, town.grace)
        person.until = work.now
        work.session.add(person)
    tidewell.clock.move(minutes=1)
    assert "Grace Okafor (cover) read" in reads(tidewell, colleague=str(town.grace))
