"""Two languages in one conversation: off until chosen, never in anybody's way, both words always there."""

import pytest
from sqlmodel import select

from app.channels.translators import NoAnswer, Translated
from app.domain.conversations import actions
from app.domain.conversations.models import Translation
from app.domain.conversations.translating import choosing, incoming, preview
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command
from app.foundation.errors import NotFound, Refused
from app.invented_town import EWA, SARA

POLISH, ENGLISH = "Filip dziś lepiej spał", "Filip slept better today"


class Knows:
    """A translator with one pair of sentences. While `is_silent` it does not answer; `asked` is how often it was."""

    name, title, company = "knows", "One that knows", ""

    def __init__(self) -> None:
        self.is_silent, self.asked = False, 0

    def speaks(self, language: str) -> bool:
        return language in {"en", "pl"}

    def translate(self, words: str, *, into: str) -> Translated:
        self.asked += 1
        if self.is_silent:
            raise NoAnswer
        if into == "en":
            return Translated(ENGLISH, "pl") if words == POLISH else Translated(words, "en")
        return Translated(POLISH, "en")


@pytest.fixture
def knows():
    return Knows()


@pytest.fixture
def chosen(tidewell, knows):
    """The school has chosen it, and Ewa reads Polish."""
    translators = {"knows": knows}
    with tidewell.database.writing(tidewell.staff(tidewell.town.amina)) as work:
        choosing.choose(work, "knows", translators, has_said_so=True)
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.ewa, reads="pl")
        permissions.set_wishes(work, tidewell.town.sara, reads="en")
    return translators


def translate(tidewell, translators):
    return incoming.translate_incoming(tidewell.database, translators)


def thread(tidewell):
    return tidewell.thread(tidewell.town.neil, tidewell.town.ewa).id


def newest(tidewell):
    return tidewell.entries(tidewell.town.neil, thread(tidewell))[-1]


def test_nothing_is_translated_until_an_organisation_chooses(tidewell, knows):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.ewa, reads="pl")
    tidewell.says(EWA, POLISH)
    assert translate(tidewell, {"knows": knows}) == 0
    assert knows.asked == 0


def test_what_a_family_writes_is_put_into_english_beside_its_own_words(tidewell, chosen):
    tidewell.says(EWA, POLISH)
    assert newest(tidewell).translated is None, "it is in the inbox before anybody has translated it"
    assert translate(tidewell, chosen) == 1
    assert newest(tidewell).body == POLISH
    assert (newest(tidewell).translated.words, newest(tidewell).translated.language) == (ENGLISH, "en")
    assert translate(tidewell, chosen) == 0


def test_words_that_are_english_already_need_none_and_are_asked_about_once(tidewell, chosen, knows):
    tidewell.says(EWA, "Hello Neil")
    translate(tidewell, chosen)
    translate(tidewell, chosen)
    assert newest(tidewell).translated is None
    assert knows.asked == 1


def test_a_family_that_reads_english_or_said_no_is_never_sent_anywhere(tidewell, chosen, knows):
    tidewell.says(SARA, "hello")
    with tidewell.database.writing(Command()) as work:
        permissions.let_translate(work, tidewell.town.ewa, is_wanted=False)
    tidewell.says(EWA, POLISH)
    assert translate(tidewell, chosen) == 0
    assert knows.asked == 0


def test_a_translator_that_does_not_speak_the_language_is_not_asked(tidewell, chosen, knows):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.ewa, reads="so")
    tidewell.says(EWA, "Waan ku mahadsanahay")
    translate(tidewell, chosen)
    assert knows.asked == 0


def test_families_whom_it_cannot_help_do_not_stand_in_the_way_of_those_it_can(tidewell, chosen):
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.sara, reads="so")
    for number in range(incoming.BATCH):
        tidewell.says(SARA, f"Waan ku mahadsanahay {number}")
    tidewell.says(EWA, POLISH)
    assert translate(tidewell, chosen) == 1
    assert newest(tidewell).translated.words == ENGLISH


def test_a_silent_one_is_asked_again_ever_later_and_then_no_more(tidewell, chosen, knows):
    knows.is_silent = True
    tidewell.says(EWA, POLISH)
    translate(tidewell, chosen)
    assert translate(tidewell, chosen) == 0, "not again at once"
    for _ in range(10):
        tidewell.clock.move(hours=3)
        translate(tidewell, chosen)
    assert knows.asked == len(incoming.PAUSES) + 1
    assert newest(tidewell).body == POLISH
    assert newest(tidewell).translated is None


