"""Templates are compiled once for all the applications of a test worker, not anew for each test; and how to build an
address is worked out when somebody first asks for it: an application has two hundred, and a test needs five."""

from collections.abc import Callable

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

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


class _BuiltWhenAsked(Rule):
    """An address. Only the building of it waits: who comes by it is matched as ever."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, **values: object) -> tuple[str, str]:
            if not made:
                made.append(Rule._compile_builder(rule, append_unknown))
            return made[0](rule, **values)

        return build


_kept = _Kept()
Flask.url_rule_class = _BuiltWhenAsked


def quick_app(house: House) -> Flask:
    """The application of this house."""
    application = create_app(house)
    application.jinja_env.bytecode_cache = _kept
    return application
