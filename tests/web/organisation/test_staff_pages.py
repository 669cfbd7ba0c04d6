"""The manager's pages about staff: who has access, inviting, roles, checks, cover; and the lead's second look."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts.models import Account
from app.domain.notices.models import Notice
from app.domain.people import clearance, joining, members
from app.domain.people.models import Membership
from app.domain.people.rules import Check, Role
from app.domain.relationships import queries as relationships
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import MembershipId, new_id
from app.invented_town import Town
from tests.asked import asked
from tests.clock import SettableClock

SignIn = Callable[[UUID], FlaskClient]
EVERY_FORM = {  # each form of somebody's page, filled in well
    "name": {"first_name": "Nel"},
    "roles": {"roles": "trusted_person"},
    "cover": {"cover": ""},
    "away": {"by": ""},
    "back": {},
    "checks": {"kind": "safeguarding_training", "lapses_on": "2027-12-31"},
    "invitation": {},
    "lost-phone": {},
}


def words_of(answer: TestResponse) -> str:
    body = answer.text[answer.text.index("<main") :] if "<main" in answer.text else answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def person(house: House, membership_id: MembershipId) -> Membership:
    with house.database.reading(Command()) as work:
        return members.membership(work, membership_id)


def roles(house: House, membership_id: MembershipId) -> frozenset[str]:
    with house.database.reading(Command()) as work:
        return members.roles_of(work, membership_id)


def found(house: House, email: str) -> list[Membership]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(Membership).where(Membership.email == email)))


def invitations(house: House, membership_id: MembershipId) -> list[Notice]:
    with house.database.reading(Command()) as work:
        query = select(Notice).where(Notice.membership_id == membership_id, Notice.kind == "invitation")
        return list(work.session.exec(query))


ADA = {"first_name": "Ada", "last_name": "Bell", "email": "ada@harbour.example", "role_words": "listens"}


# Who has access


def test_the_list_says_who_may_do_what_and_how_their_checks_stand(sign_in: SignIn, town: Town, house: House) -> None:
    with house.database.writing(Staff(town.priya, town.school, frozenset({Role.MANAGER}))) as work:
        clearance.record(work, town.neil, Check.SAFEGUARDING_TRAINING, lapses_on=work.now.date() + timedelta(days=20))
        joining.set_cover(work, town.neil, town.grace)
    page = words_of(sign_in(town.priya).get("/staff"))
    assert "Neil Carter family support worker Trusted person" in page
    assert "Safeguarding training: counts until 30 March 2027 – renew it soon" in page
    assert "For young people: a second look is still needed" in page
    assert "Grace reads when Neil cannot" in page
    assert "Grace Okafor head of year 9 Trusted person Checks count until 9 March 2028, also for young people" in page
    assert "Rhys Morgan form tutor School professional Last here" in page
    assert "Priya Nair (you)" in page and "Last here today" in page


def test_the_list_shows_lapsed_and_missing_checks_and_who_has_the_families_now(
    sign_in: SignIn, town: Town, house: House, clock: SettableClock
) -> None:
    with house.database.writing(Staff(town.priya, town.school, frozenset({Role.MANAGER}))) as work:
        clearance.record(work, town.neil, Check.SAFEGUARDING_TRAINING, lapses_on=work.now.date())
        joining.set_roles(work, town.rhys, frozenset({Role.TRUSTED_PERSON}))
    clock.move(days=1)
    page = words_of(sign_in(town.priya).get("/staff"))
    assert "Safeguarding training: lapsed, it counted until 10 March 2027" in page
    assert "Priya reads and answers for Neil now" in page
    assert "Rhys Morgan form tutor Trusted person Safer-recruitment check: not recorded yet" in page


def test_the_list_names_nobody_of_another_organisation_and_no_family(sign_in: SignIn, town: Town) -> None:
    page = sign_in(town.priya).get("/staff").text
    for name in ("Hannah", "Tom", "Joyce", "Olive", "Sara", "Ewa", "Whitfield", "900111"):
        assert name not in page


def test_while_there_is_no_second_manager_it_says_so(sign_in: SignIn, town: Town, house: House) -> None:
    assert "Invite a second manager first" not in sign_in(town.priya).get("/staff").text
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.amina)
    for path in ("/staff", "/staff/invite"):
        assert "Invite a second manager first" in sign_in(town.priya).get(path).text
    refused = sign_in(town.priya).post("/staff/invite", data=ADA | {"roles": "trusted_person"})
    assert refused.status_code == 409
    assert "Invite a second manager first" in refused.text
    assert sign_in(town.priya).post("/staff/invite", data=ADA | {"roles": "manager"}).status_code == 303


# Inviting


def test_inviting_makes_a_place_and_puts_one_e_mail_in_line(sign_in: SignIn, town: Town, house: House) -> None:
    answer = sign_in(town.priya).post("/staff/invite", data=ADA | {"roles": ["trusted_person", "first_contact"]})
    assert answer.status_code == 303
    [ada] = found(house, "ada@harbour.example")
    assert answer.location == f"/staff/{ada.id}?done=new"
    assert (ada.organisation_id, ada.role_words) == (town.school, "listens")
    assert roles(house, ada.id) == {Role.TRUSTED_PERSON, Role.FIRST_CONTACT}
    assert len(invitations(house, ada.id)) == 1
    page = words_of(sign_in(town.priya).get(answer.location))
    assert "An e-mail is on its way." in page and "Invited, has not come in yet" in page
    assert "Safer-recruitment check: not recorded yet." in page


def test_the_invitation_can_be_sent_again_a_few_times_a_day(sign_in: SignIn, town: Town, house: House) -> None:
    priya = sign_in(town.priya)
    priya.post("/staff/invite", data=ADA | {"roles": "trusted_person"})
    [ada] = found(house, "ada@harbour.example")
    assert priya.post(f"/staff/{ada.id}/invitation").status_code == 303
    assert len(invitations(house, ada.id)) == 2
    answers = [priya.post(f"/staff/{ada.id}/invitation").status_code for _ in range(12)]
    assert answers[-1] == 409
    assert "several e-mails today" in priya.post(f"/staff/{ada.id}/invitation").text


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"first_name": " "}, "first_name", "first name"),
        ({"email": "ada"}, "email", "e-mail"),
        ({"email": "grace@tidewell-harbour-school.example"}, "email", "works here already"),
        ({"roles": ""}, "roles", "at least one role"),
        ({"roles": "operator"}, "roles", "at least one role"),
    ],
)
def test_a_refused_invitation_keeps_everything_typed_and_makes_nobody(
    sign_in: SignIn, town: Town, house: House, more: dict[str, str], field: str, why: str
) -> None:
    answer = sign_in(town.priya).post("/staff/invite", data=ADA | {"roles": "trusted_person"} | more)
    assert answer.status_code == 409
    assert f'href="#{field}"' in answer.text and why in answer.text
    assert 'value="Bell"' in answer.text and 'value="listens"' in answer.text
    assert not found(house, "ada@harbour.example")


def test_whether_somebody_is_known_elsewhere_is_told_to_nobody(sign_in: SignIn, town: Town, house: House) -> None:
    """Hannah has worked at the council for years: the school sees her as newly invited, exactly like anybody."""
    with house.database.writing(Command()) as work:
        email = members.membership(work, town.hannah).email
        account = work.session.exec(select(Account).where(Account.email == email)).one()
        account.password_hash = "a password"
        work.session.add(account)
    pages = []
    for address in (email, "ada@harbour.example"):
        answer = sign_in(town.priya).post("/staff/invite", data=ADA | {"email": address, "roles": "trusted_person"})
        page = words_of(sign_in(town.priya).get(answer.location))
        pages.append(page.replace(address, "ADDRESS"))
    assert pages[0] == pages[1]
    assert "has not come in yet" in pages[0]


# One person


def test_a_name_roles_and_cover_are_changed(sign_in: SignIn, town: Town, house: House) -> None:
    priya = sign_in(town.priya)
    form = {"first_name": "Neil", "last_name": "Carter-Łoś", "role_words": "listens well"}
    assert priya.post(f"/staff/{town.neil}/name", data=form).status_code == 303
    answer = priya.post(f"/staff/{town.neil}/roles", data={"roles": ["trusted_person", "deputy_lead"]})
    assert answer.location == f"/staff/{town.neil}?done=roles#roles"
    assert priya.post(f"/staff/{town.neil}/cover", data={"cover": str(town.grace)}).status_code == 303
    neil = person(house, town.neil)
    assert (neil.last_name, neil.role_words, neil.cover_id) == ("Carter-Łoś", "listens well", town.grace)
    assert roles(house, town.neil) == {Role.TRUSTED_PERSON, Role.DEPUTY_LEAD}
    priya.post(f"/staff/{town.neil}/cover", data={"cover": ""})
    assert person(house, town.neil).cover_id is None


def test_away_and_back(sign_in: SignIn, town: Town, house: House) -> None:
    priya = sign_in(town.priya)
    away = {"by": str(town.grace), "first_day": "", "last_day": "2027-03-12"}
    assert priya.post(f"/staff/{town.neil}/away", data=away).status_code == 303
    page = words_of(priya.get(f"/staff/{town.neil}"))
    assert "Neil is away until the end of Friday. Grace reads and answers then." in page
    assert "Grace reads and answers for Neil now." in page
    assert priya.post(f"/staff/{town.neil}/back").status_code == 303
    with house.database.reading(Command()) as work:
        assert relationships.who_answers(work, town.neil) == town.neil
    later = {"by": str(town.grace), "first_day": "2027-04-01", "last_day": ""}
    assert priya.post(f"/staff/{town.neil}/away", data=later).status_code == 303
    [form] = re.findall(rf"/staff/{town.neil}/away/[0-9a-f-]+/call-off", priya.get(f"/staff/{town.neil}").text)
    assert priya.post(form.replace(str(town.neil), str(town.grace))).status_code == 404
    assert priya.post(form).status_code == 303
    assert "1 April" not in words_of(priya.get(f"/staff/{town.neil}"))


@pytest.mark.parametrize(
    ("what", "form", "why"),
    [
        ("name", {"first_name": " ", "last_name": "kept"}, "first name"),
        ("roles", {}, "at least one role"),
        ("cover", {"cover": "nonsense"}, "from the list"),
        ("away", {"by": "", "last_day": "2027-03-12"}, "Choose who reads meanwhile"),
        ("away", {"by": "GRACE", "last_day": "2027-03-01"}, "last day comes before"),
        ("away", {"by": "GRACE", "first_day": "2027-03-01"}, "first day has passed"),
        ("away", {"by": "GRACE", "first_day": "soon"}, "choose a day"),
        ("checks", {"lapses_on": "2027-12-31"}, "which of the two"),
        ("checks", {"kind": "safeguarding_training", "lapses_on": ""}, "choose a day"),
        ("checks", {"kind": "safeguarding_training", "lapses_on": "2027-03-09"}, "has passed"),
        ("checks", {"kind": "safeguarding_training", "lapses_on": "9999-12-31"}, "three years"),
        ("lost-phone", {}, "not set up any codes yet"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    sign_in: SignIn, town: Town, what: str, form: dict[str, str], why: str
) -> None:
    form = {name: value.replace("GRACE", str(town.grace)) for name, value in form.items()}
    answer = sign_in(town.priya).post(f"/staff/{town.neil}/{what}", data=form)
    assert answer.status_code == 409
    assert why in html.unescape(answer.text)
    for name, value in form.items():
        if name in {"last_name", "last_day", "lapses_on"} and value:
            assert f'value="{value}"' in answer.text


def test_the_last_manager_and_first_contact_stay(sign_in: SignIn, town: Town, house: House) -> None:
    answer = sign_in(town.amina).post(f"/staff/{town.priya}/roles", data={"roles": "trusted_person"})
    assert answer.status_code == 409
    assert "Somebody else must be first contact first" in answer.text
    assert roles(house, town.priya) == {Role.TRUSTED_PERSON, Role.FIRST_CONTACT, Role.MANAGER}


# Checks


def test_two_managers_record_and_confirm(sign_in: SignIn, town: Town, house: House) -> None:
    with house.database.writing(Command()) as work:
        rhys = members.membership(work, town.rhys)
        assert rhys.cleared_until is None
    sign_in(town.priya).post(f"/staff/{town.rhys}/roles", data={"roles": "trusted_person"})
    for kind in Check:
        form = {"kind": kind.value, "lapses_on": "2028-01-31"}
        assert sign_in(town.priya).post(f"/staff/{town.rhys}/checks", data=form).status_code == 303
    own = sign_in(town.priya).get(f"/staff/{town.rhys}")
    assert "I have seen the same papers" not in own.text
    assert "Recorded by Priya on 10 March 2027" in words_of(own)
    amina = sign_in(town.amina)
    forms = re.findall(rf"/staff/{town.rhys}/checks/[0-9a-f-]+", amina.get(f"/staff/{town.rhys}").text)
    assert len(forms) == 2
    assert all(amina.post(form).status_code == 303 for form in forms)
    with house.database.reading(Command()) as work:
        assert members.holds_threads(work, members.membership(work, town.rhys), with_young=True)
    assert "Amina has seen the same papers" in words_of(amina.get(f"/staff/{town.rhys}"))


def test_nobody_records_their_own(sign_in: SignIn, town: Town) -> None:
    priya = sign_in(town.priya)
    page = priya.get(f"/staff/{town.priya}")
    assert "Nobody records their own checks" in page.text and "Record this check" not in page.text
    form = {"kind": "safeguarding_training", "lapses_on": "2027-12-31"}
    answer = priya.post(f"/staff/{town.priya}/checks", data=form)
    assert answer.status_code == 409
    assert "Nobody records their own checks" in answer.text


def test_a_check_of_one_person_is_not_confirmed_on_anothers_page(sign_in: SignIn, town: Town, house: House) -> None:
    with house.database.reading(Staff(town.amina, town.school, frozenset({Role.MANAGER}))) as work:
        neils = clearance.of(work, members.membership(work, town.neil))[0].id
    answer = sign_in(town.priya).post(f"/staff/{town.grace}/checks/{neils}")
    nothing = sign_in(town.priya).post(f"/staff/{town.grace}/checks/{new_id()}")
    assert answer.status_code == nothing.status_code == 404
    assert answer.data == nothing.data


def test_a_lead_who_is_no_manager_takes_the_second_look(sign_in: SignIn, town: Town, house: House) -> None:
    assert "Nothing waits for a second look" in sign_in(town.ben).get("/checks").text
    manager = Staff(town.priya, town.school, frozenset({Role.MANAGER}))
    with house.database.writing(manager) as work:
        made = clearance.record(
            work, town.neil, Check.SAFEGUARDING_TRAINING, lapses_on=work.now.date() + timedelta(days=300)
        )
    ben = sign_in(town.ben)
    page = ben.get("/checks")
    assert (
        "Neil Carter family support worker Safeguarding training: counts until 4 January 2028. Recorded by Priya."
        in (words_of(page))
    )
    assert f'href="{"/staff"}"' not in page.text
    assert ben.post(f"/checks/{made.id}").status_code == 303
    assert "Nothing waits for a second look" in ben.get("/checks").text


def test_a_lead_sees_and_confirms_nothing_of_another_organisation(sign_in: SignIn, town: Town, house: House) -> None:
    with house.database.reading(Staff(town.ruth, town.council, frozenset({Role.MANAGER}))) as work:
        hannahs = clearance.of(work, members.membership(work, town.hannah))[0].id
    ben = sign_in(town.ben)
    assert "Hannah" not in ben.get("/checks").text
    theirs, nothing = ben.post(f"/checks/{hannahs}"), ben.post(f"/checks/{new_id()}")
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    assert "Hannah Reed" in words_of(sign_in(town.ruth).get("/checks"))


# Whose pages these are


@pytest.mark.parametrize("who", ["neil", "ben", "rhys", "olive"])
def test_for_whoever_is_no_manager_the_pages_are_not_there(sign_in: SignIn, town: Town, who: str) -> None:
    visitor = sign_in(getattr(town, who))
    for path in ("/staff", "/staff/invite", f"/staff/{town.grace}", "/place"):
        assert visitor.get(path).status_code == 404
    for what, form in EVERY_FORM.items():
        assert visitor.post(f"/staff/{town.grace}/{what}", data=form).status_code == 404
    assert visitor.post("/staff/invite", data=ADA | {"roles": "manager"}).status_code == 404


@pytest.mark.parametrize("who", ["neil", "rhys", "priya", "olive"])
def test_for_whoever_is_no_lead_the_second_look_is_not_there(sign_in: SignIn, town: Town, who: str) -> None:
    assert sign_in(getattr(town, who)).get("/checks").status_code == 404


def test_somebody_of_another_organisation_answers_like_nobody(sign_in: SignIn, town: Town, house: House) -> None:
    priya = sign_in(town.priya)
    theirs, nothing = (priya.get(f"/staff/{one}") for one in (town.hannah, new_id()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    for what, form in EVERY_FORM.items():
        theirs, nothing = (priya.post(f"/staff/{one}/{what}", data=form) for one in (town.hannah, new_id()))
        assert theirs.status_code == nothing.status_code == 404, what
        assert theirs.data == nothing.data
    assert person(house, town.hannah).first_name == "Hannah"


def test_somebody_who_has_left_is_not_there_any_more(sign_in: SignIn, town: Town, house: House) -> None:
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
    priya = sign_in(town.priya)
    assert priya.get(f"/staff/{town.grace}").data == priya.get(f"/staff/{new_id()}").data
    assert "Grace" not in priya.get("/staff").text


@pytest.mark.parametrize("nasty", ["x" * 20_000, "a\r\nSet-Cookie: x=1", "\x00", "<script>alert(1)</script>", "//evil"])
def test_whatever_is_sent_gets_an_answer_in_words(sign_in: SignIn, town: Town, house: House, nasty: str) -> None:
    priya = sign_in(town.priya)
    fields = ("first_name", "last_name", "role_words", "email", "roles", "cover", "by", "first_day", "last_day", "kind")
    form = dict.fromkeys((*fields, "lapses_on"), nasty)
    paths = ["/staff/invite", *(f"/staff/{town.neil}/{what}" for what in EVERY_FORM)]
    for path in paths:
        answer = priya.post(path, data=form)
        assert answer.status_code in {303, 409}, path
        assert "<script>alert" not in answer.text
    assert "<script>alert" not in priya.get(f"/staff/{town.neil}").text
    assert priya.get("/staff").status_code == 200
    assert len(person(house, town.neil).first_name) <= 41


def test_more_staff_ask_no_more_questions(sign_in: SignIn, town: Town, house: House) -> None:
    priya = sign_in(town.priya)

    def questions() -> int:
        with asked(house.database.engine) as seen:
            priya.get("/staff")
        return len([statement for statement, _ in seen if statement.startswith("SELECT")])

    questions()
    few = questions()
    with house.database.writing(Command()) as work:
        for number in range(30):
            joining.add_member(
                work,
                town.school,
                first_name=f"N{number}",
                email=f"n{number}@harbour.example",
                roles=frozenset({Role.TRUSTED_PERSON}),
            )
    assert questions() <= few + 1
