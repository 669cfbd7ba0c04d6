"""For anybody: home, sign in, and checking that a number is really ours."""

from collections.abc import Iterator

from flask import Blueprint

from app.assembly import House


def groups(house: House) -> Iterator[Blueprint]:
    """The pages for anybody. In the demo the first page is the pretend phones' own."""
    yield from ()
