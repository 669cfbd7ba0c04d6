"""A manager lets somebody leave, the leaver says goodbye, and nobody else comes near it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from app.domain.conversations.rules import State
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from tests.web.fit import assert_fit_for_everybody
from tests.web.trusted_person.conftest import Life, SignIn, life, sits_down, words_of

__all__ = ["life", "sits_down"]  # fixtures


def last_day(life: Life) -> str:
    return str((life.clock.now + timedelta(days=2)).date())


@pytest.fixture
def begun(sign_in: SignIn, life: Life) -> Life:
    """Priya has written down that Neil leaves on Friday, and that Grace comes next for Sara and Ewa."""
    priya = sign_in(life.town.priya)
    there = f"/staff/{life.town.neil}/leaving"
    assert priya.post(there, data={"last_day": last_day(life)}).status_code == 303
    grace = str(life.town.grace)
    form = {f"next-{life.town.sara}": grace, f"next-{life.town.ewa}": grace, f"fresh-{life.town.ewa}": "yes"}
    assert priya.post(f"{there}/next", data=form).status_code == 303
    return life


def test_the_manager_sees_what_is_still_to_do(begun: Life, sign_in: SignIn) -> None:
    said = words_of(sign_in(begun.town.priya).get(f"/staff/{begun.town.neil}/leaving"))
    assert "2 families have not been told yet." in said
    assert "1 family waits for an answer from Neil." in said


def test_a_last_day_that_has_passed_keeps_what_was_typed(sign_in: SignIn, life: Life) -> None:
    answer = sign_in(life.town.priya).post(f"/staff/{life.town.neil}/leaving", data={"last_day": "2020-01-01"})
    assert answer.status_code == 409
    assert "2020-01-01" in answer.text
    assert "Choose their last day" in words_of(answer)


def test_the_place_does_not_close_before_all_is_done_and_says_why(begun: Life, sign_in: SignIn) -> None:
    answer = sign_in(begun.town.priya).post(f"/staff/{begun.town.neil}/leaving/close")
    assert answer.status_code == 409
    assert "have not been told yet" in words_of(answer)


def test_neil_writes_his_goodbye_sees_it_as_it_goes_and_sends_it_once(begun: Life, sign_in: SignIn) -> None:
    neil = sign_in(begun.town.neil)
    assert "Say goodbye to your families" in words_of(neil.get("/me"))
    assert neil.post("/me/goodbye", data={"words": "It was good to know you"}).status_code == 303
    shown = words_of(neil.get("/me/goodbye"))
    assert "Neil: It was good to know you. Grace is your person here now" in shown
    assert "Send my goodbye to 2 families" in shown
    assert neil.post("/me/goodbye/send", data={}).status_code == 303
    assert "all is new" in begun.newest(begun.ewas).body
    again = neil.post("/me/goodbye/send", data={})
    assert again.status_code == 409
    assert "nobody to text yet" in words_of(again)


def test_somebody_who_does_not_leave_has_no_goodbye_to_write(sign_in: SignIn, life: Life) -> None:
    grace = sign_in(life.town.grace)
    for answer in (grace.get("/me/goodbye"), grace.post("/me/goodbye", data={"words": "x"})):
        assert answer.status_code == 404


def test_at_once_ends_his_open_tab_and_his_queued_text(begun: Life, sign_in: SignIn) -> None:
    form = {"text": "Tomorrow", "when": "tomorrow", "clock": "10:00"}
    assert sign_in(begun.town.neil).post(f"/conversation/{begun.ewas}/reply", data=form).status_code == 303
    queued = begun.newest(begun.ewas)
    refused = sign_in(begun.town.priya).post(f"/staff/{begun.town.neil}/leaving/at-once", data={"why": " "})
    assert refused.status_code == 409
    done = sign_in(begun.town.priya).post(f"/staff/{begun.town.neil}/leaving/at-once", data={"why": "He has to go now"})
    assert (done.status_code, done.headers["Location"]) == (303, "/staff")
    with begun.house.database.reading(Command()) as work:
        assert work.session.get(type(queued), queued.id).state is State.WITHDRAWN
        assert not members.works_here(work, members.membership(work, begun.town.neil))


def test_his_open_tab_is_shut_with_the_next_press(begun: Life, sign_in: SignIn, web: FlaskClient) -> None:
    (name, secret), saras = begun.staff_cookie_for(begun.town.neil), begun.saras
    sign_in(begun.town.priya).post(f"/staff/{begun.town.neil}/leaving/at-once", data={"why": "He has to go now"})
    web.set_cookie(name, secret, domain="localhost")
    assert web.get("/inbox").headers["Location"].startswith("/sign-in")
    assert web.post(f"/conversation/{saras}/reply", data={"text": "hello"}).status_code == 401


@pytest.mark.browser
def test_leaving_and_saying_goodbye_are_fit_for_everybody(
    begun: Life, sits_down: Callable[[Page, MembershipId, str], None], page: Page
) -> None:
    sits_down(page, begun.town.priya, f"/staff/{begun.town.neil}/leaving")
    assert_fit_for_everybody(page)
    sits_down(page, begun.town.neil, "/me/goodbye")
    page.get_by_label("In your own words").fill("Dziękuję za zaufanie. Konstantynopolitańczykowianeczka!")
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_role("heading", name="As it will go").wait_for()
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Send my goodbye to 2 families").click()
    page.get_by_text("told that Grace comes next").first.wait_for()
