"""What a conversation says about times to talk: the next one, what would help, and which time of the last list may be
meant, when the family answered in words. Nothing is guessed: a person presses.
"""

from dataclasses import dataclass
from uuid import UUID

from app.domain.conversations.desk.one_thread import Desk
from app.domain.conversations.models import Offer
from app.domain.conversations.offers import Menu
from app.domain.conversations.rules import Direction
from app.domain.dropins import askers, queries, replies
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held
from app.foundation.work import Work
from app.web.trusted_person.diary import said


@dataclass(frozen=True)
class MayMean:
    """One time of the last list. `is_likely`: its number stands somewhere in the words."""

    slot_id: UUID
    words: str
    is_likely: bool


@dataclass(frozen=True)
class BesideTimes:
    """`own`: what they have booked that the reader may know of. `may_mean`: empty while nothing unclear was said."""

    own: tuple[Held, ...]
    needs: str
    may_mean: tuple[MayMean, ...]


def times_beside(work: Work, desk: Desk) -> BesideTimes:
    """For the page of one conversation."""
    booked, needs = held.beside(work, desk.family.contact_id)
    is_list = desk.menu is not None and desk.menu.kind == Menu.TIMES
    return BesideTimes(
        own=tuple(one for one in booked if held.may_be_known(work, one)),
        needs=said.needs(needs),
        may_mean=_may_mean(work, desk, desk.menu) if desk.menu and is_list else (),
    )


def _may_mean(work: Work, desk: Desk, menu: Offer) -> tuple[MayMean, ...]:
    # By our own ids, which grow: what was written down after the list was.
    came_after = [one.body for one in desk.page.entries if one.direction is Direction.IN and one.id > menu.message_id]
    if not came_after or desk.waiting_since is None:
        return ()
    asker = askers.asker_of(work, desk.family.contact_id)
    free = [queries.free_one(work, asker, UUID(slot_id)) for slot_id in menu.options]
    likely = replies.mentioned(came_after[-1], range(1, len(free) + 1))
    return tuple(
        MayMean(one.slot_id, said.line(one), number == likely)
        for number, one in enumerate(free, start=1)
        if one is not None
    )
