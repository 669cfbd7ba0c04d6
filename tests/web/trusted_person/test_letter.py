"""What does this letter mean? Marks where a family stumbles, plain words, and a humane text beside it."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wording import letters, shelf
from app.domain.wording.coach.looking import look
from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.remarks import Reader
from tests.web.trusted_person.conftest import words_of

LETTER = (
    "Dear Parent/Carer,\nI am writing regarding Amir's unauthorised absence. You are required to attend an Attendance "
    "Panel on Tuesday 24 November at 10:00am. Failure to attend may result in a Penalty Notice of £80.\nEWO"
)


def read(letter: str):
    return letters.read(letter, "Neil", shelf.rulebook("en"), shelf.letters_ask())


def test_it_marks_what_a_family_will_stumble_over(neil: FlaskClient) -> None:
    answer = neil.post("/letter", data={"letter": LETTER})
    for words in ("unauthorised absence", "You are required to", "may result in", "EWO"):
        assert f">{words}</mark>" in answer.text
    assert "Plainly: about" in words_of(answer)


def test_it_says_plainly_what_the_letter_is_about() -> None:
    assert read(LETTER).about == (
        "It is about the days that were missed.",
        "It asks you to come and talk.",
        "It talks about a fine.",
        "The day in it is Tuesday 24 November, 10:00am.",
        "It names a sum of money: £80.",
    )


def test_the_words_beside_it_are_plain_and_hide_nothing() -> None:
    draft = read(LETTER).draft
    assert "a fine" in draft
    assert "Ring or text me" in draft
    remarks = look(draft, Reader(author="Neil"), shelf.rulebook)
    assert {remark.kind for remark in remarks} <= {Kind.THREAT}, "the truth about the fine, and nothing else"


def test_a_letter_that_is_kind_already_has_no_marks() -> None:
    assert [piece.remark for piece in read("Dear Sara, it was so good to see Ellie back today. Neil").pieces] == [None]


def test_nothing_pasted_is_said_so_and_nothing_pasted_is_kept(neil: FlaskClient) -> None:
    assert neil.post("/letter", data={"letter": " "}).status_code == 422
    neil.post("/letter", data={"letter": LETTER})
    assert "unauthorised" not in neil.get("/letter").text


@pytest.mark.parametrize("letter", ["<script>alert(1)</script> you must attend", "{{ 7 * 7 }} {first_name}", "\0 must"])
def test_whatever_is_pasted_is_shown_as_it_is_and_never_run(neil: FlaskClient, letter: str) -> None:
    answer = neil.post("/letter", data={"letter": letter})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "49" not in words_of(answer).replace(letter, "")


@given(st.text(max_size=300))
def test_the_pieces_are_the_letter(letter):
    assert "".join(piece.words for piece in read(letter).pieces) == letter
