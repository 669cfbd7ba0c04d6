"""What an organisation allows for its times to talk: how young people may book, and whether nobody talks of fines."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.dropins.hosting import ours
from app.domain.dropins.rules import Mode
from app.domain.people import names
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import house, zone_of

MODES = {
    Mode.SCHOOL: "In school",
    Mode.COMMUNITY: "Somewhere else that we have chosen",
    Mode.PHONE: "On the phone",
    Mode.VIDEO: "By video",
    Mode.HOME: "At home",
}


@house.shows("/our-times")
def our_times(work: Work) -> ResponseReturnValue:
    """The page."""
    found = ours.of(work, work.staff.organisation_id)
    by = names.of_staff(work, found.organisation_id, [found.no_fines_by_id] if found.no_fines_by_id else [])
    return render_template(
        "organisation/our_times.html",
        modes=MODES,
        young=found.young_modes.split(","),
        confirmed_by=by[found.no_fines_by_id].whole if found.no_fines_by_id in by else "",
        confirmed_at=found.no_fines_at,
        zone=zone_of(work),
        done=request.args.get("done", ""),
    )


@house.does("/our-times/young")
def let_young_people_book(work: Work) -> ResponseReturnValue:
    """How they may book by themselves, if at all."""
    ours.let_young_people_book(work, request.form.getlist("modes"))
    return redirect(url_for("house.our_times", done="young"), 303)


@house.does("/our-times/fines")
def confirm_no_fines(work: Work) -> ResponseReturnValue:
    """Nobody talks of fines there: the manager stands for it, or no longer."""
    ours.confirm_no_fines(work, is_true=forms.typed("answer", limit=10) == "yes")
    return redirect(url_for("house.our_times", done="fines"), 303)
