"""Telling staff something. Notices wait in a table until `delivery` carries them."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.notices import rules
from app.domain.notices.models import Notice
from app.domain.notices.rules import NoticeState
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.people.rules import PingBy, Role
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work


def tell(
    work: Work,
    person: Membership,
    *,
    kind: str,
    subject: str,
    body: str,
    once: str,
    by: PingBy = PingBy.EMAIL,
    opens: str = "",
    not_before: datetime | None = None,
) -> None:
    """Put one notice in line (times UTC). Harmless when a notice with the same `once` is there already. `opens` names
    the kind of link that is made and put into its body when it is sent."""
    if was_told(work, once):
        return
    work.session.add(
        Notice(
            membership_id=person.id,
            kind=kind,
            by=by,
            subject=subject,
            body=body,
            opens=opens,
            once=once,
            not_before=not_before or work.now,
            made_at=work.now,
        )
    )


def was_told(work: Work, once: str) -> bool:
    """Is a notice with this mark in line, or was it?"""
    return work.session.exec(select(Notice.id).where(Notice.once == once)).first() is not None


def ping(work: Work, membership_id: MembershipId) -> None:
    """Somebody waits for this person: one empty ping, in working hours, at most one an hour."""
    ping_each(work, {membership_id})


def ping_each(work: Work, ids: Collection[MembershipId]) -> None:
    """Somebody waits for each of these people (see `ping`)."""
    pings = col(Notice.membership_id).in_(ids), col(Notice.kind) == rules.PING_KIND
    is_on_its_way = col(Notice.state).in_((NoticeState.WAITING, NoticeState.CLAIMED))
    hear_soon = set(work.session.exec(select(Notice.membership_id).where(*pings, is_on_its_way)))
    wants = col(Membership.id).in_(set(ids) - hear_soon), members.still_here(work.now)
    found = select(Membership).where(*wants, Membership.ping_by != PingBy.NOT).order_by(col(Membership.id))
    to_ping = work.session.exec(found).all()
    if not to_ping:
        return
    sent = select(Notice.membership_id, sa.func.max(col(Notice.sent_at))).where(*pings)
    last = dict(work.session.exec(sent.group_by(col(Notice.membership_id))).all())
    for person in to_ping:
        _ping(work, person, last.get(person.id))


def _ping(work: Work, person: Membership, last: datetime | None) -> None:
    begins = next_opening(work, person, rules.next_ping(work.now, last))
    by_text = person.ping_by == PingBy.TEXT and bool(person.work_phone)
    url = work.settings.public_url
    tell(
        work,
        person,
        kind=rules.PING_KIND,
        subject=rules.PING_SUBJECT,
        body=rules.ping_text(url) if by_text else rules.ping_words(url, person.first_name),
        once=f"ping:{person.id}:{work.now.isoformat()}",
        by=PingBy.TEXT if by_text else PingBy.EMAIL,
        not_before=begins,
    )


def next_opening(work: Work, person: Membership, at: datetime) -> datetime:
    """The first instant from `at` on (UTC) at which this person is at work: when their organisation is, and whoever
    reads in the holidays also then."""
    place = people.organisation(work, person.organisation_id)
    is_holiday_reader = place.holiday_reader_id == person.id
    return people.timetable_of(work, place.id, through_holidays=is_holiday_reader).next_opening(at)


def nobody_waits_any_more(work: Work, membership_id: MembershipId) -> None:
    """Take back a ping that has not gone yet."""
    work.session.connection().execute(
        sa.update(Notice)
        .where(
            col(Notice.membership_id) == membership_id,
            col(Notice.kind) == rules.PING_KIND,
            col(Notice.state) == NoticeState.WAITING,
        )
        .values(state=NoticeState.WITHDRAWN)
    )


def tell_operators(work: Work, *, kind: str, subject: str, body: str, once: str) -> None:
    """Tell everybody who keeps the service running."""
    for place in people.organisations(work):
        for person in members.working_here(work, place.id, Role.OPERATOR):
            tell(work, person, kind=kind, subject=subject, body=body, once=f"{once}:{person.id}")
