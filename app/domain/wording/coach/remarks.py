"""What the coach says about a draft: calm, one thing at a time, with something better to put there. Pure."""

from dataclasses import dataclass

from app.domain.wording.coach.patterns import Kind

# What matters most comes first; the page shows one or two.
_ORDER = tuple(Kind)
NOTES = frozenset({Kind.NO_NAME, Kind.OPENING, Kind.PLACE})


@dataclass(frozen=True)
class Remark:
    """One thing. It stands from `start` to before `end` (characters of the draft). `swap`: what one press puts in the
    place from `swap_start` to before `swap_end`, or None. `ask_again`: sending asks for a second press."""

    kind: Kind
    start: int
    end: int
    found: str
    why: str
    swap: str | None = None
    swap_start: int = 0
    swap_end: int = 0
    ask_again: bool = False

    @property
    def is_note(self) -> bool:
        """Is it only worth knowing, and nothing wrong?"""
        return self.kind in NOTES


@dataclass(frozen=True)
class Reader:
    """Who will read the draft, as far as the coach must know. `author`: whose name Kettle puts in front, if it does.
    `surnames` are not for texts. `last_were_worries`: what went to them lately was nothing good."""

    language: str = "en"
    author: str = ""
    is_young: bool = False
    is_hello: bool = False
    child: str = ""
    surnames: tuple[str, ...] = ()
    last_were_worries: bool = False


def in_order(remarks: list[Remark]) -> tuple[Remark, ...]:
    """The remarks, what matters most first."""
    return tuple(sorted(remarks, key=lambda one: (_ORDER.index(one.kind), one.start)))


def swapped(draft: str, remark: Remark) -> str:
    """The draft with the better words in it."""
    if remark.swap is None:
        return draft
    return draft[: remark.swap_start] + remark.swap + draft[remark.swap_end :]
