"""How a member of staff hears that somebody waits."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.assembly import House
from app.domain.people import members
from app.domain.people.rules import PingBy
from app.foundation.actors import Command
from app.foundation.identifiers import MembershipId
from app.invented_town import Town

SignIn = Callable[[MembershipId], FlaskClient]


def test_neil_can_ask_for_a_text_to_his_work_phone(sign_in: SignIn, town: Town, house: House) -> None:
    answer = sign_in(town.neil).post("/me/being-told", data={"by": "text", "work_phone": "07700 900 177"})
    assert answer.status_code == 303
    with house.database.reading(Command()) as work:
        neil = members.membership(work, town.neil)
        assert (neil.ping_by, neil.work_phone) == (PingBy.TEXT, "+447700900177")


def test_a_text_without_a_work_mobile_is_refused_and_what_was_typed_is_kept(
    sign_in: SignIn, town: Town, house: House
) -> None:
    for typed in ("", "0163 nonsense", "01632 960001"):
        answer = sign_in(town.neil).post("/me/being-told", data={"by": "text", "work_phone": typed})
        assert answer.status_code == 422
        assert typed in answer.text
    with house.database.reading(Command()) as work:
        assert members.membership(work, town.neil).ping_by == PingBy.EMAIL


def test_nobody_who_is_not_signed_in_changes_how_neil_is_told(web: FlaskClient, town: Town, house: House) -> None:
    assert web.post("/me/being-told", data={"by": "not"}).status_code == 401
    with house.database.reading(Command()) as work:
        assert members.membership(work, town.neil).ping_by == PingBy.EMAIL
