"""Reading the record. Gives ids and verbs; whoever shows them finds the names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from app.domain.audit.models import BY_THE_SERVICE, AuditDetail, AuditEntry
from app.domain.audit.rules import Looking
from app.foundation.cursors import cursor_after, read_cursor
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId
from app.foundation.work import Work

PAGE = 50
Rows = Select[AuditEntry, str]


@dataclass(frozen=True)
class Noted:
    """One entry, `at` in UTC. `words` say why, as long as they have not been forgotten."""

    id: UUID
    at: datetime
    actor_kind: str
    actor_id: UUID | None
    verb: str
    about_kind: str
    about_id: UUID | None
    contact_id: ContactId | None
    whose_id: MembershipId | None
    organisation_id: OrganisationId | None
    where_from: str
    words: str


@dataclass(frozen=True)
class Stretch:
    """Some entries, newest first. `older_before` asks for what came before, if there is more."""

    entries: tuple[Noted, ...]
    older_before: str | None


@dataclass(frozen=True)
class Wanted:
    """Which entries one wants to see: of these kinds (`verbs`), by or about one colleague or in their threads, from
    `since` until before `until` (UTC). Whatever is None does not matter."""

    verbs: Collection[str] | None = None
    colleague_id: MembershipId | None = None
    since: datetime | None = None
    until: datetime | None = None


def of_organisation(
    work: Work, organisation_id: OrganisationId, wanted: Wanted, *, before: str | None = None
) -> Stretch:
    """What happened in one organisation. NotFound for a bad cursor."""
    query = _rows().where(AuditEntry.organisation_id == organisation_id)
    if wanted.verbs is not None:
        query = query.where(col(AuditEntry.verb).in_(sorted(wanted.verbs)))
    if wanted.colleague_id:
        query = query.where(_concerns(wanted.colleague_id))
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntry.at < wanted.until)
    return _stretch(work, query, before)


def _concerns(colleague_id: MembershipId) -> sa.ColumnElement[bool]:
    is_about = sa.and_(col(AuditEntry.about_kind) == "membership", col(AuditEntry.about_id) == colleague_id)
    return sa.or_(col(AuditEntry.actor_id) == colleague_id, is_about, col(AuditEntry.whose_id) == colleague_id)


def by_the_service(work: Work, verbs: Collection[str], *, before: str | None = None) -> Stretch:
    """What operators and the service itself did, of these kinds; never anything about a family. NotFound for a bad
    cursor."""
    query = _rows().where(
        sa.text(BY_THE_SERVICE),  # in the index's own words: SQLite uses a partial index only for those
        col(AuditEntry.contact_id).is_(None),
        col(AuditEntry.verb).in_(sorted(verbs)),
    )
    return _stretch(work, query, before)


def looks_at(
    work: Work,
    contact_ids: Collection[ContactId],
    *,
    whose: MembershipId | None = None,
    until: datetime | None = None,
    before: str | None = None,
) -> Stretch:
    """Who read or copied the messages of a family member (who may be known under several ids) besides their own person;
    perhaps only in the thread with one person; with `until` (UTC) only what came before. NotFound for a bad cursor."""
    query = _rows().where(col(AuditEntry.contact_id).in_(list(contact_ids)), col(AuditEntry.verb).in_(sorted(Looking)))
    if whose:
        query = query.where(AuditEntry.whose_id == whose)
    if until:
        query = query.where(AuditEntry.at < until)
    return _stretch(work, query, before)


def one(work: Work, entry_id: UUID) -> Noted | None:
    """One entry."""
    found = work.session.exec(_rows().where(AuditEntry.id == entry_id)).first()
    return _noted(*found) if found else None


def newest_about(work: Work, verbs: Collection[str], about_ids: Collection[UUID]) -> dict[UUID, Noted]:
    """The newest entry of these kinds about each of these things."""
    query = _rows().where(col(AuditEntry.about_id).in_(list(about_ids)), col(AuditEntry.verb).in_(sorted(verbs)))
    found = work.session.exec(query.order_by(col(AuditEntry.at), col(AuditEntry.id))).all()
    return {entry.about_id: _noted(entry, words) for entry, words in found if entry.about_id}


def last_done(work: Work, verb: str, about_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When this was last done (UTC) with each of these things; what it was never done with is not in the answer."""
    query = select(AuditEntry.about_id, sa.func.max(col(AuditEntry.at))).where(
        col(AuditEntry.about_id).in_(list(about_ids)), AuditEntry.verb == verb
    )
    rows = work.session.exec(query.group_by(col(AuditEntry.about_id))).all() if about_ids else ()
    return {about: at for about, at in rows if about}


def _rows() -> Rows:
    return select(AuditEntry, AuditDetail.words).join(
        AuditDetail, col(AuditDetail.entry_id) == AuditEntry.id, isouter=True
    )


def _stretch(work: Work, query: Rows, before: str | None) -> Stretch:
    if before:
        query = query.where(sa.tuple_(col(AuditEntry.at), col(AuditEntry.id)) < sa.tuple_(*read_cursor(before)))
    newest_first = query.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    found = work.session.exec(newest_first.limit(PAGE + 1)).all()
    shown = tuple(_noted(entry, words) for entry, words in found[:PAGE])
    return Stretch(shown, cursor_after(shown[-1].at, shown[-1].id) if len(found) > PAGE else None)


def _noted(entry: AuditEntry, words: str | None) -> Noted:
    return Noted(
        id=entry.id,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        verb=entry.verb,
        about_kind=entry.about_kind,
        about_id=entry.about_id,
        contact_id=entry.contact_id,
        whose_id=entry.whose_id,
        organisation_id=entry.organisation_id,
        where_from=entry.where_from,
        words=words or "",
    )
