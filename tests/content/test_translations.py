"""The words on screens: every language has all of them, with the same blanks, and says honestly who has read it."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.domain.wording.screens import TRANSLATIONS as SHELF
from app.web.language import with_words

WEB = Path(__file__).parents[2] / "app" / "web"
CATALOGUES = sorted(SHELF.glob("*/LC_MESSAGES/messages.po"))
BLANK = re.compile(r"%\((\w+)\)s")
NOT_FOR_FAMILIES = ("trusted person", "drop-in", "surgery", "concern", "passport", "case")


def words_of(file: Path) -> dict[str, str]:
    with file.open("rb") as source:
        return {str(one.id): str(one.string) for one in read_po(source) if one.id}


def template() -> set[str]:
    return set(words_of(SHELF / "messages.pot"))


def test_the_list_of_words_is_what_the_pages_say() -> None:
    found = Catalog()
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    for _file, _line, message, _comments, _context in extract_from_dir(
        WEB, methods, options_map={"**.html": {"trimmed": "true", "silent": "false"}}
    ):
        found.add(message)
    assert {str(one.id) for one in found if one.id} == template(), (
        "make the list anew: see [tool.babel] in pyproject.toml"
    )


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_language_has_all_words_and_the_same_blanks(file: Path) -> None:
    words = words_of(file)
    assert set(words) == template()
    for english, own in words.items():
        assert own.strip(), english
        assert set(BLANK.findall(own)) == set(BLANK.findall(english)), english
        assert "<" not in own, english


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_language_says_who_has_read_it(file: Path) -> None:
    assert re.search(r"^# (Draft, not yet read by a native speaker|Read by .+)\.$", file.read_text(), re.MULTILINE)


def test_families_never_read_words_of_the_trade() -> None:
    spoken = " ".join(template()).casefold()
    assert [word for word in NOT_FOR_FAMILIES if re.search(rf"\b{word}\b", spoken)] == []


def test_every_catalogue_is_a_language_that_pages_can_speak() -> None:
    assert {file.parts[-3] for file in CATALOGUES} == {one.code for one in with_words()} - {"en"}
