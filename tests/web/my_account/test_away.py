"""When I am away: from a day to a day, who reads meanwhile, and being back."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import members
from app.domain.people.models import Membership
from app.domain.relationships import away, queries
from app.foundation.actors import Command
from app.invented_town import EWA, SCHOOL_LINE, Town
from tests.clock import SettableClock
from tests.web.trusted_person.conftest import Life, words_of

SignIn = Callable[[UUID], FlaskClient]


@pytest.fixture
def neil(sign_in: SignIn, town: Town) -> FlaskClient:
    """Neil, on Wednesday 10 March 2027."""
    return sign_in(town.neil)


def until_friday(town: Town, **changed: str) -> dict[str, str]:
    return {"first": "2027-03-10", "last": "2027-03-12", "by": str(town.grace)} | changed


def answers(house: House, who: UUID) -> UUID:
    with house.database.reading(Command()) as work:
        return queries.who_answers(work, who)


def times_away(house: House, who: UUID) -> list[away.Away]:
    with house.database.reading(Command()) as work:
        return away.of(work, who)


def cover_of(house: House, who: UUID) -> UUID | None:
    with house.database.reading(Command()) as work:
        return members.membership(work, who).cover_id


def test_i_say_until_when_and_who_reads_and_both_inboxes_say_so_calmly(
    neil: FlaskClient, sign_in: SignIn, house: House, town: Town
) -> None:
    assert "When I am away" in neil.get("/me").text
    assert "away" not in words_of(neil.get("/inbox"))
    answer = neil.post("/me/away", data=until_friday(town))
    assert (answer.status_code, answer.location) == (303, "/me/away?kept=yes")
    assert answers(house, town.neil) == town.grace
    for page in ("/me/away", "/inbox"):
        assert "You are away until the end of Friday. Grace reads and answers." in words_of(neil.get(page))
    graces = words_of(sign_in(town.grace).get("/inbox"))
    assert "You also read and answer for Neil." in graces
    assert "Ewa Kowalczyk" in graces


def test_whoever_stands_in_for_colleagues_who_hold_no_threads_is_not_told_so(sign_in, town: Town) -> None:
    assert "You also read" not in sign_in(town.priya).get("/inbox").text


def test_the_list_that_looks_again_by_itself_stays_a_list(neil: FlaskClient, town: Town) -> None:
    neil.post("/me/away", data=until_friday(town))
    assert "You are away" not in neil.get("/inbox/rows").text


def test_i_am_back_with_one_press_and_a_second_press_harms_nothing(
    neil: FlaskClient, house: House, town: Town, clock: SettableClock
) -> None:
    neil.post("/me/away", data=until_friday(town, last=""))
    assert "You are away. Grace reads and answers." in words_of(neil.get("/inbox"))
    clock.move(minutes=20)
    for _ in range(2):
        assert neil.post("/me/away/back").status_code == 303
    assert answers(house, town.neil) == town.neil
    assert "You are away" not in neil.get("/inbox").text


def test_it_is_over_by_itself(neil: FlaskClient, house: House, town: Town, clock: SettableClock) -> None:
    neil.post("/me/away", data=until_friday(town))
    clock.move(days=2, hours=14)
    assert answers(house, town.neil) == town.neil


def test_a_holiday_is_planned_and_called_off(neil: FlaskClient, house: House, town: Town) -> None:
    neil.post("/me/away", data=until_friday(town))
    neil.post("/me/away", data=until_friday(town, first="2027-04-05", last="2027-04-09", by=str(town.priya)))
    assert "From 5 April until the end of 9 April: Priya reads and answers." in words_of(neil.get("/me/away"))
    [_now, planned] = times_away(house, town.neil)
    neil.post("/me/away/back")
    assert [one.id for one in times_away(house, town.neil)] == [planned.id]
    assert neil.post(f"/me/away/{planned.id}/call-off").status_code == 303
    assert times_away(house, town.neil) == []


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"first": ""}, "first", "Write the first day on which you are away."),
        ({"first": "soon"}, "first", "We could not read the first day."),
        ({"first": "2027-03-09"}, "first", "The first day has passed."),
        ({"first": "9999-12-31", "last": "9999-12-31"}, "first", "That is more than two years away."),
        ({"first": "2027-03-10", "last": "9999-12-31"}, "last", "That is more than two years away."),
        ({"last": "2027-03-09", "first": "2027-03-10"}, "last", "The last day comes before the first."),
        ({"last": "31.3.2027"}, "last", "We could not read the last day."),
        ({"last": "x" * 100_000}, "last", "We could not read the last day."),
        ({"by": ""}, "by", "Choose a colleague from the list."),
        ({"by": "\x00\r\n<b>"}, "by", "Choose a colleague from the list."),
    ],
)
def test_a_refusal_says_where_in_words_and_keeps_what_was_typed(
    neil: FlaskClient, house: House, town: Town, wrong: dict[str, str], field: str, sentence: str
) -> None:
    answer = neil.post("/me/away", data=until_friday(town) | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'<a href="#{field}">' in answer.text
    if "by" not in wrong:
        assert f'value="{town.grace}" checked' in answer.text
    assert times_away(house, town.neil) == []


def test_nobody_reads_who_is_oneself_elsewhere_or_without_checks(neil: FlaskClient, house: House, town: Town) -> None:
    offered = neil.get("/me/away").text
    assert str(town.grace) in offered
    for who in (town.neil, town.hannah, town.rhys, town.amina, uuid4()):
        assert str(who) not in offered
        assert neil.post("/me/away", data=until_friday(town, by=str(who))).status_code == 422
        assert neil.post("/me/away/cover", data={"cover": str(who)}).status_code == 422
    assert times_away(house, town.neil) == []
    assert cover_of(house, town.neil) is None


def test_a_colleagues_days_and_another_places_answer_like_none(
    neil: FlaskClient, sign_in: SignIn, house: House, town: Town
) -> None:
    neil.post("/me/away", data=until_friday(town, first="2027-03-11"))
    [planned] = times_away(house, town.neil)
    for stranger in (town.grace, town.priya, town.hannah):
        there = sign_in(stranger)
        theirs, nobodys = (there.post(f"/me/away/{one}/call-off") for one in (planned.id, uuid4()))
        assert theirs.status_code == nobodys.status_code == 404
    assert [one.id for one in times_away(house, town.neil)] == [planned.id]


def test_nobody_goes_away_for_somebody_else_by_a_field(neil: FlaskClient, house: House, town: Town) -> None:
    tricks = {"membership_id": str(town.grace), "organisation_id": str(town.council), "since": "2020-01-01"}
    neil.post("/me/away", data=until_friday(town) | tricks)
    assert times_away(house, town.grace) == []
    assert len(times_away(house, town.neil)) == 1


def test_who_usually_reads_is_named_kept_and_chosen_beforehand(neil: FlaskClient, house: House, town: Town) -> None:
    assert neil.get("/me/away").text.count(" checked") == 1, "whoever is on duty"
    assert neil.post("/me/away/cover", data={"cover": str(town.grace)}).status_code == 303
    assert cover_of(house, town.neil) == town.grace
    assert neil.get("/me/away").text.count(f'value="{town.grace}" checked') == 2
    neil.post("/me/away/cover", data={"cover": "nobody"})
    assert cover_of(house, town.neil) is None


def test_whoever_is_also_about_fines_is_marked_and_not_chosen_beforehand(
    neil: FlaskClient, house: House, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        grace = work.session.get(Membership, town.grace)
        assert grace
        grace.is_enforcing = True
        work.session.add(grace)
    neil.post("/me/away/cover", data={"cover": str(town.grace)})
    page = neil.get("/me/away").text
    assert "head of year 9 – part of this job can be about fines or court" in page
    assert page.count(f'value="{town.grace}" checked') == 1, "as the usual cover, which Neil chose; not for these days"


def test_a_role_that_writes_to_nobody_needs_no_cover(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town.rhys).get("/me/away").text
    assert "nobody needs to read for you" in page
    assert "The first day" not in page


def test_where_nobody_else_may_read_the_page_says_so(sign_in: SignIn, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        for one in (town.grace, town.priya):
            person = work.session.get(Membership, one)
            assert person
            person.cleared_until = None
            work.session.add(person)
    assert "a manager must record a colleague’s checks first" in sign_in(town.neil).get("/me/away").text


def test_if_the_cover_cannot_read_the_inbox_names_who_really_does(
    neil: FlaskClient, house: House, town: Town, clock: SettableClock
) -> None:
    neil.post("/me/away", data=until_friday(town))
    with house.database.writing(Command()) as work:
        grace = work.session.get(Membership, town.grace)
        assert grace
        grace.cleared_until = work.now
        work.session.add(grace)
    assert "Priya reads and answers." in words_of(neil.get("/inbox"))


@pytest.fixture
def life(house: House, town: Town, clock: SettableClock) -> Life:
    return Life(house, town, clock)


def test_what_comes_while_i_am_away_waits_with_my_cover_and_with_me_when_i_am_back(
    neil: FlaskClient, sign_in: SignIn, life: Life, town: Town
) -> None:
    neil.post("/me/away", data=until_friday(town))
    life.texts(EWA, "are you there", line=SCHOOL_LINE)
    grace = sign_in(town.grace)
    assert "Waiting 1" in words_of(grace.get("/inbox"))
    assert grace.get(f"/conversation/{life.ewas}").status_code == 200
    sign_in(town.neil).post("/me/away/back")
    assert sign_in(town.grace).get(f"/conversation/{life.ewas}").status_code == 404
