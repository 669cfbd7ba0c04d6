"""For anybody: home, whom one can talk to, sign in, and checking that a number is really ours."""

from collections.abc import Iterator

from flask import Blueprint

from app.assembly import House
from app.web.welcome import (
    arriving,
    checking,
    forgotten,
    honest,
    invitation,
    lost_phone,
    phrasebook,
    poster,
    setting_up,
    signing_in,
    times_poster,
    who_can_i_talk_to,
)
from app.web.welcome.first_page import first_page
from app.web.welcome.group import pages

__all__ = [
    "arriving",
    "checking",
    "forgotten",
    "groups",
    "honest",
    "invitation",
    "lost_phone",
    "phrasebook",
    "poster",
    "setting_up",
    "signing_in",
    "times_poster",
    "who_can_i_talk_to",
]


def groups(house: House) -> Iterator[Blueprint]:
    """The pages for anybody. In the demo the first page is the pretend phones' own."""
    yield pages
    if not house.settings.is_demo:
        yield first_page
