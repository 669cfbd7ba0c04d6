"""The invented town and a telephone provider, for every test in here."""

from tests.tidewell import provider, tidewell

__all__ = ["provider", "tidewell"]
