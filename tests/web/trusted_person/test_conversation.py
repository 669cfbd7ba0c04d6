"""One line of time: texts, calls, visits, notes, receipts in words; and the family beside it."""

import re
from datetime import time

import pytest
from flask.testing import FlaskClient

from app.domain.conversations.rules import State
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command, Staff
from app.invented_town import CHARITY_LINE, IMRAN, MARSH, SARA, UNKNOWN
from tests.web.trusted_person.conftest import Life, SignIn, words_of


def test_the_whole_story_stands_in_one_line_of_time(neil: FlaskClient, life: Life) -> None:
    said = words_of(neil.get(f"/conversation/{life.saras}"))
    story = [
        "Wednesday 3 March",
        "hi is this neil from school",
        "Yes, it is me, Sara.",
        "A call, written down by Neil",
        "Yesterday",
        "thank you that made my day",
    ]
    places = [said.index(words) for words in story]
    assert places == sorted(places)


def test_a_receipt_in_words_stands_under_a_text(neil: FlaskClient, life: Life) -> None:
    assert "On her phone." in words_of(neil.get(f"/conversation/{life.saras}"))


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        (State.ACCEPTED, None, "On its way."),
        (State.QUEUED, 30003, "Her phone is off or has no signal. We will keep trying until 8 tonight."),
        (State.UNDELIVERED, 30005, "This number is not in use any more."),
        (State.UNKNOWN, None, "We are not sure yet that this has gone."),
    ],
)
def test_its_author_reads_how_far_a_text_is(
    neil: FlaskClient, life: Life, state: State, error: int | None, sentence: str
) -> None:
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you at 2"})
    life.becomes(life.newest(life.ewas).id, state, error)
    assert sentence in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_an_automatic_reply_says_that_it_is_one(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "STOP")
    life.texts(SARA, "START")
    assert "Neil 10:00 automatic reply, by text" in words_of(neil.get(f"/conversation/{life.saras}"))


def test_a_text_by_hand_does_not_say_that_it_is_automatic(neil: FlaskClient, life: Life) -> None:
    assert "automatic" not in words_of(neil.get(f"/conversation/{life.saras}"))


def test_older_entries_come_page_by_page_and_none_is_missing(neil: FlaskClient, life: Life) -> None:
    for count in range(40):
        life.texts(SARA, f"number {count:02} of many")
        life.clock.move(seconds=20)
    newest = neil.get(f"/conversation/{life.saras}").text
    assert "number 39 of many" in newest
    assert "number 05 of many" not in newest
    older = re.search(r'href="([^"]+\?before=[^"]+)"', newest)
    assert older
    before = neil.get(older.group(1)).text
    seen = set(re.findall(r"number \d\d of many", newest + before))
    assert len(seen) == 40
    assert "hi is this neil from school" in before
    assert "data-looks-again" not in before.split('class="talk"')[1].split(">")[0]


def test_the_newest_entry_can_be_jumped_to(neil: FlaskClient, life: Life) -> None:
    page = neil.get(f"/conversation/{life.saras}").text
    assert page.count('id="newest"') == 1
    assert page.index('id="newest"') > page.index("Ellie came in for art today")


