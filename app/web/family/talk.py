"""A family's own page: what was said in the last 14 days, and a box to write. Works without a script, on two requests.

It never shows staff notes, receipts, or a word of a thread that is not this family's. What is written here goes to
the reception like a text; until it is sorted it stands at the end as on its way.
"""

from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations import queries as conversations
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held
from app.domain.permissions import queries as permissions
from app.domain.private_pages import ending
from app.domain.reception import actions as reception
from app.foundation.text import storable
from app.foundation.work import Work
from app.web.family import shown, shown_times
from app.web.forms import LONGEST, form_mark, once
from app.web.guards import FAMILY, family_cookie, visiting
from app.web.language import _, speak
from app.web.pages import Pages, house
from app.web.person_card import faces_of

UNPROCESSABLE = 422
Errors = tuple[tuple[str, str], ...]
pages = Pages("family", __name__, guard=FAMILY, url_prefix="/my")


@pages.shows("")
def people(work: Work) -> ResponseReturnValue:
    """The family's people; straight to the thread when there is only one."""
    speak_their_language(work)
    threads = conversations.threads_of_contact(work, visiting().contact_id, only_with=visiting().handed_by_id)
    if len(threads) == 1:
        return redirect(url_for("family.talk", conversation_id=threads[0][0].id), 303)
    faces = faces_of(work, [person.id for _thread, person in threads])
    return render_template("family/people.html", threads=threads, faces=faces)


@pages.shows("/talk/<uuid:conversation_id>")
def talk(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """One conversation. `?before=` asks for what came before."""
    return draw(work, conversation_id, before=request.args.get("before"))


@pages.does("/talk/<uuid:conversation_id>")
def say(work: Work, conversation_id: UUID) -> ResponseReturnValue:
    """Take in what was written. Pressing twice is harmless."""
    words = storable(request.form.get("words", ""))
    problem = _what_is_wrong_with(work, words)
    if problem:
        return draw(work, conversation_id, errors=(("words", problem),), written=words), UNPROCESSABLE
    contact_id = visiting().contact_id
    conversation, _entries = conversations.for_family(
        work, contact_id, conversation_id, only_with=visiting().handed_by_id
    )
    reception.take_in_from_page(
        work, contact_id=contact_id, conversation_id=conversation.id, body=words.strip(), once=once()
    )
    return redirect(url_for("family.talk", conversation_id=conversation_id, _anchor="newest"), 303)


@pages.does("/leave")
def leave(work: Work) -> ResponseReturnValue:
    """Sign out on this phone. Nothing of the page stays in the browser."""
    speak_their_language(work)
    ending.end_family_session(work, visiting().session_id)
    answer = make_response(render_template("family/left.html", began_with_card=visiting().handed_by_id is not None))
    is_https = work.settings.is_https
    answer.delete_cookie(family_cookie(work.settings), path="/", secure=is_https, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def draw(
    work: Work,
    conversation_id: UUID,
    *,
    before: str | None = None,
    errors: Errors = (),
    written: str = "",
) -> str:
    """The page of one conversation; `errors` are pairs of a field and what is wrong with it."""
    speak_their_language(work)
    next_time = next((one for one in held.live(work, visiting().contact_id) if _is_for_this_visit(one)), None)
    return render_template(
        "family/talk.html",
        next_time=next_time,
        next_words=shown_times.line(next_time.time) if next_time else "",
        seen=shown.thread(work, visiting(), conversation_id, before=before, translators=house().translators),
        began_with_card=visiting().handed_by_id is not None,
        errors=errors,
        written=written,
        longest=LONGEST,
        form_mark=form_mark(),
    )


def _is_for_this_visit(found: Held) -> bool:
    """Whoever came with a card sees that person's times alone."""
    return visiting().handed_by_id in {None, found.time.host_id}


def speak_their_language(work: Work) -> None:
    """Use the language that this family reads."""
    speak(permissions.wishes_of(work, visiting().contact_id).reads)


def _what_is_wrong_with(work: Work, words: str) -> str:
    speak_their_language(work)
    if not words.strip():
        return _("There is nothing in the box yet. Please write something first.")
    if len(words) > LONGEST:
        return _("That is too long to take in one go. Nothing is lost: please send it in two parts.")
    return ""
