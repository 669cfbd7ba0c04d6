"""The coach, ready words and a second press, as whoever writes meets them: without a script, and never in their way."""

import re

import pytest
from flask.testing import FlaskClient

from app.domain.people import members
from app.domain.permissions import actions as permissions
from app.domain.wording import actions as wording
from app.foundation.actors import Command, Staff
from app.invented_town import EWA
from tests.web.trusted_person.conftest import Life, SignIn, words_of

COLD = "Where has he been?"
FINES = "You asked me: yes, in the end there can be a fine."


def box(answer) -> str:
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', answer.text, re.S)
    assert found
    return found.group(1)


def keys(answer) -> list[str]:
    return re.findall(r'name="swap" value="([^"]+)"', answer.text)


def look(neil: FlaskClient, life: Life, text: str, **more: str):
    return neil.post(f"/conversation/{life.saras}/words", data={"text": text, **more})


def test_the_coach_says_it_in_a_line_and_offers_something_warmer(neil: FlaskClient, life: Life) -> None:
    shown = words_of(look(neil, life, COLD))
    assert "asks for an excuse" in shown
    assert "“How is he”" in shown


def test_one_press_puts_it_there_and_leaves_the_rest(neil: FlaskClient, life: Life) -> None:
    text = f"Hello Sara. {COLD} See you soon."
    [key] = keys(look(neil, life, text))
    assert box(look(neil, life, text, swap=key)) == "Hello Sara. How is he? See you soon."


@pytest.mark.parametrize("key", ["", "blame:0:99", "nonsense", "blame:x:y", "\0"])
def test_a_press_on_something_that_is_not_there_any_more_changes_nothing(
    neil: FlaskClient, life: Life, key: str
) -> None:
    assert box(look(neil, life, COLD, swap=key)) == COLD


def test_at_most_two_things_at_a_time_and_the_rest_on_request(neil: FlaskClient, life: Life) -> None:
    answer = look(neil, life, "Where has he been? You must explain the EHA immediately.")
    before, _, rest = answer.text.partition("<details><summary>")
    assert before.count("<li>\n    <span><q>") == 2
    assert "more</summary>" in rest


def test_no_score_no_colour_no_percentage_ever_stands_there(neil: FlaskClient, life: Life) -> None:
    shown = words_of(look(neil, life, COLD)).casefold()
    assert not re.search(r"\bscore|\bgrade\b|/10|%|points", shown)


def test_a_kind_draft_is_told_so(neil: FlaskClient, life: Life) -> None:
    assert "Plain and kind." in words_of(look(neil, life, "Good to see Ellie back today."))


def test_while_typing_a_script_gets_the_coachs_part_alone_and_nothing_is_stored(neil: FlaskClient, life: Life) -> None:
    before = len(life.said_in(life.saras))
    part = look(neil, life, COLD, part="coach")
    assert "<html" not in part.text
    assert "asks for an excuse" in part.text
    assert len(life.said_in(life.saras)) == before


def test_the_coach_never_blocks_a_cold_text(neil: FlaskClient, life: Life) -> None:
    assert neil.post(f"/conversation/{life.saras}/reply", data={"text": COLD}).status_code == 303
    assert life.newest(life.saras).body == COLD


def test_fines_and_court_ask_for_a_second_press_and_then_go(neil: FlaskClient, life: Life) -> None:
    asked = neil.post(f"/conversation/{life.saras}/reply", data={"text": FINES})
    assert asked.status_code == 409
    assert "Did they ask, and need the truth?" in words_of(asked)
    assert "They asked, and need the truth: send" in words_of(asked)
    assert box(asked) == FINES
    assert life.newest(life.saras).body != FINES
    meant = {"text": FINES, "meant": FINES}
    assert neil.post(f"/conversation/{life.saras}/reply", data=meant).status_code == 303
    assert life.newest(life.saras).body == FINES


def test_other_words_than_those_that_were_meant_ask_once_more(neil: FlaskClient, life: Life) -> None:
    other = {"text": "We will see you in court.", "meant": FINES}
    assert neil.post(f"/conversation/{life.saras}/reply", data=other).status_code == 409


def test_a_gap_that_nobody_filled_asks_too(neil: FlaskClient, life: Life) -> None:
    answer = neil.post(f"/conversation/{life.saras}/reply", data={"text": "See you on [day]."})
    assert answer.status_code == 409
    assert "[day] is a gap" in words_of(answer)
    assert "Send it all the same" in words_of(answer)


def test_ready_words_come_filled_in_and_keep_what_was_typed(neil: FlaskClient, life: Life) -> None:
    answer = look(neil, life, "and see you Monday", ready="thank_you")
    assert box(answer).startswith("Neil here. Thank you for telling me, Sara.")
    assert box(answer).endswith("\nand see you Monday")
    assert "Make them your own." in words_of(answer)


def test_in_the_familys_language_with_english_beside_and_honest_about_who_has_read_them(
    neil: FlaskClient, life: Life
) -> None:
    answer = neil.post(f"/conversation/{life.ewas}/words", data={"text": "", "ready": "thank_you"})
    assert "Dziękuję" in box(answer)
    shown = words_of(answer)
    assert "a draft that nobody who speaks Polish has read yet" in shown
    assert "In English: Neil here. Thank you for telling me, Ewa." in shown


def test_the_schools_own_words_take_the_place_of_ours(neil: FlaskClient, life: Life, sign_in: SignIn) -> None:
    town = life.town
    ours = "{first_name} here. Thank you, {contact}. The kettle is on."
    with life.house.database.writing(Command()) as work:
        work.actor = Staff(town.amina, town.school, members.roles_of(work, town.amina))
        made = wording.propose(work, "thank_you", "en", words=ours)
        work.actor = Staff(town.priya, town.school, members.roles_of(work, town.priya))
        wording.approve(work, made.id)
    assert box(look(neil, life, "", ready="thank_you")) == "Neil here. Thank you, Sara. The kettle is on."


@pytest.mark.parametrize(
    "purpose", ["link_wanted", "hello", "goodbye", "time_again", "time_agreed", "nothing", "../coach", "a\0b"]
)
def test_words_that_are_not_on_offer_are_not_found(neil: FlaskClient, life: Life, purpose: str) -> None:
    assert look(neil, life, "", ready=purpose).status_code == 404


def test_a_childs_name_stands_there_only_while_the_phone_is_surely_theirs(neil: FlaskClient, life: Life) -> None:
    life.texts(EWA, "hello")
    with life.house.database.writing(Command()) as work:
        permissions.set_wishes(work, life.town.ewa, reads="en")

    def missed() -> str:
        return box(neil.post(f"/conversation/{life.ewas}/words", data={"text": "", "ready": "missed_you"}))

    assert "Kuba" in missed()
    life.clock.move(days=91)
    assert "[child]" in box(
        life_again(life, neil).post(f"/conversation/{life.ewas}/words", data={"text": "", "ready": "missed_you"})
    )


def life_again(life: Life, neil: FlaskClient) -> FlaskClient:
    """Neil signs in again after three months."""
    name, value = life.staff_cookie_for(life.town.neil)
    neil.set_cookie(name, value, domain="localhost")
    return neil


def test_where_automatic_texts_go_in_english_whoever_writes_is_asked_to_ring(neil: FlaskClient, life: Life) -> None:
    assert "Ring with an interpreter." in words_of(neil.get(f"/conversation/{life.ewas}"))
    assert "Ring with an interpreter." not in words_of(neil.get(f"/conversation/{life.saras}"))
