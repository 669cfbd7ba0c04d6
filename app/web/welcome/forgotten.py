"""Somebody forgot their password. Asking says the same, and does the same work, whether we know the address or not."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import new_passwords, passwords, queries, staff_links
from app.domain.accounts.rules import StaffLink
from app.foundation.actors import Anybody
from app.foundation.addresses import read_address
from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web.devices import from_where
from app.web.forms import typed
from app.web.staff_cookies import device_of, know_this_device
from app.web.welcome.first_step import UNPROCESSABLE
from app.web.welcome.group import pages
from app.web.welcome.invitation import too_old

NO_ADDRESS = "That does not look like an e-mail address. Please look at it again."


@pages.shows("/forgot")
def forgot(_work: Work) -> ResponseReturnValue:
    """Ask for the address; or, after that, say what happens now."""
    return render_template("welcome/forgot.html", is_sent=bool(request.args.get("sent")), email="", problem="")


@pages.does("/forgot")
def forgot_it(work: Work) -> ResponseReturnValue:
    """Write the wish down."""
    written = typed("email", limit=255)
    email = read_address(written)
    if not email:
        return render_template(
            "welcome/forgot.html", is_sent=False, email=written[:254], problem=NO_ADDRESS
        ), UNPROCESSABLE
    new_passwords.wish(work, email, from_address=request.remote_addr or "")
    return redirect(url_for("welcome.forgot", sent="yes"), 303)


@pages.shows("/new-password/<secret>")
def new_password(work: Work, secret: str) -> ResponseReturnValue:
    """Ask for another password. Opening it uses nothing up."""
    try:
        return _page(staff_links.owner(work, secret, StaffLink.FORGOTTEN).email)
    except NotFound:
        return too_old(StaffLink.FORGOTTEN)


@pages.does_in_steps("/new-password/<secret>")
def set_new_password(house: House, secret: str) -> ResponseReturnValue:
    """Take the password, and sign everybody out. The codes stay as they are."""
    password = typed("password")
    try:
        with house.database.reading(Anybody()) as work:
            pages.enter(work)
            account = staff_links.owner(work, secret, StaffLink.FORGOTTEN)
            about = queries.known_about(work, account)
        problem = passwords.what_is_wrong_with(password, about)
        if problem:
            return _page(account.email, problem), UNPROCESSABLE
        password_hash = passwords.hash_password(password)
        with house.database.writing(Anybody()) as work:
            pages.enter(work)
            work.where_from = from_where()
            device = device_of(work, account.id)
            known_device = device.id if device else None
            owner = new_passwords.choose_anew(work, secret, password_hash=password_hash, known_device=known_device)
            answer = redirect(url_for("welcome.sign_in", ready="yes"), 303)
            know_this_device(work, owner, answer)  # so that strangers' tries do not shut them out right away
            return answer
    except NotFound:
        return too_old(StaffLink.FORGOTTEN)


def _page(email: str, problem: str = "") -> str:
    return render_template("welcome/invitation.html", email=email, problem=problem, is_new=False)
