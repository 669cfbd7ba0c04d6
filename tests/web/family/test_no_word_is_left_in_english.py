"""A pseudo-language: every word that Kettle says on a family's page stands in ⟦brackets⟧. What stands outside is what
people wrote, names, numbers, and times: anything else was forgotten."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient

from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.permissions import actions as permissions
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import ContactId
from app.foundation.languages import LANGUAGES
from app.invented_town import Town
from app.web import language
from tests.web.family.conftest import Phones

Visit = Callable[[ContactId], FlaskClient]
# What is nobody's to translate: names, the service's own, and what languages call themselves.
PEOPLE = "Neil|Sara|Ellie|Kettle|Amina|Grace|Priya|Hannah|Tidewell[ \\w]*|The Open Door"
OWN_NAMES = "|".join(re.escape(one.own) for one in LANGUAGES.values())
MAY_STAND = re.compile(rf"(?:{PEOPLE}|{OWN_NAMES}|Language|[\W\d_]|am|pm|AM|PM)+")
SILENT = {"script", "style", "title", "head"}


class Pseudo(NullTranslations):
    """Puts every word into brackets. Blanks stay, so that what goes into them is inside."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


class Spoken(HTMLParser):
    """What a page says: its text, and what a screen reader is told in attributes; not what people said."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        is_theirs = {"said", "day"} & set((found.get("class") or "").split()) or tag in {"time", "textarea", "bdi"}
        is_theirs = is_theirs or found.get("lang") or found.get("aria-hidden") == "true"
        self.stack.append("silent" if (tag in SILENT or (is_theirs and tag != "html")) else tag)
        if tag in {"input", "meta", "link", "br", "img", "path"}:
            self.stack.pop()
        if "silent" not in self.stack:
            told = ("aria-label", "alt", "placeholder", "data-stop", "data-none")
            self.words += [value for name in told if (value := found.get(name))]

    def handle_endtag(self, _tag: str) -> None:
        if self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if "silent" not in self.stack and data.strip():
            self.words.append(data)


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "translations", lambda _code: Pseudo())


def forgotten(page: str) -> list[str]:
    """What a page says outside the brackets that is no name, number or time. Brackets may stand in brackets."""
    read = Spoken()
    read.feed(page)
    left = []
    for words in read.words:
        bare, before = words, None
        while bare != before:
            before, bare = bare, re.sub(r"⟦[^⟦⟧]*⟧", " ", bare)
        if not MAY_STAND.fullmatch(bare):
            left.append(" ".join(bare.split()))
    return left


def test_the_net_catches_a_word_that_was_forgotten():
    assert forgotten("<p>⟦Hello⟧ Neil</p><p>Forgotten here</p>") == ["Forgotten here"]
    assert forgotten('<button aria-label="Send">⟦Send⟧</button>') == ["Send"]
    assert forgotten('<p class="said">what people said</p>') == []


@pytest.mark.parametrize("which", ["talk", "/my/language", "/my/who-has-looked"])
def test_a_familys_own_pages(
    house: House,
    web: FlaskClient,
    visit: Visit,
    phones: Phones,
    town: Town,
    pseudo: None,
    which: str,
) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        conversations.reply(work, phones.thread(town.sara), text="Of course.", once="r")
        conversations.send_link(work, phones.thread(town.sara), once="l")
    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads="pl")
    visit(town.sara)
    answer = web.get(f"/my/talk/{phones.thread(town.sara)}" if which == "talk" else which)
    assert answer.status_code == 200
    assert "⟦" in answer.text
    assert forgotten(answer.text) == []


@pytest.mark.parametrize(
    "address",
    ["/my", "/my/" + "x" * 32, "/privacy", "/accessibility", "/check/tidewell-harbour-school", "/my/nothing/here"],
)
def test_pages_for_whoever_has_not_come_in(town: Town, web: FlaskClient, pseudo: None, address: str) -> None:
    answer = web.get(address, headers={"Accept-Language": "pl"})
    assert forgotten(answer.text.replace("school office", "").replace("01632 960100", "")) == []


def test_after_leaving_and_when_something_went_wrong(
    web: FlaskClient, visit: Visit, phones: Phones, town: Town, pseudo: None
) -> None:
    visit(town.sara)
    assert forgotten(web.post(f"/my/talk/{phones.thread(town.sara)}", data={"words": " "}).text) == []
    assert forgotten(web.post("/my/leave").text) == []
    assert forgotten(web.post("/my/" + "x" * 32).text) == []
