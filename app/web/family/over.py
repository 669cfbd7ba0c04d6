"""The visit to the private page is over: say so kindly, keep what was typed, offer ways on. Names nobody."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from flask import render_template, request

from app.domain.people import queries as people
from app.domain.private_pages import private_links
from app.foundation.actors import Anybody
from app.foundation.phone_numbers import for_people
from app.foundation.sms import LONGEST
from app.foundation.work import Work
from app.web.guards import family_cookie
from app.web.language import speak_as_the_phone_does
from app.web.pages import house


@dataclass(frozen=True)
class OurNumber:
    """The line that the ended visit's link came from: to show, and to send a text to."""

    shown: str
    e164: str

    def text_address(self, words: str) -> str:
        """An address that opens the phone's own texts with these words ready to send."""
        return f"sms:{self.e164}?body={quote(words[:LONGEST], safe='')}"


def page(kept: list[str]) -> str:
    """The page that stands where a private page was asked for. `kept` is what was typed."""
    speak_as_the_phone_does()
    with house().database.reading(Anybody()) as work:
        secret = request.cookies.get(family_cookie(work.settings), "")
        ended = private_links.ended_family_session(work, secret) if secret else None
        return render_template(
            "family/over.html",
            kept=kept,
            ours=_our_number(work, ended.line_id) if ended and ended.line_id else None,
            began_with_card=ended is not None and ended.line_id is None,
        )


def _our_number(work: Work, line_id: UUID) -> OurNumber:
    e164 = people.line(work, line_id).number
    return OurNumber(for_people(e164), e164)
