"""Somebody whom nobody knows has texted the school, and lies at the front door."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.assembly import House
from app.domain.conversations.models import Conversation
from app.domain.people.models import Contact, ContactPhone, PhoneNumber
from app.domain.reception import actions as reception
from app.domain.reception.rules import Kind
from app.domain.reception.sorting import sort_arrivals
from app.foundation.actors import Command, Provider
from app.foundation.telephony import Inbound
from app.invented_town import SCHOOL_LINE, UNKNOWN, Town

Texts = Callable[..., UUID]


@pytest.fixture
def texts(house: House, town: Town) -> Texts:
    """`texts(number, words)`: a phone texts the school; gives the thread in which it lies."""

    def text(number: str = UNKNOWN, words: str = "hello its about Mia", line: str = SCHOOL_LINE) -> UUID:
        with house.database.writing(Provider()) as work:
            reception.take_in(work, Inbound(f"SM{uuid4().hex}", line, number, words), kind=Kind.TEXT)
        sort_arrivals(house.database)
        with house.database.reading(Command()) as work:
            query = (
                select(Conversation.id)
                .join(Contact, Contact.id == Conversation.contact_id)
                .join(ContactPhone, ContactPhone.contact_id == Contact.id)
                .join(PhoneNumber, PhoneNumber.id == ContactPhone.phone_number_id)
                .where(PhoneNumber.number == number)
                .order_by(Conversation.last_at.desc())
            )
            return work.session.exec(query).first()

    return text
