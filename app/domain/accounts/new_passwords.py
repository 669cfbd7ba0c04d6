"""Another password: asked for by somebody who forgot theirs, or chosen by somebody who knows it.

Asking takes as long, and says the same, whether we know the address or not: it only writes the wish down. Who it is,
and whether they get an e-mail, is found out later, by the scheduler.
"""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from app.domain.accounts import devices, noting, owners, queries, staff_links
from app.domain.accounts.models import Account, ResetWish
from app.domain.accounts.rules import StaffLink
from app.domain.limits import tries
from app.domain.limits.rules import Limited, network_of
from app.domain.limits.tries import Try
from app.domain.notices import sign_in_words
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.work import Work

BATCH = 20
UNREAD_FOR = timedelta(days=1)


def wish(work: Work, email: str, *, from_address: str) -> None:
    """Somebody forgot the password of this e-mail address (as kept). Silent when that was asked for too often."""
    by_email = Try(Limited.FORGOTTEN_BY_EMAIL, email)
    by_address = Try(Limited.FORGOTTEN_BY_ADDRESS, network_of(from_address))
    if tries.begin(work, by_email, by_address) is not None:
        work.session.add(ResetWish(email=email, at=work.now))


def look_up_wishes(database: Database) -> int:
    """Put an e-mail in line for each wish whose address we know. Gives how many wishes there were."""
    with database.reading(Clock("forgotten passwords")) as work:
        if not work.session.exec(select(ResetWish.id).limit(1)).first():
            return 0
    with database.writing(Clock("forgotten passwords")) as work:
        first = select(ResetWish).order_by(col(ResetWish.at)).limit(BATCH).with_for_update(skip_locked=True)
        wishes = work.session.exec(first).all()
        for email in dict.fromkeys(one.email for one in wishes):
            _answer(work, email)
        for one in wishes:
            work.session.delete(one)
    return len(wishes)


def _answer(work: Work, email: str) -> None:
    account = queries.account_by_email(work, email)
    if account and account.password_hash:
        owners.tell_owner(work, account, "forgotten", sign_in_words.forgotten, opens=StaffLink.FORGOTTEN)
    elif account:
        owners.tell_owner(work, account, "forgotten", sign_in_words.no_password_yet)


def choose_anew(work: Work, secret: str, *, password_hash: str, known_device: UUID | None) -> Account:
    """Set another password by the link from the e-mail. Everybody who is signed in is signed out, and no device is
    remembered; the codes stay as they are. NotFound when the link is used or too old."""
    account = staff_links.use(work, secret, StaffLink.FORGOTTEN)
    _set(work, account, password_hash)
    devices.end_all(work, account.id, known=known_device)
    return account


def change(work: Work, account: Account, *, password_hash: str, session_id: UUID, device_id: UUID | None) -> None:
    """Set another password for somebody who is signed in. They are signed out everywhere else."""
    _set(work, account, password_hash)
    devices.end_all(work, account.id, but_session=session_id, known=device_id)


def _set(work: Work, account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    work.session.add(account)
    work.session.flush()
    staff_links.end_all(work, account.id, StaffLink.FORGOTTEN, StaffLink.INVITATION)
    noting.note(work, "password changed", account.id)
    url = work.settings.public_url
    owners.tell_owner(work, account, "password changed", lambda name: sign_in_words.password_changed(name, url))


def forget_old_wishes(work: Work) -> None:
    """Wishes that nobody looked up for a day: whoever wrote them has asked again, or given up."""
    work.session.connection().execute(sa.delete(ResetWish).where(col(ResetWish.at) < work.now - UNREAD_FOR))
