"""The form with which signing in begins, and begins again when something took too long."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.web.forms import typed
from app.web.welcome.kept_form import carried

TOO_LONG_AGO = "That took too long, or something changed meanwhile. Please sign in again."
NO_PLACE = "You are not written down at any place now. Ask your manager."
UNAUTHORISED, TOO_MANY, UNPROCESSABLE = 401, 429, 422


def form(problem: str = "", *, next_page: str = "", is_ready: bool = False) -> str:
    """The form, with what came along."""
    return render_template(
        "welcome/sign_in.html",
        errors=[("email", problem)] if problem else [],
        email=typed("email", limit=254),
        kept=carried(),
        next=next_page or request.form.get("next", ""),
        is_ready=is_ready,
    )


def once_more(problem: str, status: int = UNAUTHORISED) -> ResponseReturnValue:
    """From the beginning, and why."""
    return form(problem), status
