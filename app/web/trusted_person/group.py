"""The group of pages that is a trusted person's desk, and what the frame around every staff page needs to know."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g

from app.domain.accounts.queries import SignedIn
from app.domain.people.rules import Role
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web.guards import STAFF
from app.web.pages import Pages

desk = Pages("trusted_person", __name__, guard=STAFF)


@dataclass(frozen=True)
class Frame:
    """Who is signed in, for the bar above every staff page. `keeps_families`: more than an operator alone."""

    first_name: str
    keeps_families: bool
    is_operator: bool


def frame() -> Frame | None:
    """The bar's own facts; None where nobody is signed in any more."""
    found: SignedIn | None = g.get("signed_in")
    if found is None:
        return None
    roles = found.staff.roles
    return Frame(found.first_name, bool(roles - {Role.OPERATOR}), Role.OPERATOR in roles)


@desk.app_context_processor
def _for_layout() -> dict[str, Callable[[], Frame | None]]:
    return {"staff_frame": frame}


def refusal_of(work: Work, act: Callable[[], object]) -> str | None:
    """Do all of it, or nothing of it: then the sentence that says why, so that the form can be shown again."""
    try:
        with work.session.begin_nested():
            act()
    except Refused as refusal:
        return refusal.sentence
    return None
