"""Saying who somebody is, and passing them on."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.conversations.models import Conversation, Message
from app.domain.people import joining
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.people.rules import Role
from app.domain.relationships import queries as relationships
from app.foundation.actors import Command
from app.foundation.identifiers import new_id
from app.invented_town import EWA, UNKNOWN, Town, have_checks

SignIn = Callable[[UUID], FlaskClient]
Texts = Callable[..., UUID]
TYPED = {"fragment": "sara", "first_name": "Rosa", "last_name": "Field", "relation": "gran"}


@pytest.fixture
def thread(texts: Texts) -> UUID:
    return texts()


@pytest.fixture
def priya(sign_in: SignIn, town: Town) -> FlaskClient:
    return sign_in(town.priya)


def who_it_is(house: House, thread: UUID) -> Contact:
    with house.database.reading(Command()) as work:
        talk = work.session.get(Conversation, thread)
        assert talk
        return people.contact(work, talk.contact_id)


def test_the_page_shows_the_number_and_their_words(priya: FlaskClient, thread: UUID) -> None:
    page = priya.get(f"/front-door/{thread}")
    assert page.status_code == 200
    assert "07700 900155" in page.text
    assert "hello its about Mia" in page.text
    assert "<title>Who is it? · Kettle</title>" in page.text


def test_only_whoever_the_thread_lies_with_opens_it(sign_in: SignIn, town: Town, thread: UUID) -> None:
    nowhere = sign_in(town.neil).get(f"/front-door/{new_id()}")
    for stranger in (town.neil, town.joyce, town.olive):
        answer = sign_in(stranger).get(f"/front-door/{thread}")
        assert answer.status_code == nowhere.status_code == 404
        assert "Mia" not in answer.text
        assert "We could not find that" in answer.text


def test_nobody_opens_it_without_signing_in(web: FlaskClient, thread: UUID) -> None:
    assert web.get(f"/front-door/{thread}").status_code == 302


@pytest.mark.parametrize("verb", ["find", "new", "known", "shares", "pass-on"])
def test_a_stranger_can_do_nothing_there(sign_in: SignIn, town: Town, house: House, thread: UUID, verb: str) -> None:
    data = {**TYPED, "contact_id": str(town.sara), "membership_id": str(town.neil)}
    assert sign_in(town.grace).post(f"/front-door/{thread}/{verb}", data=data).status_code == 404
    assert not who_it_is(house, thread).is_known


def test_a_search_finds_families_here_and_keeps_all_that_was_typed(priya: FlaskClient, thread: UUID) -> None:
    page = priya.post(f"/front-door/{thread}/find", data=TYPED).text
    assert "Sara Whitfield" in page
    assert 'value="Rosa"' in page
    assert 'value="gran"' in page


def test_a_search_never_finds_another_organisations_families(priya: FlaskClient, thread: UUID) -> None:
    page = priya.post(f"/front-door/{thread}/find", data={"fragment": "Hussain"}).text
    assert "Imran" not in page
    assert "Nobody here has" in page


def test_somebody_new_gets_a_name_and_waits_to_be_passed_on(priya: FlaskClient, house: House, thread: UUID) -> None:
    answer = priya.post(f"/front-door/{thread}/new", data=TYPED)
    assert answer.location == f"/front-door/{thread}"
    assert who_it_is(house, thread).first_name == "Rosa"
    assert "Who is the right person for" in priya.get(f"/front-door/{thread}").text


def test_somebody_new_without_a_first_name_is_refused_and_nothing_typed_is_lost(
    priya: FlaskClient, house: House, thread: UUID
) -> None:
    answer = priya.post(f"/front-door/{thread}/new", data={**TYPED, "first_name": " "})
    assert answer.status_code == 409
    assert "Please write a first name." in answer.text
    for kept in ("sara", "Field", "gran"):
        assert f'value="{kept}"' in answer.text
    assert not who_it_is(house, thread).is_known


def test_somebody_known_is_joined_to_what_we_know(priya: FlaskClient, house: House, town: Town, thread: UUID) -> None:
    answer = priya.post(f"/front-door/{thread}/known", data={**TYPED, "contact_id": str(town.sara)})
    assert answer.status_code == 303
    with house.database.reading(Command()) as work:
        assert UNKNOWN in people.numbers_of(work, town.sara)
    page = priya.get(answer.location).text
    assert "Neil is Sara’s person already." in page
    assert "hello its about Mia" in page


@pytest.mark.parametrize("contact_id", ["", "nobody", "imran", "gone"])
def test_it_cannot_be_somebody_whom_we_do_not_have(
    priya: FlaskClient, house: House, town: Town, thread: UUID, contact_id: str
) -> None:
    chosen = {"imran": str(town.imran), "gone": str(new_id())}.get(contact_id, contact_id)
    answer = priya.post(f"/front-door/{thread}/known", data={**TYPED, "contact_id": chosen})
    assert answer.status_code in {404, 409}
    assert not who_it_is(house, thread).is_known


def test_two_who_share_a_phone_live_together_from_then_on(
    priya: FlaskClient, house: House, town: Town, thread: UUID
) -> None:
    answer = priya.post(f"/front-door/{thread}/shares", data={**TYPED, "contact_id": str(town.sara)})
    assert answer.status_code == 303
    rosa = who_it_is(house, thread)
    with house.database.reading(Command()) as work:
        sara = people.contact(work, town.sara)
        assert rosa.household_id == sara.household_id
        assert {one.first_name for one in people.sharing(work, town.school, UNKNOWN)} == {"Rosa", "Sara"}


def test_sharing_needs_somebody_to_share_with(priya: FlaskClient, house: House, thread: UUID) -> None:
    answer = priya.post(f"/front-door/{thread}/shares", data=TYPED)
    assert answer.status_code == 409
    assert "choose one of those found" in answer.text
    assert 'value="Rosa"' in answer.text
    assert not who_it_is(house, thread).is_known


def test_a_thread_passed_on_lies_with_the_colleague_and_waits_as_long(
    priya: FlaskClient, sign_in: SignIn, house: House, town: Town, thread: UUID
) -> None:
    priya.post(f"/front-door/{thread}/new", data=TYPED)
    page = priya.get(f"/front-door/{thread}").text
    assert "family support worker" in page
    assert "Hannah" not in page
    answer = priya.post(f"/front-door/{thread}/pass-on", data={"membership_id": str(town.neil)})
    assert answer.location == "/inbox"
    assert priya.get(f"/conversation/{thread}").status_code == 404
    with house.database.reading(Command()) as work:
        talk = work.session.get(Conversation, thread)
        assert talk
        assert talk.membership_id == town.neil
        assert talk.waiting_since is not None
        assert [one.id for one in relationships.people_of(work, talk.contact_id)] == [town.neil]
        assert work.session.exec(select(Message).where(Message.conversation_id == thread)).all()
    assert "Rosa" in sign_in(town.neil).get("/inbox").text


def test_one_may_keep_a_thread_oneself(priya: FlaskClient, town: Town, thread: UUID) -> None:
    priya.post(f"/front-door/{thread}/new", data=TYPED)
    answer = priya.post(f"/front-door/{thread}/pass-on", data={"membership_id": str(town.priya)})
    assert answer.location == f"/conversation/{thread}"
    assert priya.get(f"/front-door/{thread}").location == f"/conversation/{thread}"


@pytest.mark.parametrize("chosen", ["", "nobody", "hannah"])
def test_a_thread_is_passed_to_a_colleague_or_to_nobody(
    priya: FlaskClient, house: House, town: Town, thread: UUID, chosen: str
) -> None:
    priya.post(f"/front-door/{thread}/new", data=TYPED)
    data = {"membership_id": str(town.hannah) if chosen == "hannah" else chosen}
    answer = priya.post(f"/front-door/{thread}/pass-on", data=data)
    assert answer.status_code == 409
    assert "Choose a colleague from the list." in answer.text
    assert priya.get(f"/conversation/{thread}").status_code == 200


def test_a_thread_is_not_passed_on_before_somebody_said_who_it_is(priya: FlaskClient, town: Town, thread: UUID) -> None:
    answer = priya.post(f"/front-door/{thread}/pass-on", data={"membership_id": str(town.neil)})
    assert answer.status_code == 409
    assert "Say first who it is" in answer.text


def test_a_thread_of_a_family_who_chose_its_person_is_no_front_door(sign_in: SignIn, town: Town, texts: Texts) -> None:
    thread = texts(EWA, "dzień dobry")
    neil = sign_in(town.neil)
    assert neil.get(f"/front-door/{thread}").location == f"/conversation/{thread}"
    answer = neil.post(f"/front-door/{thread}/pass-on", data={"membership_id": str(town.grace)})
    assert answer.status_code == 409
    assert "Only a thread at the front door" in answer.text


def test_whoever_has_left_opens_the_front_door_no_more(
    priya: FlaskClient, house: House, town: Town, thread: UUID
) -> None:
    with house.database.writing(Command()) as work:
        colleague = joining.add_member(
            work, town.school, first_name="Bo", email="bo@school.example", roles=frozenset({Role.FIRST_CONTACT})
        )
        have_checks(work, colleague.id, recorded_by=town.amina)
        joining.member_leaves(work, town.priya)
    assert priya.get(f"/front-door/{thread}").status_code == 302
