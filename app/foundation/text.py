"""What people type, made safe to store and to find. Never changes a word of it."""

import re
import unicodedata

REPLACEMENT = "\ufffd"
_ONE_LETTER = str.maketrans("كيىه", "کیی\u06c1")  # Arabic and Urdu keyboards write the same letter in two ways
_LONE = re.compile("[\ud800-\udfff]")  # half a letter: neither database takes it


def storable(text: str) -> str:
    """The same text as both databases take it: NUL and lone surrogates become U+FFFD; line ends become \\n."""
    safe = text.replace("\x00", REPLACEMENT).replace("\r\n", "\n").replace("\r", "\n")
    return safe if safe.isascii() else _LONE.sub(REPLACEMENT, safe)


def folded(text: str) -> str:
    """A text for searching: lower case, without accents ("Żaneta" is found by "zaneta"), one space between words."""
    # Unfolded first: some letters (𝕊, ℌ) turn out to be capitals only then.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.replace("ł", "l").replace("đ", "d").replace("ø", "o").split())


def as_meant(text: str) -> str:
    """A word to compare, on whichever keyboard it was typed: folded, and each letter written in one way."""
    return folded(text).translate(_ONE_LETTER)


def one_line(text: str, limit: int = 120) -> str:
    """A text for a list: control characters and line ends become spaces, cut at a word near `limit` characters."""
    flat = " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text).split())
    if len(flat) <= limit:
        return flat
    return flat[:limit].rsplit(" ", 1)[0] + "…"


def as_like(fragment: str) -> str:
    """A LIKE pattern that finds this fragment and treats % and _ as the characters they are (escape is backslash)."""
    safe = folded(fragment).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{safe}%"
