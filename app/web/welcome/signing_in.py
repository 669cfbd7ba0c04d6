"""Staff sign in and out. The same words and the same time for an unknown address, no password yet and a wrong one.

What somebody was writing when their session ended comes along, and they send it with one press.
"""

from collections.abc import Sequence
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import limits, passwords
from app.domain.accounts import queries as account_queries
from app.domain.accounts.limits import Try
from app.domain.accounts.rules import Limited
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.foundation.actors import Anybody, Staff
from app.foundation.addresses import read_address
from app.foundation.identifiers import AccountId
from app.foundation.work import Work
from app.web.forms import typed
from app.web.guards import staff_cookie
from app.web.trusted_person.group import home_of
from app.web.welcome.group import pages
from app.web.welcome.kept_form import carried, is_ours, kept_form

WRONG = "That e-mail address and password do not go together. Nothing is lost: try again, or ask for a new invitation."
TOO_OFTEN = "That was too many tries. Wait half an hour, then try again."
TOO_LONG_AGO = "That took too long. Please sign in again."
NO_PLACE = "You are not written down at any place now. Ask your manager."
UNAUTHORISED, TOO_MANY = 401, 429
MINUTES_TO_CHOOSE = 5


@pages.shows("/sign-in")
def sign_in(_work: Work) -> ResponseReturnValue:
    """The form."""
    return _form(next_page=request.args.get("next", ""), is_ready=bool(request.args.get("ready")))


@pages.does_in_steps("/sign-in")
def sign_in_now(house: House) -> ResponseReturnValue:
    """Check the password between two Works, because that is slow on purpose; or take the place that was chosen."""
    proof = request.form.get("proof", "")
    if proof:
        account_id = _proven(house, proof)
        return _at_a_place(house, account_id) if account_id else (_form(TOO_LONG_AGO), UNAUTHORISED)
    email = read_address(typed("email")) or ""
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        if not _may_try(work, email):
            return _form(TOO_OFTEN), TOO_MANY
        account = account_queries.account_by_email(work, email)
        kept = account.password_hash if account else ""
    if not passwords.is_right(typed("password"), kept) or not account:
        return _form(WRONG), UNAUTHORISED
    return _at_a_place(house, account.id)


@pages.does("/sign-out")
def sign_out(work: Work) -> ResponseReturnValue:
    """End this session for good."""
    _end_session(work)
    answer = make_response(redirect(url_for("welcome.sign_in"), 303))
    answer.delete_cookie(
        staff_cookie(work.settings), path="/", secure=work.settings.is_https, httponly=True, samesite="Lax"
    )
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _may_try(work: Work, email: str) -> bool:
    address = request.remote_addr or ""
    by_address, by_email = Try(Limited.SIGN_IN_BY_ADDRESS, address), Try(Limited.SIGN_IN_AS, f"{email} {address}")
    return limits.begin(work, by_address, by_email) is not None


def _form(problem: str = "", *, next_page: str = "", is_ready: bool = False) -> str:
    return render_template(
        "welcome/sign_in.html",
        errors=[("email", problem)] if problem else [],
        email=typed("email", limit=254),
        kept=carried(),
        next=next_page or request.form.get("next", ""),
        is_ready=is_ready,
    )


def _at_a_place(house: House, account_id: AccountId) -> ResponseReturnValue:
    """Sign in at the one place, or at the chosen one of several; else ask which."""
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        places = account_queries.places_of(work, account_id)
        if not places:
            return _form(NO_PLACE), UNAUTHORISED
        chosen = places[0] if len(places) == 1 else _chosen(places)
        if not chosen:
            return _which_place(house, work, account_id, places)
        _end_session(work)
        secret = accounts.start_staff_session(work, account_id, chosen.id)
        staff = Staff(chosen.id, chosen.organisation_id, members.roles_of(work, chosen.id))
        answer = make_response(_where_to(staff))
    answer.set_cookie(
        staff_cookie(house.settings), secret, secure=house.settings.is_https, httponly=True, samesite="Lax", path="/"
    )
    return answer


def _chosen(places: Sequence[Membership]) -> Membership | None:
    return next((one for one in places if str(one.id) == request.form.get("place", "")), None)


def _which_place(house: House, work: Work, account_id: AccountId, places: Sequence[Membership]) -> ResponseReturnValue:
    return render_template(
        "welcome/place.html",
        places=[(str(one.id), people.organisation(work, one.organisation_id).name) for one in places],
        proof=_seal(house).dumps(str(account_id)),
        kept=carried(),
        next=request.form.get("next", ""),
    )


def _seal(house: House) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house.settings.secret_key, salt="choose a place")


def _proven(house: House, proof: str) -> AccountId | None:
    try:
        return UUID(_seal(house).loads(proof, max_age=MINUTES_TO_CHOOSE * 60))
    except BadSignature:
        return None


def _where_to(staff: Staff) -> ResponseReturnValue:
    kept = kept_form()
    if kept:
        return render_template("welcome/kept.html", kept=kept)
    wanted = request.form.get("next", "")
    if is_ours(wanted, "GET"):
        return redirect(wanted, 303)
    return redirect(home_of(staff), 303)


def _end_session(work: Work) -> None:
    secret = request.cookies.get(staff_cookie(work.settings), "")
    found = account_queries.staff_by_session(work, secret) if secret else None
    if found:
        accounts.end_staff_session(work, found.session_id)
