"""Who may read whose threads. Pure."""

from collections.abc import Iterable

from app.foundation.actors import Staff
from app.foundation.identifiers import MembershipId


def desks(staff: Staff, covering: Iterable[MembershipId] = ()) -> frozenset[MembershipId]:
    """Whose threads this person may read now: their own, and those of colleagues they cover."""
    return frozenset({staff.membership_id, *covering})
