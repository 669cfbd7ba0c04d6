"""Hosts of the invented town, with a telephone provider that takes everything."""

import pytest

from tests.hosts import Hosts
from tests.pretend_provider import PretendProvider
from tests.tidewell import Tidewell


@pytest.fixture
def hosts(tidewell: Tidewell, provider: PretendProvider) -> Hosts:
    """Neil has talked with Sara and Ewa before."""
    found = Hosts(tidewell, provider)
    for number in ("+447700900111", "+447700900122"):
        tidewell.says(number, "hello")
    for contact in (tidewell.town.sara, tidewell.town.ewa):
        tidewell.replies(tidewell.town.neil, contact, "Hello")
    found.goes()
    return found
