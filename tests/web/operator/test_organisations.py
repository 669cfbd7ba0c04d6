"""The operator's pages: organisations, their lines, their first managers. Never a message, a family or its number."""

import html
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations import queries as threads
from app.domain.conversations.models import Message
from app.domain.notices.models import Notice
from app.domain.people import lines, members
from app.domain.people import queries as people
from app.domain.people.models import Membership, Organisation
from app.domain.people.rules import Role
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import new_id
from app.invented_town import SCHOOL_LINE, Town

SignIn = Callable[[UUID], FlaskClient]
NEW = {
    "name": "Lighthouse Academy",
    "kind": "school",
    "area": "",
    "new_area": "Northmarsh",
    "public_phone": "01632 960004",
    "public_website": "https://lighthouse.example",
}
MANAGER = {"first_name": "Ada", "last_name": "Bell", "email": "ada@lighthouse.example"}


def words_of(answer: TestResponse) -> str:
    words = html.unescape(re.sub(r"<[^>]+>", " ", answer.text[answer.text.index("<main") :]))
    return " ".join(words.split()).replace(" ,", ",").replace(" ’s", "’s")


@pytest.fixture
def olive(sign_in: SignIn, town: Town) -> FlaskClient:
    return sign_in(town.olive)


@pytest.fixture
def lighthouse(olive: FlaskClient, house: House) -> Organisation:
    assert olive.post("/operator/organisations", data=NEW).status_code == 303
    with house.database.reading(Command()) as work:
        return people.organisation_by_slug(work, "lighthouse-academy")


def managers(house: House, place: UUID) -> list[Membership]:
    with house.database.reading(Command()) as work:
        return list(members.working_here(work, place, Role.MANAGER))


def live_lines(house: House, place: UUID) -> list[str]:
    with house.database.reading(Command()) as work:
        return [one.number for one in people.lines_at(work, place)]


# Making one


def test_an_operator_makes_an_organisation_in_a_new_or_a_known_borough(
    olive: FlaskClient, lighthouse: Organisation, house: House
) -> None:
    page = words_of(olive.get("/operator/organisations"))
    assert "Lighthouse Academy A school · Northmarsh No phone line yet No second manager yet" in page
    assert "Kettle service desk Runs the service Lighthouse" in page  # nothing is missing there
    again = NEW | {"name": "Lighthouse Two", "new_area": "", "area": str(lighthouse.area_id)}
    assert olive.post("/operator/organisations", data=again).status_code == 303
    with house.database.reading(Command()) as work:
        assert people.organisation_by_slug(work, "lighthouse-two").area_id == lighthouse.area_id
        assert lighthouse.public_website == "https://lighthouse.example"


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"name": "  "}, "name", "needs a name"),
        ({"name": "tidewell COUNCIL"}, "name", "already an organisation"),
        ({"kind": "operating"}, "kind", "what kind"),
        ({"kind": ""}, "kind", "what kind"),
        ({"public_website": "www.x"}, "public_website", "begins with https"),
        ({"public_phone": "no"}, "public_phone", "phone number"),
        ({"new_area": "", "area": str(new_id())}, "new_area", "borough"),
    ],
)
def test_a_refusal_keeps_everything_typed_and_makes_nothing(
    olive: FlaskClient, house: House, more: dict[str, str], field: str, why: str
) -> None:
    answer = olive.post("/operator/organisations", data=NEW | {"public_phone": "01632 960004"} | more)
    assert answer.status_code == 409
    assert f'href="#{field}"' in answer.text and why in html.unescape(answer.text)
    assert 'value="Lighthouse Academy"' in answer.text or "name" in more
    with house.database.reading(Command()) as work:
        assert len(people.organisations(work)) == 4
        assert len(people.areas(work)) == 1


# Its first managers


def test_an_operator_invites_two_managers_by_e_mail_and_then_no_more(
    olive: FlaskClient, lighthouse: Organisation, house: House
) -> None:
    address = f"/operator/organisations/{lighthouse.id}"
    assert "It needs two managers" in olive.get(address).text
    assert olive.post(f"{address}/managers", data=MANAGER).status_code == 303
    assert olive.post(f"{address}/managers", data=MANAGER | {"email": "bo@lighthouse.example"}).status_code == 303
    page = olive.get(address)
    assert "It needs two managers" not in page.text and "Invite as a manager" not in page.text
    third = olive.post(f"{address}/managers", data=MANAGER | {"email": "cy@lighthouse.example"})
    assert third.status_code == 409 and "two managers already" in third.text
    found = managers(house, lighthouse.id)
    assert [one.email for one in found] == ["ada@lighthouse.example", "bo@lighthouse.example"]
    with house.database.reading(Command()) as work:
        assert all(members.roles_of(work, one.id) == {Role.MANAGER} for one in found)
        query = select(Notice).where(Notice.kind == "invitation", Notice.membership_id == found[0].id)
        assert len(work.session.exec(query).all()) == 1


