"""Work: who acts, when, in which transaction. The one concept to learn.

Every action and query takes a Work first. Pages, jobs, commands and tests each open one; it commits at its end or
rolls back whole. A reading Work cannot write: the database itself refuses. Nothing slow happens inside a writing
Work: no hashing, no provider, no e-mail.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.foundation.actors import Actor, Staff
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.settings import Settings


@dataclass(frozen=True)
class Look:
    """Somebody read something that is not theirs by default. Written to the audit before the page leaves.
    `whose_id`: the colleague whose thread it is; `words`: what was looked for."""

    what: str
    about_kind: str
    about_id: UUID
    contact_id: ContactId | None = None
    whose_id: MembershipId | None = None
    words: str = ""


@dataclass
class Work:
    """`now` is aware UTC and stands still for the whole Work. `where_from`: the actor's browser and address, for the
    record. `desks`: whose threads the actor may read, once that was asked. `held`: rows kept in hand, because a session
    forgets what nobody holds, and would ask for it again."""

    actor: Actor
    now: datetime
    session: Session
    settings: Settings
    looks: list[Look] = field(default_factory=list)
    where_from: str = ""
    desks: frozenset[MembershipId] | None = None
    held: list[object] = field(default_factory=list)

    @property
    def staff(self) -> Staff:
        """The member of staff who acts. Refused for anybody else."""
        if not isinstance(self.actor, Staff):
            raise Refused("Please sign in first.")
        return self.actor

    def looked_at(
        self,
        what: str,
        about_kind: str,
        about_id: UUID,
        *,
        contact_id: ContactId | None = None,
        whose_id: MembershipId | None = None,
        words: str = "",
    ) -> None:
        """Remember that this was read; whoever opened the Work writes it down."""
        look = Look(what, about_kind, about_id, contact_id, whose_id, words)
        if look not in self.looks:
            self.looks.append(look)
