"""Who may open which group of pages. A guard finds out who is there, inside the page's own Work.

Rights are read at each request; nothing about a person is remembered between two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import g, request

from app.domain.accounts import queries as accounts
from app.domain.accounts.queries import SignedIn
from app.domain.people import rules as people_rules
from app.domain.people.rules import Role
from app.domain.private_pages import private_links
from app.domain.private_pages.private_links import Visiting
from app.foundation.actors import Actor, Anybody, Family, Operator, Provider
from app.foundation.errors import NotFound
from app.foundation.identifiers import OrganisationId
from app.foundation.settings import Settings
from app.foundation.work import Work
from app.web.devices import from_where

SEEN_EVERY = timedelta(minutes=1)


class SignInNeeded(Exception):
    """Nobody is signed in, or no more. What was typed is kept."""


class LinkNeeded(Exception):
    """This phone's visit to the private page is over. What was typed is kept."""


@dataclass(frozen=True)
class Guard:
    """`lets_in` puts the actor into the Work, or raises. `is_private` pages are never kept by a browser."""

    name: str
    lets_in: Callable[[Work], None]
    is_private: bool = True
    checks_form_token: bool = True


def cookie_name(settings: Settings, name: str) -> str:
    """`__Host-` binds a cookie to exactly our address; browsers take it only over https."""
    return f"__Host-{name}" if settings.is_https else name


def staff_cookie(settings: Settings) -> str:
    """The name of the cookie of staff."""
    return cookie_name(settings, "kettle_staff")


def family_cookie(settings: Settings) -> str:
    """The name of the cookie of families."""
    return cookie_name(settings, "kettle_family")


def _nobody(work: Work) -> None:
    work.actor = Anybody()


def _signed_in(work: Work) -> SignedIn:
    secret = request.cookies.get(staff_cookie(work.settings), "")
    found = accounts.staff_by_session(work, secret) if secret else None
    if found is None:
        raise SignInNeeded
    g.signed_in = found
    return found


def _staff(work: Work) -> None:
    work.actor = _signed_in(work).staff
    work.where_from = from_where()


def _staff_who(may: Callable[[Actor, OrganisationId], bool]) -> Callable[[Work], None]:
    """Only staff who may do something at their own organisation; for everybody else the page is not there."""

    def lets_in(work: Work) -> None:
        _staff(work)
        if not may(work.staff, work.staff.organisation_id):
            raise NotFound

    return lets_in


def _operator(work: Work) -> None:
    found = _signed_in(work)
    if Role.OPERATOR not in found.staff.roles:
        raise NotFound
    work.actor = Operator(found.staff.membership_id)
    work.where_from = from_where()


def _family(work: Work) -> None:
    secret = request.cookies.get(family_cookie(work.settings), "")
    found = private_links.family_by_session(work, secret) if secret else None
    if found is None:
        raise LinkNeeded
    g.visiting = found
    work.actor = Family(found.contact_id, found.number)
    work.where_from = "their private page"


def _provider(work: Work) -> None:
    # Each webhook checks the signature itself, before it opens a Work.
    work.actor = Provider()


def _demo(work: Work) -> None:
    if not work.settings.is_demo:
        raise NotFound
    work.actor = Anybody()


ANYBODY = Guard("anybody", _nobody, is_private=False)
STAFF = Guard("staff", _staff)
KEEPS_FAMILIES = Guard("keeps families", _staff_who(people_rules.may_keep_families))
KEEPS_HOUSE = Guard("keeps house", _staff_who(people_rules.may_keep_house))
KEEPS_SAFE = Guard("keeps children safe", _staff_who(people_rules.may_keep_safe))
OPERATOR = Guard("operator", _operator)
FAMILY = Guard("family", _family)
PROVIDER = Guard("provider", _provider, checks_form_token=False)
DEMO = Guard("demo", _demo)


def signed_in() -> SignedIn:
    """The staff session of this request."""
    found: SignedIn = g.signed_in
    return found


def visiting() -> Visiting:
    """The family session of this request."""
    found: Visiting = g.visiting
    return found
