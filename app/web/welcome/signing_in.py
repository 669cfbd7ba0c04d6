"""Staff sign in and out: e-mail and password, a code, perhaps the place. Only then is there a session.

What somebody was writing when their session ended comes along through every step, and they send it with one press.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import queries, rules, second_step
from app.domain.accounts.models import Account
from app.domain.accounts.second_step import Answer
from app.foundation.actors import Anybody
from app.foundation.addresses import read_address
from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web import staff_cookies
from app.web.devices import from_where
from app.web.forms import ticked, typed
from app.web.staff_cookies import device_of
from app.web.welcome import arriving, password_step, proof, setting_up
from app.web.welcome.first_step import NO_PLACE, TOO_LONG_AGO, TOO_MANY, UNAUTHORISED, form, once_more
from app.web.welcome.group import pages
from app.web.welcome.kept_form import carried
from app.web.welcome.password_step import Claim, Refusal
from app.web.welcome.proof import Stage

WRONG = "That e-mail address and password do not go together. Nothing is lost: try again, or choose a new password."
TOO_OFTEN = "That was too many tries. Wait half an hour, then try again."
WRONG_CODE = {
    Answer.WRONG: "That code is not right. Codes change every half minute: type the one that your phone shows now.",
    Answer.USED: "That code was used already. Wait for the next one.",
    Answer.TOO_OFTEN: "That was too many wrong codes. Wait a quarter of an hour, then try again.",
}

LATER_STEPS = {"code", "set-up", "place"}


@pages.shows("/sign-in")
def sign_in(_work: Work) -> ResponseReturnValue:
    """The form."""
    return form(next_page=request.args.get("next", ""), is_ready=bool(request.args.get("ready")))


@pages.does_in_steps("/sign-in")
def sign_in_now(house: House) -> ResponseReturnValue:
    """The first step. A right password opens nothing yet."""
    checked = password_step.check(house, pages.enter, _who)
    if isinstance(checked, Refusal):
        return once_more(TOO_OFTEN, TOO_MANY) if checked is Refusal.TOO_OFTEN else once_more(WRONG)
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        work.where_from = from_where()
        return _second_step(work, queries.account(work, checked))


@pages.does("/sign-in/code")
def check_code(work: Work) -> ResponseReturnValue:
    """The second step: a code from the phone, or one from paper."""
    work.where_from = from_where()
    proved = proof.brought(work, Stage.CODE)
    if not proved:
        return once_more(TOO_LONG_AGO)
    recovery = typed("recovery", limit=100)
    if recovery.strip():
        answer = second_step.check_recovery_code(work, proved.account, recovery)
    else:
        answer = second_step.check_code(work, proved.account, typed("code", limit=100))
    if answer is not Answer.RIGHT:
        field = "recovery" if recovery.strip() else "code"
        status = TOO_MANY if answer is Answer.TOO_OFTEN else UNAUTHORISED
        return _ask_for_code(request.form.get("proof", ""), (field, WRONG_CODE[answer])), status
    return arriving.come_in(work, proved.account, remember=ticked("remember"))


@pages.shows("/sign-in/<step>")
def begin_again(_work: Work, step: str) -> ResponseReturnValue:
    """Somebody typed, or kept, the address of a later step: signing in begins with the first. NotFound for others."""
    if step not in LATER_STEPS:
        raise NotFound
    return redirect(url_for("welcome.sign_in"))


@pages.does("/sign-out")
def sign_out(work: Work) -> ResponseReturnValue:
    """End this session for good."""
    staff_cookies.leave(work)
    return staff_cookies.out_of_the_door(work.settings)


def _who(work: Work) -> Claim:
    email = read_address(typed("email", limit=255)) or ""
    return Claim(email, queries.account_by_email(work, email))


def _second_step(work: Work, account: Account) -> ResponseReturnValue:
    if not queries.places_of(work, account.id):
        return once_more(NO_PLACE)
    if not account.seed:
        return setting_up.ask(work, account)
    device = device_of(work, account.id)
    if device and rules.is_remembered(device.remembered_until, work.now):
        return arriving.come_in(work, account)
    return _ask_for_code(proof.seal(work, account, Stage.CODE))


def _ask_for_code(sealed: str, error: tuple[str, str] | None = None) -> str:
    return render_template(
        "welcome/code.html",
        errors=[error] if error else [],
        proof=sealed,
        remember=ticked("remember"),
        kept=carried(),
        next=request.form.get("next", ""),
    )
