"""The first page about oneself: one line for each thing that one keeps here."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.handover import queries as handover
from app.domain.people import members
from app.domain.people import queries as people
from app.foundation.work import Work
from app.web.my_account.group import me


@me.shows("")
def about_me(work: Work) -> ResponseReturnValue:
    """The page. Also where somebody lands after signing in who has no inbox."""
    person = members.membership(work, work.staff.membership_id)
    place = people.organisation(work, work.staff.organisation_id)
    leaving = handover.leaving(work, person.id)
    return render_template("my_account/about_me.html", person=person, place=place, leaving=leaving)
