"""The safeguarding lead's first page: what is held back from families now, and finding a family to look at.

A lead may be nobody's person and keep no families otherwise. What is looked for goes in a form, never in an address,
and stands in the record.
"""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.people import queries as people
from app.domain.permissions import holding_back
from app.foundation.actors import Anybody
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.organisation.group import safe, zone_of

LIMIT = 30


@safe.shows("/safeguarding")
def keeping_safe(work: Work) -> ResponseReturnValue:
    """The list, and the empty form."""
    return _draw(work)


@safe.does_in_steps("/safeguarding/find")
def find(house: House) -> ResponseReturnValue:
    """Who was found, in one's own organisation. Only reads; the record is written before the answer leaves."""
    fragment = forms.typed("fragment", limit=100)
    with house.database.reading(Anybody()) as work:
        safe.enter(work)
        g.work = work
        found = people.find(work, work.staff.organisation_id, fragment, limit=LIMIT)
        return _draw(work, fragment, found)


def _draw(work: Work, fragment: str = "", found: list[people.Found] | None = None) -> str:
    return render_template(
        "organisation/safeguarding.html",
        held=holding_back.held_at(work, work.staff.organisation_id),
        fragment=fragment,
        found=found,
        is_full=found is not None and len(found) == LIMIT,
        for_people=for_people,
        zone=zone_of(work),
    )
