"""What does this letter mean? A formal letter is pasted, marked where a family will stumble, and given humane words to
stand beside it. Nothing of it is stored or sent."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.people import members
from app.domain.wording import letters, shelf
from app.domain.wording.coach import looking
from app.domain.wording.coach.remarks import Reader
from app.domain.wording.letters import Letter
from app.foundation.languages import ENGLISH
from app.foundation.text import storable
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import words
from app.web.trusted_person.group import desk


@desk.shows("/letter")
def letter(work: Work) -> ResponseReturnValue:
    """The box to paste it into."""
    return _draw(work)


@desk.does("/letter")
def read_letter(work: Work) -> ResponseReturnValue:
    """Mark the letter, and help with the words beside it."""
    pasted = forms.typed("letter", limit=letters.LONGEST).strip()
    if not pasted:
        return _draw(work, problem="There is nothing pasted yet."), 422
    author = members.membership(work, work.staff.membership_id).first_name
    found = letters.read(pasted, author, shelf.rulebook(ENGLISH.code), shelf.letters_ask())
    return _draw(work, pasted=pasted, found=found, own=storable(forms.typed("own", limit=2_000)))


def _draw(work: Work, *, pasted: str = "", found: Letter | None = None, own: str = "", problem: str = "") -> str:
    author = members.membership(work, work.staff.membership_id).first_name
    beside = own or (found.draft if found else "")
    remarks = looking.look(beside, Reader(author=author), shelf.rulebook) if beside else ()
    return render_template(
        "trusted_person/letter.html",
        pasted=pasted,
        found=found,
        beside=beside,
        remarks=[one for one in remarks if not one.is_note][:3],
        cost=words.cost_of(beside, author),
        longest=letters.LONGEST,
        errors=[("letter", problem)] if problem else [],
    )
