"""What must be so before somebody's place can close, in words for whoever is closing it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.foundation.identifiers import ContactId, MembershipId

FURTHEST = timedelta(days=120)  # nobody plans their last day further ahead than a term


@dataclass(frozen=True)
class Family:
    """One family of somebody who leaves. `can_be_texted`: the goodbye can reach their phone or their open page."""

    contact_id: ContactId
    first_name: str
    last_name: str
    next_id: MembershipId | None
    next_name: str
    starts_fresh: bool
    is_waiting: bool
    can_be_texted: bool
    is_told: bool


@dataclass(frozen=True)
class Left:
    """What is still to do before a place can close quietly; each a number of families, or of texts on their way."""

    without_next: int
    not_told: int
    waiting: int
    still_going: int

    @property
    def is_nothing(self) -> bool:
        """Is everything done?"""
        return not (self.without_next or self.not_told or self.waiting or self.still_going)

    def sentences(self, first_name: str) -> list[str]:
        """The same in words."""
        found = [
            (self.without_next, "{} still needs to know who comes next.", "{} still need to know who comes next."),
            (self.not_told, "{} has not been told yet.", "{} have not been told yet."),
            (
                self.waiting,
                f"{{}} waits for an answer from {first_name}.",
                f"{{}} wait for an answer from {first_name}.",
            ),
        ]
        words = [(one if count == 1 else many).format(families(count)) for count, one, many in found if count]
        if self.still_going:
            words.append(f"{self.still_going} of {first_name}'s texts have not left yet.")
        return words


def left_to_do(found: Iterable[Family], still_going: int) -> Left:
    """What is still to do."""
    all_of_them = list(found)
    return Left(
        without_next=sum(one.next_id is None for one in all_of_them),
        not_told=sum(not one.is_told for one in all_of_them),
        waiting=sum(one.is_waiting for one in all_of_them),
        still_going=still_going,
    )


def families(count: int) -> str:
    """ "1 family", "12 families" """
    return "1 family" if count == 1 else f"{count} families"


def is_possible_last_day(day: date, today: date) -> bool:
    """Can somebody's last day be this one?"""
    return today <= day <= today + FURTHEST
