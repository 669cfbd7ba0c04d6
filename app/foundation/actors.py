"""Who acts. A closed union: every Work has exactly one of these, and every record says which."""

from dataclasses import dataclass, field

from app.foundation.identifiers import ContactId, MembershipId, OrganisationId


@dataclass(frozen=True)
class Staff:
    """A signed-in member of staff, at one organisation. `roles` was read for this very request."""

    membership_id: MembershipId
    organisation_id: OrganisationId
    roles: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Family:
    """A parent, carer or young person on their private page; `number` is the phone (E.164) the link went to."""

    contact_id: ContactId
    number: str


@dataclass(frozen=True)
class Clock:
    """A job that the scheduler started. It never speaks for a person."""

    job: str


@dataclass(frozen=True)
class Provider:
    """The telephone provider, with a true signature."""


@dataclass(frozen=True)
class Anybody:
    """Somebody who has not signed in."""


@dataclass(frozen=True)
class Operator:
    """Somebody who keeps the service running. Sees its health, never a message."""

    membership_id: MembershipId


@dataclass(frozen=True)
class Command:
    """Somebody at the server's own keyboard."""

    name: str = "kettle"


Actor = Staff | Family | Clock | Provider | Anybody | Operator | Command
