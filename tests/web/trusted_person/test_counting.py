"""The count beside the box is the count of the bill: the script in the browser says exactly what the server says."""

import json
import random
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

import app
from app.domain.wording.rules import as_sent
from app.foundation.sms import GSM7, GSM7_TWO_PLACES
from app.foundation.text import storable
from app.web.trusted_person import words

SCRIPT = Path(app.__file__).parent / "web" / "static" / "writing.js"
NAMES = ("Neil", "neil", "Zoë", "Łucja", "Straße", "Ida", "İpek", "زارا", "Σωκράτης", "D'Arcy", "Jo-Anne", " ")
SEED = 20270310


def cost_of(text: str, name: str) -> str:
    """What the server says of words that came in a form."""
    return words.cost_of(storable(text), name)


def samples() -> list[tuple[str, str]]:
    """Words and names of many kinds, always the same ones."""
    dice = random.Random(SEED)
    plain, dear = sorted(GSM7 - {"\r"}), sorted(GSM7_TWO_PLACES)
    scripts = ["ąćęłńóśźż", "اردوپنجابی ", "ਪੰਜਾਬੀ ", "😀👩‍👧🇬🇧", "’“”–…", "\u200f\u00a0\u2028\x85", "中文", "ıİßΣσς"]
    found = [("", "Neil"), (" \n ", "Neil"), ("Neil: hello", "Neil"), ("NEIL hello", "Neil"), ("Neilson", "Neil")]
    for _ in range(1500):
        letters = plain if dice.random() < 0.7 else [*plain, *dear]
        if dice.random() < 0.5:
            letters = [*letters, *dice.choice(scripts)]
        text = "".join(dice.choices(letters, k=dice.choice((1, 5, 60, 66, 70, 140, 153, 160, 306, 400))))
        name = dice.choice(NAMES)
        if dice.random() < 0.3:
            text = f"{dice.choice((name, name.upper(), name.lower(), name.title()))}{dice.choice('a,: é')}{text}"
        found.append((text, name))
    found += [("a" * length, "Neil") for length in (*range(150, 160), *range(296, 312))]
    found += [("ż" * length, "Neil") for length in (*range(60, 70), *range(124, 140))]
    found += [("a" * length + "€" * 3, "Neil") for length in range(140, 160)]
    found += [("😀" * length, "Neil") for length in range(28, 40)]
    return found


@pytest.fixture
def script(page: Page) -> Page:
    """A page with nothing on it but the script."""
    page.goto("about:blank")
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    return page


def asked(script: Page, function: str, things: list[object]) -> list[str]:
    """What the script makes of each of these. As one long string each way: thousands of values cross slowly."""
    answer = script.evaluate(f"all => JSON.stringify(JSON.parse(all).map({function}))", json.dumps(things))
    found: list[str] = json.loads(answer)
    return found


@pytest.mark.browser
def test_the_script_counts_as_the_server_counts(script: Page) -> None:
    pairs = samples()
    counted = asked(script, "([text, name]) => kettleWriting.costOf(text, name)", [*pairs])
    wrong = [
        (text, name, said, cost_of(text, name))
        for (text, name), said in zip(pairs, counted, strict=True)
        if said != cost_of(text, name)
    ]
    assert not wrong, wrong[:5]
    assert len(set(counted)) > 20


@pytest.mark.browser
def test_the_script_sends_the_same_form_of_every_letter_after_a_name(script: Page) -> None:
    """Every letter there is: does a name end before it, does it turn the text round, is it the same in capitals?"""
    letters = [
        chr(code)
        for code in range(1, sys.maxunicode + 1)
        if not 0xD800 <= code <= 0xDFFF and unicodedata.category(chr(code)) not in {"Cn", "Co"}
    ]
    sent = asked(script, "one => kettleWriting.asSent('Neil' + one, 'Neil')", [*letters])
    wrong = [one for one, said in zip(letters, sent, strict=True) if said != as_sent(f"Neil{one}", "Neil")]
    assert not wrong, [f"U+{ord(one):04X}" for one in wrong[:20]]
    turned = asked(script, "one => kettleWriting.asSent(one + 'x', 'Neil')", [*letters])
    wrong = [one for one, said in zip(letters, turned, strict=True) if said != as_sent(f"{one}x", "Neil")]
    assert not wrong, [f"U+{ord(one):04X}" for one in wrong[:20]]
    folded = asked(script, "one => kettleWriting.fold(one)", [*letters])
    wrong = [one for one, said in zip(letters, folded, strict=True) if said != one.casefold()]
    # Cherokee alone is folded to capitals; the script folds it to small letters, name and words alike.
    wrong = [one for one in wrong if "CHEROKEE" not in unicodedata.name(one, "")]
    assert not wrong, [f"U+{ord(one):04X}" for one in wrong[:20]]


@pytest.mark.browser
def test_a_wrong_count_would_be_noticed(script: Page) -> None:
    script.evaluate("kettleWriting.costOf = () => '1 text'")
    with pytest.raises(AssertionError):
        test_the_script_counts_as_the_server_counts(script)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("   ", ""),
        ("Hello", "1 text"),
        ("a" * 154, "1 text"),  # "Neil: " takes six
        ("a" * 155, "2 texts"),
        ("Neil here. " + "a" * 149, "1 text"),
        ("Dzień dobry", "1 text"),
        ("ż" * 65, "2 texts, because “ż” leaves less room in each"),
        ("a" * 80 + "\u2060", "2 texts, because “U+2060” leaves less room in each"),
        ("It’s " + "a" * 100 + "…", "1 text"),
    ],
)
def test_the_server_counts_what_is_sent_and_names_the_costly_letter(text: str, said: str) -> None:
    assert words.cost_of(text, "Neil") == said


@given(st.text(max_size=400), st.sampled_from(NAMES))
def test_no_words_at_all_can_stop_the_count(text: str, name: str) -> None:
    assert cost_of(text, name) == "" or cost_of(text, name)[0].isdigit()
