"""The word that a family and their person agreed on: it opens what is older than 14 days, where it is said.

It is kept as a password is, never shown again and never in a text. Hash it, and see whether it is right, between two
Works: never inside one. Nothing here says whether there is a word.
"""

from uuid import UUID

from app.domain.limits import tries
from app.domain.limits.rules import Limited
from app.domain.limits.tries import Try
from app.domain.private_pages import rules
from app.domain.private_pages.models import FamilySession, FamilyWord
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.work import Work


def word_of(work: Work, contact_id: ContactId) -> FamilyWord | None:
    """What is kept of this family's word, if they have one."""
    return work.session.get(FamilyWord, contact_id)


def keep(work: Work, contact_id: ContactId, *, word_hash: str, set_by_id: MembershipId) -> None:
    """This is their word from now on; an older one opens nothing any more. `word_hash` is of the folded word."""
    kept = word_of(work, contact_id)
    if kept is None:
        kept = FamilyWord(contact_id=contact_id, word_hash=word_hash, set_by_id=set_by_id, set_at=work.now)
    kept.word_hash, kept.set_by_id, kept.set_at = word_hash, set_by_id, work.now
    work.session.add(kept)


def forget(work: Work, contact_id: ContactId) -> bool:
    """They have no word any more. False when they had none."""
    kept = word_of(work, contact_id)
    if kept:
        work.session.delete(kept)
    return kept is not None


def count_try(work: Work, session_id: UUID, contact_id: ContactId) -> list[UUID] | None:
    """Count one try on this visit, whether there is a word or not. None when there were too many."""
    return tries.begin(work, Try(Limited.WORD_BY_VISIT, str(session_id)), Try(Limited.WORD_BY_CONTACT, str(contact_id)))


def open_older(work: Work, session_id: UUID, *, counted: list[UUID]) -> None:
    """The word was right: this visit shows everything for an hour. A right word does not count as a try."""
    visit = work.session.get(FamilySession, session_id)
    if visit:
        visit.older_until = min(visit.until, work.now + rules.WORD_OPENS_FOR)
        work.session.add(visit)
        tries.take_back(work, counted)