def test_whatever_roles_are_sent_along_an_operator_makes_a_manager_and_nothing_else(
    olive: FlaskClient, lighthouse: Organisation, house: House
) -> None:
    form = MANAGER | {"roles": ["trusted_person", "operator"], "role": "safeguarding_lead"}
    assert olive.post(f"/operator/organisations/{lighthouse.id}/managers", data=form).status_code == 303
    with house.database.reading(Command()) as work:
        [ada] = managers(house, lighthouse.id)
        assert members.roles_of(work, ada.id) == {Role.MANAGER}


@pytest.mark.parametrize(
    ("more", "field"), [({"first_name": ""}, "first_name"), ({"email": "x"}, "email"), ({"email": ""}, "email")]
)
def test_a_refused_manager_keeps_what_was_typed(
    olive: FlaskClient, lighthouse: Organisation, house: House, more: dict[str, str], field: str
) -> None:
    answer = olive.post(f"/operator/organisations/{lighthouse.id}/managers", data=MANAGER | more)
    assert answer.status_code == 409
    assert f'href="#{field}"' in answer.text and 'value="Bell"' in answer.text
    assert managers(house, lighthouse.id) == []


def test_an_invitation_is_sent_again_only_to_a_manager_there_who_has_not_come_in(
    olive: FlaskClient, lighthouse: Organisation, house: House, town: Town
) -> None:
    address = f"/operator/organisations/{lighthouse.id}"
    olive.post(f"{address}/managers", data=MANAGER)
    [ada] = managers(house, lighthouse.id)
    assert olive.post(f"{address}/managers/{ada.id}/invitation").status_code == 303
    answers = [
        olive.post(f"{address}/managers/{town.priya}/invitation"),  # of another organisation
        olive.post(f"/operator/organisations/{town.school}/managers/{town.neil}/invitation"),  # no manager
        olive.post(f"/operator/organisations/{town.school}/managers/{town.amina}/invitation"),  # has come in
        olive.post(f"{address}/managers/{new_id()}/invitation"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1


# Its lines


def test_an_operator_gives_a_shared_and_a_personal_line_and_retires_one(
    olive: FlaskClient, house: House, town: Town
) -> None:
    address = f"/operator/organisations/{town.school}"
    assert olive.post(f"{address}/lines", data={"number": "07700 900003", "whose": ""}).status_code == 303
    assert olive.post(f"{address}/lines", data={"number": "07700900004", "whose": str(town.neil)}).status_code == 303
    page = words_of(olive.get(address))
    assert "07700 900003, for everybody there" in page
    assert "07700 900004, Neil Carter’s own" in page
    with house.database.reading(Command()) as work:
        old = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
    assert olive.post(f"{address}/lines/{old}/retire").status_code == 303
    assert SCHOOL_LINE not in live_lines(house, town.school)


def test_in_the_demo_families_can_text_a_new_line_at_once(olive: FlaskClient, house: House, town: Town) -> None:
    olive.post(f"/operator/organisations/{town.school}/lines", data={"number": "07700 900003"})
    assert "+447700900003" in {line.number for line in house.pretend_network.lines()}


def test_what_waited_to_go_from_a_retired_line_goes_from_another(olive: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Staff(town.neil, town.school, frozenset({Role.TRUSTED_PERSON}))) as work:
        talk = threads.thread_of(work, town.sara)
        assert talk
        text = conversations.reply(work, talk.id, text="See you tomorrow", once="form:1")
        old = text.line_id
    olive.post(f"/operator/organisations/{town.school}/lines", data={"number": "07700 900003"})
    olive.post(f"/operator/organisations/{town.school}/lines/{old}/retire")
    with house.database.reading(Command()) as work:
        moved = work.session.get(Message, text.id)
        assert moved and moved.line_id != old


def test_the_only_line_stays_and_says_why(olive: FlaskClient, house: House, town: Town) -> None:
    with house.database.reading(Command()) as work:
        only = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
    answer = olive.post(f"/operator/organisations/{town.school}/lines/{only}/retire")
    assert answer.status_code == 409
    assert "Give them another shared line first" in answer.text
    assert live_lines(house, town.school) == [SCHOOL_LINE]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"number": "12"}, "phone number"),
        ({"number": SCHOOL_LINE}, "already one of our lines"),
        ({"number": "07700 900003", "whose": "HANNAH"}, "from the list"),
        ({"number": "07700 900003", "whose": "RHYS"}, "from the list"),
        ({"number": "07700 900003", "whose": "x"}, "from the list"),
    ],
)
def test_a_refused_line_says_why_and_keeps_what_was_typed(
    olive: FlaskClient, house: House, town: Town, form: dict[str, str], why: str
) -> None:
    form = {
        key: value.replace("HANNAH", str(town.hannah)).replace("RHYS", str(town.rhys)) for key, value in form.items()
    }
    answer = olive.post(f"/operator/organisations/{town.school}/lines", data=form)
    assert answer.status_code == 409
    assert why in answer.text and f'value="{form["number"]}"' in answer.text
    assert live_lines(house, town.school) == [SCHOOL_LINE]