def test_words_are_shown_exactly_as_they_came_and_nothing_in_them_acts(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "<script>alert(1)</script>\n  two  spaces\nhttps://example.org/?a=1&b=2")
    page = neil.get(f"/conversation/{life.saras}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n  two  spaces\nhttps://example.org/?a=1&amp;b=2</p>" in page
    assert "example.org" not in "".join(re.findall(r"href=\"[^\"]*\"", page))


def test_each_language_is_marked_and_runs_its_own_way(sign_in: SignIn, life: Life) -> None:
    desk = sign_in(life.town.hannah)
    thread = life.thread(life.town.imran, life.town.hannah)
    desk.post(f"/conversation/{thread}/reply", data={"text": "Yes of course"})
    page = desk.get(f"/conversation/{thread}").text
    assert re.search(r'<p class="said" lang="ur" dir="rtl">السلام', page)
    assert '<p class="said" dir="ltr">Yes of course</p>' in page


def test_polish_is_marked_as_polish(neil: FlaskClient, life: Life) -> None:
    assert '<p class="said" lang="pl" dir="ltr">Dzień' in neil.get(f"/conversation/{life.ewas}").text


def test_pictures_are_said_to_have_come(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "look", pictures=2)
    assert "2 pictures came along; texts cannot show them here." in words_of(neil.get(f"/conversation/{life.saras}"))


def test_the_family_stands_beside_it(neil: FlaskClient, life: Life) -> None:
    with life.house.database.writing(Command()) as work:
        permissions.set_wishes(
            work, life.town.ewa, reads="pl", speaks="pl", closed_from=time(22), closed_until=time(7), wants_links=True
        )
    said = words_of(neil.get(f"/conversation/{life.ewas}"))
    assert "Language Polish" in said
    assert "not from 22:00 to 7:00" in said
    assert "07700 900122" in said
    assert "Kuba, Year 7" in said
    assert f"/family/{life.town.ewa}" in neil.get(f"/conversation/{life.ewas}").text


def test_who_shares_the_phone_stands_beside_it(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    thread = life.thread(life.town.dan, life.town.joyce)
    assert "shared with Kelly Marsh, mum" in words_of(joyce.get(f"/conversation/{thread}"))


def test_a_message_from_a_shared_phone_can_be_given_to_the_other_one(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    thread = life.thread(life.town.dan, life.town.joyce)
    assert "This was from Kelly" in words_of(joyce.get(f"/conversation/{thread}"))
    message = life.newest(thread)
    answer = joyce.post(f"/message/{message.id}/this-was", data={"contact_id": str(life.town.kelly)})
    kellys = life.thread(life.town.kelly, life.town.joyce)
    assert answer.status_code == 303
    assert answer.location == f"/conversation/{kellys}#newest"
    assert [entry.id for entry in life.said_in(kellys)] == [message.id]
    assert life.is_waiting(kellys)
    assert not life.is_waiting(thread)


def test_a_message_from_a_shared_phone_can_stay_where_it_is(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    thread = life.thread(life.town.dan, life.town.joyce)
    joyce.post(f"/message/{life.newest(thread).id}/this-was", data={"contact_id": str(life.town.dan)})
    assert "This was from" not in words_of(joyce.get(f"/conversation/{thread}"))


def test_a_message_cannot_be_given_to_somebody_who_does_not_use_that_phone(sign_in: SignIn, life: Life) -> None:
    joyce = sign_in(life.town.joyce)
    thread = life.thread(life.town.dan, life.town.joyce)
    message = life.newest(thread)
    answer = joyce.post(f"/message/{message.id}/this-was", data={"contact_id": str(life.town.imran)})
    assert answer.status_code == 409
    assert "That person does not use this phone." in words_of(answer)
    assert life.newest(thread).id == message.id


def test_somebody_unknown_has_a_way_to_say_who_it_is(sign_in: SignIn, life: Life) -> None:
    life.texts(UNKNOWN, "is this the school")
    thread = life.front_door()
    page = sign_in(life.town.priya).get(f"/conversation/{thread}")
    assert "We do not know yet who this is." in words_of(page)
    assert f'href="/front-door/{thread}"' in page.text


def test_somebody_known_has_no_such_way(neil: FlaskClient, life: Life) -> None:
    assert "/front-door/" not in neil.get(f"/conversation/{life.saras}").text


def test_stop_is_said_plainly_and_so_is_what_else_one_can_do(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "STOP")
    page = neil.get(f"/conversation/{life.saras}")
    assert "This phone said STOP, so we text it no more." in words_of(page)
    assert 'href="tel:+447700900111"' in page.text
    assert "/reply" not in page.text


def test_start_brings_the_box_back(neil: FlaskClient, life: Life) -> None:
    life.texts(SARA, "STOP")
    life.texts(SARA, "START")
    page = neil.get(f"/conversation/{life.saras}")
    assert "said STOP, so" not in words_of(page)
    assert "/reply" in page.text


def test_a_landline_is_rung_not_texted(neil: FlaskClient, life: Life) -> None:
    with life.house.database.writing(Staff(life.town.neil, life.town.school)) as work:
        sara = people.contact(work, life.town.sara)
        people_actions.take_phone_away(work, sara.id)
        people_actions.give_phone(work, sara, "+442079460958")
    page = neil.get(f"/conversation/{life.saras}")
    assert "This is a landline" in words_of(page)
    assert 'href="tel:+442079460958"' in page.text


def test_the_page_says_when_a_text_would_go(neil: FlaskClient, life: Life) -> None:
    assert "Goes at once." in words_of(neil.get(f"/conversation/{life.saras}"))


def test_late_in_the_evening_the_page_says_tomorrow_morning(sign_in: SignIn, life: Life) -> None:
    life.clock.move(hours=11)
    said = words_of(sign_in(life.town.neil).get(f"/conversation/{life.saras}"))
    assert "Goes tomorrow at 8:00. Texts rest at night" in said


def test_late_in_the_evening_an_answer_within_the_hour_goes_at_once(sign_in: SignIn, life: Life) -> None:
    life.clock.move(hours=11)
    life.texts(SARA, "are you there")
    life.clock.move(minutes=20)
    assert "Goes at once." in words_of(sign_in(life.town.neil).get(f"/conversation/{life.saras}"))


def test_looking_again_brings_nothing_while_nothing_is_new(neil: FlaskClient, life: Life) -> None:
    address = f"/conversation/{life.saras}/entries"
    mark = neil.get(address).headers["ETag"]
    assert neil.get(address, headers={"If-None-Match": mark}).status_code == 304


def test_looking_again_brings_a_new_text_and_a_new_receipt(neil: FlaskClient, life: Life) -> None:
    address = f"/conversation/{life.ewas}/entries"
    neil.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you"})
    mark = neil.get(address).headers["ETag"]
    life.becomes(life.newest(life.ewas).id, State.DELIVERED)
    again = neil.get(address, headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert "On her phone." in words_of(again)


def test_texts_of_another_agencys_family_are_nowhere_in_it(neil: FlaskClient, life: Life) -> None:
    life.texts(IMRAN, "a secret for Hannah", line="+447700900001")
    life.texts(MARSH, "a secret for Joyce", line=CHARITY_LINE)
    assert "a secret for" not in neil.get(f"/conversation/{life.saras}").text
    assert "a secret for" not in neil.get("/inbox").text
