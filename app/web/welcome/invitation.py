"""An invited member of staff chooses a password. The invitation works once; opening it uses nothing up."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import passwords, queries, staff_links
from app.domain.accounts.rules import StaffLink
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web.devices import from_where
from app.web.forms import typed
from app.web.welcome.first_step import UNPROCESSABLE
from app.web.welcome.group import pages

NOT_FOUND = 404


@pages.shows("/welcome/<secret>")
def invitation(work: Work, secret: str) -> ResponseReturnValue:
    """Ask for a password."""
    try:
        return _page(staff_links.owner(work, secret, StaffLink.INVITATION).email)
    except NotFound:
        return too_old(StaffLink.INVITATION)


@pages.does_in_steps("/welcome/<secret>")
def accept(house: House, secret: str) -> ResponseReturnValue:
    """Take the password. Hashing is slow, so it stands between two Works."""
    password = typed("password")
    try:
        with house.database.reading(Anybody()) as work:
            pages.enter(work)
            account = staff_links.owner(work, secret, StaffLink.INVITATION)
            about = queries.known_about(work, account)
        problem = passwords.what_is_wrong_with(password, about)
        if problem:
            return _page(account.email, problem), UNPROCESSABLE
        password_hash = passwords.hash_password(password)
        with house.database.writing(Anybody()) as work:
            pages.enter(work)
            work.where_from = from_where()
            accounts.accept_invitation(work, secret, password_hash=password_hash)
    except NotFound:
        return too_old(StaffLink.INVITATION)
    return redirect(url_for("welcome.sign_in", ready="yes"), 303)


def _page(email: str, problem: str = "") -> str:
    return render_template("welcome/invitation.html", email=email, problem=problem, is_new=True)


def too_old(kind: StaffLink) -> ResponseReturnValue:
    """A link that opens nothing (any more), and what to do instead. The same for one that never was."""
    return render_template("welcome/too_old.html", kind=kind), NOT_FOUND
