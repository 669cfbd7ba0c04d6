"""Whom one is writing to: the family as it stands beside a thread. Only reads, and says nothing of any thread."""

from dataclasses import dataclass
from datetime import datetime, time

from app.domain.people import queries as people
from app.domain.people import rules as people_rules
from app.domain.people.models import Contact, YoungPerson
from app.domain.permissions.models import Wishes
from app.foundation.identifiers import ContactId
from app.foundation.work import Work


@dataclass(frozen=True)
class Adult:
    """Somebody at home, or on the same phone."""

    contact_id: ContactId
    first_name: str
    last_name: str
    relation: str


@dataclass(frozen=True)
class Child:
    """A child or young person at home."""

    first_name: str
    last_name: str
    school_name: str
    year_group: str


@dataclass(frozen=True)
class Phone:
    """A number (E.164) that the family member uses, and who else does. `is_frozen`: it may be in other hands."""

    number: str
    shared_with: tuple[Adult, ...]
    frozen_since: datetime | None = None

    @property
    def is_frozen(self) -> bool:
        """May this phone be in other hands by now?"""
        return self.frozen_since is not None


@dataclass(frozen=True)
class Family:
    """Whom one is writing to. Closed hours are wall time in the organisation's zone."""

    contact_id: ContactId
    first_name: str
    last_name: str
    relation: str
    pronoun: str
    is_known: bool
    is_young: bool
    reads: str
    speaks: str
    wants_links: bool
    wants_translation: bool
    closed_from: time | None
    closed_until: time | None
    phones: tuple[Phone, ...]
    adults: tuple[Adult, ...]
    children: tuple[Child, ...]

    @property
    def number(self) -> str:
        """Their newest number (E.164), one that is surely theirs if they have one; or nothing."""
        return next((phone.number for phone in self.phones if not phone.is_frozen), next(iter(self.numbers), ""))

    @property
    def numbers(self) -> list[str]:
        """All their numbers (E.164), the newest first."""
        return [phone.number for phone in self.phones]

    @property
    def frozen(self) -> dict[str, datetime]:
        """Their phones that may be in other hands, each since when (UTC)."""
        return {phone.number: phone.frozen_since for phone in self.phones if phone.frozen_since}

    @property
    def shares(self) -> tuple[Adult, ...]:
        """Everybody who shares one of their phones."""
        found = {other.contact_id: other for phone in self.phones for other in phone.shared_with}
        return tuple(found.values())


def family_of(work: Work, contact: Contact, wishes: Wishes) -> Family:
    """A family member, with everybody at home and on the same phones."""
    adults, children = people.household_of(work, contact)
    return Family(
        contact_id=contact.id,
        first_name=contact.first_name,
        last_name=contact.last_name,
        relation=contact.relation,
        pronoun=people_rules.pronoun(contact.relation),
        is_known=contact.is_known,
        is_young=contact.is_young,
        reads=wishes.reads,
        speaks=wishes.speaks,
        wants_links=wishes.wants_links,
        wants_translation=wishes.wants_translation,
        closed_from=wishes.closed_from,
        closed_until=wishes.closed_until,
        phones=tuple(
            Phone(phone.number, tuple(map(_adult, phone.others)), phone.frozen_since)
            for phone in people.phones_of(work, contact.id)
        ),
        adults=tuple(map(_adult, adults)),
        children=tuple(map(_child, children)),
    )


def _adult(contact: Contact) -> Adult:
    return Adult(contact.id, contact.first_name, contact.last_name, contact.relation)


def _child(young: YoungPerson) -> Child:
    return Child(young.first_name, young.last_name, young.school_name, young.year_group)
