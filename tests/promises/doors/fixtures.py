"""A house with everybody in it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import assembly
from app.assembly import House
from app.foundation.settings import Settings
from tests.clock import SettableClock
from tests.databases import compile_once
from tests.promises.doors.world import World, build
from tests.tidewell import Tidewell
from tests.web.once_drawn import quick_app
from tests.web.signing_in import look_quickly_at_passwords


@pytest.fixture
def house(settings: Settings, clock: SettableClock) -> Iterator[House]:
    built = assembly.put_together(settings, now=clock)
    compile_once(built.database.engine)
    yield built
    built.database.close()
    built.pretend_network.store.close()


@pytest.fixture
def world(house: House, tidewell: Tidewell) -> World:
    return build(house, tidewell.town)


@pytest.fixture
def application(house: House, monkeypatch: pytest.MonkeyPatch) -> Flask:
    look_quickly_at_passwords(monkeypatch)
    built = quick_app(house)
    built.config.update(WTF_CSRF_ENABLED=False)  # form tokens have tests of their own, also read off this list
    return built