def test_a_line_is_retired_only_on_its_own_organisations_page(olive: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        other = lines.give_line(work, town.council, number="07700 900003")
    theirs = olive.post(f"/operator/organisations/{town.school}/lines/{other.id}/retire")
    nothing = olive.post(f"/operator/organisations/{town.school}/lines/{new_id()}/retire")
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    assert "+447700900003" in live_lines(house, town.council)


# What an operator does not see or do


def test_no_page_of_an_operator_holds_a_message_a_family_or_its_number(olive: FlaskClient, town: Town) -> None:
    for path in ("/operator/organisations", *(f"/operator/organisations/{one}" for one in (town.school, town.charity))):
        page = olive.get(path).text
        for secret in ("Sara", "Whitfield", "Ewa", "Leon", "sleeping", "900111", "900144", "Ellie"):
            assert secret not in page, path


def test_an_operator_opens_no_page_of_a_manager(olive: FlaskClient, town: Town) -> None:
    for path in ("/staff", f"/staff/{town.neil}", "/place", "/checks", "/inbox"):
        assert olive.get(path).status_code == 404
    for path in (f"/staff/{town.neil}/roles", "/place/hours", "/staff/invite"):
        assert olive.post(path, data={}).status_code == 404


@pytest.mark.parametrize("who", ["neil", "priya", "amina", "ben"])
def test_nobody_but_an_operator_opens_these_pages(sign_in: SignIn, house: House, town: Town, who: str) -> None:
    visitor = sign_in(getattr(town, who))
    address = f"/operator/organisations/{town.school}"
    for path in ("/operator/organisations", address, f"/operator/organisations/{new_id()}"):
        assert visitor.get(path).status_code == 404
    with house.database.reading(Command()) as work:
        line = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
    for path, form in (
        ("/operator/organisations", NEW),
        (f"{address}/lines", {"number": "07700 900003"}),
        (f"{address}/lines/{line}/retire", {}),
        (f"{address}/managers", MANAGER),
        (f"{address}/managers/{town.amina}/invitation", {}),
    ):
        assert visitor.post(path, data=form).status_code == 404
    assert live_lines(house, town.school) == [SCHOOL_LINE]


def test_an_organisation_that_never_was_is_not_there(olive: FlaskClient) -> None:
    assert olive.get(f"/operator/organisations/{new_id()}").status_code == 404
    assert olive.post(f"/operator/organisations/{new_id()}/lines", data={"number": "07700 900003"}).status_code == 404


def test_health_counts_the_organisations_without_a_second_manager(olive: FlaskClient, lighthouse: Organisation) -> None:
    counted = re.search(r"without a second manager</th><td[^>]*>(\d+)", olive.get("/operator/health").text)
    assert counted and counted.group(1) == "1"
    for name in ("a", "b"):
        form = MANAGER | {"email": f"{name}@lighthouse.example"}
        olive.post(f"/operator/organisations/{lighthouse.id}/managers", data=form)
    counted = re.search(r"without a second manager</th><td[^>]*>(\d+)", olive.get("/operator/health").text)
    assert counted and counted.group(1) == "0"


@pytest.mark.parametrize("nasty", ["x" * 20_000, "\r\nX: y", "\x00", "<script>alert(1)</script>", "//evil"])
def test_whatever_is_sent_gets_an_answer_in_words(olive: FlaskClient, town: Town, nasty: str) -> None:
    names = ("name", "kind", "area", "new_area", "public_phone", "public_website", "number", "whose", "email")
    form = dict.fromkeys((*names, "first_name", "last_name"), nasty) | {"kind": "school"}
    address = f"/operator/organisations/{town.school}"
    for path in ("/operator/organisations", f"{address}/lines", f"{address}/managers"):
        answer = olive.post(path, data=form)
        assert answer.status_code in {303, 409}, path
        assert "<script>alert" not in answer.text
    assert "<script>alert" not in olive.get("/operator/organisations").text
