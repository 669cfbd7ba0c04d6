"""However much there is, a page of the desk asks the database the same few questions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import State
from app.domain.people import actions as people
from app.foundation.actors import Command
from app.foundation.identifiers import ConversationId
from app.invented_town import EWA, SCHOOL_LINE
from tests.asked import asked
from tests.tidewell import an_old_text
from tests.web.trusted_person.conftest import Life

MOST = 27  # two of them find out whose threads these eyes may see; five are about words, one about times to talk


@pytest.fixture
def questions(life: Life) -> Callable[[Callable[[], object]], int]:
    """How many statements the database was asked while something happened."""

    def counted(act: Callable[[], object]) -> int:
        with asked(life.house.database.engine) as seen:
            act()
        return len([statement for statement, _ in seen if statement.startswith("SELECT")])

    return counted


def many_more(life: Life) -> None:
    """Thirty more families of Neil's, half of them waiting, a third with a text that did not arrive; forty more texts
    from Ewa."""
    with life.house.database.writing(Command()) as work:
        for count in range(30):
            one = people.add_contact(
                work, life.town.school, first_name=f"Parent{count}", number=f"+447700900{500 + count}"
            )
            talk = Conversation(
                organisation_id=life.town.school,
                contact_id=one.id,
                membership_id=life.town.neil,
                opened_at=work.now,
                last_at=work.now,
                waiting_since=work.now if count % 2 else None,
            )
            work.session.add(talk)
            work.session.flush()
            if count % 3 == 0:
                work.session.add(a_text_that_did_not_arrive(life, talk.id))
    for count in range(40):
        life.texts(EWA, f"and {count}", line=SCHOOL_LINE)


def a_text_that_did_not_arrive(life: Life, conversation_id: ConversationId) -> Message:
    """Neil wrote there yesterday, in vain."""
    return an_old_text(life.town.neil, conversation_id, at=life.clock.now - timedelta(days=1), state=State.FAILED)


@pytest.mark.parametrize("which", ["inbox", "conversation", "find"])
def test_more_families_and_more_words_ask_no_more_questions(
    neil: FlaskClient, life: Life, questions: Callable[[Callable[[], object]], int], which: str
) -> None:
    def look() -> object:
        if which == "find":
            return neil.post("/find", data={"fragment": "a"})
        return neil.get("/inbox" if which == "inbox" else f"/conversation/{life.ewas}")

    with life.house.database.writing(Command()) as work:
        work.session.add(a_text_that_did_not_arrive(life, life.saras))
    look()
    few = questions(look)
    many_more(life)
    assert questions(look) <= few <= MOST
