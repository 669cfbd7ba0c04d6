"""A family chooses its language by text: LANGUAGE, or the language's own name. Nothing that anybody says is lost."""

import pytest

from app.domain.conversations.rules import Direction
from app.domain.permissions import queries as permissions
from app.domain.reception.asking import language_named, meaning
from app.domain.reception.rules import Meaning
from app.foundation.actors import Command
from app.foundation.languages import LANGUAGES
from app.invented_town import CHARITY_LINE, MARSH, SARA, UNKNOWN


def reads(tidewell, contact):
    with tidewell.database.reading(Command()) as work:
        return permissions.wishes_of(work, contact).reads


def answers(tidewell, contact, who=None):
    entries = tidewell.entries(who or tidewell.town.neil, tidewell.thread(who or tidewell.town.neil, contact).id)
    return [entry.body for entry in entries if entry.direction is Direction.OUT and entry.is_automatic]


@pytest.mark.parametrize("words", ["LANGUAGE", "language?", "język", "Zmien jezyk", "زبان", "भाषा", "ভাষা", "luqad"])
def test_the_word_in_any_of_our_languages_asks_for_the_list(words):
    assert (meaning(words) is Meaning.LANGUAGE) == (words != "भाषा"), "Hindi is not one of ours yet"


def test_the_answer_lists_every_language_by_its_own_name_and_nobody_waits(tidewell):
    tidewell.says(SARA, "language")
    [answer] = answers(tidewell, tidewell.town.sara)
    assert answer.startswith("Automatic reply")
    assert all(one.own in answer for one in LANGUAGES.values())
    assert tidewell.inbox(tidewell.town.neil) == []


@pytest.mark.parametrize("words", ["polski", "Polish", "PO POLSKU."])
def test_its_name_is_the_choice_and_their_person_sees_it(tidewell, words):
    tidewell.says(SARA, words)
    assert reads(tidewell, tidewell.town.sara) == "pl"
    [answer] = answers(tidewell, tidewell.town.sara)
    assert "polski" in answer
    assert [row.first_name for row in tidewell.inbox(tidewell.town.neil)] == ["Sara"], "it may answer something else"


def test_the_name_of_the_language_that_they_read_already_is_only_a_word(tidewell):
    tidewell.says(SARA, "English")
    assert answers(tidewell, tidewell.town.sara) == []
    assert [row.first_name for row in tidewell.inbox(tidewell.town.neil)] == ["Sara"]


@pytest.mark.parametrize("words", ["he is good at polish", "Polish shop", "language teacher", "my language is Urdu"])
def test_a_sentence_with_such_a_word_in_it_is_for_a_person(tidewell, words):
    tidewell.says(SARA, words)
    assert reads(tidewell, tidewell.town.sara) == "en"
    assert answers(tidewell, tidewell.town.sara) == []
    assert len(tidewell.inbox(tidewell.town.neil)) == 1


def test_on_a_shared_phone_nobody_guesses_whose_language_it_is(tidewell):
    tidewell.says(MARSH, "polski", line=CHARITY_LINE)
    assert (reads(tidewell, tidewell.town.dan), reads(tidewell, tidewell.town.kelly)) == ("en", "en")
    assert len(tidewell.inbox(tidewell.town.joyce)) == 1


def test_somebody_unknown_reaches_a_person_and_is_promised_nothing(tidewell):
    tidewell.says(UNKNOWN, "polski")
    [row] = tidewell.inbox(tidewell.town.priya)
    assert [entry.body for entry in tidewell.entries(tidewell.town.priya, row.conversation_id)] == ["polski"]


def test_all_other_wishes_stay_as_they_were(tidewell):
    with tidewell.database.reading(Command()) as work:
        before = permissions.wishes_of(work, tidewell.town.sara)
    tidewell.says(SARA, "urdu")
    with tidewell.database.reading(Command()) as work:
        after = permissions.wishes_of(work, tidewell.town.sara)
    assert (after.reads, after.wants_links, after.closed_from) == ("ur", before.wants_links, before.closed_from)


def test_a_long_message_is_not_even_looked_at():
    assert language_named("polski" + " " * 100) is None
    assert meaning("x" * 100_000) is Meaning.MESSAGE
