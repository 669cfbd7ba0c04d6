"""Carrying notices to staff: claim, send, say how it went. Holds no Work open while e-mail or provider is called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.channels.email import Post, PostUnreachable
from app.channels.provider import Provider
from app.domain.notices import actions, rules
from app.domain.notices.models import Notice
from app.domain.notices.rules import NoticeState
from app.domain.notices.sign_in_words import LINK
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.rules import PingBy
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.errors import CannotDo
from app.foundation.identifiers import MembershipId
from app.foundation.log import log
from app.foundation.phone_numbers import NumberKind, kind_of
from app.foundation.telephony import Accepted, Text
from app.foundation.work import Work

LEASE = timedelta(seconds=90)
TRIES = 8
BATCH = 20
_log = log("notices")
# Makes the link that a notice opens (its kind, and for whom), and gives its address.
MakeLink = Callable[[Work, str, MembershipId], str]


@dataclass(frozen=True)
class Envelope:
    """One notice ready to go. Exactly one of `address` and `phone` is filled in."""

    notice_id: UUID
    subject: str
    body: str
    address: str = ""
    phone: str = ""
    from_number: str = ""


def no_links(_work: Work, opens: str, _membership_id: MembershipId) -> str:
    """Nobody here can make links."""
    raise CannotDo(f"Nobody here makes links of the kind {opens}.")


def deliver_due(database: Database, *, post: Post, provider: Provider, make_link: MakeLink = no_links) -> int:
    """Send what is due. Gives how many were tried. `make_link` makes the links that some of them open, each at the
    moment of sending."""
    with database.reading(Clock("notices")) as work:
        if not work.session.exec(_due(work).limit(1)).first():
            return 0
    with database.writing(Clock("notices")) as work:
        envelopes = _claim(work, make_link)
    for envelope in envelopes:
        sent = _carry(envelope, post, provider)
        with database.writing(Clock("notices")) as work:
            _record(work, envelope.notice_id, sent=sent)
    return len(envelopes)


def _due(work: Work) -> SelectOfScalar[UUID]:
    free = sa.or_(
        col(Notice.state) == NoticeState.WAITING,
        sa.and_(col(Notice.state) == NoticeState.CLAIMED, col(Notice.claimed_until) < work.now),
    )
    return select(Notice.id).where(free, col(Notice.not_before) <= work.now)


def _claim(work: Work, make_link: MakeLink) -> list[Envelope]:
    due = _due(work).order_by(col(Notice.not_before)).limit(BATCH).with_for_update(skip_locked=True)
    notices = work.session.exec(select(Notice).where(col(Notice.id).in_(work.session.exec(due).all()))).all()
    envelopes = []
    for notice in notices:
        envelope = _address(work, notice)
        later = _when(work, notice) if envelope and notice.kind == rules.PING_KIND else work.now
        if envelope is None:
            notice.state = NoticeState.WITHDRAWN
        elif later > work.now:
            notice.state, notice.not_before = NoticeState.WAITING, later
        else:
            notice.state, notice.claimed_until = NoticeState.CLAIMED, work.now + LEASE
            notice.tries += 1
            envelopes.append(_filled_in(work, notice, envelope, make_link))
        work.session.add(notice)
    return envelopes


def _when(work: Work, ping: Notice) -> datetime:
    # Looked at once more: the mail server may have been down until after hours, and another ping may just have gone.
    sent = select(sa.func.max(col(Notice.sent_at))).where(
        Notice.membership_id == ping.membership_id, Notice.kind == rules.PING_KIND
    )
    going = select(Notice.id).where(
        Notice.membership_id == ping.membership_id,
        Notice.kind == rules.PING_KIND,
        Notice.state == NoticeState.CLAIMED,
        Notice.id != ping.id,
    )
    last = work.now if work.session.exec(going.limit(1)).first() else work.session.exec(sent).first()
    person = members.membership(work, ping.membership_id)
    return actions.next_opening(work, person, rules.next_ping(work.now, last))


def _address(work: Work, notice: Notice) -> Envelope | None:
    person = members.membership(work, notice.membership_id)
    if person.until and person.until <= work.now:
        return None
    if notice.by == PingBy.TEXT and _may_text(work, person.work_phone):
        line = people.line_of(work, person.organisation_id, person.id)
        if line:
            return Envelope(notice.id, notice.subject, notice.body, phone=person.work_phone, from_number=line.number)
    return Envelope(notice.id, notice.subject, notice.body, address=person.email)


def _filled_in(work: Work, notice: Notice, envelope: Envelope, make_link: MakeLink) -> Envelope:
    if not notice.opens:
        return envelope
    link = make_link(work, notice.opens, notice.membership_id)
    return replace(envelope, body=envelope.body.replace(LINK, link))


def _may_text(work: Work, phone: str) -> bool:
    # While Kettle is on trial nobody but the phones on the list is texted, staff neither: they get an e-mail.
    is_mobile = bool(phone) and kind_of(phone) is NumberKind.MOBILE
    return is_mobile and (work.settings.is_demo or phone in work.settings.trial_numbers)


def _carry(envelope: Envelope, post: Post, provider: Provider) -> bool:
    if envelope.phone:
        text = Text(envelope.from_number, envelope.phone, envelope.body, receipt_url="", valid_for_seconds=3600)
        return isinstance(provider.send(text), Accepted)
    try:
        post.send(envelope.address, envelope.subject, envelope.body)
    except PostUnreachable:
        return False
    return True


def _record(work: Work, notice_id: UUID, *, sent: bool) -> None:
    notice = work.session.get(Notice, notice_id)
    if not notice or notice.state is not NoticeState.CLAIMED:
        return
    notice.claimed_until = None
    if sent:
        notice.state, notice.sent_at = NoticeState.SENT, work.now
    elif notice.tries >= TRIES:
        notice.state = NoticeState.FAILED
        _log.warning("a notice could not be sent", notice_id=str(notice_id))
    else:
        notice.state, notice.not_before = NoticeState.WAITING, work.now + timedelta(minutes=2**notice.tries)
    work.session.add(notice)
