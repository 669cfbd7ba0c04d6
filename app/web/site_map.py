"""Every page of the service, in one list."""

from collections.abc import Iterator

from flask import Blueprint

from app.assembly import House
from app.web import family, my_account, operator, organisation, simulator, trusted_person, webhooks, welcome


def groups(house: House) -> Iterator[Blueprint]:
    """Every group of pages that this House has. The pretend phones are there in the demo only."""
    yield from welcome.groups(house)
    yield from family.GROUPS
    yield from trusted_person.GROUPS
    yield from organisation.GROUPS
    yield from my_account.GROUPS
    yield from operator.GROUPS
    yield from webhooks.GROUPS
    if house.settings.is_demo:
        yield from simulator.groups(house)
