"""The family reads who reads now: somebody else while their person is away, and in the holidays from when on."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import joining, members, places
from app.domain.people.rules import Role
from app.domain.relationships import away
from app.foundation.actors import Command, Staff
from app.invented_town import Town
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
USUAL = "reads messages Monday–Friday, 8am to 4:30pm"
SPRING, SUMMER = (date(2027, 1, 4), date(2027, 3, 5)), (date(2027, 4, 12), date(2027, 7, 21))  # today is between them


@pytest.fixture
def manager(town: Town) -> Staff:
    return Staff(town.amina, town.school, frozenset({Role.MANAGER}))


@pytest.fixture
def head(visit: Visit, phones: Phones, town: Town) -> Callable[[], str]:
    """What stands under Neil's name on Sara's page now."""
    web = visit(town.sara)

    def read() -> str:
        page = web.get(f"/my/talk/{phones.thread(town.sara)}").text
        return page[page.index("<h1>Neil</h1>") : page.index("</p>", page.index("<h1>Neil</h1>"))]

    return read


def test_usually_it_says_when_neil_reads(head: Callable[[], str]) -> None:
    assert USUAL in head()


def test_while_neil_is_away_it_says_who_reads_and_answers(
    head: Callable[[], str], house: House, manager: Staff, town: Town
) -> None:
    with house.database.writing(manager) as work:
        away.go(work, town.neil, by_id=town.grace, first=work.now.date(), last=None)
    assert "Neil is away. Grace reads and answers now." in head()
    assert USUAL not in head()
    with house.database.writing(manager) as work:
        away.back(work, town.neil)
    assert USUAL in head()


def test_when_his_checks_have_lapsed_it_says_the_same_and_not_why(
    head: Callable[[], str], house: House, manager: Staff, town: Town
) -> None:
    with house.database.writing(manager) as work:
        joining.set_cover(work, town.neil, town.grace)
        members.membership(work, town.neil).cleared_until = work.now
    shown = head()
    assert "Neil is away. Grace reads and answers now." in shown
    assert "check" not in shown and "lapse" not in shown


def test_when_nobody_may_read_it_says_so_and_gives_the_schools_own_number(
    head: Callable[[], str], house: House, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        for one in members.working_here(work, town.school):
            one.cleared_until = work.now - timedelta(days=1)
            work.session.add(one)
    assert "Nobody can read messages here just now. We are putting that right. What you write is kept." in head()
    assert "You can ring \u206601632 960001\u2069." in head()


def test_in_the_holidays_it_says_who_reads_or_from_when_on(
    head: Callable[[], str], house: House, manager: Staff, town: Town
) -> None:
    with house.database.writing(manager) as work:
        places.set_terms(work, [SPRING, SUMMER], holiday_reader_id=None)
    assert "It is the holidays. Neil reads messages again on Monday 12 April." in head()
    with house.database.writing(manager) as work:
        places.set_terms(work, [SPRING], holiday_reader_id=None)
    assert "It is the holidays. Nobody reads messages just now." in head()
    with house.database.writing(manager) as work:
        places.set_terms(work, [SPRING, SUMMER], holiday_reader_id=town.priya)
    assert "Neil is away. Priya reads and answers now." in head()


def test_a_name_is_shown_as_it_is_never_as_markup(
    head: Callable[[], str], house: House, manager: Staff, town: Town
) -> None:
    with house.database.writing(manager) as work:
        joining.name_member(work, town.grace, first_name="<b>Grace</b>", last_name="", role_words="")
        away.go(work, town.neil, by_id=town.grace, first=work.now.date(), last=None)
    assert "&lt;b&gt;Grace&lt;/b&gt; reads" in head()
