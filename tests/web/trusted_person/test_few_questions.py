"""However much there is, a page of the desk asks the database the same few questions."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app.domain.conversations.models import Conversation
from app.domain.people import actions as people
from app.foundation.actors import Command
from app.invented_town import EWA, SCHOOL_LINE
from tests.web.trusted_person.conftest import Life

MOST = 20


@pytest.fixture
def questions(life: Life) -> Callable[[Callable[[], object]], int]:
    """How many statements the database was asked while something happened."""

    def counted(act: Callable[[], object]) -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        sa.event.listen(life.house.database.engine, "before_cursor_execute", note)
        act()
        sa.event.remove(life.house.database.engine, "before_cursor_execute", note)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    return counted


def many_more(life: Life) -> None:
    """Thirty more families of Neil's, half of them waiting; forty more texts from Ewa."""
    with life.house.database.writing(Command()) as work:
        for count in range(30):
            one = people.add_contact(
                work, life.town.school, first_name=f"Parent{count}", number=f"+447700900{500 + count}"
            )
            work.session.add(
                Conversation(
                    organisation_id=life.town.school,
                    contact_id=one.id,
                    membership_id=life.town.neil,
                    opened_at=work.now,
                    last_at=work.now,
                    waiting_since=work.now if count % 2 else None,
                )
            )
    for count in range(40):
        life.texts(EWA, f"and {count}", line=SCHOOL_LINE)


@pytest.mark.parametrize("which", ["inbox", "conversation", "find"])
def test_more_families_and_more_words_ask_no_more_questions(
    neil: FlaskClient, life: Life, questions: Callable[[Callable[[], object]], int], which: str
) -> None:
    def look() -> object:
        if which == "find":
            return neil.post("/find", data={"fragment": "a"})
        return neil.get("/inbox" if which == "inbox" else f"/conversation/{life.ewas}")

    look()
    few = questions(look)
    many_more(life)
    assert questions(look) <= few <= MOST
