"""Who may read whose threads. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from app.foundation.actors import Staff
from app.foundation.identifiers import MembershipId


class ChosenBy(StrEnum):
    """Who said that this is their person. Stored as text."""

    FAMILY = "family"
    FIRST_CONTACT = "first_contact"
    STAFF = "staff"


def desks(staff: Staff, covering: Iterable[MembershipId] = ()) -> frozenset[MembershipId]:
    """Whose threads this person may read now: their own, and those of colleagues they cover."""
    return frozenset({staff.membership_id, *covering})
