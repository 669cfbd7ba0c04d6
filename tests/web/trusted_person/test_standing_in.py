"""What somebody reads whose checks are missing, lapse or have lapsed; and whoever stands in sees for whom."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.people import clearance, joining, members
from app.domain.people.rules import Check, Role
from app.domain.relationships import away
from app.foundation.actors import Command, Staff
from app.invented_town import SARA
from tests.web.trusted_person.conftest import Life, SignIn, words_of


def manager(life: Life) -> Staff:
    return Staff(life.town.amina, life.town.school, frozenset({Role.MANAGER}))


def counts_for(life: Life, days: int, *, who: str = "neil") -> None:
    """Somebody's checks count for so many more days."""
    with life.house.database.writing(manager(life)) as work:
        for kind in Check:
            day = work.now.date() + timedelta(days=days)
            clearance.record(work, getattr(life.town, who), kind, lapses_on=day)


def has_cover(life: Life) -> None:
    with life.house.database.writing(manager(life)) as work:
        joining.set_cover(work, life.town.neil, life.town.grace)


def test_while_all_is_well_nothing_is_said(neil: FlaskClient, life: Life) -> None:
    assert "checks" not in words_of(neil.get("/inbox"))
    counts_for(life, 60)
    assert "checks" not in words_of(neil.get("/inbox"))


def test_six_weeks_before_it_says_until_when_and_whom_to_ask(neil: FlaskClient, life: Life) -> None:
    counts_for(life, 42)
    page = words_of(neil.get("/inbox"))
    assert "Your checks count until 21 April 2027. Ask Priya or Amina to renew them. Otherwise a colleague" in page
    assert "Ewa Kowalczyk" in page


def test_when_they_have_lapsed_it_says_who_reads_and_shows_no_family(sign_in: SignIn, life: Life) -> None:
    counts_for(life, 0)
    has_cover(life)
    life.clock.move(days=1)
    neil = sign_in(life.town.neil)
    page = words_of(neil.get("/inbox"))
    assert "Your checks counted until 10 March 2027. Grace reads and answers for you until they are renewed." in page
    assert "Ask Priya or Amina." in page
    assert "Ewa" not in page and "Sara" not in page
    for path in (f"/conversation/{life.ewas}", f"/conversation/{life.ewas}/entries"):
        assert neil.get(path).status_code == 404
    assert neil.post(f"/conversation/{life.ewas}/reply", data={"text": "hello"}).status_code == 404


def test_when_nobody_else_may_read_either_it_says_so(neil: FlaskClient, life: Life) -> None:
    with life.house.database.writing(Command()) as work:
        for one in (life.town.neil, life.town.grace, life.town.priya):
            members.membership(work, one).cleared_until = work.now - timedelta(days=1)
    assert "Nobody here may read your families' messages until they are renewed." in words_of(neil.get("/inbox"))


def test_whoever_is_new_reads_that_checks_come_first(sign_in: SignIn, life: Life) -> None:
    with life.house.database.writing(manager(life)) as work:
        joining.set_roles(work, life.town.rhys, frozenset({Role.TRUSTED_PERSON}))
    page = words_of(sign_in(life.town.rhys).get("/inbox"))
    assert "Your checks are not on record yet." in page
    assert "Ask Priya or Amina to record them." in page


def test_whoever_needs_no_checks_reads_nothing_of_it(sign_in: SignIn, life: Life) -> None:
    assert "checks" not in words_of(sign_in(life.town.amina).get("/inbox"))


@pytest.fixture
def grace_covers(life: Life) -> None:
    """Neil is away from today on; Grace reads and answers."""
    with life.house.database.writing(manager(life)) as work:
        away.go(work, life.town.neil, by_id=life.town.grace, first=work.now.date(), last=None)


@pytest.mark.usefixtures("grace_covers")
def test_rows_say_whose_they_are_and_the_conversation_for_whom_one_answers(sign_in: SignIn, life: Life) -> None:
    grace = sign_in(life.town.grace)
    page = words_of(grace.get("/inbox"))
    assert "Ewa Kowalczyk text Polish for Neil" in page
    assert "You answer for Neil, in your own name." in words_of(grace.get(f"/conversation/{life.ewas}"))
    answer = grace.post(f"/conversation/{life.ewas}/reply", data={"text": "I read for Neil today"})
    assert answer.status_code == 303
    assert life.newest(life.ewas).author_membership_id == life.town.grace


@pytest.mark.usefixtures("grace_covers")
def test_finding_the_family_leads_to_the_thread_one_answers_in(sign_in: SignIn, life: Life) -> None:
    grace = sign_in(life.town.grace)
    for page in (grace.post("/find", data={"fragment": "ewa"}), grace.get(f"/family/{life.town.ewa}")):
        assert f'href="/conversation/{life.ewas}' in page.text
        assert "/hello/" not in page.text


def test_finding_a_family_of_a_colleague_who_is_here_leads_to_a_hello(sign_in: SignIn, life: Life) -> None:
    grace = sign_in(life.town.grace)
    for page in (grace.post("/find", data={"fragment": "ewa"}), grace.get(f"/family/{life.town.ewa}")):
        assert str(life.ewas) not in page.text
        assert f"/hello/{life.town.ewa}" in page.text


@pytest.mark.usefixtures("grace_covers")
def test_neil_sees_nothing_of_that_in_his_own_rows(neil: FlaskClient, life: Life) -> None:
    page = words_of(neil.get("/inbox"))
    assert "Ewa Kowalczyk" in page and "for Neil" not in page
    assert "You answer for" not in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_each_row_of_a_colleague_says_so_and_only_while_it_is_so(sign_in: SignIn, life: Life) -> None:
    life.texts(SARA, "hello")
    grace = sign_in(life.town.grace)
    assert "for Neil" not in words_of(grace.get("/inbox"))
    counts_for(life, 0)
    has_cover(life)
    life.clock.move(days=1)
    grace = sign_in(life.town.grace)
    page = words_of(grace.get("/inbox"))
    assert page.count("for Neil") >= 2  # Ewa's row and Sara's
