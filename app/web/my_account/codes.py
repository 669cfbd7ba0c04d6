"""My second step: new recovery codes, and another phone. Both need a code, because a page may be left open."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import queries, second_step
from app.domain.accounts.models import Account
from app.domain.accounts.second_step import Answer
from app.foundation.work import Work
from app.web.forms import typed
from app.web.guards import signed_in
from app.web.my_account.group import me
from app.web.welcome import proof, setting_up
from app.web.welcome.first_step import TOO_MANY, UNPROCESSABLE
from app.web.welcome.proof import Stage
from app.web.welcome.signing_in import WRONG_CODE

TOO_LONG_AGO = "That took too long, or something changed meanwhile. Please begin again."


@me.shows("/recovery-codes")
def recovery_codes(work: Work) -> ResponseReturnValue:
    """Ask for a code first."""
    return _ask(work, "recovery_codes")


@me.does("/recovery-codes")
def new_recovery_codes(work: Work) -> ResponseReturnValue:
    """Ten fresh ones, shown once. The old ones open nothing any more."""
    account = _mine(work)
    answer = _check(work, account)
    if answer is not Answer.RIGHT:
        return _refused(work, "recovery_codes", answer)
    return _show(second_step.new_recovery_codes(work, account.id))


@me.shows("/phone")
def phone(work: Work) -> ResponseReturnValue:
    """I have another phone: ask for a code of the old one first, or for one from paper."""
    return _ask(work, "phone")


@me.does("/phone")
def show_square(work: Work) -> ResponseReturnValue:
    """The square code for the other phone."""
    account = _mine(work)
    answer = _check(work, account)
    if answer is not Answer.RIGHT:
        return _refused(work, "phone", answer)
    return setting_up.page(work, account, second_step.new_seed(), Stage.NEW_PHONE, url_for("me.set_up_phone"))


@me.does("/phone/set-up")
def set_up_phone(work: Work) -> ResponseReturnValue:
    """Take the first code of the other phone. Everywhere but here one is signed out."""
    mine, proved = signed_in(), proof.brought(work, Stage.NEW_PHONE)
    if not proved or proved.account.id != mine.account_id:
        return _ask(work, "phone", ("code", TOO_LONG_AGO)), UNPROCESSABLE
    codes = second_step.move_to_another_phone(
        work,
        proved.account,
        proved.seed,
        typed("code", limit=100),
        session_id=mine.session_id,
        device_id=mine.device_id,
    )
    if codes is None:
        action = url_for("me.set_up_phone")
        page = setting_up.page(work, proved.account, proved.seed, Stage.NEW_PHONE, action, wrong=True)
        return page, UNPROCESSABLE
    return _show(codes)


def _mine(work: Work) -> Account:
    return queries.account(work, signed_in().account_id)


def _check(work: Work, account: Account) -> Answer:
    recovery = typed("recovery", limit=100)
    if recovery.strip():
        return second_step.check_recovery_code(work, account, recovery)
    return second_step.check_code(work, account, typed("code", limit=100))


def _refused(work: Work, what: str, answer: Answer) -> ResponseReturnValue:
    field = "recovery" if typed("recovery", limit=100).strip() else "code"
    status = TOO_MANY if answer is Answer.TOO_OFTEN else UNPROCESSABLE
    return _ask(work, what, (field, WRONG_CODE[answer])), status


def _ask(work: Work, what: str, error: tuple[str, str] | None = None) -> str:
    return render_template(
        "my_account/ask_for_code.html",
        what=what,
        has_codes=bool(_mine(work).seed),
        codes_left=second_step.recovery_codes_left(work, signed_in().account_id),
        errors=[error] if error else [],
    )


def _show(codes: list[str]) -> str:
    return render_template("welcome/recovery_codes.html", codes=codes, proof="", back=url_for("me.devices"))
