"""Writing down what happened. Never decides anything."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from app.domain.audit.models import AuditDetail, AuditEntry
from app.foundation.actors import Actor, Family, Operator, Staff
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.text import storable
from app.foundation.work import Look, Work

ONE_LOOK = timedelta(minutes=10)


def note(
    work: Work,
    verb: str,
    about_kind: str,
    about_id: UUID | None,
    *,
    organisation_id: OrganisationId | None = None,
    contact_id: ContactId | None = None,
    whose_id: MembershipId | None = None,
    words: str = "",
) -> AuditEntry:
    """Add one entry for what the Work's actor did just now; `words` say why, or what it was before. `whose_id`: the
    colleague whose thread it is."""
    kind, actor_id, own_organisation = _who(work.actor)
    entry = AuditEntry(
        at=work.now,
        actor_kind=kind,
        actor_id=actor_id,
        verb=verb,
        about_kind=about_kind,
        about_id=about_id,
        contact_id=contact_id or (about_id if about_kind == "contact" else None),
        whose_id=whose_id,
        where_from=work.where_from,
        organisation_id=organisation_id or own_organisation,
    )
    work.session.add(entry)
    if words:
        work.session.flush()
        work.session.add(AuditDetail(entry_id=entry.id, words=storable(words)))
    return entry


def write_looks(work: Work, looks: Work) -> None:
    """Write down what a Work looked at. No record, no page: call this before the page leaves.

    A page that looks again by itself every few seconds is one look, as long as it goes on: an entry every `ONE_LOOK`.
    """
    for look in looks.looks:
        if look.words or not _stands_already(work, look):
            note(
                work,
                look.what,
                look.about_kind,
                look.about_id,
                contact_id=look.contact_id,
                whose_id=look.whose_id,
                words=look.words,
            )


def _stands_already(work: Work, look: Look) -> bool:
    _, actor_id, _ = _who(work.actor)
    same = select(AuditEntry.id).where(
        AuditEntry.about_id == look.about_id,
        AuditEntry.verb == look.what,
        AuditEntry.actor_id == actor_id,
        AuditEntry.where_from == work.where_from,
        col(AuditEntry.at) > work.now - ONE_LOOK,
    )
    return work.session.exec(same.limit(1)).first() is not None


def _who(actor: Actor) -> tuple[str, UUID | None, OrganisationId | None]:
    kind = type(actor).__name__.lower()
    match actor:
        case Staff():
            return kind, actor.membership_id, actor.organisation_id
        case Family():
            return kind, actor.contact_id, None
        case Operator():
            return kind, actor.membership_id, None
        case _:
            return kind, None, None
