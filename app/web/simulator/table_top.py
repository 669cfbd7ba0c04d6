"""The group that all pages of the demo's table top belong to. Opens in the demo only."""

from app.assembly import House
from app.foundation.actors import Anybody
from app.web import guards
from app.web.pages import Pages

pages = Pages("simulator", __name__, guard=guards.DEMO)


def enter(house: House) -> None:
    """Apply the guard, for views that need no database of ours. NotFound outside the demo."""
    with house.database.reading(Anybody()) as work:
        pages.enter(work)
