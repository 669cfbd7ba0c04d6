"""Problem pages: what happened, that nothing is lost, what to do next. Never a stack trace, never an echo of markup.

Where families read, they are theirs (`family.trouble`): their language, a way out, and no sentence that staff read.
"""

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.utils import redirect

from app.foundation.errors import CannotDo, NotFound, Refused
from app.foundation.log import log
from app.web import guards
from app.web.family import over, trouble
from app.web.family.trouble import Trouble
from app.web.forms import NEVER_KEPT, kept_words

NOTHING_HERE = "Nothing is here"
_log = log("web")


def problem(title: str, sentence: str, status: int, kind: Trouble) -> ResponseReturnValue:
    """One problem page. A family reads only what `kind` of trouble it is."""
    if trouble.is_a_familys(request.path):
        return trouble.page(kind), status
    return render_template("problem.html", title=title, sentence=sentence, kept=kept_words()), status


def not_found(error: NotFound) -> ResponseReturnValue:
    """The same words for what is not there and for what is not yours."""
    return problem(NOTHING_HERE, error.sentence, 404, Trouble.NOT_THERE)


def refused(error: Refused) -> ResponseReturnValue:
    """A rule said no, and says why."""
    return problem("That did not work", error.sentence, 409, Trouble.NOT_TAKEN)


def cannot_do(error: CannotDo) -> ResponseReturnValue:
    """Kettle itself lacks something."""
    return problem("Kettle cannot do that just now", error.sentence, 503, Trouble.OUR_FAULT)


def form_too_old(_error: CSRFError) -> ResponseReturnValue:
    """The form's token has gone, or the form was not ours."""
    sentence = (
        "This page was open for too long, so we could not be sure that it was you. Go back, reload, and try again."
    )
    return problem("Please try that again", sentence, 400, Trouble.OPEN_TOO_LONG)


def http(error: HTTPException) -> ResponseReturnValue:
    """Anything that the web itself says no to."""
    if error.code is not None and error.code < 400:
        return error
    sentences = {
        404: "We could not find that.",
        405: "That page cannot be opened like this.",
        413: "That is more than we can take at once. Please make it shorter, or choose a smaller picture.",
    }
    kinds = {404: Trouble.NOT_THERE, 405: Trouble.NOT_THERE, 413: Trouble.TOO_BIG}
    code = error.code or 500
    sentence = sentences.get(code, "We could not understand that. Please try again.")
    kind = kinds.get(code, Trouble.NOT_TAKEN if code < 500 else Trouble.OUR_FAULT)
    return problem(NOTHING_HERE if code == 404 else "That did not work", sentence, code, kind)


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours. The log says where, never what anybody wrote."""
    _log.error("a page failed", path_rule=str(request.url_rule), exc_info=error)
    code = 503 if isinstance(error, OperationalError) else 500
    sentence = "Something went wrong on our side, and we have been told. What you sent is not stored: please try again."
    return problem("Sorry, that did not work", sentence, code, Trouble.OUR_FAULT)


def sign_in_needed(_error: guards.SignInNeeded) -> ResponseReturnValue:
    """Sign in first; what was being written comes along. A script that only asks for a part of a page gets nothing: the
    form itself will say so."""
    if request.form.get("part"):
        return "", 204
    if request.method == "POST":
        return render_template("welcome/sign_in.html", kept=_kept_form(), errors=[], email=""), 401
    return redirect(url_for("welcome.sign_in", next=request.full_path.rstrip("?")))


def _kept_form() -> dict[str, str]:
    if request.form.keys() & NEVER_KEPT:
        return {}
    fields = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return {"path": request.path, **{f"field_{name}": value for name, value in fields.items()}}


def link_needed(_error: guards.LinkNeeded) -> ResponseReturnValue:
    """The visit to the private page is over: say so kindly, keep the words, offer a new link."""
    return over.page(kept_words()), 401 if request.method == "POST" else 200


def teach(flask_app: Flask) -> None:
    """Make every error a page in words."""
    for kind, handler in (
        (NotFound, not_found),
        (Refused, refused),
        (CannotDo, cannot_do),
        (CSRFError, form_too_old),
        (guards.SignInNeeded, sign_in_needed),
        (guards.LinkNeeded, link_needed),
        (HTTPException, http),
        (Exception, broken),
    ):
        flask_app.register_error_handler(kind, handler)
