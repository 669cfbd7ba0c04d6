"""The second step is set up before anything opens: a square code for the phone, its first code as proof that it works,
and ten recovery codes, shown once."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import rules, second_step
from app.domain.accounts.models import Account
from app.foundation.work import Work
from app.web import staff_cookies
from app.web.devices import from_where
from app.web.forms import ticked, typed
from app.web.qr_code import qr_code
from app.web.welcome import proof
from app.web.welcome.first_step import TOO_LONG_AGO, UNPROCESSABLE, once_more
from app.web.welcome.group import pages
from app.web.welcome.kept_form import carried
from app.web.welcome.proof import Stage

FIRST_CODE_WRONG = (
    "That code is not right. Type the one that your phone shows now, and see that the phone sets its clock by itself."
)


def ask(work: Work, account: Account) -> str:
    """The page with the square code, after the password."""
    return page(work, account, second_step.new_seed(), Stage.SET_UP, url_for("welcome.set_up"))


@pages.does("/sign-in/set-up")
def set_up(work: Work) -> ResponseReturnValue:
    """Take the first code. The recovery codes come next, and only then the way in."""
    work.where_from = from_where()
    proved = proof.brought(work, Stage.SET_UP)
    if not proved:
        return once_more(TOO_LONG_AGO)
    codes = second_step.set_up(work, proved.account, proved.seed, typed("code", limit=100))
    if codes is None:
        return page(
            work, proved.account, proved.seed, Stage.SET_UP, url_for("welcome.set_up"), wrong=True
        ), UNPROCESSABLE
    return show_codes_before_coming_in(work, proved.account, codes)


def page(work: Work, account: Account, seed: str, stage: Stage, action: str, *, wrong: bool = False) -> str:
    """The page with the square code of this seed, whose form goes to `action`."""
    sealed = request.form.get("proof", "") if wrong else proof.seal(work, account, stage, seed=seed)
    return render_template(
        "welcome/set_up.html",
        errors=[("code", FIRST_CODE_WRONG)] if wrong else [],
        action=action,
        proof=sealed,
        square=qr_code(second_step.address_for_phone(seed, account.email)),
        seed=rules.in_fours(seed),
        remember=ticked("remember"),
        may_remember=stage is not Stage.NEW_PHONE,
        kept=carried(),
        next=request.form.get("next", ""),
    )


def show_codes_before_coming_in(work: Work, account: Account, codes: list[str]) -> ResponseReturnValue:
    """The recovery codes, and a button that leads in."""
    answer = make_response(
        render_template(
            "welcome/recovery_codes.html",
            codes=codes,
            proof=proof.seal(work, account, Stage.PLACE),
            kept=carried(),
            next=request.form.get("next", ""),
        )
    )
    staff_cookies.know_this_device(work, account, answer, remember=ticked("remember"))
    return answer
