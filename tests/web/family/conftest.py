"""A family's phone: its links, and its visit to the private page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.conversations import queries as conversations
from app.domain.conversations.models import Conversation
from app.domain.people import queries as people
from app.domain.private_pages import private_links
from app.foundation.actors import Command
from app.foundation.identifiers import ContactId, ConversationId
from app.invented_town import CHARITY_LINE, COUNCIL_LINE, EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, Town
from tests.clock import SettableClock


@dataclass(frozen=True)
class Phones:
    """Which phone and which of our lines a family of the town uses."""

    house: House
    town: Town
    clock: SettableClock

    def of(self, contact_id: ContactId) -> tuple[str, str]:
        """(number, line)"""
        return {
            self.town.sara: (SARA, SCHOOL_LINE),
            self.town.ewa: (EWA, SCHOOL_LINE),
            self.town.imran: (IMRAN, COUNCIL_LINE),
            self.town.dan: (MARSH, CHARITY_LINE),
        }[contact_id]

    def link(self, contact_id: ContactId) -> str:
        """The secret of a fresh private link."""
        number, line_number = self.of(contact_id)
        with self.house.database.writing(Command()) as work:
            line = people.lines(work, [line_number])[line_number]
            return private_links.make_link(work, contact_id, line_id=line.id, number=number)

    def thread(self, contact_id: ContactId) -> ConversationId:
        """The contact's only thread."""
        return self.conversation(contact_id).id

    def conversation(self, contact_id: ContactId) -> Conversation:
        with self.house.database.reading(Command()) as work:
            ((found, _person),) = conversations.threads_of_contact(work, contact_id)
            return found


@pytest.fixture
def phones(house: House, town: Town, clock: SettableClock) -> Phones:
    return Phones(house, town, clock)


@pytest.fixture
def visit(web: FlaskClient, phones: Phones) -> Callable[[ContactId], FlaskClient]:
    """Open somebody's private page: `visit(town.sara)`."""

    def opened(contact_id: ContactId) -> FlaskClient:
        assert web.post(f"/my/{phones.link(contact_id)}").status_code == 303
        return web

    return opened


@pytest.fixture
def same() -> Callable[[TestResponse], str]:
    """What of a page is the same each time: without its nonce and its form marks."""

    def stripped(answer: TestResponse) -> str:
        found = re.sub(r'nonce="[^"]+"', "", answer.text)
        return re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", found)

    return stripped
