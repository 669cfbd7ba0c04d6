"""Many families press for one time, as many at one instant as the web server lets in. The database gives it to one;
everybody else sees the next three. (`make bench` lets 500 press at once, through the server itself.)"""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlmodel import col, select
from werkzeug.test import TestResponse

from app import assembly
from app.assembly import House
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.domain.people.models import Contact
from app.domain.private_pages.models import FamilySession
from app.foundation.identifiers import hashed, new_id, new_secret
from app.web.guards import family_cookie
from tests.databases import compile_once
from tests.hosts import TUESDAY, Hosts
from tests.web.once_drawn import quick_app

AT_ONCE = 8  # as many as the web server lets in at a time


@pytest.fixture
def house(settings, clock):
    built = assembly.put_together(settings, now=clock, threads=AT_ONCE)
    compile_once(built.database.engine)
    yield built
    built.database.close()
    built.pretend_network.store.close()


@pytest.fixture
def application(house: House) -> Flask:
    built = quick_app(house)
    built.config.update(WTF_CSRF_ENABLED=False)
    return built


def visitors(hosts: Hosts, count: int) -> list[str]:
    """So many families of the school, each with a private page open. Gives their secrets."""
    secrets = [new_secret() for _ in range(count)]
    with hosts.at_work(hosts.town.priya) as work:
        for number, secret in enumerate(secrets):
            contact = Contact(organisation_id=hosts.town.school, first_name=f"Parent{number}", created_at=work.now)
            work.session.add(contact)
            work.session.flush()
            work.session.add(
                FamilySession(
                    id=new_id(),
                    secret_hash=hashed(secret),
                    contact_id=contact.id,
                    number="",
                    handed_by_id=hosts.town.neil,
                    started_at=work.now,
                    until=work.now.replace(year=2028),
                )
            )
    return secrets


def race(application: Flask, secrets: Sequence[str], time: Time) -> list[TestResponse]:
    """All of them press "Book this time" at one instant."""
    settings = application.extensions["kettle"].settings
    start = threading.Barrier(min(AT_ONCE, len(secrets)))

    def presses(number: int) -> TestResponse:
        web = application.test_client()
        web.set_cookie(family_cookie(settings), secrets[number], domain="localhost")
        if number < start.parties:
            start.wait()
        return web.post("/my/times/book", data={"slot": str(time.slot_id), "asked": "yes"})

    with ThreadPoolExecutor(AT_ONCE) as clients:
        return list(clients.map(presses, range(len(secrets))))


def one_wins(hosts: Hosts, application: Flask, secrets: Sequence[str], time: Time) -> None:
    answers = race(application, secrets, time)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (len(secrets) - 1)
    for lost in (answer.text for answer in answers if answer.status_code == 409):
        assert "That time has just gone." in lost
        assert lost.count('type="radio"') == 3
        assert str(time.slot_id) not in lost
    with hosts.at_a_desk(hosts.town.neil) as work:
        live = select(Booking).where(Booking.slot_id == time.slot_id, col(Booking.ended_at).is_(None))
        (booking,) = work.session.exec(live).all()
        assert booking.made_by == "web"


def races(hosts: Hosts, application: Flask, *, clients: int, times: int) -> None:
    offered = hosts.offers(hosts.town.neil, last=TUESDAY.replace(month=12), is_weekly=True, on=TUESDAY)
    secrets = visitors(hosts, clients)
    for number, time in enumerate(offered[:times]):
        first = AT_ONCE * number % clients  # nobody is first too often: five times are the most for one family
        one_wins(hosts, application, secrets[first:] + secrets[:first], time)


def test_of_forty_families_exactly_one_has_it_five_times_over(hosts, application):
    races(hosts, application, clients=40, times=5)


@pytest.mark.proof
def test_of_five_hundred_families_exactly_one_has_it_a_hundred_times_over(hosts, application):
    races(hosts, application, clients=500, times=100)


def test_the_same_race_by_text_ends_the_same_way(hosts):
    """Forty phones hold the same list, and all of them text "1" within one batch."""
    times = hosts.offers(hosts.town.neil)
    phones = [f"+447700900{number}" for number in range(300, 340)]
    for phone in phones:
        hosts.tidewell.texts(phone, "TIME")
    hosts.tidewell.sort()
    hosts.goes()
    hosts.clock.move(seconds=30)
    for phone in phones:
        hosts.tidewell.texts(phone, "1")
    hosts.tidewell.sort()
    hosts.goes()
    won = [one for one in hosts.bookings() if one.ended_at is None]
    assert len(won) == 1 and won[0].slot_id == times[0].slot_id
    gone = [one for one in hosts.tidewell.messages() if one.purpose == "time_gone"]
    assert len(gone) == len(phones) - 1
