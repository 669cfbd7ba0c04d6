"""Ten thousand scripted wishes for links: they cost what honest families may cost, and never more than the budget."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.assembly import House
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Direction
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.people.models import ContactPhone, PhoneNumber
from app.domain.private_pages import private_links
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.foundation.actors import Anybody, Command, Provider
from app.foundation.identifiers import new_id, new_secret
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE, Town
from tests.clock import SettableClock

FAMILIES = 100
ROUNDS = 250  # of forty requests each


@pytest.fixture
def old_links(house: House, town: Town) -> dict[str, str]:
    """A hundred families whose old links somebody collected: the secret of each, and the phone that it went to."""
    found = {}
    with house.database.writing(Command()) as work:
        line = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE]
        for one in range(FAMILIES):
            number = f"+447700900{300 + one}"
            contact = people_actions.add_contact(work, town.school, first_name="Parent", number=number)
            work.session.add(
                Conversation(
                    organisation_id=town.school,
                    contact_id=contact.id,
                    membership_id=town.neil,
                    line_id=line.id,
                    opened_at=work.now,
                    last_at=work.now,
                )
            )
            found[private_links.make_link(work, contact.id, line_id=line.id, number=number)] = number
    with house.database.writing(Anybody()) as work:
        for secret in found:
            private_links.use_link(work, secret, is_only_mine=False)
    return found


@pytest.fixture
def texts(house: House) -> Callable[[str, str], None]:
    """A phone texts the school; not yet sorted."""

    def text(number: str, words: str) -> None:
        with house.database.writing(Provider()) as work:
            reception.take_in(work, Inbound(f"SM{new_id().hex}", SCHOOL_LINE, number, words), kind=Kind.TEXT)

    return text


def sort(house: House) -> None:
    while sorting.sort_arrivals(house.database):
        pass


def automatic_texts(house: House) -> list[Message]:
    with house.database.reading(Command()) as work:
        query = select(Message).where(Message.direction == Direction.OUT, Message.purpose != "", ~Message.by_hand)
        return list(work.session.exec(query))


@pytest.mark.proof
def test_they_cost_at_most_the_budget_reach_no_stranger_and_keep_no_mother_from_hers(
    house: House,
    web: FlaskClient,
    town: Town,
    old_links: dict[str, str],
    texts: Callable[[str, str], None],
    clock: SettableClock,
) -> None:
    secrets, before = list(old_links), len(automatic_texts(house))
    pressed = 0
    for turn in range(ROUNDS):
        for one in range(16):  # LINK from numbers that nobody knows
            texts(f"+447700900{500 + (turn * 16 + one) % 400}", "LINK" if one % 2 else "Lock")
        for one in range(12):  # with invented secrets, each from another place on the internet
            where = {"REMOTE_ADDR": f"10.{turn}.{one}.1"}
            pressed += web.post(f"/my/{new_secret()}/again", environ_overrides=where).status_code == 200
        for one in range(12):  # with old links
            where = {"REMOTE_ADDR": f"10.{turn}.{one}.2"}
            secret = secrets[(turn * 12 + one) % FAMILIES]
            pressed += web.post(f"/my/{secret}/again", environ_overrides=where).status_code == 200
        if turn in {120, 240}:
            texts(SARA, "LINK")
        clock.move(seconds=20)
        sort(house)
    sent = automatic_texts(house)[before:]
    with house.database.reading(Command()) as work:
        held = set(
            work.session.exec(
                select(PhoneNumber.number)
                .join(ContactPhone, ContactPhone.phone_number_id == PhoneNumber.id)
                .where(PhoneNumber.organisation_id == town.school)
            )
        )
    to_whom = [one.number for one in sent]
    assert pressed > 3000, "most were heard, so that something is proved"
    assert set(to_whom) <= {*old_links.values(), SARA} & held
    assert to_whom.count(SARA) == 2, "both of her wishes, in the midst of it"
    assert len(sent) <= house.settings.daily_automatic_texts
    assert all(to_whom.count(number) <= 5 for number in set(to_whom))
