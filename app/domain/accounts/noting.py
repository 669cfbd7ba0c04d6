"""Putting on record what somebody did with their own sign-in: an entry at each place that it opens, because each of
those places is to know. No place hears of another."""

from app.domain.accounts import queries
from app.domain.audit import actions as audit
from app.foundation.identifiers import AccountId
from app.foundation.work import Work


def note(work: Work, verb: str, account_id: AccountId) -> None:
    """Add an entry about whoever owns this account, at every place where they work now."""
    for place in sorted(queries.places_of(work, account_id), key=lambda one: one.id):
        audit.note(work, verb, "membership", place.id, organisation_id=place.organisation_id)
