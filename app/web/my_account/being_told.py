"""How I hear that somebody waits: by e-mail, by text to a work phone, or not at all; never on a private phone."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import joining, members
from app.domain.people.rules import PingBy
from app.foundation.phone_numbers import for_people
from app.foundation.work import Work
from app.web import forms
from app.web.my_account.group import me
from app.web.trusted_person.group import refusal_of

REFUSED = 422
WAYS = (
    (PingBy.EMAIL.value, "By e-mail"),
    (PingBy.TEXT.value, "By text to my work phone"),
    (PingBy.NOT.value, "Not at all: I look by myself"),
)


@me.shows("/being-told")
def being_told(work: Work) -> ResponseReturnValue:
    """How it is now."""
    person = members.membership(work, work.staff.membership_id)
    return _draw(person.ping_by, for_people(person.work_phone) if person.work_phone else "")


@me.does("/being-told")
def tell_me(work: Work) -> ResponseReturnValue:
    """How it shall be. A refusal keeps everything typed."""
    by, phone = forms.typed("by", limit=20), forms.typed("work_phone", limit=60)
    way = PingBy(by) if by in set(PingBy) else PingBy.EMAIL
    problem = refusal_of(work, lambda: joining.tell_me_by(work, way, work_phone=phone))
    if problem:
        return _draw(way, phone, problem), REFUSED
    return redirect(url_for("me.being_told", _anchor="kept"), 303)


def _draw(by: str, work_phone: str, problem: str = "") -> str:
    return render_template(
        "my_account/being_told.html",
        ways=WAYS,
        by=by,
        work_phone=work_phone,
        problem=problem,
        errors=[("work_phone", problem)] if problem else [],
    )
