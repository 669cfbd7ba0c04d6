"""Forgotten passwords: only a wish is written down; the scheduler finds out whose it is."""

from concurrent.futures import ThreadPoolExecutor

from sqlmodel import select

from app.domain.accounts import actions, devices, new_passwords, queries
from app.domain.accounts.models import ResetWish, StaffSession
from app.domain.people import members
from app.foundation.actors import Anybody, Command
from tests.asked import asked
from tests.tidewell import ANYBODY

NOBODY = "nobody@nowhere.example"


def wish(tidewell, email: str, address: str = "198.51.100.7") -> None:
    with tidewell.database.writing(Anybody()) as work:
        new_passwords.wish(work, email, from_address=address)


def has_password(tidewell, membership_id) -> str:
    with tidewell.database.writing(Command()) as work:
        actions.accept_invitation(work, actions.invite(work, membership_id), password_hash="x")
        return members.membership(work, membership_id).email


def test_a_wish_is_the_same_work_for_a_known_address_and_for_an_unknown_one(tidewell):
    def work_of(email: str) -> list[str]:
        with asked(tidewell.database.engine) as questions:
            wish(tidewell, email)
        return [statement for statement, _ in questions]

    known = work_of(has_password(tidewell, tidewell.town.neil))
    assert known == work_of(NOBODY)
    assert not any("account" in statement.replace("reset_wish", "") for statement in known)


def test_the_scheduler_tells_whoever_it_knows_once_and_forgets_every_wish(tidewell):
    email = has_password(tidewell, tidewell.town.neil)
    for one in (email, NOBODY, email):
        wish(tidewell, one)
    assert new_passwords.look_up_wishes(tidewell.database) == 3
    assert new_passwords.look_up_wishes(tidewell.database) == 0
    (told,) = tidewell.notices(tidewell.town.neil, "forgotten")
    assert told.opens == "forgotten"
    assert tidewell.every(ResetWish) == []


def test_two_schedulers_tell_nobody_twice(tidewell):
    email = has_password(tidewell, tidewell.town.neil)
    wish(tidewell, email)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: new_passwords.look_up_wishes(tidewell.database), range(8)))
    assert len(tidewell.notices(tidewell.town.neil, "forgotten")) == 1


def test_what_is_asked_for_too_often_is_silent(tidewell):
    for _ in range(4):
        wish(tidewell, NOBODY)
    assert len(tidewell.every(ResetWish)) == 2
    for number in range(40):
        wish(tidewell, f"{number}@nowhere.example", "203.0.113.9")
    assert len(tidewell.every(ResetWish)) == 32


def test_wishes_that_nobody_looked_up_are_forgotten(tidewell):
    wish(tidewell, NOBODY)
    tidewell.clock.move(hours=25)
    wish(tidewell, "somebody@nowhere.example")
    with tidewell.database.writing(Command()) as work:
        actions.forget_what_ended(work)
    assert [one.email for one in tidewell.every(ResetWish)] == ["somebody@nowhere.example"]


def test_changing_it_keeps_this_session_and_ends_the_others(tidewell):
    has_password(tidewell, tidewell.town.neil)
    with tidewell.database.writing(Command()) as work:
        account = queries.account_by_email(work, members.membership(work, tidewell.town.neil).email)
        here, _ = devices.meet(work, account.id, "Chrome on Windows")
        there, _ = devices.meet(work, account.id, "Safari on an iPhone")
        for one in (here, there):
            devices.remember(work, one)
        mine = actions.start_staff_session(work, account.id, tidewell.town.neil, device_id=here.id)
        other = actions.start_staff_session(work, account.id, tidewell.town.neil, device_id=there.id)
        session = work.session.exec(select(StaffSession).where(StaffSession.device_id == here.id)).one()
        new_passwords.change(work, account, password_hash="y", session_id=session.id, device_id=here.id)
    with tidewell.database.reading(ANYBODY) as work:
        assert queries.staff_by_session(work, mine)
        assert queries.staff_by_session(work, other) is None
        (left,) = devices.of(work, account.id, this=here.id)
        assert (left.is_this, left.is_signed_in, left.remembered_until is not None) == (True, True, True)
    assert len(tidewell.notices(tidewell.town.neil, "password changed")) == 1
