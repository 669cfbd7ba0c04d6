"""Tidewell, the invented town of the demo and the tests: a school, the council, a charity, and families with phones.

Nobody here exists. All numbers are from 07700 900xxx, which Ofcom keeps for stories.
"""

from app.channels.simulator import Network
from app.foundation.actors import Command
from app.foundation.database import Database
from app.invented_town import story
from app.invented_town.residents import (
    CHARITY_LINE,
    COUNCIL_LINE,
    EWA,
    IMRAN,
    MARSH,
    SARA,
    SCHOOL_LINE,
    UNKNOWN,
    Town,
    draw_phones,
    have_checks,
    settle_people,
)

__all__ = [
    "CHARITY_LINE",
    "COUNCIL_LINE",
    "EWA",
    "IMRAN",
    "MARSH",
    "SARA",
    "SCHOOL_LINE",
    "UNKNOWN",
    "Town",
    "draw_phones",
    "have_checks",
    "settle",
]


def settle(database: Database, network: Network | None = None, *, with_history: bool = False) -> Town:
    """Build the town in an empty database, and its phones in the pretend network."""
    with database.writing(Command("town")) as work:
        town = settle_people(work)
    if network:
        draw_phones(network)
    if with_history:
        story.tell(database, town, network)
    return town
