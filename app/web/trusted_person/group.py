"""The group of pages that is a trusted person's desk, and what the frame around every staff page needs to know."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, url_for

from app.domain.accounts.queries import SignedIn
from app.domain.people import rules
from app.domain.people.rules import Role
from app.foundation.actors import Staff
from app.foundation.errors import Refused
from app.foundation.work import Work
from app.web.guards import KEEPS_FAMILIES
from app.web.pages import Pages

desk = Pages("trusted_person", __name__, guard=KEEPS_FAMILIES)


@dataclass(frozen=True)
class Frame:
    """Who is signed in, for the bar above every staff page, and which rooms are open to them."""

    first_name: str
    keeps_families: bool
    keeps_house: bool
    keeps_safe: bool
    is_operator: bool


def frame() -> Frame | None:
    """The bar's own facts; None where nobody is signed in any more."""
    found: SignedIn | None = g.get("signed_in")
    if found is None:
        return None
    staff, place = found.staff, found.staff.organisation_id
    return Frame(
        first_name=found.first_name,
        keeps_families=rules.may_keep_families(staff, place),
        keeps_house=rules.may_keep_house(staff, place),
        keeps_safe=rules.may_keep_safe(staff, place),
        is_operator=Role.OPERATOR in staff.roles,
    )


def staff_home() -> str:
    """The address at which whoever is signed in begins their day."""
    found: SignedIn | None = g.get("signed_in")
    return home_of(found.staff) if found else url_for("welcome.sign_in")


def home_of(staff: Staff) -> str:
    """The address at which this member of staff begins their day: the inbox, if they keep families."""
    if rules.may_keep_families(staff, staff.organisation_id):
        return url_for("trusted_person.inbox")
    if rules.may_keep_safe(staff, staff.organisation_id):
        return url_for("safeguarding.keeping_safe")
    return url_for("operator.health" if Role.OPERATOR in staff.roles else "me.about_me")


@desk.app_context_processor
def _for_layout() -> dict[str, Callable[[], Frame | str | None]]:
    return {"staff_frame": frame, "staff_home": staff_home}


def refusal_of(work: Work, act: Callable[[], object]) -> str | None:
    """Do all of it, or nothing of it: then the sentence that says why, so that the form can be shown again."""
    try:
        with work.session.begin_nested():
            act()
    except Refused as refusal:
        return refusal.sentence
    return None
