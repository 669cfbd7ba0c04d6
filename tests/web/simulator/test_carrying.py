"""Who carries pretend texts, and where to: to ourselves, or in a rehearsal to another Kettle on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import assembly, invented_town
from app.assembly import House
from app.foundation.settings import Settings
from app.invented_town import SARA, SCHOOL_LINE, UNKNOWN
from app.web.app import create_app
from app.web.simulator import carrying
from tests.journeys.supervised import until
from tests.web.serving import serving

OTHER = "http://127.0.0.1:8101"


@pytest.fixture
def provider(settings: Settings, tmp_path: Path) -> Iterator[House]:
    """A demo that only plays the provider of another Kettle."""
    own = Settings(
        mode="demo",
        port=settings.port,
        var_dir=str(tmp_path),
        database_url=settings.database_url,
        pretend_delivers_to=OTHER,
        twilio_account_sid="AC" + "2" * 32,
        twilio_auth_token="a-token-of-this-rehearsal",
    )
    built = assembly.put_together(own.filled_in())
    invented_town.draw_phones(built.pretend_network)
    yield built
    built.database.close()
    built.pretend_network.store.close()


def test_the_demo_carries_its_texts_to_its_own_webhook(settings: Settings) -> None:
    house = assembly.put_together(settings)
    town = invented_town.settle(house.database, house.network)
    assert town
    with serving(house) as address:
        assert address == house.settings.public_url
        carrier = carrying.start(house)
        assert carrier
        try:
            house.pretend_network.type_text(UNKNOWN, SCHOOL_LINE, "hello")
            owed = "SELECT count(*) FROM errand"
            until(lambda: not house.pretend_network.store.rows(owed)[0][0], "nobody took it", within=15)
        finally:
            carrier.stop()
    with house.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT from_number FROM arrival").fetchall() == [(UNKNOWN,)]
    house.database.close()
    house.pretend_network.store.close()


def test_a_demo_plays_the_provider_only_when_it_is_told_to(settings: Settings, provider: House) -> None:
    assert not settings.plays_provider
    assert provider.settings.plays_provider
    assert not Settings(mode="service", pretend_delivers_to=OTHER).plays_provider


def test_the_provider_of_a_rehearsal_shows_phones_and_no_desks(provider: House) -> None:
    page = create_app(provider).test_client().get("/").text
    assert "Pretend phones for a rehearsal" in page
    assert OTHER in page
    assert "Sara" in page
    assert "/simulator/desk/" not in page
    assert provider.pretend_network.texts_on(SARA) == []


def test_the_provider_of_a_rehearsal_is_well_without_a_scheduler(provider: House) -> None:
    assert create_app(provider).test_client().get("/health").text == "ok\n"


def test_a_rehearsal_keeps_to_this_machine(settings: Settings) -> None:
    away = settings.model_copy(update={"pretend_delivers_to": "http://kettle.example"})
    house = assembly.put_together(away)
    with pytest.raises(ValueError, match="only calls this machine"):
        carrying.start(house)
    house.database.close()
    house.pretend_network.store.close()
