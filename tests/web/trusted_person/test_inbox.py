"""The inbox says who waits, for how long and how they came; and looks again by itself without costing anything."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.accounts import rules as account_rules
from app.domain.conversations.models import Conversation
from app.domain.conversations.rules import State
from app.domain.people.models import Contact
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.invented_town import SARA, UNKNOWN
from tests.web.trusted_person.conftest import Life, SignIn, words_of


def test_whoever_waits_longest_stands_at_the_top(neil: FlaskClient, life: Life) -> None:
    life.clock.move(minutes=5)
    life.texts(SARA, "can you ring me")
    said = words_of(neil.get("/inbox"))
    assert said.index("Ewa Kowalczyk") < said.index("Sara Whitfield")
    assert "Waiting 2" in said


def test_a_row_says_since_when_how_they_came_and_in_which_language(neil: FlaskClient) -> None:
    said = words_of(neil.get("/inbox"))
    assert "Ewa Kowalczyk text Polish waiting since 8:36 · 1 hour" in said


def test_a_call_lies_there_as_rang_you_ring_back(neil: FlaskClient, life: Life) -> None:
    life.clock.move(minutes=12)
    life.rings(SARA)
    assert "rang you 10:12 – ring back" in words_of(neil.get("/inbox"))


def test_those_who_do_not_wait_come_after_by_the_last_word(neil: FlaskClient) -> None:
    said = words_of(neil.get("/inbox"))
    assert said.index("Nobody waits here") < said.index("Sara Whitfield")
    assert "Sara Whitfield English yesterday 15:08" in said


def test_somebody_unknown_is_a_number_at_the_front_door(sign_in: SignIn, life: Life) -> None:
    life.texts(UNKNOWN, "is this the school")
    said = words_of(sign_in(life.town.priya).get("/inbox"))
    assert "07700 900155 · we do not know yet who this is" in said
    assert "front door" in said


def test_an_empty_inbox_is_kind(sign_in: SignIn, life: Life) -> None:
    said = words_of(sign_in(life.town.grace).get("/inbox"))
    assert "Nobody is waiting. Put the kettle on." in said


def test_a_colleagues_families_are_not_in_it(sign_in: SignIn, life: Life) -> None:
    said = words_of(sign_in(life.town.grace).get("/inbox"))
    assert "Ewa" not in said
    assert "Imran" not in said


NOT_ARRIVED = "Your text did not arrive"


def test_a_text_that_did_not_arrive_stands_after_those_who_wait_and_before_the_rest(
    neil: FlaskClient, life: Life
) -> None:
    life.did_not_arrive(life.saras, neil)
    said = words_of(neil.get("/inbox"))
    assert "Did not arrive 1" in said
    assert f"Sara Whitfield English 10:00 {NOT_ARRIVED}" in said
    places = [said.index(one) for one in ("Waiting 1", "Ewa Kowalczyk", "Did not arrive", "Sara Whitfield")]
    assert places == sorted(places)
    assert said.count("Sara Whitfield") == 1


def test_a_text_that_arrived_says_nothing_in_the_inbox(neil: FlaskClient, life: Life) -> None:
    life.did_not_arrive(life.saras, neil)
    life.becomes(life.newest(life.saras).id, State.DELIVERED)
    said = words_of(neil.get("/inbox"))
    assert NOT_ARRIVED not in said
    assert "Did not arrive" not in said
    assert said.index("Nobody waits here") < said.index("Sara Whitfield")


def test_who_waits_keeps_their_place_and_says_so_beside(neil: FlaskClient, life: Life) -> None:
    life.did_not_arrive(life.saras, neil)
    life.texts(SARA, "are you there")
    said = words_of(neil.get("/inbox"))
    assert "Waiting 2" in said
    assert said.index("Ewa Kowalczyk") < said.index("Sara Whitfield") < said.index(NOT_ARRIVED)
    assert "Did not arrive" not in said
    assert f"waiting since 10:01 · just now {NOT_ARRIVED}" in said


@pytest.mark.parametrize(
    ("where", "form"),
    [("reply", {"text": "Once more"}), ("note", {"note": "Asked the office for a number"})],
)
def test_whatever_its_author_does_next_settles_it(
    neil: FlaskClient, life: Life, where: str, form: dict[str, str]
) -> None:
    life.did_not_arrive(life.saras, neil)
    life.clock.move(minutes=1)
    mark = neil.get("/inbox/rows").headers["ETag"]
    neil.post(f"/conversation/{life.saras}/{where}", data=form)
    again = neil.get("/inbox/rows", headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert NOT_ARRIVED not in words_of(again)


def test_looking_again_brings_a_text_that_did_not_arrive(neil: FlaskClient, life: Life) -> None:
    neil.post(f"/conversation/{life.saras}/reply", data={"text": "See you at ten"})
    mark = neil.get("/inbox/rows").headers["ETag"]
    life.becomes(life.newest(life.saras).id, State.UNDELIVERED, 30005)
    again = neil.get("/inbox/rows", headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert NOT_ARRIVED in words_of(again)


def test_a_colleagues_text_that_did_not_arrive_is_not_in_it(neil: FlaskClient, sign_in: SignIn, life: Life) -> None:
    life.did_not_arrive(life.saras, neil)
    said = words_of(sign_in(life.town.grace).get("/inbox"))
    assert "did not arrive" not in said.casefold()
    assert "Sara" not in said


def test_the_sign_beside_it_is_not_the_one_of_a_text_that_waits(neil: FlaskClient, life: Life) -> None:
    life.did_not_arrive(life.saras, neil)
    sign = re.search(r'<path d="([^"]+)"/></svg> Your text did not arrive', neil.get("/inbox").text)
    assert sign
    under = re.search(
        r'<p class="receipt trouble"><svg.*?<path d="([^"]+)"', neil.get(f"/conversation/{life.saras}").text
    )
    assert under
    assert sign.group(1) == under.group(1)


def test_who_has_not_signed_in_is_asked_to(web: FlaskClient, life: Life) -> None:
    answer = web.get("/inbox")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@pytest.fixture
def sixty_more(life: Life) -> None:
    with life.house.database.writing(Command()) as work:
        for count in range(60):
            contact = Contact(
                organisation_id=life.town.school, first_name=f"Parent{count:02}", created_at=work.now, id=new_id()
            )
            at = work.now - timedelta(days=30, minutes=count // 4)  # several at the very same instant
            work.session.add(contact)
            work.session.flush()
            talk = Conversation(
                organisation_id=life.town.school,
                contact_id=contact.id,
                membership_id=life.town.neil,
                opened_at=at,
                last_at=at,
            )
            work.session.add(talk)


@pytest.mark.usefixtures("sixty_more")
def test_further_back_every_family_is_found_once_page_by_page(neil: FlaskClient) -> None:
    seen, address = [], "/inbox"
    while address:
        page = neil.get(address).text
        seen += re.findall(r"Parent\d\d", page)
        older = re.search(r'href="(/inbox\?before=[^"]+)"', page)
        address = older.group(1) if older else ""
    assert sorted(seen) == [f"Parent{count:02}" for count in range(60)]


@pytest.mark.usefixtures("sixty_more")
def test_further_back_nobody_whose_text_did_not_arrive_stands_a_second_time(neil: FlaskClient, life: Life) -> None:
    life.did_not_arrive(life.saras, neil)
    with life.house.database.writing(Command()) as work:
        talk = work.session.get(Conversation, life.saras)
        assert talk is not None
        talk.last_at = work.now - timedelta(days=60)  # by the last word, the very last of all
        work.session.add(talk)
    first = neil.get("/inbox").text
    assert "Sara Whitfield" in first
    older = re.search(r'href="(/inbox\?before=[^"]+)"', first)
    assert older
    back = neil.get(older.group(1))
    assert "Parent59" in back.text
    assert "Sara Whitfield" not in back.text
    assert "Did not arrive" not in words_of(back)


def test_a_made_up_place_in_the_list_is_not_found(neil: FlaskClient) -> None:
    assert neil.get("/inbox?before=yesterday").status_code == 404


def test_looking_again_brings_nothing_while_nothing_is_new(neil: FlaskClient) -> None:
    first = neil.get("/inbox/rows")
    again = neil.get("/inbox/rows", headers={"If-None-Match": first.headers["ETag"]})
    assert first.status_code == 200
    assert again.status_code == 304
    assert not again.data


def test_looking_again_brings_the_list_when_somebody_writes(neil: FlaskClient, life: Life) -> None:
    mark = neil.get("/inbox/rows").headers["ETag"]
    life.texts(SARA, "hello")
    again = neil.get("/inbox/rows", headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert "Waiting 2" in words_of(again)


def test_looking_again_brings_the_list_when_somebody_waits_no_more(neil: FlaskClient, life: Life) -> None:
    life.clock.move(seconds=5)
    life.texts(SARA, "hello")
    mark = neil.get("/inbox/rows").headers["ETag"]
    neil.post(f"/conversation/{life.ewas}/no-answer")
    assert neil.get("/inbox/rows", headers={"If-None-Match": mark}).status_code == 200


def test_looking_again_brings_the_list_each_minute_because_waits_grow(neil: FlaskClient, life: Life) -> None:
    mark = neil.get("/inbox/rows").headers["ETag"]
    life.clock.move(minutes=1)
    assert neil.get("/inbox/rows", headers={"If-None-Match": mark}).status_code == 200


def test_an_open_page_keeps_nobody_signed_in(neil: FlaskClient, life: Life) -> None:
    for _ in range(int(account_rules.STAFF_IDLE / timedelta(minutes=5)) + 1):
        life.clock.move(minutes=5)
        neil.get("/inbox/rows")
    assert neil.get("/inbox").status_code == 302


def test_somebody_who_works_stays_signed_in(neil: FlaskClient, life: Life) -> None:
    for _ in range(int(account_rules.STAFF_IDLE / timedelta(minutes=5)) + 1):
        life.clock.move(minutes=5)
        neil.get("/inbox")
    assert neil.get("/inbox").status_code == 200


def test_the_list_beside_a_conversation_marks_the_open_one(neil: FlaskClient, life: Life) -> None:
    page = neil.get(f"/inbox/rows?chosen={life.ewas}").text
    assert re.search(rf'{life.ewas}[^>]*aria-current="page"', page)


def test_an_operator_sees_health_and_no_families_in_the_bar(sign_in: SignIn, life: Life) -> None:
    bar = sign_in(life.town.olive).get("/me").text.split("<main")[0]
    assert "/operator/health" in bar
    assert "Add a family" not in bar


def test_a_trusted_person_sees_no_health_in_the_bar(neil: FlaskClient) -> None:
    bar = neil.get("/inbox").text.split("<main")[0]
    assert "/operator/health" not in bar
    assert "Add a family" in bar
    assert "Neil" in bar


@pytest.mark.parametrize("path", ["/inbox", "/find"])
def test_titles_name_nobody(neil: FlaskClient, path: str) -> None:
    title = re.search(r"<title>(.*?)</title>", neil.get(path).text)
    assert title
    assert title.group(1) in {"Inbox · Kettle", "Find a family · Kettle"}
