"""The other words beside an entry in a line of time that a computer translated."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Original:
    """What was written, where a computer's translation stands above it; or the translation, where the author's own
    words do. `by` says which, and that a computer did it."""

    words: str
    lang: str
    dir: str
    by: str
