"""What staff say about a family's phone, from its page or beside a conversation: not theirs, in other hands, theirs."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.conversations.models import Conversation
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.private_pages import private_links
from app.foundation.actors import Anybody, Command
from app.foundation.identifiers import new_id
from app.invented_town import CHARITY_LINE, IMRAN, MARSH, SARA, SCHOOL_LINE, Town

SignIn = Callable[[UUID], FlaskClient]
PRESSES = ("not-theirs", "freeze", "still-theirs")


def numbers(house: House, contact: UUID) -> list[str]:
    with house.database.reading(Command()) as work:
        return list(people.numbers_of(work, contact))


def is_frozen(house: House, town: Town, number: str = SARA) -> bool:
    with house.database.reading(Command()) as work:
        return people.standing_freeze(work, town.school, number) is not None


def open_page(house: House, contact: UUID, number: str, line: str = SCHOOL_LINE) -> str:
    with house.database.writing(Command()) as work:
        line_id = people.lines(work, [line])[line].id
        secret = private_links.make_link(work, contact, line_id=line_id, number=number)
    with house.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=True)


def is_open(house: House, cookie: str) -> bool:
    with house.database.reading(Command()) as work:
        return private_links.family_by_session(work, cookie) is not None


def test_a_number_is_taken_away_with_one_press(sign_in: SignIn, house: House, town: Town) -> None:
    neil, cookie = sign_in(town.neil), open_page(house, town.sara, SARA)
    page = neil.get(f"/family/{town.sara}").text
    assert "This number is not theirs any more" in page
    assert "Ring the number you know before you write a new one down." in page
    answer = neil.post(f"/family/{town.sara}/phone/not-theirs", data={"number": SARA})
    assert (answer.status_code, answer.location) == (303, f"/family/{town.sara}#phones")
    assert numbers(house, town.sara) == []
    assert not is_open(house, cookie)
    assert "07700 900111" not in neil.get(f"/family/{town.sara}").text


def test_a_phone_is_frozen_and_the_pages_say_what_it_means_until_it_is_theirs_again(
    sign_in: SignIn, house: House, town: Town
) -> None:
    neil, cookie = sign_in(town.neil), open_page(house, town.sara, SARA)
    assert neil.post(f"/family/{town.sara}/phone/freeze", data={"number": SARA}).status_code == 303
    page = neil.get(f"/family/{town.sara}").text
    assert "this phone may be in other hands. Nothing is texted there" in page
    assert "It is still theirs" in page
    assert is_frozen(house, town)
    assert not is_open(house, cookie)
    neil.post(f"/family/{town.sara}/phone/still-theirs", data={"number": SARA})
    assert not is_frozen(house, town)
    assert "Freeze this phone" in neil.get(f"/family/{town.sara}").text


def test_beside_a_conversation_it_leads_back_there_and_nowhere_else(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    with house.database.reading(Command()) as work:
        thread = work.session.exec(select(Conversation.id).where(Conversation.contact_id == town.sara)).one()
    page = neil.get(f"/conversation/{thread}").text
    assert f'action="/family/{town.sara}/phone/freeze"' in page
    answer = neil.post(f"/family/{town.sara}/phone/freeze", data={"number": SARA, "conversation_id": str(thread)})
    assert answer.location == f"/conversation/{thread}#family"
    shown = neil.get(f"/conversation/{thread}").text
    assert "may be in other hands" in shown
    assert "It is still theirs" in shown
    for evil in ("//evil.example", "https://evil.example", "../../x", ""):
        data = {"number": SARA, "conversation_id": evil}
        assert neil.post(f"/family/{town.sara}/phone/freeze", data=data).status_code == 404


def test_on_a_shared_phone_the_page_says_whom_it_concerns(sign_in: SignIn, house: House, town: Town) -> None:
    joyce = sign_in(town.joyce)
    page = joyce.get(f"/family/{town.dan}").text
    assert "for everybody here who uses this phone" in page
    kellys = open_page(house, town.kelly, MARSH, CHARITY_LINE)
    joyce.post(f"/family/{town.dan}/phone/not-theirs", data={"number": MARSH})
    assert numbers(house, town.kelly) == [MARSH]
    assert is_open(house, kellys)


@pytest.mark.parametrize("press", PRESSES)
def test_another_agencys_family_is_like_one_that_does_not_exist(
    sign_in: SignIn, house: House, town: Town, press: str
) -> None:
    neil = sign_in(town.neil)
    theirs = neil.post(f"/family/{town.imran}/phone/{press}", data={"number": IMRAN})
    nobody = neil.post(f"/family/{new_id()}/phone/{press}", data={"number": IMRAN})
    assert theirs.status_code == nobody.status_code == 404
    assert theirs.text.split("<main")[1] == nobody.text.split("<main")[1]
    assert numbers(house, town.imran) == [IMRAN]


@pytest.mark.parametrize("press", PRESSES)
@pytest.mark.parametrize("odd", ["", "07700 900111", MARSH, "x" * 100_000, "\x00", "+44'; --", "\r\nLocation: //evil"])
def test_a_number_that_they_do_not_use_is_not_there(
    sign_in: SignIn, house: House, town: Town, press: str, odd: str
) -> None:
    answer = sign_in(town.neil).post(f"/family/{town.sara}/phone/{press}", data={"number": odd})
    assert answer.status_code == 404
    assert numbers(house, town.sara) == [SARA]
    assert not is_frozen(house, town)


@pytest.mark.parametrize("press", [*(f"phone/{press}" for press in PRESSES), "card"])
def test_only_who_keeps_families_presses(
    sign_in: SignIn, web: FlaskClient, house: House, town: Town, press: str
) -> None:
    assert web.post(f"/family/{town.sara}/{press}", data={"number": SARA}).status_code == 401
    for person in (town.olive, town.rhys, town.ben):
        assert sign_in(person).post(f"/family/{town.sara}/{press}", data={"number": SARA}).status_code == 404
    assert numbers(house, town.sara) == [SARA]
    assert not is_frozen(house, town)


@pytest.mark.parametrize("press", PRESSES)
def test_a_get_says_nothing(sign_in: SignIn, house: House, town: Town, press: str) -> None:
    assert sign_in(town.neil).get(f"/family/{town.sara}/phone/{press}?number={SARA}").status_code in {404, 405}
    assert numbers(house, town.sara) == [SARA]


# A card, from their page


def test_a_card_is_made_and_shown_once(sign_in: SignIn, house: House, web: FlaskClient, town: Town) -> None:
    joyce = sign_in(town.joyce)
    answer = joyce.post(f"/family/{town.leon}/card")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    card = answer.text[answer.text.index("<article") : answer.text.index("</article>")]
    assert "Your page with Joyce" in card
    assert "<svg" in card
    for never in ("Leon", "Marsh", "Open Door", "style=", "Mensah"):
        assert never not in card, never
    secret = card.split("/my/")[1].split("<")[0]
    assert len(secret) == 32
    assert secret not in joyce.get(f"/family/{town.leon}").text
    assert web.application.test_client().post(f"/my/{secret}").status_code == 303


def test_a_card_that_may_not_be_made_says_why(sign_in: SignIn, house: House, town: Town) -> None:
    from app.domain.permissions import actions as permissions

    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads="en", wants_links=False)
    refused = sign_in(town.neil).post(f"/family/{town.sara}/card")
    assert refused.status_code == 409
    assert 'href="#card">This family does not want links' in refused.text
    amina = sign_in(town.amina).post(f"/family/{town.ewa}/card")
    assert amina.status_code == 409
    assert "a manager must record" in amina.text
    assert '<svg class="qr-code"' not in refused.text + amina.text


# A young person


def leon_like(town: Town, **more: str) -> dict[str, str]:
    return {
        "first_name": "Maya",
        "last_name": "Field",
        "reads": "en",
        "is_young": "yes",
        "person": str(town.neil),
    } | more


def test_a_young_person_is_written_down_with_their_own_phone_or_none(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    answer = neil.post("/family/new", data=leon_like(town))
    assert answer.status_code == 303
    page = neil.get(answer.location).text
    assert "a young person" in page
    assert "Make a card" in page
    with house.database.reading(Command()) as work:
        (found,) = people.find(work, town.school, "Maya")
        assert people.contact(work, found.contact_id).is_young
    with_phone = neil.post("/family/new", data=leon_like(town, first_name="Ravi", number="07700 900188"))
    assert "07700 900188" in neil.get(with_phone.location).text


def test_without_the_tick_nobody_is_young(sign_in: SignIn, house: House, town: Town) -> None:
    sign_in(town.neil).post("/family/new", data=leon_like(town, is_young=""))
    with house.database.reading(Command()) as work:
        (found,) = people.find(work, town.school, "Maya")
        assert not people.contact(work, found.contact_id).is_young


def test_nobody_whose_checks_were_not_confirmed_becomes_a_young_persons_person_and_all_that_was_typed_stays(
    sign_in: SignIn, house: House, town: Town
) -> None:
    refused = sign_in(town.tom).post("/family/new", data=leon_like(town, person=str(town.hannah)))
    assert refused.status_code == 409
    assert 'href="#person">For a young person a second colleague must confirm' in refused.text
    assert 'value="Maya"' in refused.text
    assert 'name="is_young" value="yes" checked' in refused.text
    with house.database.reading(Command()) as work:
        assert people.find(work, town.council, "Maya") == []


def test_an_old_number_that_comes_back_is_taken_like_any(sign_in: SignIn, house: House, town: Town) -> None:
    neil = sign_in(town.neil)
    neil.post(f"/family/{town.sara}/phone/not-theirs", data={"number": SARA})
    with house.database.writing(Command()) as work:
        people_actions.give_phone(work, people.contact(work, town.sara), SARA)
    assert "07700 900111" in neil.get(f"/family/{town.sara}").text
