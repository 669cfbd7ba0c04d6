"""My password: changed by whoever knows the present one. Everybody else who is signed in as me is signed out."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import new_passwords, passwords, queries
from app.domain.limits import tries
from app.domain.limits.rules import Limited
from app.domain.limits.tries import Try
from app.foundation.actors import Anybody
from app.foundation.identifiers import AccountId
from app.foundation.work import Work
from app.web.forms import typed
from app.web.guards import signed_in
from app.web.my_account.group import me
from app.web.welcome.first_step import TOO_MANY, UNPROCESSABLE

WRONG = "That is not your present password. Nothing has changed."
TOO_OFTEN = "That was too many tries. Wait half an hour, then try again."


@dataclass(frozen=True)
class Begun:
    """A change that has begun: whose password, as it was, what is known of them, and the try that was counted."""

    account_id: AccountId
    kept: str
    about: list[str]
    counted: list[AccountId] | None


@me.shows("/password")
def password(_work: Work) -> ResponseReturnValue:
    """The form."""
    return _page()


@me.does_in_steps("/password")
def change_password(house: House) -> ResponseReturnValue:
    """Check the present one and the new one, between Works because both are slow; then change it."""
    with house.database.writing(Anybody()) as work:
        me.enter(work)
        begun = _begin(work)
    if begun.counted is None:
        return _page("present", TOO_OFTEN), TOO_MANY
    if not passwords.is_right(typed("present"), begun.kept):
        return _page("present", WRONG), UNPROCESSABLE
    new = typed("password")
    problem = passwords.what_is_wrong_with(new, begun.about)
    password_hash = "" if problem else passwords.hash_password(new)
    with house.database.writing(Anybody()) as work:
        me.enter(work)
        tries.take_back(work, begun.counted)
        if problem:
            return _page("password", problem), UNPROCESSABLE
        mine, account = signed_in(), queries.account(work, begun.account_id)
        new_passwords.change(
            work, account, password_hash=password_hash, session_id=mine.session_id, device_id=mine.device_id
        )
    return redirect(url_for("me.devices", done="password"), 303)


def _begin(work: Work) -> Begun:
    account = queries.account(work, signed_in().account_id)
    counted = tries.begin(work, Try(Limited.PRESENT_PASSWORD, str(account.id)))
    return Begun(account.id, account.password_hash, queries.known_about(work, account), counted)


def _page(field: str = "", problem: str = "") -> str:
    return render_template("my_account/password.html", errors=[(field, problem)] if problem else [])
