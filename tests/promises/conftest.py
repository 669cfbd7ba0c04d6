"""The invented town and a telephone provider, for every test in here."""

from tests.promises.doors.fixtures import application, house, world
from tests.tidewell import plain_log, provider, settings, tidewell

__all__ = ["application", "house", "plain_log", "provider", "settings", "tidewell", "world"]
