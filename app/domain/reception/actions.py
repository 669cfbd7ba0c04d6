"""Taking in: store what came, apply STOP, START and LOCK, and be done. Understanding comes later (`sorting`).

What is stored here is our word that nothing is lost; the caller commits before it answers "thank you".
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from app.domain.conversations import receiving
from app.domain.people import lines
from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.domain.permissions.rules import is_start
from app.domain.reception import asking
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind, is_withheld
from app.foundation.identifiers import ArrivalId, ContactId, ConversationId, new_id
from app.foundation.phone_numbers import read_number
from app.foundation.telephony import Inbound
from app.foundation.text import storable
from app.foundation.work import Work

LONGEST_NUMBER = 60
_TABLE: sa.Table = Arrival.__table__  # type: ignore[attr-defined]
# Made once: to make it anew for each text would take longer than to store the text. It gives the id of what it stored:
# not every driver counts the rows of an INSERT.
_ONCE: dict[str, sa.UpdateBase] = {
    "sqlite": sqlite.insert(_TABLE).on_conflict_do_nothing(index_elements=["provider_id"]).returning(_TABLE.c.id),
    "postgresql": postgresql.insert(_TABLE)
    .on_conflict_do_nothing(index_elements=["provider_id"])
    .returning(_TABLE.c.id),
}


def take_in(work: Work, inbound: Inbound, *, kind: Kind) -> bool:
    """Store a text or a call exactly once. False when it is here already, now or a year ago: nothing happens then."""
    taken = _store(
        work,
        kind=kind,
        provider_id=inbound.provider_id,
        to_number=_number(inbound.to_number),
        from_number=_number(inbound.from_number),
        body=storable(inbound.body),
        fields={storable(name): storable(value) for name, value in inbound.fields.items()},
        sent_at=inbound.sent_at,
    )
    if taken and acts_at_once(inbound, kind=kind):
        _do_at_once(work, inbound)
    return taken


def acts_at_once(inbound: Inbound, *, kind: Kind) -> bool:
    """Does taking this in change more than the one row it is stored in? Only STOP, START and LOCK do."""
    return kind is Kind.TEXT and asking.acts_at_once(inbound.body)


def take_in_from_page(
    work: Work, *, contact_id: ContactId, conversation_id: ConversationId, body: str, once: str
) -> bool:
    """Store what a family wrote on its page exactly once. False when this very form came before."""
    return _store(
        work,
        kind=Kind.PAGE,
        provider_id=f"page:{contact_id}:{storable(once)[:80]}",
        to_number="",
        from_number="",
        body=storable(body),
        fields={},
        contact_id=contact_id,
        conversation_id=conversation_id,
    )


def take_in_wish_for_link(work: Work, *, contact_id: ContactId, line_number: str, number: str) -> bool:
    """Store "text me a new link", pressed on an expired page. At most one waits at a time for a phone."""
    waiting = select(Arrival.id).where(
        Arrival.kind == Kind.LINK_WANTED, Arrival.from_number == number, col(Arrival.sorted_at).is_(None)
    )
    if work.session.exec(waiting.limit(1)).first():
        return False
    return _store(
        work,
        kind=Kind.LINK_WANTED,
        provider_id=f"link:{new_id()}",
        to_number=line_number,
        from_number=number,
        body="",
        fields={},
        contact_id=contact_id,
    )


def _number(raw: str) -> str:
    if is_withheld(raw):
        return ""
    return read_number(raw) or storable(raw).strip()[:LONGEST_NUMBER]


def _store(
    work: Work,
    *,
    kind: Kind,
    provider_id: str,
    to_number: str,
    from_number: str,
    body: str,
    fields: dict[str, str],
    sent_at: datetime | None = None,
    contact_id: ContactId | None = None,
    conversation_id: ConversationId | None = None,
) -> bool:
    row = {
        "id": new_id(),
        "kind": kind.value,
        "provider_id": storable(provider_id),
        "to_number": to_number,
        "from_number": from_number,
        "body": body,
        "fields": fields,
        "sent_at": sent_at,
        "taken_at": work.now,
        "contact_id": contact_id,
        "conversation_id": conversation_id,
        "tries": 0,
        "failure": "",
    }
    stored = work.session.connection().execute(_ONCE[work.session.get_bind().dialect.name], row)
    return stored.first() is not None


def _do_at_once(work: Work, inbound: Inbound) -> None:
    number = _number(inbound.from_number)
    line = people.lines(work, [_number(inbound.to_number)]).get(_number(inbound.to_number))
    if line is None:
        return
    if asking.is_lock(inbound.body):
        receiving.said_lock(work, line, number)
        return
    for one in {line.id, *(other.id for other in lines.instead_of(work, line))}:
        if is_start(inbound.body):
            permissions.start(work, one, number, said_at=inbound.sent_at)
        else:
            receiving.said_stop(work, one, number, said_at=inbound.sent_at)


def read_later(work: Work, arrival_id: ArrivalId) -> Arrival | None:
    """An operator wants a failed arrival to be sorted once more."""
    found = work.session.get(Arrival, arrival_id)
    if found and found.sorted_at is None:
        found.tries = 0
        work.session.add(found)
    return found
