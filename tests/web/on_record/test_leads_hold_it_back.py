"""What a safeguarding lead holds back is gone from the family's page as if it had not happened; others cannot."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from app.domain.audit.rules import Looking
from app.domain.permissions.models import HeldBack
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from tests.web.on_record.conftest import Tidewell
from tests.web.trusted_person.conftest import words_of

Same = Callable[[TestResponse], str]
WHY = "He reads her phone"
MY = "/my/who-has-looked"


def form(look: object = "now", **more: str) -> dict[str, str]:
    return {"look": str(look), "last_day": "2027-04-09", "reason": WHY, **more}


def path(tidewell: Tidewell, what: str = "") -> str:
    return f"/family/{tidewell.town.sara}/who-has-looked{what}"


def test_while_it_is_held_back_the_familys_page_is_byte_for_byte_as_if_nobody_had_looked(
    tidewell: Tidewell, same: Same
) -> None:
    phone, ben = tidewell.page_of(tidewell.town.sara), tidewell.desk(tidewell.town.ben)
    before = same(phone.get(MY))
    look = tidewell.grace_reads_sara()
    tidewell.notes(tidewell.town.neil, Looking.COPIED, tidewell.town.sara, why="the strategy meeting")
    assert "Grace" in phone.get(MY).text
    answer = ben.post(path(tidewell, "/hold-back"), data=form(look.id))
    assert answer.status_code == 303
    held = phone.get(MY)
    assert same(held) == before
    assert held.headers["Content-Type"] and len(same(held)) == len(before)
    tidewell.grace_reads_sara()
    assert same(phone.get(MY)) == before
    assert phone.get(f"/my/talk/{tidewell.saras}").status_code == 200


def test_looks_before_the_chosen_one_stay_on_the_familys_page(tidewell: Tidewell, same: Same) -> None:
    town, phone = tidewell.town, tidewell.page_of(tidewell.town.sara)
    tidewell.notes(town.priya, Looking.ON_DUTY, town.sara)
    tidewell.clock.move(minutes=1)
    before = same(phone.get(MY))
    look = tidewell.grace_reads_sara()
    tidewell.desk(town.ben).post(path(tidewell, "/hold-back"), data=form(look.id))
    assert same(phone.get(MY)) == before
    assert "Priya" in before and "Grace" not in before


def test_a_long_list_of_which_half_is_held_back_turns_the_page_where_the_rest_would(
    tidewell: Tidewell, same: Same
) -> None:
    town, phone = tidewell.town, tidewell.page_of(tidewell.town.sara)
    for _ in range(55):
        tidewell.notes(town.priya, Looking.COPIED, town.sara, why="x")
        tidewell.clock.move(seconds=1)
    before = same(phone.get(MY))
    look = tidewell.grace_reads_sara()
    tidewell.desk(town.ben).post(path(tidewell, "/hold-back"), data=form(look.id))
    assert same(phone.get(MY)) == before


def test_when_it_ends_the_family_sees_all_of_it(tidewell: Tidewell) -> None:
    look, ben = tidewell.grace_reads_sara(), tidewell.desk(tidewell.town.ben)
    ben.post(path(tidewell, "/hold-back"), data=form(look.id, last_day="2027-03-12"))
    tidewell.clock.set(tidewell.clock.now.replace(day=12, hour=23, minute=59))
    assert "Grace" not in tidewell.page_of(tidewell.town.sara).get(MY).text
    tidewell.clock.move(minutes=2)
    assert "Grace" in tidewell.page_of(tidewell.town.sara).get(MY).text


def test_a_lead_can_let_go_of_it_at_once(tidewell: Tidewell) -> None:
    look, ben = tidewell.grace_reads_sara(), tidewell.desk(tidewell.town.ben)
    ben.post(path(tidewell, "/hold-back"), data=form(look.id))
    amina = tidewell.desk(tidewell.town.amina)
    assert amina.post(path(tidewell, "/tell"), data={"why_lifted": "They moved"}).status_code == 303
    assert "Grace" in tidewell.page_of(tidewell.town.sara).get(MY).text
    assert "Hold it back from the family" in words_of(ben.get(path(tidewell)))


def test_the_lead_sees_the_same_list_what_is_held_back_by_whom_and_until_when(tidewell: Tidewell) -> None:
    look, ben = tidewell.grace_reads_sara(), tidewell.desk(tidewell.town.ben)
    words = words_of(ben.get(path(tidewell)))
    assert "Grace Okafor, head of year 9, read Neil’s conversation as cover." in words
    assert "Held back" not in words
    ben.post(path(tidewell, "/hold-back"), data=form(look.id))
    words = words_of(ben.get(path(tidewell)))
    assert "Held back from the family" in words
    assert "by Ben Lloyd: every look from 10:30 on. It ends Friday 9 April 2027" in words
    assert f"Why: {WHY}" in words
    listed = words_of(tidewell.desk(tidewell.town.amina).get("/safeguarding"))
    assert "Sara Whitfield ends Friday 9 April 2027 by Ben Lloyd" in listed
    assert WHY not in listed


def test_it_can_be_held_back_for_longer(tidewell: Tidewell) -> None:
    look, ben = tidewell.grace_reads_sara(), tidewell.desk(tidewell.town.ben)
    ben.post(path(tidewell, "/hold-back"), data=form(look.id))
    tidewell.clock.move(days=20)
    ben = tidewell.desk(tidewell.town.ben)
    assert "Hold it back for longer" in words_of(ben.get(path(tidewell)))
    assert ben.post(path(tidewell, "/hold-back"), data=form(last_day="2027-06-01")).status_code == 303
    words = words_of(ben.get(path(tidewell)))
    assert "every look from 10 March on" in words and "It ends Tuesday 1 June 2027" in words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Write why telling could put somebody in danger"),
        ({"reason": " \r\n "}, "Write why telling could put somebody in danger"),
        ({"last_day": ""}, "within the next 90 days"),
        ({"last_day": "soon"}, "within the next 90 days"),
        ({"last_day": "2027-03-09"}, "within the next 90 days"),
        ({"last_day": "2027-06-09"}, "within the next 90 days"),
        ({"last_day": "9999-12-31"}, "within the next 90 days"),
        ({"look": "x"}, "Choose one of the looks from the list"),
        ({"look": "01a202db-dbde-7364-8649-4a52cf30f4bb"}, "Choose one of the looks from the list"),
    ],
    ids=str,
)
def test_a_refusal_keeps_everything_typed(tidewell: Tidewell, wrong: dict[str, str], sentence: str) -> None:
    typed = form() | wrong
    answer = tidewell.desk(tidewell.town.ben).post(path(tidewell, "/hold-back"), data=typed)
    assert answer.status_code == 409
    assert sentence in words_of(answer)
    if typed["reason"].strip():
        assert f'value="{typed["reason"]}"' in answer.text
    if re.fullmatch(r"\d{4}-\d\d-\d\d", typed["last_day"]):
        assert f'value="{typed["last_day"]}"' in answer.text
    with tidewell.house.database.reading(Command()) as work:
        assert work.session.get(HeldBack, new_id()) is None
    assert tidewell.on_record("who has looked held back") == []


def test_a_very_long_reason_with_markup_is_shown_literally_and_cut(tidewell: Tidewell) -> None:
    ben = tidewell.desk(tidewell.town.ben)
    ben.post(path(tidewell, "/hold-back"), data=form(reason="<script>1</script>" + "x " * 50_000))
    answer = ben.get(path(tidewell))
    assert "&lt;script&gt;1" in answer.text and "<script>1" not in answer.text
    assert len(answer.text) < 60_000


@pytest.mark.parametrize("who", ["neil", "priya", "grace", "rhys", "tom", "hannah", "ruth", "olive"])
def test_nobody_but_its_own_leads_opens_it(tidewell: Tidewell, who: str) -> None:
    look, desk = tidewell.grace_reads_sara(), tidewell.desk(getattr(tidewell.town, who))
    nobody = f"/family/{new_id()}/who-has-looked"
    for there, nowhere in (
        (desk.get(path(tidewell)), desk.get(nobody)),
        (desk.post(path(tidewell, "/hold-back"), data=form(look.id)), desk.post(f"{nobody}/hold-back", data=form())),
        (desk.post(path(tidewell, "/tell")), desk.post(f"{nobody}/tell")),
    ):
        assert there.status_code == nowhere.status_code == 404
        assert there.data == nowhere.data
    assert "Grace" in tidewell.page_of(tidewell.town.sara).get(MY).text


@pytest.mark.parametrize("contact", ["imran", "leon", "dan"])
def test_another_organisations_family_answers_byte_for_byte_like_nobody(tidewell: Tidewell, contact: str) -> None:
    ben = tidewell.desk(tidewell.town.ben)
    theirs, nobody = (f"/family/{one}/who-has-looked" for one in (getattr(tidewell.town, contact), new_id()))
    for what, send in (("", None), ("/hold-back", form()), ("/tell", {})):
        there, nowhere = (
            ben.get(where) if send is None else ben.post(f"{where}{what}", data=send) for where in (theirs, nobody)
        )
        assert there.status_code == nowhere.status_code == 404
        assert there.data == nowhere.data


def test_there_is_nothing_to_let_go_of_where_nothing_is_held_back(tidewell: Tidewell) -> None:
    assert tidewell.desk(tidewell.town.ben).post(path(tidewell, "/tell")).status_code == 404


def test_each_look_at_the_page_is_on_record(tidewell: Tidewell) -> None:
    tidewell.desk(tidewell.town.ben).get(path(tidewell))
    (entry,) = tidewell.on_record("looked at who has looked")
    assert (entry.actor_id, entry.contact_id) == (tidewell.town.ben, tidewell.town.sara)
    assert tidewell.on_record("opened a family's page") == []


def test_a_deputy_who_keeps_no_families_begins_the_day_there_and_finds_them(tidewell: Tidewell) -> None:
    ben = tidewell.desk(tidewell.town.ben)
    assert 'class="brand" href="/safeguarding"' in ben.get("/safeguarding").text
    answer = ben.post("/safeguarding/find", data={"fragment": "whit"})
    assert "1 found" in words_of(answer) and path(tidewell) in answer.text
    assert "07700 900111" in words_of(answer)
    by_number = ben.post("/safeguarding/find", data={"fragment": "900122"})
    assert "Ewa Kowalczyk" in words_of(by_number)
    found = tidewell.on_record("looked for a family")
    assert [(one.actor_id, tidewell.why(one)) for one in found] == [
        (tidewell.town.ben, "whit"),
        (tidewell.town.ben, "900122"),
    ]


def test_another_organisations_family_is_found_exactly_as_nobody_is(tidewell: Tidewell) -> None:
    ben = tidewell.desk(tidewell.town.ben)
    theirs, nobody = (
        ben.post("/safeguarding/find", data={"fragment": one}).text.replace(one, "") for one in ("Imran", "Qwxyz")
    )
    assert theirs == nobody


@pytest.mark.parametrize("who", ["neil", "priya", "rhys", "olive"])
def test_whoever_keeps_nobody_safe_finds_nobody_there(tidewell: Tidewell, who: str) -> None:
    desk = tidewell.desk(getattr(tidewell.town, who))
    assert desk.get("/safeguarding").status_code == 404
    assert desk.post("/safeguarding/find", data={"fragment": "whit"}).status_code == 404
    assert tidewell.on_record("looked for a family") == []


def test_an_empty_find_asks_for_something(tidewell: Tidewell) -> None:
    answer = tidewell.desk(tidewell.town.ben).post("/safeguarding/find", data={"fragment": "  "})
    assert "Please write a name or a number." in words_of(answer)
    assert tidewell.on_record("looked for a family") == []


def test_what_another_organisation_holds_back_is_not_in_the_list(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.desk(town.ruth).post(f"/family/{town.imran}/who-has-looked/hold-back", data=form())
    assert "Imran" in words_of(tidewell.desk(town.ruth).get("/safeguarding"))
    words = words_of(tidewell.desk(town.ben).get("/safeguarding"))
    assert "Nothing is held back. Every family can see who has looked." in words
