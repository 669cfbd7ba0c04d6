"""A private link opens once, by a press, and says nothing before."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app import assembly
from app.assembly import House
from app.domain.conversations.models import Message
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Provider
from app.foundation.settings import Settings
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE, Town
from app.web.app import create_app
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

NONSENSE = "ThisWasNeverALinkOfOurs123456789"


def wishes_for_links(house: House) -> list[Arrival]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(Arrival).where(Arrival.kind == Kind.LINK_WANTED)))


def links_sent(house: House) -> int:
    with house.database.reading(Command()) as work:
        return len(work.session.exec(select(Message).where(Message.purpose == "link_wanted")).all())


def test_opening_a_link_shows_nothing_about_anybody(web: FlaskClient, phones: Phones, town: Town) -> None:
    page = web.get(f"/my/{phones.link(town.sara)}")
    assert page.status_code == 200
    assert not any(name in page.text for name in ("Neil", "Sara", "Ellie", "Tidewell", "900111", "school"))
    assert "Set-Cookie" not in str(page.headers).replace("Set-Cookie: kettle_form", "")


def test_a_good_link_a_used_one_and_nonsense_look_the_same_until_the_press(
    web: FlaskClient, phones: Phones, town: Town, same: Callable[[TestResponse], str]
) -> None:
    good = same(web.get(f"/my/{phones.link(town.sara)}"))
    used = phones.link(town.sara)
    web.post(f"/my/{used}")
    assert good == same(web.get(f"/my/{used}")) == same(web.get(f"/my/{NONSENSE}"))


def test_scanners_use_nothing_up_and_the_first_press_opens_the_page(
    web: FlaskClient, phones: Phones, town: Town
) -> None:
    address = f"/my/{phones.link(town.sara)}"
    for _ in range(50):
        assert web.get(address).status_code == 200
        assert web.head(address).status_code == 200
    assert web.post(address).status_code == 303
    page = web.get("/my", follow_redirects=True)
    assert "thank you that made my day" in page.text


def test_the_second_press_opens_nothing(house: House, web: FlaskClient, phones: Phones, town: Town) -> None:
    address = f"/my/{phones.link(town.sara)}"
    assert web.post(address).status_code == 303
    stranger = web.application.test_client()
    again = stranger.post(address)
    assert again.status_code == 410
    assert "Text me a new link" in again.text
    assert "made my day" not in stranger.get("/my", follow_redirects=True).text


def test_of_twenty_presses_at_once_exactly_one_opens(house: House, phones: Phones, town: Town) -> None:
    application = create_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    address = f"/my/{phones.link(town.sara)}"
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: application.test_client().post(address).status_code, range(20)))
    assert sorted(answers) == [303] + [410] * 19


def test_a_link_opens_within_a_day_and_no_later(
    web: FlaskClient, phones: Phones, town: Town, clock: SettableClock
) -> None:
    early, late = phones.link(town.sara), phones.link(town.imran)
    clock.move(hours=23, minutes=59)
    assert web.post(f"/my/{early}").status_code == 303
    clock.move(minutes=1)
    assert web.post(f"/my/{late}").status_code == 410


def test_a_new_link_ends_the_one_before(web: FlaskClient, phones: Phones, town: Town) -> None:
    first, second = phones.link(town.sara), phones.link(town.sara)
    assert web.post(f"/my/{first}").status_code == 410
    assert web.post(f"/my/{second}").status_code == 303


def test_a_visit_lasts_an_hour(
    web: FlaskClient, visit: Callable[..., FlaskClient], town: Town, clock: SettableClock
) -> None:
    visit(town.sara)
    clock.move(minutes=59)
    assert web.get("/my").status_code == 303
    clock.move(minutes=1)
    assert "Text me a new link" in web.get("/my").text


def test_on_a_phone_that_is_only_mine_it_lasts_sixty_days(
    web: FlaskClient, phones: Phones, town: Town, clock: SettableClock
) -> None:
    web.post(f"/my/{phones.link(town.sara)}", data={"only_mine": "yes"})
    clock.move(days=59)
    assert web.get("/my").status_code == 303
    clock.move(days=1)
    assert web.get("/my").status_code == 200


def test_the_tick_is_not_set_beforehand(web: FlaskClient) -> None:
    page = web.get(f"/my/{NONSENSE}").text
    assert 'name="only_mine"' in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("public_url", "wanted", "never"),
    [
        ("https://kettle.example", "__Host-kettle_family=", None),
        ("http://127.0.0.1:5000", "kettle_family=", "Secure"),
    ],
)
def test_the_cookie_is_bound_to_us_and_out_of_reach_of_scripts(
    settings: Settings,
    phones: Phones,
    town: Town,
    clock: SettableClock,
    public_url: str,
    wanted: str,
    never: str | None,
) -> None:
    house = assembly.put_together(settings.model_copy(update={"public_url": public_url}), now=clock)
    application = create_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    client = application.test_client()
    (cookie,) = [
        one for one in client.post(f"/my/{phones.link(town.sara)}").headers.getlist("Set-Cookie") if "family" in one
    ]
    house.database.close()
    assert cookie.startswith(wanted)
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert ("Secure" in cookie) is (never is None)
    assert "Max-Age" not in cookie
    assert "Domain" not in cookie


def test_the_cookie_stays_sixty_days_only_where_the_phone_is_only_mine(
    web: FlaskClient, phones: Phones, town: Town
) -> None:
    answer = web.post(f"/my/{phones.link(town.sara)}", data={"only_mine": "yes"})
    assert f"Max-Age={60 * 24 * 3600}" in answer.headers["Set-Cookie"]


def test_coming_in_again_ends_the_visit_before(web: FlaskClient, visit: Callable[..., FlaskClient], town: Town) -> None:
    visit(town.sara)
    before = web.get_cookie("kettle_family")
    assert before
    visit(town.sara)
    web.set_cookie("kettle_family", before.value)
    assert web.get("/my").status_code == 200


def test_without_a_form_token_nothing_is_opened(house: House, phones: Phones, town: Town) -> None:
    client = create_app(house).test_client()
    address = f"/my/{phones.link(town.sara)}"
    assert client.post(address).status_code == 400
    client.application.config.update(WTF_CSRF_ENABLED=False)
    assert client.post(address).status_code == 303


def test_a_used_link_brings_a_new_one_to_the_phone_it_went_to_and_no_other(
    house: House, web: FlaskClient, phones: Phones, town: Town
) -> None:
    used = phones.link(town.sara)
    web.post(f"/my/{used}")
    assert web.post(f"/my/{used}/again", data={"number": "+447700900999"}).status_code == 200
    (wish,) = wishes_for_links(house)
    assert (wish.from_number, wish.contact_id) == (SARA, town.sara)
    sorting.sort_arrivals(house.database)
    with house.database.reading(Command()) as work:
        (sent,) = work.session.exec(select(Message).where(Message.purpose == "link_wanted"))
    assert (sent.number, sent.answers_id) == (SARA, wish.id)


def test_asking_with_nonsense_is_answered_alike_and_sends_nothing(
    house: House, web: FlaskClient, phones: Phones, town: Town, same: Callable[[TestResponse], str]
) -> None:
    good = same(web.post(f"/my/{phones.link(town.sara)}/again"))
    assert len(wishes_for_links(house)) == 1
    assert same(web.post(f"/my/{NONSENSE}/again")) == good
    assert len(wishes_for_links(house)) == 1


def test_a_phone_gets_three_new_links_an_hour_and_five_a_day_whichever_link_asks(
    house: House,
    web: FlaskClient,
    phones: Phones,
    town: Town,
    clock: SettableClock,
    same: Callable[[TestResponse], str],
) -> None:
    def ask() -> str:
        answer = same(web.post(f"/my/{phones.link(town.sara)}/again"))
        sorting.sort_arrivals(house.database)
        return answer

    (page,) = {ask() for _ in range(6)}
    assert links_sent(house) == 3
    assert "at most 3 links in an hour and 5 in a day" in page
    for _ in range(4):
        clock.move(hours=2)
        ask()
    assert links_sent(house) == 5


def test_who_asks_too_often_is_told_so_and_alike_for_a_good_link_a_used_one_an_old_one_and_nonsense(
    web: FlaskClient, phones: Phones, town: Town, clock: SettableClock, same: Callable[[TestResponse], str]
) -> None:
    old = phones.link(town.imran)
    clock.move(hours=25)
    used = phones.link(town.ewa)
    web.post(f"/my/{used}")
    good = phones.link(town.sara)

    def presses(secret: str) -> list[tuple[int, str]]:
        answers = [web.post(f"/my/{secret}/again") for _ in range(5)]
        return [(one.status_code, same(one)) for one in answers]

    told = presses(good)
    assert [status for status, _ in told] == [200, 200, 200, 429, 429]
    assert "the newest link may be there" in told[3][1]
    assert "Ask again in an hour" in told[3][1]
    assert presses(used) == presses(old) == presses(NONSENSE) == told


def test_an_hour_later_one_may_ask_again(
    house: House, web: FlaskClient, phones: Phones, town: Town, clock: SettableClock
) -> None:
    secret = phones.link(town.sara)
    assert [web.post(f"/my/{secret}/again").status_code for _ in range(4)][-1] == 429
    clock.move(minutes=61)
    assert web.post(f"/my/{secret}/again").status_code == 200


def test_what_a_stranger_asks_with_uses_up_no_phones_links(house: House, web: FlaskClient, town: Town) -> None:
    for _ in range(5):
        web.post(f"/my/{SARA}/again")
    with house.database.writing(Provider()) as work:
        reception.take_in(work, Inbound("SM" + "1" * 32, SCHOOL_LINE, SARA, "LINK"), kind=Kind.TEXT)
    sorting.sort_arrivals(house.database)
    assert links_sent(house) == 1


def test_one_address_may_ask_for_a_whole_waiting_room_but_not_for_ever(
    house: House, web: FlaskClient, phones: Phones, town: Town
) -> None:
    secret = phones.link(town.imran)
    for number in range(59):
        assert web.post(f"/my/{NONSENSE}{number}/again").status_code == 200
    assert web.post(f"/my/{secret}/again").status_code == 200
    assert len(wishes_for_links(house)) == 1
    sorting.sort_arrivals(house.database)
    told = web.post(f"/my/{secret}/again")
    assert told.status_code == 429
    assert "Your messages are safe" in told.text
    assert len(wishes_for_links(house)) == 1


@pytest.mark.parametrize("odd", ["%ff%fe", "a" * 5000, "<script>alert(1)</script>", "..%2f..", "ل"])
def test_odd_secrets_get_the_same_kind_answer(web: FlaskClient, odd: str) -> None:
    assert web.get(f"/my/{odd}").status_code in {200, 404}
    answer = web.post(f"/my/{odd}")
    assert answer.status_code in {404, 410}
    assert "<script>alert" not in answer.text
