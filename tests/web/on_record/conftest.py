"""Several people of the town at once, each with a browser of their own, and what is on record about them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col, select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import queries as account_queries
from app.domain.audit import actions as audit
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.audit.rules import Looking
from app.domain.conversations.models import Conversation
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.private_pages import private_links
from app.domain.relationships import actions as relationships
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, new_id
from app.invented_town import COUNCIL_LINE, IMRAN, SARA, SCHOOL_LINE, Town
from app.web.guards import family_cookie, staff_cookie
from tests.clock import SettableClock
from tests.tidewell import plain_log
from tests.web.once_drawn import quick_app

__all__ = ["plain_log", "same", "tidewell"]


@dataclass(frozen=True)
class Tidewell:
    """The town, and a browser for everybody who needs one."""

    house: House
    town: Town
    clock: SettableClock
    application: Flask

    def desk(self, membership_id: MembershipId) -> FlaskClient:
        """A browser of its own in which somebody is signed in, in ordinary words Chrome on Windows."""
        with self.house.database.writing(Command()) as work:
            account = account_queries.account_by_email(work, members.membership(work, membership_id).email)
            assert account is not None
            secret = accounts.start_staff_session(work, account.id, membership_id)
        browser = self.application.test_client()
        browser.set_cookie(staff_cookie(self.house.settings), secret, domain="localhost")
        browser.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"
        return browser

    def page_of(self, contact_id: ContactId) -> FlaskClient:
        """A phone on which somebody's private page is open."""
        phone = self.application.test_client()
        assert phone.post(f"/my/{self.link(contact_id)}").status_code == 303
        return phone

    def link(self, contact_id: ContactId) -> str:
        """The secret of a fresh private link."""
        number, line = {self.town.sara: (SARA, SCHOOL_LINE), self.town.imran: (IMRAN, COUNCIL_LINE)}[contact_id]
        with self.house.database.writing(Command()) as work:
            line_id = people.lines(work, [line])[line].id
            return private_links.make_link(work, contact_id, line_id=line_id, number=number)

    def thread(self, contact_id: ContactId, membership_id: MembershipId) -> ConversationId:
        """The thread of these two."""
        with self.house.database.reading(Command()) as work:
            query = select(Conversation.id).where(
                Conversation.contact_id == contact_id, Conversation.membership_id == membership_id
            )
            return work.session.exec(query).one()

    @property
    def saras(self) -> ConversationId:
        """Sara's thread with Neil."""
        return self.thread(self.town.sara, self.town.neil)

    def neil_is_away(self) -> None:
        """Grace reads for him."""
        with self.house.database.writing(self.staff(self.town.neil)) as work:
            relationships.go_away(work, self.town.neil, by_id=self.town.grace, since=work.now, until=None)

    def staff(self, membership_id: MembershipId) -> Staff:
        """A member of staff at work."""
        with self.house.database.reading(Command()) as work:
            person = members.membership(work, membership_id)
            return Staff(membership_id, person.organisation_id, members.roles_of(work, membership_id))

    def notes(
        self, who: MembershipId, verb: str, contact_id: ContactId, *, whose: MembershipId | None = None, why: str = ""
    ) -> AuditEntry:
        """An entry of somebody's about a family, now."""
        with self.house.database.writing(self.staff(who)) as work:
            whose_id = whose or self.town.neil
            return audit.note(work, verb, "conversation", new_id(), contact_id=contact_id, whose_id=whose_id, words=why)

    def grace_reads_sara(self) -> AuditEntry:
        """As cover."""
        return self.notes(self.town.grace, Looking.AS_COVER, self.town.sara)

    def on_record(self, verb: str = "") -> list[AuditEntry]:
        """All entries there are, perhaps of one kind, oldest first."""
        with self.house.database.reading(Command()) as work:
            found = work.session.exec(select(AuditEntry).order_by(col(AuditEntry.at), col(AuditEntry.id))).all()
            return [one for one in found if verb in ("", one.verb)]

    def why(self, entry: AuditEntry) -> str:
        """The words of an entry."""
        with self.house.database.reading(Command()) as work:
            found = work.session.get(AuditDetail, entry.id)
            return found.words if found else ""

    def disk_is_full(self) -> None:
        """No entry can be written any more."""
        with self.house.database.writing(Command()) as work:
            words = "CREATE TRIGGER full_ BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            work.session.connection().execute(sa.text(words))


@pytest.fixture
def tidewell(house: House, town: Town, clock: SettableClock) -> Tidewell:
    application = quick_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    clock.move(minutes=30)  # so that today's story comes before whatever a test does
    return Tidewell(house, town, clock, application)


@pytest.fixture
def same() -> Callable[[TestResponse], str]:
    """What of a page is the same each time: without its nonce and its form marks."""

    def stripped(answer: TestResponse) -> str:
        found = re.sub(r'nonce="[^"]+"', "", answer.text)
        return re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", found)

    return stripped


def family_page_cookie(tidewell: Tidewell, contact_id: ContactId) -> tuple[str, str]:
    """Name and value of the cookie of a fresh visit, for a real browser."""
    link = tidewell.link(contact_id)
    with tidewell.house.database.writing(Command()) as work:
        secret = private_links.use_link(work, link, is_only_mine=False)
    return family_cookie(tidewell.house.settings), secret
