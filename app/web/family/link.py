"""Coming in by a private link, and asking for a new one. Nobody is signed in here.

Opening a link (GET) shows nothing about anybody and uses nothing up: previews and scanners follow links too. A good
secret, a used one and nonsense look the same until somebody presses the button. A new link goes only to the phone
that the old one went to. Whoever asks too often is told so, counted by what they asked with, known to us or not.
"""

from uuid import UUID

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from app.domain.limits import tries
from app.domain.limits.rules import Limited, network_of
from app.domain.people import queries as people
from app.domain.private_pages import ending, private_links
from app.domain.private_pages.rules import FAMILY_ONLY_MINE
from app.domain.reception import actions as reception
from app.foundation.errors import NotFound
from app.foundation.identifiers import ContactId
from app.foundation.work import Work
from app.web.family import over
from app.web.forms import kept_words, ticked
from app.web.guards import ANYBODY, family_cookie
from app.web.language import speak_as_the_phone_does
from app.web.pages import Pages

GONE, TOO_MANY = 410, 429
link_pages = Pages("family_link", __name__, guard=ANYBODY, url_prefix="/my")


@link_pages.shows("/<secret>")
def link(_work: Work, **_secret: str) -> ResponseReturnValue:
    """Ask to continue. The secret is not even looked at."""
    speak_as_the_phone_does()
    return render_template("family/link.html")


@link_pages.does("/<secret>")
def come_in(work: Work, secret: str) -> ResponseReturnValue:
    """Use the link up and open the private page on this phone."""
    speak_as_the_phone_does()
    is_only_mine = ticked("only_mine")
    earlier = private_links.ended_family_session(work, request.cookies.get(family_cookie(work.settings), ""))
    try:
        own = private_links.use_link(work, secret, is_only_mine=is_only_mine)
    except NotFound:
        return render_template("family/used.html", secret=secret), GONE
    if earlier:
        ending.end_family_session(work, earlier.id)
    answer = make_response(redirect(url_for("family.people"), 303))
    answer.set_cookie(
        family_cookie(work.settings),
        own,
        max_age=FAMILY_ONLY_MINE if is_only_mine else None,
        secure=work.settings.is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return answer


@link_pages.does("/<secret>/again")
def again(work: Work, secret: str) -> ResponseReturnValue:
    """Text a new link to the phone that this one went to. The same answer whatever the secret."""
    speak_as_the_phone_does()
    if not _may_ask(work, secret):
        return _enough()
    found = private_links.link(work, secret)
    if found and found.line_id:
        _send_new_link(work, found.contact_id, found.line_id, found.number)
    return render_template("family/sent.html", kept=[])


@link_pages.does("/new-link")
def new_link(work: Work) -> ResponseReturnValue:
    """Text a new link to the phone whose visit has ended. What was being written comes along."""
    speak_as_the_phone_does()
    secret = request.cookies.get(family_cookie(work.settings), "")
    found = private_links.ended_family_session(work, secret)
    if not found:
        return over.page(kept_words())
    if not _may_ask(work, secret):
        return _enough()
    if found.line_id:
        _send_new_link(work, found.contact_id, found.line_id, found.number)
    return render_template("family/sent.html", kept=kept_words())


def _may_ask(work: Work, secret: str) -> bool:
    """Count this press. It must not matter whether we know the secret, or the answer would tell."""
    by_address = tries.may_try(work, Limited.LINK_BY_ADDRESS, network_of(request.remote_addr or ""))
    return by_address and tries.may_try(work, Limited.LINK_BY_SECRET, secret)


def _enough() -> ResponseReturnValue:
    return render_template("family/enough.html", kept=kept_words()), TOO_MANY


def _send_new_link(work: Work, contact_id: ContactId, line_id: UUID, number: str) -> None:
    # How many a phone may get is counted where the text is made: in sorting, for LINK texts and these alike.
    line_number = people.line(work, line_id).number
    reception.take_in_wish_for_link(work, contact_id=contact_id, line_number=line_number, number=number)
