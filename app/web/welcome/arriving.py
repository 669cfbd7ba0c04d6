"""Coming in, after every step: at the one place where somebody works, or at the one of several that they choose. Then
to what they were writing, to the page they asked for, or to where their day begins."""

from collections.abc import Sequence

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.accounts import queries
from app.domain.accounts.models import Account
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.foundation.actors import Staff
from app.foundation.work import Work
from app.web import staff_cookies
from app.web.devices import from_where
from app.web.trusted_person.group import home_of
from app.web.welcome import proof
from app.web.welcome.first_step import NO_PLACE, TOO_LONG_AGO, once_more
from app.web.welcome.group import pages
from app.web.welcome.kept_form import carried, is_ours, kept_form
from app.web.welcome.proof import Stage


@pages.does("/sign-in/place")
def arrive(work: Work) -> ResponseReturnValue:
    """Take the place that was chosen."""
    work.where_from = from_where()
    proved = proof.brought(work, Stage.PLACE)
    if not proved:
        return once_more(TOO_LONG_AGO)
    return come_in(work, proved.account)


def come_in(work: Work, account: Account, *, remember: bool = False) -> ResponseReturnValue:
    """Begin a session at the one place, or at the chosen one of several; else ask which."""
    places = queries.places_of(work, account.id)
    if not places:
        return once_more(NO_PLACE)
    chosen = places[0] if len(places) == 1 else _chosen(places)
    if not chosen:
        answer = make_response(_which_place(work, account, places))
        staff_cookies.know_this_device(work, account, answer, remember=remember)
        return answer
    answer = make_response(_where_to(Staff(chosen.id, chosen.organisation_id, members.roles_of(work, chosen.id))))
    staff_cookies.sit_down(work, account, chosen.id, answer, remember=remember)
    return answer


def _chosen(places: Sequence[Membership]) -> Membership | None:
    return next((one for one in places if str(one.id) == request.form.get("place", "")), None)


def _which_place(work: Work, account: Account, places: Sequence[Membership]) -> str:
    return render_template(
        "welcome/place.html",
        places=[(str(one.id), people.organisation(work, one.organisation_id).name) for one in places],
        proof=proof.seal(work, account, Stage.PLACE),
        kept=carried(),
        next=request.form.get("next", ""),
    )


def _where_to(staff: Staff) -> ResponseReturnValue:
    kept = kept_form()
    if kept:
        return render_template("welcome/kept.html", kept=kept)
    wanted = request.form.get("next", "")
    if is_ours(wanted, "GET"):
        return redirect(wanted, 303)
    return redirect(home_of(staff), 303)
