"""Which language a family reads, and whether a computer may translate its messages: one page, one thing."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import actions as permission_actions
from app.domain.permissions import queries as permissions
from app.domain.permissions.models import Wishes
from app.domain.wording.rules import READ_BY_NOBODY
from app.domain.wording.screens import in_short
from app.foundation.work import Work
from app.web.family import shown
from app.web.family.talk import pages, speak_their_language
from app.web.guards import visiting
from app.web.language import spoken, with_words
from app.web.pages import house


@pages.shows("/language")
def languages(work: Work) -> ResponseReturnValue:
    """Every language that these pages speak, each in its own letters."""
    speak_their_language(work)
    return render_template(
        "family/languages.html",
        is_draft=in_short(spoken().code) == READ_BY_NOBODY,
        translator=shown.translating(work, visiting(), house().translators),
        wants_translation=_wishes(work).wants_translation,
    )


@pages.does("/language")
def choose_language(work: Work) -> ResponseReturnValue:
    """Choose the language of these pages and of automatic texts. All other wishes stay as they are."""
    wanted = request.form.get("reads", "")
    if wanted in {found.code for found in with_words()}:
        permission_actions.set_language(work, visiting().contact_id, wanted)
    return redirect(url_for("family.people"), 303)


@pages.does("/translating")
def choose_translation(work: Work) -> ResponseReturnValue:
    """Let a computer translate their messages, or not."""
    permission_actions.let_translate(work, visiting().contact_id, is_wanted=request.form.get("translate") == "yes")
    return redirect(url_for("family.languages"), 303)


def _wishes(work: Work) -> Wishes:
    return permissions.wishes_of(work, visiting().contact_id)
