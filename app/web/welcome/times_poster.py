"""A poster for a wall: its square code opens a text to us with the word TIME, so that nothing is ever sent to a phone
that did not write first."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import profiles
from app.domain.people import queries as people
from app.foundation.errors import NotFound
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web.language import speak_as_the_phone_does, spoken, with_words
from app.web.qr_code import qr_code
from app.web.welcome.group import pages

WORD = "TIME"


@pages.shows("/who-can-i-talk-to/<slug>/times-poster")
def times_poster(work: Work, slug: str) -> ResponseReturnValue:
    """The poster of one place. NotFound for an unknown name, or where nobody could text."""
    speak_as_the_phone_does()
    place = profiles.place(work, slug)
    line = next((one for one in people.lines_at(work, place.id) if one.membership_id is None), None)
    if line is None:
        raise NotFound

    def address(code: str) -> str:
        values: dict[str, Any] = {"slug": slug, "in": code}
        return url_for("welcome.times_poster", **values)

    return render_template(
        "welcome/times_poster.html",
        title=place.name,
        number=for_people(line.number),
        code=qr_code(f"SMSTO:{line.number}:{WORD}"),
        word=WORD,
        other_languages=[(one, address(one.code)) for one in with_words() if one != spoken()],
    )
