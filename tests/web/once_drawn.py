"""Templates are compiled once for all the applications of a test worker, not anew for each test."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from app.assembly import House
from app.web.app import create_app


class _Kept(BytecodeCache):
    """In memory. Jinja itself sees to it that a changed template is compiled again."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before, if it was."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_kept = _Kept()


def quick_app(house: House) -> Flask:
    """The application of this house."""
    application = create_app(house)
    application.jinja_env.bytecode_cache = _kept
    return application
