"""How long a private page and what opens it last, and which word may open more of it. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from app.foundation.text import as_meant

LINK_LASTS = timedelta(hours=24)
FAMILY_VISIT = timedelta(hours=1)
FAMILY_ONLY_MINE = timedelta(days=60)
WORD_OPENS_FOR = timedelta(hours=1)
SHORTEST_FAMILY_WORD, LONGEST_FAMILY_WORD = 4, 60  # letters; characters


def family_word(typed: str) -> str:
    """A family's word as it counts, however it was typed: accents, capitals and what stands around it do not matter."""
    return "".join(letter for letter in as_meant(typed[:LONGEST_FAMILY_WORD]) if letter.isalnum())


def what_is_wrong_with_word(typed: str, names: Iterable[str]) -> str | None:
    """A sentence when this cannot be a family's word, else None. `names`: first names that anybody would try."""
    word = family_word(typed)
    if len(typed) > LONGEST_FAMILY_WORD:
        return "Please choose a shorter word."
    if sum(letter.isalpha() for letter in word) < SHORTEST_FAMILY_WORD:
        return f"Their word needs at least {SHORTEST_FAMILY_WORD} letters."
    if word in {family_word(name) for name in names}:
        return "That is the first thing somebody would try: a name of the family. Choose another word together."
    return None
