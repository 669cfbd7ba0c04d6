"""The phone with the codes is lost: by the link from the e-mail, and with their password, somebody sets up another."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.accounts import queries, second_step, staff_links
from app.domain.accounts.rules import StaffLink
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web.devices import from_where
from app.web.forms import typed
from app.web.welcome import password_step, proof, setting_up
from app.web.welcome.first_step import TOO_LONG_AGO, TOO_MANY, UNAUTHORISED, UNPROCESSABLE, once_more
from app.web.welcome.group import pages
from app.web.welcome.invitation import too_old
from app.web.welcome.password_step import Claim, Refusal
from app.web.welcome.proof import Stage

WRONG = {
    Refusal.WRONG: "That is not your password. Nothing is lost: try again, or choose a new one first.",
    Refusal.TOO_OFTEN: "That was too many tries. Wait half an hour, then try again.",
}


@pages.shows("/lost-phone/<secret>")
def lost_phone(work: Work, secret: str) -> ResponseReturnValue:
    """Ask for the password. Opening it uses nothing up."""
    try:
        staff_links.owner(work, secret, StaffLink.LOST_PHONE)
    except NotFound:
        return too_old(StaffLink.LOST_PHONE)
    return _page("")


@pages.does_in_steps("/lost-phone/<secret>")
def show_square(house: House, secret: str) -> ResponseReturnValue:
    """With the right password: the square code for another phone. Uses nothing up yet."""

    def who(work: Work) -> Claim:
        owner = staff_links.owner(work, secret, StaffLink.LOST_PHONE)
        return Claim(owner.email, owner)

    try:
        checked = password_step.check(house, pages.enter, who)
    except NotFound:
        return too_old(StaffLink.LOST_PHONE)
    if isinstance(checked, Refusal):
        return _page(WRONG[checked]), TOO_MANY if checked is Refusal.TOO_OFTEN else UNAUTHORISED
    with house.database.writing(Anybody()) as work:
        pages.enter(work)
        account = queries.account(work, checked)
        return setting_up.page(work, account, second_step.new_seed(), Stage.LOST_PHONE, _next_step(secret))


@pages.does("/lost-phone/<secret>/set-up")
def set_up_another(work: Work, secret: str) -> ResponseReturnValue:
    """Take the first code of the other phone. The link is used up only now, and every device is signed out."""
    work.where_from = from_where()
    proved = proof.brought(work, Stage.LOST_PHONE)
    if not proved:
        return once_more(TOO_LONG_AGO)
    try:
        is_theirs = staff_links.owner(work, secret, StaffLink.LOST_PHONE).id == proved.account.id
    except NotFound:
        is_theirs = False
    if not is_theirs:
        return too_old(StaffLink.LOST_PHONE)
    codes = second_step.move_to_another_phone(work, proved.account, proved.seed, typed("code", limit=100))
    if codes is None:
        step = _next_step(secret)
        return setting_up.page(work, proved.account, proved.seed, Stage.LOST_PHONE, step, wrong=True), UNPROCESSABLE
    staff_links.use(work, secret, StaffLink.LOST_PHONE)
    return setting_up.show_codes_before_coming_in(work, proved.account, codes)


def _next_step(secret: str) -> str:
    return url_for("welcome.set_up_another", secret=secret)


def _page(problem: str) -> str:
    return render_template("welcome/lost_phone.html", problem=problem)
