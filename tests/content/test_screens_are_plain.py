"""The words on families' screens: short sentences of known words, and none that promises.md keeps from families.

The measure is the coach's: how many words a sentence has, and whether every word is on the list of what a child of nine
or ten knows. Other languages: sentences and words of a length that the language itself finds easy.
"""

import re

import pytest
from babel.messages.pofile import read_po

from app.domain.wording import shelf
from app.domain.wording.coach import plainness
from app.domain.wording.coach.reading import sentences_of
from app.domain.wording.screens import TRANSLATIONS
from app.foundation.languages import LANGUAGES

BLANK = re.compile(r"%\((\w+)\)s")
LONGER_BY = 3  # words: a page can be read twice, a text cannot
DRAFTS_LONGER_BY = 10  # the same in words that nobody has read yet: the longest of them, and no longer
# Proper names, and the law's own words on the two pages that must use them.
NAMES = {"axe", "chromium", "nvda", "jaws", "voiceover", "talkback", "lock", "stop", "link"}
NAMES |= {"content", "aa", "commissioner's", "bsl", "uk"}


def screens(code: str) -> list[str]:
    file = TRANSLATIONS / "messages.pot" if code == "en" else TRANSLATIONS / code / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as source:
        return [str(one.id if code == "en" else one.string) for one in read_po(source) if one.id]


def plain(words: str) -> str:
    return BLANK.sub("Sam", words)


def test_every_word_on_an_english_screen_is_one_that_a_child_of_ten_knows():
    easy = shelf.rulebook("en").easy
    unknown = {
        word.folded
        for words in screens("en")
        for sentence in sentences_of(plain(words))
        for word in sentence.words
        for piece in word.folded.split("-")
        if not plainness.is_known(piece, easy) and piece not in NAMES
    }
    assert not unknown


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_no_sentence_on_a_screen_is_long(code):
    most = shelf.measure(code).longest_sentence + (LONGER_BY if code == "en" else DRAFTS_LONGER_BY)
    long = [
        " ".join(word.text for word in sentence.words)
        for words in screens(code)
        for sentence in sentences_of(plain(words))
        if len(sentence.words) > most
    ]
    assert not long
