"""The log holds what happened, and nothing of what anybody said or who they are."""

import io
import logging
import sys
import uuid

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.log import blotted, log, set_up


@pytest.fixture
def lines(monkeypatch):
    """A log set up as in service; call it to get the lines so far."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    set_up()
    monkeypatch.undo()
    yield lambda: written.getvalue().splitlines()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "number",
    [
        "+447700900123",
        "07700 900123",
        "07700-900-123",
        "0113 496 0123",
        "+44 (0)7700 900123",
        "%2B447700900123",
        "٠٧٧٠٠٩٠٠١٢٣",
    ],
)
def test_a_phone_number_is_blotted_out(number):
    said = blotted(f"to {number}, again")
    assert "[number]" in said
    assert "900123" not in said.replace(" ", "").replace("-", "")
    assert "4960123" not in said.replace(" ", "")
    assert "٩٠٠١٢٣" not in said


def test_an_address_is_blotted_out():
    assert blotted("from zaneta.nowak+school@mail.example now") == "from [address] now"


@pytest.mark.parametrize("label", ["token=", "secret: ", "password=", "signature=", "/my/", "/link/", "Token "])
def test_a_secret_is_blotted_out(label):
    assert "Zx81kQpLmN4s" not in blotted(f"seen {label}Zx81kQpLmN4sTt-_ there")


@given(st.text(max_size=80))
def test_no_control_character_reaches_a_line(text):
    said = blotted(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u2028\u2029\u202e" for c in said)


def test_ordinary_words_and_ids_are_left_alone(lines):
    which = uuid.UUID("0195a3c0-1234-7abc-8def-446655440000")
    log("reception").info("sorted a message", message_id=str(which), arrival=which, attempts=3, seconds=0.25)
    (line,) = lines()
    assert line.count(str(which)) == 2
    assert "attempts=3" in line
    assert "seconds=0.25" in line


def test_a_line_stays_one_line(lines):
    log("reception").info("heard\nlevel=critical event=forged\x1b[31m", kind="a\r\nb")
    (line,) = lines()
    assert "\x1b" not in line


def test_what_a_library_says_is_blotted_too(lines):
    logging.getLogger("some.library").warning("calling %s for %s", "+447700900123", {"To": "zaneta@mail.example"})
    (line,) = lines()
    assert "900123" not in line
    assert "mail.example" not in line


def test_an_exception_is_named_but_never_quoted(lines):
    try:
        raise ValueError("Mum says she cannot cope, ring 07700 900123")
    except ValueError:
        log("reception").exception("could not sort")
        logging.getLogger("some.library").exception("could not sort")
    said = lines()
    assert len(said) == 2
    for line in said:
        assert "error=ValueError" in line
        assert "test_log.py" in line
        assert "cope" not in line
        assert "900123" not in line


def test_an_exception_given_as_a_value_is_never_quoted_either(lines):
    log("reception").warning("could not sort", fault=ValueError("Mum says she cannot cope"))
    (line,) = lines()
    assert "fault=ValueError" in line
    assert "cope" not in line


def test_numbers_inside_lists_and_tables_are_blotted_out(lines):
    log("reception").info("sorted", fields={"From": "+447700900123"}, numbers=["+447700900124"])
    (line,) = lines()
    assert "900123" not in line
    assert "900124" not in line
