"""Writing down what happened. Never decides anything."""

from uuid import UUID

from app.domain.audit.models import AuditDetail, AuditEntry
from app.foundation.actors import Actor, Family, Operator, Staff
from app.foundation.identifiers import OrganisationId
from app.foundation.text import storable
from app.foundation.work import Work


def note(
    work: Work,
    verb: str,
    about_kind: str,
    about_id: UUID | None,
    *,
    organisation_id: OrganisationId | None = None,
    words: str = "",
) -> AuditEntry:
    """Add one entry for what the Work's actor did just now."""
    kind, actor_id, own_organisation = _who(work.actor)
    entry = AuditEntry(
        at=work.now,
        actor_kind=kind,
        actor_id=actor_id,
        verb=verb,
        about_kind=about_kind,
        about_id=about_id,
        organisation_id=organisation_id or own_organisation,
    )
    work.session.add(entry)
    if words:
        work.session.flush()
        work.session.add(AuditDetail(entry_id=entry.id, words=storable(words)))
    return entry


def write_looks(work: Work, looks: Work) -> None:
    """Write down what a reading Work looked at. No record, no page: call this before the page leaves."""
    for look in looks.looks:
        note(work, look.what, look.about_kind, look.about_id)


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
