"""An invited member of staff chooses a password. The invitation works once; opening it uses nothing up."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import passwords, rules, staff_links
from app.domain.accounts.rules import StaffLink
from app.foundation.actors import Anybody
from app.foundation.work import Work
from app.web.forms import typed
from app.web.welcome.group import pages

UNPROCESSABLE = 422


@pages.shows("/welcome/<secret>")
def invitation(work: Work, secret: str) -> ResponseReturnValue:
    """Ask for a password."""
    return render_template("welcome/invitation.html", email=_email(work, secret), problem="")


@pages.does_in_steps("/welcome/<secret>")
def accept(house: House, secret: str) -> ResponseReturnValue:
    """Take the password. Hashing is slow, so it stands between two Works."""
    password = typed("password")
    with house.database.reading(Anybody()) as work:
        pages.enter(work)
        email = _email(work, secret)
    problem = rules.what_is_wrong_with(password, email)
    if problem:
        return render_template("welcome/invitation.html", email=email, problem=problem), UNPROCESSABLE
    password_hash = passwords.hash_password(password)
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        accounts.accept_invitation(work, secret, password_hash=password_hash)
    return redirect(url_for("welcome.sign_in", ready="yes"), 303)


def _email(work: Work, secret: str) -> str:
    return staff_links.owner(work, secret, StaffLink.INVITATION).email
