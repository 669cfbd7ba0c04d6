"""The invented town and a telephone provider, for every test in here."""

from tests.tidewell import plain_log, provider, settings, tidewell

__all__ = ["plain_log", "provider", "settings", "tidewell"]
