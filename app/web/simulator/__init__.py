"""Pretend phones on screen, and the pretend provider's face. In the demo only."""

from collections.abc import Iterator

from flask import Blueprint

from app.assembly import House
from app.web.simulator import desks, phones, provider_panel, showcase
from app.web.simulator.table_top import pages
from app.web.simulator.twilio_face import twilio_face

__all__ = ["desks", "groups", "phones", "provider_panel", "showcase"]


def groups(house: House) -> Iterator[Blueprint]:
    """The demo's own pages."""
    yield pages
    settings = house.settings
    yield twilio_face(house.pretend_network, settings.twilio_account_sid, settings.twilio_auth_token[0])