def test_a_late_answer_still_helps(tidewell, chosen, knows):
    knows.is_silent = True
    tidewell.says(EWA, POLISH)
    translate(tidewell, chosen)
    knows.is_silent = False
    tidewell.clock.move(minutes=5)
    translate(tidewell, chosen)
    assert newest(tidewell).translated.words == ENGLISH


def shown(tidewell, knows, draft=ENGLISH):
    return preview.there_and_back(knows, draft, into="pl")


def test_the_writer_sees_it_in_polish_and_what_that_says_in_english(tidewell, knows):
    found = shown(tidewell, knows)
    assert (found.words, found.back) == (POLISH, ENGLISH)
    knows.is_silent = True
    assert shown(tidewell, knows) is None


def test_what_was_shown_is_sealed_for_this_draft_and_this_thread(tidewell, chosen, knows):
    tidewell.says(EWA, POLISH)
    settings, here = tidewell.database.settings, thread(tidewell)
    seal = preview.sealed(settings, here, ENGLISH, shown(tidewell, knows))
    assert preview.opened(settings, here, f" {ENGLISH}\n", seal) == shown(tidewell, knows)
    assert preview.opened(settings, here, "other words", seal) is None
    assert preview.opened(settings, tidewell.town.neil, ENGLISH, seal) is None
    for forged in ("", "nonsense", seal[:-2], seal.replace(".", "x")):
        assert preview.opened(settings, here, ENGLISH, forged) is None


@pytest.fixture
def went(tidewell, chosen, knows):
    """Neil has answered Ewa with words that a computer put into Polish."""
    tidewell.says(EWA, POLISH)
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        made = actions.reply(work, thread(tidewell), text=ENGLISH, once="r", translated=shown(tidewell, knows))
        return made.id


def test_both_go_and_the_text_says_that_a_computer_did_it(tidewell, went, provider):
    tidewell.deliver(provider)
    [text] = provider.asked
    assert text.body.startswith("Neil")
    assert POLISH in text.body
    assert ENGLISH in text.body
    assert "komputer" in text.body


def test_the_words_as_they_were_typed_never_change(tidewell, went):
    assert newest(tidewell).body == ENGLISH
    assert newest(tidewell).translated.words == POLISH


def test_words_written_anew_lose_the_translation_of_the_old_ones(tidewell, chosen, knows):
    tidewell.says(EWA, POLISH)
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        made = actions.reply(work, thread(tidewell), text=ENGLISH, once="r", translated=shown(tidewell, knows)).id
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        actions.change(work, made, text="Something else.")
        assert work.session.exec(select(Translation).where(Translation.message_id == made)).all() == []


def test_both_together_are_counted_and_too_many_texts_are_refused(tidewell, chosen, knows):
    tidewell.says(EWA, POLISH)
    long = preview.Preview("pl", "Długo. " * 110, "Long. " * 110, "knows")
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work, pytest.raises(Refused, match="texts"):
        actions.reply(work, thread(tidewell), text="Long. " * 20, once="r", translated=long)


def test_only_a_manager_chooses_and_only_after_telling_families(tidewell, knows):
    town, translators = tidewell.town, {"knows": knows}
    with tidewell.database.writing(tidewell.staff(town.amina)) as work:
        with pytest.raises(Refused, match="families first"):
            choosing.choose(work, "knows", translators, has_said_so=False)
        with pytest.raises(Refused, match="not set up"):
            choosing.choose(work, "babelfish", translators, has_said_so=True)
    for nobody in (town.neil, town.ben, town.rhys):
        with tidewell.database.writing(tidewell.staff(nobody)) as work:
            with pytest.raises(NotFound):
                choosing.choose(work, "knows", translators, has_said_so=True)
            with pytest.raises(NotFound):
                choosing.put_away(work)


def test_put_away_nothing_more_is_translated_and_what_was_stays(tidewell, chosen, knows):
    tidewell.says(EWA, POLISH)
    translate(tidewell, chosen)
    with tidewell.database.writing(tidewell.staff(tidewell.town.amina)) as work:
        choosing.put_away(work)
        choosing.put_away(work)
    tidewell.says(EWA, POLISH)
    assert translate(tidewell, chosen) == 0
    translated = [entry.translated is not None for entry in tidewell.entries(tidewell.town.neil, thread(tidewell))]
    assert translated == [True, False]
