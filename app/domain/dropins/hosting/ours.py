"""What an organisation allows for its times to talk: said by a manager, and nothing is allowed until then."""

from collections.abc import Collection

from app.domain.audit import actions as audit
from app.domain.dropins.models import OurTimes
from app.domain.dropins.rules import Mode
from app.domain.people import rules as people_rules
from app.foundation.errors import Refused
from app.foundation.identifiers import OrganisationId
from app.foundation.work import Work


def of(work: Work, organisation_id: OrganisationId) -> OurTimes:
    """What this organisation allows."""
    return work.session.get(OurTimes, organisation_id) or OurTimes(organisation_id=organisation_id)


def let_young_people_book(work: Work, modes: Collection[str]) -> None:
    """Young people may book by themselves with their own person, in these ways; in none, not at all."""
    found = _mine(work)
    found.young_modes = ",".join(mode for mode in Mode if mode in set(modes))
    _kept(work, found, "said how young people may book")


def confirm_no_fines(work: Work, *, is_true: bool) -> None:
    """A manager confirms that nobody talks of fines or court at times to talk, or takes that back."""
    found = _mine(work)
    if is_true:
        found.no_fines_by_id, found.no_fines_at = work.staff.membership_id, work.now
        _kept(work, found, "confirmed that nobody talks of fines")
    else:
        found.no_fines_by_id, found.no_fines_at = None, None
        _kept(work, found, "took back that nobody talks of fines")


def _mine(work: Work) -> OurTimes:
    if not people_rules.may_keep_house(work.actor, work.staff.organisation_id):
        raise Refused("Only a manager of this organisation can do that.")
    return of(work, work.staff.organisation_id)


def _kept(work: Work, found: OurTimes, verb: str) -> None:
    work.session.add(found)
    audit.note(work, verb, "organisation", found.organisation_id, organisation_id=found.organisation_id)
