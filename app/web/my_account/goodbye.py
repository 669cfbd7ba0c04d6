"""I leave: my goodbye, in my own words. Each family reads it with the name of who comes next; I see it as it goes."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.handover import actions, queries
from app.domain.handover.models import Leaving
from app.domain.handover.rules import Family
from app.domain.people import queries as people
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web import forms
from app.web.my_account.group import me
from app.web.trusted_person.group import refusal_of

REFUSED = 409


@me.shows("/goodbye")
def goodbye(work: Work) -> ResponseReturnValue:
    """The page. NotFound for whoever does not leave."""
    return _draw(work, queries.must_be_leaving(work, work.staff.membership_id))


@me.does("/goodbye")
def write_goodbye(work: Work) -> ResponseReturnValue:
    """Keep the words, and look at the whole text again; nothing goes yet."""
    actions.write_goodbye(work, words=forms.typed("words"))
    return redirect(url_for("me.goodbye", _anchor="whole"), 303)


@me.does("/goodbye/send")
def say_goodbye(work: Work) -> ResponseReturnValue:
    """Text it to every family that can be told."""
    found = queries.must_be_leaving(work, work.staff.membership_id)
    problem = refusal_of(work, lambda: actions.say_goodbye(work, once=forms.once()))
    if problem:
        return _draw(work, found, problem), REFUSED
    return redirect(url_for("me.goodbye", _anchor="families"), 303)


def _draw(work: Work, found: Leaving, problem: str = "") -> str:
    families = queries.families_of(work, found.membership_id)
    return render_template(
        "my_account/goodbye.html",
        leaving=found,
        families=families,
        to_text=[one for one in families if one.next_id and one.can_be_texted and not one.is_told],
        whole=_whole(work, found, families),
        zone=people.organisation(work, work.staff.organisation_id).zone,
        form_mark=forms.form_mark(),
        errors=[("words", problem)] if problem else [],
    )


def _whole(work: Work, found: Leaving, families: list[Family]) -> str:
    """The text as the first family will read it; empty while words or a next person are missing."""
    known = [one for one in families if one.next_id]
    try:
        return actions.goodbye_to(work, found, known[0]) if known else ""
    except Refused:
        return ""
