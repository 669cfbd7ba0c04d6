"""A parent writes Polish, Neil reads English: each sees the other's words in their own language, and the original."""

import re

import pytest
from flask.testing import FlaskClient

from app.channels.translators import NoAnswer
from app.domain.conversations.translating import choosing, incoming
from app.domain.people import members
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command, Staff
from app.invented_town import EWA
from tests.web.trusted_person.conftest import Life, words_of

THURSDAY, CZWARTEK = "Can we talk on Thursday?", "Czy możemy porozmawiać w czwartek?"


@pytest.fixture
def translates(life: Life) -> Life:
    """The school lets the pretend translator translate."""
    town = life.town
    with life.house.database.writing(Command()) as work:
        work.actor = Staff(town.amina, town.school, members.roles_of(work, town.amina))
        choosing.choose(work, "pretend", life.house.translators, has_said_so=True)
    return life


def seen_in_polish(neil: FlaskClient, life: Life, text: str):
    return neil.post(f"/conversation/{life.ewas}/in-their-language", data={"text": text})


def test_until_the_school_chooses_nothing_of_it_shows(neil: FlaskClient, life: Life) -> None:
    assert "See it in Polish" not in words_of(neil.get(f"/conversation/{life.ewas}"))


def test_what_ewa_wrote_is_read_in_english_with_her_own_words_beside_it(neil: FlaskClient, translates: Life) -> None:
    translates.texts(EWA, CZWARTEK)
    incoming.translate_incoming(translates.house.database, translates.house.translators)
    shown = words_of(neil.get(f"/conversation/{translates.ewas}"))
    assert f"{THURSDAY} Translated by a computer. Ewa Kowalczyk wrote: {CZWARTEK}" in shown


def test_before_it_goes_neil_sees_it_in_polish_and_back_in_english(neil: FlaskClient, translates: Life) -> None:
    shown = words_of(seen_in_polish(neil, translates, THURSDAY))
    assert f"In Polish, by a computer: {CZWARTEK} That says in English: {THURSDAY}" in shown
    assert "Send it in Polish" in shown


def sealed(answer) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', answer.text)
    assert found
    return found.group(1)


def test_both_go_and_stand_in_the_conversation(neil: FlaskClient, translates: Life) -> None:
    form = {"text": THURSDAY, "do": "translated", "shown": sealed(seen_in_polish(neil, translates, THURSDAY))}
    assert neil.post(f"/conversation/{translates.ewas}/reply", data=form).status_code == 303
    shown = words_of(neil.get(f"/conversation/{translates.ewas}"))
    assert f"{THURSDAY} Went in Polish, translated by a computer: {CZWARTEK}" in shown


def test_words_that_changed_since_are_not_sent_unseen(neil: FlaskClient, translates: Life) -> None:
    form = {"text": "Other words", "do": "translated", "shown": sealed(seen_in_polish(neil, translates, THURSDAY))}
    answer = neil.post(f"/conversation/{translates.ewas}/reply", data=form)
    assert answer.status_code == 409
    assert "Look once more." in words_of(answer)


@pytest.mark.parametrize("seal", ["", "forged", "\0", "x" * 5_000])
def test_a_forged_translation_never_goes(neil: FlaskClient, translates: Life, seal: str) -> None:
    form = {"text": THURSDAY, "do": "translated", "shown": seal}
    assert neil.post(f"/conversation/{translates.ewas}/reply", data=form).status_code == 409


def test_a_silent_translator_holds_nothing_up(
    neil: FlaskClient, translates: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise NoAnswer

    monkeypatch.setattr(translates.house.translators["pretend"], "translate", silent)
    answer = seen_in_polish(neil, translates, THURSDAY)
    assert "The translator does not answer" in words_of(answer)
    assert THURSDAY in answer.text
    assert neil.post(f"/conversation/{translates.ewas}/reply", data={"text": THURSDAY}).status_code == 303


def test_nothing_typed_is_said_so(neil: FlaskClient, translates: Life) -> None:
    assert "nothing written yet" in words_of(seen_in_polish(neil, translates, "  "))


def test_a_family_that_said_no_is_written_to_without_it(neil: FlaskClient, translates: Life) -> None:
    with translates.house.database.writing(Command()) as work:
        permissions.let_translate(work, translates.town.ewa, is_wanted=False)
    assert "See it in Polish" not in words_of(neil.get(f"/conversation/{translates.ewas}"))
    assert "Send it in Polish" not in words_of(seen_in_polish(neil, translates, THURSDAY))
