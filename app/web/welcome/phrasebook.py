"""The phrasebook of an organisation: how everybody who works there speaks with families, on one sheet to print. Anybody
may open it: it names no family, and nobody who works there. What it says comes from the coach's own file."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.people import queries as people
from app.domain.wording import shelf
from app.foundation.languages import ENGLISH
from app.foundation.work import Work
from app.web.welcome.group import pages


@dataclass(frozen=True)
class Instead:
    """What is said on an ordinary day, and what to say instead."""

    of: str
    say: str


@pages.shows("/phrasebook/<slug>")
def phrasebook(work: Work, slug: str) -> ResponseReturnValue:
    """The sheet. NotFound for an unknown name."""
    place = people.organisation_by_slug(work, slug)
    file = shelf.coach_file(ENGLISH.code)
    return render_template(
        "welcome/phrasebook.html",
        place=place,
        gate=file["openers"]["gate"],
        phone=file["openers"]["phone"],
        planner=file["openers"]["planner"],
        instead=[Instead(one["of"], one["say"]) for one in file["instead"]],
        jargon=[(words, better) for words, better in file["jargon"].items() if better and words.isupper()],
    )
