"""Promise 1. Every text bears the name of the person who wrote it in its first words; what is automatic says so."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, Direction
from app.foundation.actors import Command
from app.invented_town import COUNCIL_LINE, IMRAN, SARA

TYPED = ["Kettle is on.", "neil here again", "السلام علیکم", "Dzień dobry", "👋", "1", "Yes", "{first_name}", "Neilson"]


def test_whatever_a_person_types_the_phone_shows_first_who_wrote_it(tidewell, provider):
    tidewell.says(SARA, "hello")
    for words in TYPED:
        tidewell.replies(tidewell.town.neil, tidewell.town.sara, words)
    tidewell.deliver(provider)
    for words, text in zip(TYPED, provider.on_phone(SARA), strict=True):
        assert text.casefold().startswith(("neil:", "neil here"))
        assert words in text


def test_in_front_of_urdu_the_name_stands_on_its_own_line(tidewell, provider):
    tidewell.says(IMRAN, "السلام علیکم", line=COUNCIL_LINE)
    tidewell.replies(tidewell.town.hannah, tidewell.town.imran, "وعلیکم السلام")
    tidewell.deliver(provider)
    assert provider.on_phone(IMRAN) == ["Hannah:\nوعلیکم السلام"]


def test_the_first_text_says_who_from_where_who_gave_the_number_and_how_to_stop(tidewell, provider):
    tidewell.says_hello(tidewell.town.neil, tidewell.town.sara)
    tidewell.deliver(provider)
    [text] = provider.on_phone(SARA)
    assert text.startswith("Neil here, from Tidewell Harbour School.")
    for part in ("The school office gave me your number", "Nothing is wrong", "do not need to answer", "send STOP"):
        assert part in text


def test_what_is_automatic_says_so_in_its_first_words(tidewell, provider):
    for words in ("LINK", "STOP", "START"):
        tidewell.says(SARA, words)
        tidewell.deliver(provider)
        tidewell.clock.move(minutes=1)
    assert len(provider.on_phone(SARA)) == 2
    assert all(text.startswith("Automatic reply") for text in provider.on_phone(SARA))


def test_the_database_itself_refuses_words_to_a_family_that_nobody_wrote(tidewell):
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    with pytest.raises(IntegrityError, match="outbound_has_author"), tidewell.database.writing(Command()) as work:
        work.session.add(
            Message(
                conversation_id=thread.id,
                direction=Direction.OUT,
                channel=Channel.TEXT,
                body="Your child is absent.",
                happened_at=work.now,
                stored_at=work.now,
                by_hand=True,
            )
        )
