"""The browsers that staff have signed in with: known (strangers' tries never shut them out), perhaps remembered (they
stand for the code from the phone), and ended in one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import noting, rules
from app.domain.accounts.models import Device, StaffSession
from app.foundation.errors import NotFound
from app.foundation.identifiers import AccountId, hashed, new_secret
from app.foundation.work import Work


@dataclass(frozen=True)
class Shown:
    """A device as its owner sees it. Times are UTC; `remembered_until` is None when it is not, or no more."""

    id: UUID
    words: str
    since: datetime
    seen_at: datetime
    remembered_until: datetime | None
    is_signed_in: bool
    is_this: bool


def known(work: Work, secrets: Sequence[str]) -> list[Device]:
    """The devices that a browser shows us the secrets of, if they were not ended or left alone for long."""
    if not secrets:
        return []
    query = select(Device).where(
        col(Device.secret_hash).in_([hashed(secret) for secret in secrets]),
        col(Device.ended_at).is_(None),
        Device.seen_at > work.now - rules.KNOWN,
    )
    return list(work.session.exec(query).all())


def of_account(found: Sequence[Device], account_id: AccountId | None) -> Device | None:
    """The one of them with which this account was signed in before."""
    return next((one for one in found if one.account_id == account_id), None)


def remember(work: Work, device: Device) -> None:
    """For thirty days this device stands for the code from the phone."""
    device.remembered_until = work.now + rules.REMEMBERED
    work.session.add(device)
    noting.note(work, "device remembered", device.account_id)


def meet(work: Work, account_id: AccountId, words: str) -> tuple[Device, str]:
    """Somebody signed in with a browser for the first time. Gives the secret for its cookie."""
    secret = new_secret()
    device = Device(secret_hash=hashed(secret), account_id=account_id, words=words, since=work.now, seen_at=work.now)
    work.session.add(device)
    work.session.flush()
    return device, secret


def meet_again(work: Work, device: Device, words: str) -> None:
    """Somebody signed in with a browser that we know."""
    device.seen_at, device.words = work.now, words
    work.session.add(device)
    work.session.flush()


def of(work: Work, account_id: AccountId, *, this: UUID | None) -> list[Shown]:
    """Where somebody is or was signed in: this device first, then the one used last."""
    query = select(Device).where(
        Device.account_id == account_id, col(Device.ended_at).is_(None), Device.seen_at > work.now - rules.KNOWN
    )
    living = _signed_in(work, account_id)
    shown = [
        _shown(work, one, is_signed_in=one.id in living, is_this=one.id == this) for one in work.session.exec(query)
    ]
    return sorted(shown, key=lambda one: (not one.is_this, -one.seen_at.timestamp()))


def _shown(work: Work, device: Device, *, is_signed_in: bool, is_this: bool) -> Shown:
    until = device.remembered_until if rules.is_remembered(device.remembered_until, work.now) else None
    return Shown(device.id, device.words, device.since, device.seen_at, until, is_signed_in, is_this)


def _signed_in(work: Work, account_id: AccountId) -> set[UUID | None]:
    query = select(StaffSession).where(StaffSession.account_id == account_id, col(StaffSession.ended_at).is_(None))
    return {
        one.device_id
        for one in work.session.exec(query)
        if rules.staff_session_lives(started_at=one.started_at, seen_at=one.seen_at, now=work.now)
    }


def end(work: Work, account_id: AccountId, device_id: UUID) -> None:
    """Sign out on this device and forget it. NotFound for somebody else's."""
    device = work.session.get(Device, device_id)
    if not device or device.account_id != account_id or device.ended_at:
        raise NotFound
    _end_sessions(work, col(StaffSession.device_id) == device_id)
    device.ended_at = work.now
    work.session.add(device)
    noting.note(work, "device ended", account_id)


def end_everywhere(work: Work, account_id: AccountId, *, known: UUID | None) -> None:
    """Somebody signs out on every device of theirs, and has none of them remembered. The one on which they press it
    stays `known`."""
    end_all(work, account_id, known=known)
    noting.note(work, "signed out everywhere", account_id)


def end_all(work: Work, account_id: AccountId, *, but_session: UUID | None = None, known: UUID | None = None) -> None:
    """Sign out everywhere, and remember no device any more, except in this one session. The device `known` stays known:
    so nobody else's tries can shut its owner out."""
    sessions = [col(StaffSession.account_id) == account_id]
    _end_sessions(work, *sessions, *([col(StaffSession.id) != but_session] if but_session else []))
    living = col(Device.account_id) == account_id, col(Device.ended_at).is_(None)
    others = [col(Device.id) != known] if known else []
    connection = work.session.connection()
    connection.execute(sa.update(Device).where(*living, *others).values(ended_at=work.now, remembered_until=None))
    if known and not but_session:
        connection.execute(sa.update(Device).where(*living).values(remembered_until=None))


def _end_sessions(work: Work, *which: sa.ColumnElement[bool]) -> None:
    work.session.connection().execute(
        sa.update(StaffSession).where(*which, col(StaffSession.ended_at).is_(None)).values(ended_at=work.now)
    )


def forget_old_devices(work: Work) -> None:
    """Devices that were ended a month ago, or that nobody has used for long. Their sessions go first."""
    month = work.now - rules.FORGOTTEN_AFTER
    is_old = sa.or_(col(Device.ended_at) < month, col(Device.seen_at) < work.now - rules.KNOWN)
    in_use = select(StaffSession.device_id).where(col(StaffSession.device_id).is_not(None))
    work.session.connection().execute(sa.delete(Device).where(is_old, col(Device.id).not_in(in_use)))
