"""Desks of the invented town, the phones that write to them, and what lies in their threads."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlmodel import col, select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import queries as account_queries
from app.domain.conversations.desk import inbox
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.domain.people import members
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Provider, Staff
from app.foundation.identifiers import ContactId, ConversationId, MembershipId, new_id
from app.foundation.telephony import Inbound
from app.invented_town import SCHOOL_LINE, Town
from app.web.guards import staff_cookie
from tests.clock import SettableClock

SignIn = Callable[[MembershipId], FlaskClient]


def words_of(answer: TestResponse) -> str:
    """What a page says, without its markup, with single spaces."""
    body = answer.text[answer.text.index("<body") :] if "<body" in answer.text else answer.text
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
    return words.replace(" ,", ",").replace(" .", ".")


def mark_of(answer: TestResponse, action: str) -> str:
    """The `once` of the form that goes to an address ending like this."""
    form = answer.text[answer.text.index(f'{action}"') :]
    found = re.search(r'name="once" value="([^"]+)"', form)
    assert found
    return found.group(1)


@dataclass(frozen=True)
class Life:
    """What happens in the town during a test."""

    house: House
    town: Town
    clock: SettableClock

    def texts(self, number: str, body: str, *, line: str = SCHOOL_LINE, pictures: int = 0) -> None:
        """A phone texts us, and it is sorted."""
        self._arrives(Inbound(f"SM{new_id().hex}", line, number, body, {"NumMedia": str(pictures)}), Kind.TEXT)

    def rings(self, number: str, *, line: str = SCHOOL_LINE) -> None:
        """A phone rings us."""
        self._arrives(Inbound(f"CA{new_id().hex}", line, number, ""), Kind.CALL)

    def _arrives(self, inbound: Inbound, kind: Kind) -> None:
        with self.house.database.writing(Provider()) as work:
            reception.take_in(work, inbound, kind=kind)
        sorting.sort_arrivals(self.house.database)

    def thread(self, contact_id: ContactId, membership_id: MembershipId) -> ConversationId:
        """The thread of these two."""
        with self.house.database.reading(Command()) as work:
            query = select(Conversation.id).where(
                Conversation.contact_id == contact_id, Conversation.membership_id == membership_id
            )
            return work.session.exec(query).one()

    @property
    def ewas(self) -> ConversationId:
        """Ewa waits for Neil since 8:36 this morning."""
        return self.thread(self.town.ewa, self.town.neil)

    @property
    def saras(self) -> ConversationId:
        """Nobody waits in Sara's thread with Neil."""
        return self.thread(self.town.sara, self.town.neil)

    def front_door(self) -> ConversationId:
        """What lies at the school's front door, with Priya."""
        with self.house.database.reading(Staff(self.town.priya, self.town.school)) as work:
            return inbox.waiting(work)[0].conversation_id

    def said_in(self, conversation_id: ConversationId) -> list[Message]:
        """All entries of a thread, in the order they were stored."""
        with self.house.database.reading(Command()) as work:
            query = select(Message).where(Message.conversation_id == conversation_id)
            return list(work.session.exec(query.order_by(col(Message.stored_at), col(Message.id))).all())

    def newest(self, conversation_id: ConversationId) -> Message:
        """The entry that was stored last."""
        return self.said_in(conversation_id)[-1]

    def is_waiting(self, conversation_id: ConversationId) -> bool:
        """Does somebody wait there?"""
        with self.house.database.reading(Command()) as work:
            found = work.session.get(Conversation, conversation_id)
            assert found is not None
            return found.waiting_since is not None

    def becomes(self, message_id: UUID, state: State, error_code: int | None = None) -> None:
        """Something happens to a text on its way."""
        with self.house.database.writing(Command()) as work:
            message = work.session.get(Message, message_id)
            assert message is not None
            message.state, message.error_code, message.state_at = state, error_code, work.now
            work.session.add(message)

    def did_not_arrive(self, conversation_id: ConversationId, neil: FlaskClient) -> None:
        """Neil writes there, and a minute later the network says that it could not bring it."""
        assert neil.post(f"/conversation/{conversation_id}/reply", data={"text": "See you at ten"}).status_code == 303
        self.clock.move(minutes=1)
        self.becomes(self.newest(conversation_id).id, State.UNDELIVERED, 30005)

    def staff_cookie_for(self, membership_id: MembershipId) -> tuple[str, str]:
        """Name and value of a fresh session's cookie."""
        with self.house.database.writing(Command()) as work:
            account = account_queries.account_by_email(work, members.membership(work, membership_id).email)
            assert account is not None
            secret = accounts.start_staff_session(work, account.id, membership_id)
        return staff_cookie(self.house.settings), secret


@pytest.fixture
def life(house: House, town: Town, clock: SettableClock) -> Life:
    return Life(house, town, clock)


@pytest.fixture
def neil(sign_in: SignIn, town: Town) -> FlaskClient:
    """Neil at his desk: Ewa waits since 8:36, Sara does not wait."""
    return sign_in(town.neil)


@pytest.fixture
def sits_down(life: Life, served: str) -> Callable[[Page, MembershipId, str], None]:
    """Open a page in a real browser, signed in: `sits_down(page, town.neil, "/inbox")`."""

    def opened(page: Page, membership_id: MembershipId, path: str) -> None:
        name, value = life.staff_cookie_for(membership_id)
        assert urlsplit(served).hostname == "127.0.0.1"
        page.context.add_cookies([{"name": name, "value": value, "url": served}])
        page.goto(f"{served}{path}")

    return opened
