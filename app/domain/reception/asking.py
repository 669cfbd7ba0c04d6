"""What a family may ask of Kettle by text, in every language that we have words for (`[asks]` in the coach's files)."""

from functools import cache

from app.domain.reception import rules
from app.domain.reception.rules import Asks, Meaning
from app.domain.wording import shelf
from app.foundation.languages import LANGUAGES


@cache
def asks() -> Asks:
    """The words, read once."""
    files = {code: shelf.asks_in(code) for code in LANGUAGES}
    return Asks(
        lock=rules.as_asked(word for one in files.values() for word in one["lock"]),
        link=rules.as_asked(word for one in files.values() for word in one["link"]),
        ring=rules.as_asked(word for one in files.values() for word in one["ring"]),
        language=rules.as_asked(word for one in files.values() for word in one["language"]),
        time=rules.as_asked(word for one in files.values() for word in one["time"]),
        names={name: code for code, one in files.items() for name in rules.as_asked(one["names"])},
    )


def meaning(words: str) -> Meaning:
    """What this whole message asks for."""
    return rules.meaning(words, asks())


def is_lock(words: str) -> bool:
    """Does this whole message ask for every private page on this phone to be closed?"""
    return rules.is_lock(words, asks())


def acts_at_once(words: str) -> bool:
    """Must this be done the moment it is taken in, before anybody has sorted it?"""
    return rules.acts_at_once(words, asks())


def language_named(words: str) -> str | None:
    """The language (BCP-47) whose name this whole message is."""
    return rules.language_named(words, asks())
