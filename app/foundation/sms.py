"""How many texts a message costs. Pure.

GSM-7 fits 160 characters in one text and 153 in each of several; anything else needs UCS-2, with 70 and 67 UTF-16
units. A character that takes two places is never split between two texts, so we pack instead of dividing.
Sources: 3GPP TS 23.038 (alphabet), TS 23.040 (parts).
"""

from dataclasses import dataclass

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_TWO_PLACES = frozenset("^{}\\[~]|€\f")
LONGEST = 1600  # characters; the provider refuses more
# What phones and word processors put where a keyboard has a plain sign. No accent of any language is among them.
_CURLY = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("–—‐‑−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\t", " "),
        **dict.fromkeys("\u00ad\u200b\ufeff"),
        "…": "...",
    }
)


@dataclass(frozen=True)
class Parts:
    """What a message costs: `count` texts; `costly` is the first character that forced the short kind of text."""

    count: int
    is_gsm7: bool
    costly: str | None = None


def parts_of(message: str) -> Parts:
    """How many texts this message takes. An empty message takes one."""
    costly = next((letter for letter in message if letter not in GSM7 and letter not in GSM7_TWO_PLACES), None)
    if costly is None:
        places = [2 if letter in GSM7_TWO_PLACES else 1 for letter in message]
        return Parts(_packed(places, single=160, several=153), is_gsm7=True)
    places = [2 if ord(letter) > 0xFFFF else 1 for letter in message]
    return Parts(_packed(places, single=70, several=67), is_gsm7=False, costly=costly)


def straightened(message: str) -> str:
    """The message with plain quotes, dashes and spaces, if that is all it takes to fit more into each text. Else it is
    left exactly as it was: an apostrophe may be a letter, and nothing would be won."""
    plain = message.translate(_CURLY)
    parts = parts_of(plain)
    return plain if parts.is_gsm7 and parts.count <= parts_of(message).count else message


def in_words(parts: Parts) -> str:
    """What it costs, for its author: "1 text", "3 texts, because “ł” leaves less room in each"."""
    texts = "1 text" if parts.count == 1 else f"{parts.count} texts"
    if parts.count == 1 or not parts.costly:
        return texts
    return f"{texts}, because “{shown(parts.costly)}” leaves less room in each"


def shown(letter: str) -> str:
    """A letter that can be seen: spaces and invisible ones by their number."""
    return letter if letter.isprintable() and not letter.isspace() else f"U+{ord(letter):04X}"


def _packed(places: list[int], *, single: int, several: int) -> int:
    if sum(places) <= single:
        return 1
    texts, room = 1, several
    for need in places:
        if need > room:
            texts, room = texts + 1, several
        room -= need
    return texts
