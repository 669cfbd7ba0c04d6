"""What to show to whoever pressed a moment too late. When hundreds of families press for one time, all but one get the
same answer: the next three are found once a second for each place and language, not hundreds of times.

Nothing personal is remembered: only what is free for everybody.
"""

import threading
from collections.abc import Callable
from uuid import UUID

from app.foundation.clock import stopwatch
from app.foundation.identifiers import MembershipId, OrganisationId
from app.web.family.shown_times import Day

FRESH = 1.0  # seconds
MOST = 200
Key = tuple[UUID, OrganisationId, MembershipId | None, str]
_one_at_a_time = threading.Lock()
_kept: dict[Key, tuple[float, list[Day]]] = {}


def next_three(key: Key, find: Callable[[], list[Day]]) -> list[Day]:
    """What was found for this key within the last second, else what `find` finds now. The key names the time that is
    gone, so that it never stands in its own answer."""
    with _one_at_a_time:
        kept = _kept.get(key)
    if kept and stopwatch() - kept[0] < FRESH:
        return kept[1]
    found = find()
    with _one_at_a_time:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = (stopwatch(), found)
    return found
