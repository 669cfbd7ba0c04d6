"""Devices of staff: known, perhaps remembered, and ended in one moment."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.domain.accounts import actions, devices, queries
from app.domain.accounts.models import Device, StaffSession
from app.domain.accounts.rules import FORGOTTEN_AFTER, KNOWN, REMEMBERED
from app.domain.limits.rules import network_of
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.errors import NotFound
from app.foundation.identifiers import hashed
from tests.tidewell import ANYBODY


@pytest.fixture
def account_id(tidewell):
    with tidewell.database.reading(ANYBODY) as work:
        return queries.account_by_email(work, members.membership(work, tidewell.town.neil).email).id


def sits_down(tidewell, account_id, words: str = "Chrome on Windows") -> tuple[Device, str, str]:
    """A device, its secret, and a session's."""
    with tidewell.database.writing(Command()) as work:
        device, secret = devices.meet(work, account_id, words)
        devices.remember(work, device)
        session = actions.start_staff_session(work, account_id, tidewell.town.neil, device_id=device.id)
    return device, secret, session


def is_known(tidewell, secret: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return bool(devices.known(work, [secret]))


def is_signed_in(tidewell, session: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return queries.staff_by_session(work, session) is not None


def test_a_device_is_known_by_its_secret_alone_until_nobody_used_it_for_long(tidewell, account_id):
    device, secret, _ = sits_down(tidewell, account_id)
    assert device.secret_hash == hashed(secret)
    assert is_known(tidewell, secret)
    assert not is_known(tidewell, device.secret_hash)
    assert not is_known(tidewell, str(device.id))
    tidewell.clock.move(seconds=KNOWN.total_seconds())
    assert not is_known(tidewell, secret)


def test_being_there_is_seen_on_the_device_too(tidewell, account_id):
    device, _, session = sits_down(tidewell, account_id)
    tidewell.clock.move(minutes=20)
    with tidewell.database.writing(Command()) as work:
        actions.saw_staff(work, queries.staff_by_session(work, session).session_id)
    with tidewell.database.reading(ANYBODY) as work:
        assert work.session.get(Device, device.id).seen_at == tidewell.clock.now


def test_ending_one_signs_out_there_and_nowhere_else(tidewell, account_id):
    first, first_secret, first_session = sits_down(tidewell, account_id)
    _, second_secret, second_session = sits_down(tidewell, account_id)
    with tidewell.database.writing(Command()) as work:
        devices.end(work, account_id, first.id)
    assert not is_known(tidewell, first_secret)
    assert not is_signed_in(tidewell, first_session)
    assert is_known(tidewell, second_secret)
    assert is_signed_in(tidewell, second_session)
    with tidewell.database.writing(Command()) as work, pytest.raises(NotFound):
        devices.end(work, account_id, first.id)


def test_nobody_ends_somebody_elses(tidewell, account_id):
    device, secret, _ = sits_down(tidewell, account_id)
    with tidewell.database.writing(Command()) as work:
        grace = queries.account_by_email(work, members.membership(work, tidewell.town.grace).email)
        with pytest.raises(NotFound):
            devices.end(work, grace.id, device.id)
    assert is_known(tidewell, secret)


def test_ending_all_ends_every_session_of_the_account_and_of_nobody_else(tidewell, account_id):
    mine = [sits_down(tidewell, account_id) for _ in range(3)]
    with tidewell.database.writing(Command()) as work:
        grace = queries.account_by_email(work, members.membership(work, tidewell.town.grace).email)
        graces = actions.start_staff_session(work, grace.id, tidewell.town.grace)
        devices.end_all(work, account_id)
    assert not any(is_known(tidewell, secret) or is_signed_in(tidewell, session) for _, secret, session in mine)
    assert is_signed_in(tidewell, graces)


def test_the_list_says_which_is_this_which_is_signed_in_and_which_is_remembered(tidewell, account_id):
    old, _, _ = sits_down(tidewell, account_id, "Firefox on Linux")
    tidewell.clock.move(seconds=REMEMBERED.total_seconds())
    this, _, _ = sits_down(tidewell, account_id)
    tidewell.clock.move(minutes=1)
    new, _, _ = sits_down(tidewell, account_id, "Safari on an iPhone")
    with tidewell.database.reading(ANYBODY) as work:
        shown = devices.of(work, account_id, this=this.id)
    assert [one.id for one in shown] == [this.id, new.id, old.id]
    assert [one.is_signed_in for one in shown] == [True, True, False]
    assert [one.remembered_until is None for one in shown] == [False, False, True]
    assert [one.is_this for one in shown] == [True, False, False]


def test_what_ended_long_ago_is_forgotten_with_its_sessions(tidewell, account_id):
    ended, _, _ = sits_down(tidewell, account_id)
    living, _, _ = sits_down(tidewell, account_id)
    with tidewell.database.writing(Command()) as work:
        devices.end(work, account_id, ended.id)
    tidewell.clock.move(seconds=(FORGOTTEN_AFTER + timedelta(minutes=1)).total_seconds())
    with tidewell.database.writing(Command()) as work:
        actions.forget_what_ended(work)
        assert work.session.exec(select(Device.id)).all() == [living.id]
        assert work.session.exec(select(StaffSession)).all() == []


@given(st.ip_addresses(v=4))
def test_tries_are_counted_by_the_whole_address_of_ipv4(address):
    assert network_of(str(address)) == str(address)
    assert network_of(f"::ffff:{address}") == str(address)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_tries_are_counted_by_the_house_of_ipv6(one, another):
    house = 0x20010DB8_00000001 << 64
    from ipaddress import IPv6Address

    assert network_of(str(IPv6Address(house + one))) == network_of(str(IPv6Address(house + another)))


@given(st.text(max_size=50))
def test_whatever_stands_for_an_address_is_counted(address):
    assert isinstance(network_of(address), str)
