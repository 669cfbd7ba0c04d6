"""/my/who-has-looked: who read or copied a family's messages besides their own person, in their own language."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.domain.audit.rules import Looking
from app.domain.people.models import Contact
from app.domain.permissions import actions as permissions
from app.domain.private_pages import private_links
from app.domain.private_pages.models import FamilySession
from app.foundation.actors import Command
from app.web.guards import family_cookie
from tests.asked import asked
from tests.web.on_record.conftest import Tidewell
from tests.web.trusted_person.conftest import words_of

PATH = "/my/who-has-looked"
ALWAYS = "Sometimes we must not tell you at once, if telling could put somebody in danger."
NOBODY = "Nobody else has read or copied your messages."


def sara_sees(tidewell: Tidewell) -> str:
    answer = tidewell.page_of(tidewell.town.sara).get(PATH)
    assert answer.status_code == 200
    return words_of(answer)


def test_nobody_is_said_plainly_and_what_we_must_not_tell_always(tidewell: Tidewell) -> None:
    words = sara_sees(tidewell)
    assert NOBODY in words and ALWAYS in words


def test_who_by_first_name_and_what_they_do_when_and_why_they_may(tidewell: Tidewell) -> None:
    tidewell.grace_reads_sara()
    tidewell.clock.move(minutes=40)
    tidewell.grace_reads_sara()
    words = sara_sees(tidewell)
    assert "Grace ( head of year 9 ): read your messages while Neil was away Today · 10:30 · 11:10" in words
    assert NOBODY not in words and ALWAYS in words
    assert "Okafor" not in words and "203.0" not in words


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (Looking.READ, "read your messages Today"),
        (Looking.IN_THE_HOLIDAYS, "read your messages in the holidays, while Neil was away Today"),
        (Looking.ON_DUTY, "read your messages while Neil was away Today"),
        (Looking.COPIED, "made a copy of your messages Today"),
        (Looking.COPIED_WITH_NOTES, "made a copy of your messages, with the notes Today"),
    ],
)
def test_each_way_of_looking_has_its_words(tidewell: Tidewell, verb: str, words: str) -> None:
    tidewell.notes(tidewell.town.grace, verb, tidewell.town.sara)
    assert words in sara_sees(tidewell)


def test_their_own_persons_copy_stands_there_with_what_it_was_for(tidewell: Tidewell) -> None:
    why = "the <i>meeting</i> on Tuesday"
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why=why)
    answer = tidewell.page_of(tidewell.town.sara).get(PATH)
    assert "Neil ( your person ): made a copy of your messages Today · 10:30 What for: the" in words_of(answer)
    assert "&lt;i&gt;meeting" in answer.text and "<i>" not in answer.text


def test_what_a_copy_was_for_long_ago_is_not_for_whoever_holds_the_phone(tidewell: Tidewell) -> None:
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why="the meeting about sleep")
    tidewell.clock.move(days=13)
    assert "about sleep" in sara_sees(tidewell)
    tidewell.clock.move(days=2)
    words = sara_sees(tidewell)
    assert "made a copy of your messages Wednesday 10 March · 10:30" in words
    assert "about sleep" not in words


def test_with_their_word_said_it_stands_there_however_long_ago(tidewell: Tidewell) -> None:
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why="the meeting about sleep")
    tidewell.clock.move(days=20)
    phone = tidewell.page_of(tidewell.town.sara)
    with tidewell.house.database.writing(Command()) as work:
        (visit,) = work.session.exec(select(FamilySession)).all()
        visit.older_until = work.now + timedelta(hours=1)
        work.session.add(visit)
    assert "about sleep" in words_of(phone.get(PATH))


def test_nothing_about_anybody_else_and_nothing_but_looks_at_messages(tidewell: Tidewell) -> None:
    town, page = tidewell.town, tidewell.page_of(tidewell.town.sara)
    before = page.get(PATH).text
    tidewell.notes(town.grace, Looking.AS_COVER, town.ewa)
    tidewell.notes(town.tom, Looking.AS_COVER, town.imran, whose=town.hannah)
    for verb in ("opened a family's page", "wrote to a family", "looked at who has looked", "wishes written down"):
        tidewell.notes(town.priya, verb, town.sara)
    tidewell.notes(town.priya, "looked for a family", town.sara, why="sara")
    nonce = re.compile(r'nonce="[^"]+"|value="[^"]+"')
    assert nonce.sub("", page.get(PATH).text) == nonce.sub("", before)


def test_what_was_read_before_we_knew_who_wrote_it_is_theirs_too(tidewell: Tidewell) -> None:
    town = tidewell.town
    with tidewell.house.database.writing(Command()) as work:
        unknown = Contact(organisation_id=town.school, is_known=False, created_at=work.now, merged_into_id=town.sara)
        work.session.add(unknown)
    tidewell.notes(town.grace, Looking.ON_DUTY, unknown.id, whose=town.priya)
    assert "read your messages while Priya was away" in sara_sees(tidewell)


def test_on_a_page_that_a_card_opened_only_looks_into_that_thread(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.notes(town.grace, Looking.AS_COVER, town.sara)
    tidewell.notes(town.neil, Looking.AS_COVER, town.sara, whose=town.grace)
    with tidewell.house.database.writing(Command()) as work:
        secret = private_links.make_card(work, town.sara, handed_by_id=town.neil)
    phone = tidewell.application.test_client()
    assert phone.post(f"/my/{secret}").status_code == 303
    words = words_of(phone.get(PATH))
    assert "Grace (" in words and "while Neil was away" in words
    assert "while Grace was away" not in words


@pytest.mark.parametrize(
    ("reads", "heading", "direction"), [("pl", None, "ltr"), ("ur", None, "rtl"), ("en", "Who has looked", "ltr")]
)
def test_it_speaks_their_language(tidewell: Tidewell, reads: str, heading: str | None, direction: str) -> None:
    with tidewell.house.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads=reads)
    tidewell.grace_reads_sara()
    answer = tidewell.page_of(tidewell.town.sara).get(PATH)
    assert f'<html lang="{reads}" dir="{direction}">' in answer.text
    assert heading is None or heading in answer.text
    assert ('lang="en">head of year 9' in answer.text) is (reads != "en")


def test_older_looks_come_stretch_by_stretch(tidewell: Tidewell) -> None:
    for _ in range(60):
        tidewell.notes(tidewell.town.grace, Looking.COPIED, tidewell.town.sara)
        tidewell.clock.move(seconds=5)
    phone = tidewell.page_of(tidewell.town.sara)
    first = phone.get(PATH)
    older = re.search(r'href="(/my/who-has-looked\?before=[^"]+)"', first.text)
    assert older and words_of(first).count("Grace (") == 50
    second = phone.get(older.group(1))
    assert words_of(second).count("Grace (") == 10 and ALWAYS in words_of(second)
    assert phone.get(f"{PATH}?before=x").status_code == 404


def test_who_can_read_this_leads_there_and_it_leads_back(tidewell: Tidewell) -> None:
    phone = tidewell.page_of(tidewell.town.sara)
    talk = phone.get(f"/my/talk/{tidewell.saras}")
    assert f'href="{PATH}"' in talk.text
    answer = phone.get(PATH)
    assert 'href="/my"' in answer.text and "Leave this page" in answer.text
    assert "<title>Kettle</title>" in answer.text


def test_without_a_visit_the_page_says_nothing_about_anybody(tidewell: Tidewell) -> None:
    tidewell.grace_reads_sara()
    answer = tidewell.application.test_client().get(PATH)
    assert "Grace" not in answer.text and "Your page opens with a link" in answer.text
    assert tidewell.desk(tidewell.town.neil).get(PATH).text.count("Grace") == 0


def test_an_ended_visit_shows_nothing_any_more(tidewell: Tidewell) -> None:
    tidewell.grace_reads_sara()
    phone = tidewell.page_of(tidewell.town.sara)
    assert family_cookie(tidewell.house.settings)
    tidewell.clock.move(hours=2)
    assert "Grace" not in phone.get(PATH).text


def test_more_looks_ask_no_more_questions(tidewell: Tidewell) -> None:
    town, phone = tidewell.town, tidewell.page_of(tidewell.town.sara)

    def questions() -> int:
        with asked(tidewell.house.database.engine) as seen:
            assert phone.get(PATH).status_code == 200
        return len([statement for statement, _ in seen if statement.startswith("SELECT")])

    tidewell.grace_reads_sara()
    few = questions()
    for who in (town.grace, town.priya, town.amina, town.ben):
        tidewell.notes(who, Looking.COPIED, town.sara, whose=town.grace, why="because")
    assert questions() <= few <= 12
