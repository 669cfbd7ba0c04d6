"""Finding a family by name or number, in one's own organisation. Says nothing about colleagues' threads.

What is looked for is sent in a form, never in an address: names must not stay in histories and logs.
"""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.conversations import queries
from app.domain.people import queries as people
from app.foundation.actors import Anybody
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.trusted_person import words
from app.web.trusted_person.group import desk

LIMIT = 30


@desk.shows("/find")
def find(_work: Work) -> ResponseReturnValue:
    """The empty form."""
    return render_template("trusted_person/find.html", fragment="", found=None)


@desk.does_in_steps("/find")
def find_now(house: House) -> ResponseReturnValue:
    """Who was found. Only reads, so nobody else has to wait for it."""
    fragment = forms.typed("fragment", limit=100)
    with house.database.reading(Anybody()) as work:
        desk.enter(work)
        g.work = work
        found = people.find(work, work.staff.organisation_id, fragment, limit=LIMIT)
        mine = queries.mine_with(work, [one.contact_id for one in found])
        return render_template(
            "trusted_person/find.html",
            fragment=fragment,
            found=[(one, mine.get(one.contact_id)) for one in found],
            for_people=for_people,
            words=words,
            is_full=len(found) == LIMIT,
        )
