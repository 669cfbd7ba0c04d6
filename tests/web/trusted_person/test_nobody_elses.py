"""What is not yours answers exactly like what does not exist: byte for byte, and nothing happens."""

import pytest
from flask.testing import FlaskClient

from app.domain.conversations.rules import State
from app.foundation.identifiers import ConversationId, MessageId, new_id
from app.invented_town import UNKNOWN
from tests.web.trusted_person.conftest import Life, SignIn

READ = ("", "/entries")
WRITE = ("reply", "no-answer", "still-waits", "talk", "note", "link", "older")
ON_MESSAGES = ("change", "take-back", "this-was")


@pytest.fixture(params=["colleague", "other agency", "front door"])
def somebody_elses(request: pytest.FixtureRequest, life: Life) -> ConversationId:
    """A conversation that is not Grace's: Neil's, Hannah's at the council, Priya's at the front door."""
    if request.param == "colleague":
        return life.ewas
    if request.param == "other agency":
        return life.thread(life.town.imran, life.town.hannah)
    life.texts(UNKNOWN, "is this the school")
    return life.front_door()


@pytest.fixture
def grace(sign_in: SignIn, life: Life) -> FlaskClient:
    return sign_in(life.town.grace)


def form() -> dict[str, str]:
    """Something for every field of every form."""
    words = "Something that Grace typed"
    return {
        "text": words,
        "words": words,
        "note": words,
        "body": words,
        "channel": "call",
        "day": "2027-03-10",
        "clock": "09:00",
        "contact_id": str(new_id()),
    }


@pytest.mark.parametrize("part", READ)
def test_a_conversation_of_somebody_else_cannot_be_read(
    grace: FlaskClient, somebody_elses: ConversationId, part: str
) -> None:
    theirs, nothing = (grace.get(f"/conversation/{one}{part}") for one in (somebody_elses, new_id()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data


@pytest.mark.parametrize("what", WRITE)
def test_nothing_can_be_done_in_a_conversation_of_somebody_else(
    grace: FlaskClient, life: Life, somebody_elses: ConversationId, what: str
) -> None:
    before = life.said_in(somebody_elses)
    sent = form()
    theirs, nothing = (grace.post(f"/conversation/{one}/{what}", data=sent) for one in (somebody_elses, new_id()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    assert [entry.id for entry in life.said_in(somebody_elses)] == [entry.id for entry in before]
    assert life.is_waiting(somebody_elses)


@pytest.fixture
def neils_text(life: Life, sign_in: SignIn) -> MessageId:
    """A text of Neil's that could still be changed, by him."""
    desk = sign_in(life.town.neil)
    desk.post(f"/conversation/{life.saras}/reply", data={"text": "See you", "when": "tomorrow", "clock": "09:00"})
    return life.newest(life.saras).id


@pytest.mark.parametrize("what", ON_MESSAGES)
def test_nothing_can_be_done_to_a_message_of_somebody_else(
    life: Life, neils_text: MessageId, sign_in: SignIn, what: str
) -> None:
    desk = sign_in(life.town.grace)
    sent = form()
    theirs, nothing = (desk.post(f"/message/{one}/{what}", data=sent) for one in (neils_text, new_id()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    assert (life.newest(life.saras).body, life.newest(life.saras).state) == ("See you", State.QUEUED)


def test_its_own_author_can_change_that_very_message(life: Life, neils_text: MessageId, sign_in: SignIn) -> None:
    desk = sign_in(life.town.neil)
    assert desk.post(f"/message/{neils_text}/change", data={"body": "See you at ten"}).status_code == 303


def test_hello_cannot_be_said_to_another_agencys_family(grace: FlaskClient, life: Life) -> None:
    theirs, nothing = (grace.get(f"/hello/{one}") for one in (life.town.imran, new_id()))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.data == nothing.data
    sent = {"giver": "Miss Okafor", "words": "", "do": "preview"}
    for sending in (sent, sent | {"do": "send"}):
        theirs, nothing = (grace.post(f"/hello/{one}", data=sending) for one in (life.town.imran, new_id()))
        assert theirs.status_code == nothing.status_code == 404
        assert theirs.data == nothing.data


def test_somebody_elses_conversation_beside_the_list_chooses_nothing(grace: FlaskClient, life: Life) -> None:
    theirs, nothing = (grace.get(f"/inbox/rows?chosen={one}") for one in (life.ewas, new_id()))
    assert theirs.data == nothing.data


def test_a_family_on_its_page_is_not_at_a_desk(web: FlaskClient, life: Life) -> None:
    for path in ("/inbox", f"/conversation/{life.ewas}", "/find"):
        assert web.get(path).status_code == 302
    assert web.post(f"/conversation/{life.ewas}/reply", data={"text": "hello"}).status_code == 401
    assert len(life.said_in(life.ewas)) == 1


def test_a_form_from_elsewhere_without_our_mark_is_refused(life: Life, sign_in: SignIn) -> None:
    desk = sign_in(life.town.neil)
    desk.application.config.update(WTF_CSRF_ENABLED=True)
    answer = desk.post(f"/conversation/{life.ewas}/reply", data={"text": "I will ring you"})
    assert answer.status_code == 400
    assert "I will ring you" in answer.text
    assert len(life.said_in(life.ewas)) == 1


def test_looking_changes_nothing(sign_in: SignIn, life: Life) -> None:
    desk = sign_in(life.town.neil)
    for path in WRITE:
        assert desk.get(f"/conversation/{life.ewas}/{path}").status_code == 405
    assert life.is_waiting(life.ewas)
