"""Who has read or copied a family's messages besides their own person, in the family's language.

Only this family's own threads, of this organisation. What a safeguarding lead holds back is not there, and nothing says
that it is not; that this can happen is said to everybody, always.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.audit.rules import COPIES, Looking
from app.domain.conversations.rules import PAGE_SHOWS
from app.domain.people import queries as people
from app.foundation.work import Work
from app.web import local_times
from app.web.family.talk import pages, speak_their_language
from app.web.guards import visiting
from app.web.language import _, language_of_words, spoken
from app.web.on_record import looks
from app.web.on_record.looks import Seen


@dataclass(frozen=True)
class Told:
    """One line for the family. `times` are instants (UTC), each with its words and with its exact words; `…_lang`
    is the language of words that staff wrote, or nothing."""

    name: str
    does: str
    does_lang: str
    day: str
    what: str
    times: tuple[tuple[datetime, str, str], ...]
    why: str
    why_lang: str


@pages.shows("/who-has-looked")
def who_has_looked(work: Work) -> ResponseReturnValue:
    """The page. `?before=` asks for what came before."""
    speak_their_language(work)
    contact = people.contact(work, visiting().contact_id)
    zone = people.organisation(work, contact.organisation_id).zone
    found = looks.for_family(
        work, contact, zone, only_with=visiting().handed_by_id, before=request.args.get("before") or None
    )
    return render_template(
        "family/who_has_looked.html",
        lines=[_told(one, work.now, zone) for one in found.seen],
        older=found.older_before,
        is_first="before" not in request.args,
    )


def _told(one: Seen, now: datetime, zone: str) -> Told:
    return Told(
        name=one.who.first_name or _("Somebody who works there"),
        does=_("your person") if one.is_by_holder else one.who.role_words,
        does_lang="" if one.is_by_holder else language_of_words(one.who.role_words, spoken().code),
        day=local_times.day(one.times[0], now, zone),
        what=_what(one),
        times=tuple((at, local_times.clock(at, zone), local_times.exact(at, zone)) for at in one.times),
        why=_why(one, now),
        why_lang=language_of_words(one.why, spoken().code),
    )


def _what(one: Seen) -> str:
    holder = {"name": one.holder.first_name or _("your person")}
    match one.what:
        case Looking.AS_COVER | Looking.ON_DUTY:
            return _("read your messages while %(name)s was away") % holder
        case Looking.IN_THE_HOLIDAYS:
            return _("read your messages in the holidays, while %(name)s was away") % holder
        case Looking.COPIED:
            return _("made a copy of your messages")
        case Looking.COPIED_WITH_NOTES:
            return _("made a copy of your messages, with the notes")
        case _:
            return _("read your messages")


def _why(one: Seen, now: datetime) -> str:
    """What a copy was for. Only for as long back as the page shows messages: whoever holds the phone does not thereby
    hold the history."""
    is_shown = one.times[0] > now - PAGE_SHOWS or visiting().shows_older(now)
    return one.why if one.what in COPIES and is_shown else ""
