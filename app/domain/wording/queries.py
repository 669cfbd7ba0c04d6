"""The words that an organisation uses: its own version where it has one, else those on the shelf. Only reads."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.domain.people import members
from app.domain.people import rules as people_rules
from app.domain.wording import shelf
from app.domain.wording.models import LocalWords, SignedOff
from app.domain.wording.rules import READ_BY_NOBODY, ReadyWords, blanks_in
from app.foundation.errors import NotFound
from app.foundation.identifiers import OrganisationId
from app.foundation.languages import ENGLISH, LANGUAGES
from app.foundation.work import Work

# Sent without their author reading them in the family's language first: automatic texts, the link, and goodbyes.
GO_UNREAD = frozenset({"link_offered", "goodbye", "goodbye_fresh"})


@dataclass(frozen=True)
class HowFar:
    """How far one text is checked at one organisation, in words; `counts`: it goes out in this language."""

    purpose: str
    language: str
    words: str
    is_own: bool
    counts: bool


def words_for(work: Work, organisation_id: OrganisationId, purpose: str, language: str) -> ReadyWords:
    """The words of an organisation for a purpose in a language: its own, else those on the shelf, else English.
    KeyError for a purpose that we do not have."""
    own = counting(work, organisation_id, purpose, language)
    return _own_words(own) if own else shelf.ready_words(purpose, language)


def all_words_for(
    work: Work, organisation_id: OrganisationId, purposes: Iterable[str], language: str
) -> dict[str, ReadyWords]:
    """The same for several purposes, in one read."""
    query = _counting(organisation_id).where(LocalWords.language == language)
    own = {one.purpose: one for one in work.session.exec(query)}
    return {name: _own_words(own[name]) if name in own else shelf.ready_words(name, language) for name in purposes}


def _own_words(own: LocalWords) -> ReadyWords:
    checked = f"our own words, read by {own.read_by}" if own.read_by else "our own words"
    return ReadyWords(own.purpose, own.language, own.words, blanks_in(own.words), checked)


def automatic_words(work: Work, organisation_id: OrganisationId, purpose: str, language: str) -> ReadyWords:
    """The same for a text that nobody reads before it goes: English until this organisation stands for the words in
    the family's language."""
    own = counting(work, organisation_id, purpose, language)
    if own is not None or is_signed_off(work, organisation_id, purpose, language):
        return words_for(work, organisation_id, purpose, language)
    return words_for(work, organisation_id, purpose, ENGLISH.code)


def is_signed_off(work: Work, organisation_id: OrganisationId, purpose: str, language: str) -> bool:
    """Has this organisation signed off exactly these words from the shelf? English needs none."""
    if language == ENGLISH.code:
        return True
    query = select(SignedOff.id).where(
        SignedOff.organisation_id == organisation_id,
        SignedOff.purpose == purpose,
        SignedOff.language == language,
        SignedOff.digest == digest_of(shelf.ready_words(purpose, language)),
    )
    return work.session.exec(query.limit(1)).first() is not None


def signs_off() -> tuple[str, ...]:
    """The purposes whose words an organisation signs off in each language: those that nobody reads before they go."""
    return tuple(name for name in shelf.purposes() if shelf.purpose(name).is_automatic or name in GO_UNREAD)


def is_language_signed_off(work: Work, organisation_id: OrganisationId, language: str) -> bool:
    """Does every text that nobody reads before it goes go out in this language here?"""
    if language == ENGLISH.code:
        return True
    of_language = SignedOff.organisation_id == organisation_id, SignedOff.language == language
    signed = set(work.session.exec(select(SignedOff.purpose, SignedOff.digest).where(*of_language)).all())
    own = set(
        work.session.exec(select(LocalWords.purpose).where(*_counts(organisation_id), LocalWords.language == language))
    )
    return all(name in own or (name, digest_of(shelf.ready_words(name, language))) in signed for name in signs_off())


def digest_of(words: ReadyWords) -> str:
    """What a sign-off is of: exactly these words in this language."""
    return hashlib.sha256(f"{words.language}\n{words.text}".encode()).hexdigest()


def counting(work: Work, organisation_id: OrganisationId, purpose: str, language: str) -> LocalWords | None:
    """The organisation's own version that counts now."""
    query = _counting(organisation_id).where(LocalWords.purpose == purpose, LocalWords.language == language)
    return work.session.exec(query).first()


def versions(work: Work, purpose: str) -> Sequence[LocalWords]:
    """Every version that the actor's organisation ever had of a purpose, the newest first."""
    query = _of(work.staff.organisation_id).where(LocalWords.purpose == purpose)
    return work.session.exec(query.order_by(col(LocalWords.proposed_at).desc(), col(LocalWords.id).desc())).all()


def proposals(work: Work) -> Sequence[LocalWords]:
    """What waits for a second person at the actor's organisation, the oldest first."""
    query = _of(work.staff.organisation_id).where(
        col(LocalWords.approved_at).is_(None), col(LocalWords.ended_at).is_(None)
    )
    return work.session.exec(query.order_by(col(LocalWords.proposed_at))).all()


def version(work: Work, local_id: object) -> LocalWords:
    """One version of the actor's own organisation. NotFound for any other, and for whoever does not keep the house."""
    found = work.session.get(LocalWords, local_id, with_for_update=True)
    if not found or not people_rules.may_keep_house(work.actor, found.organisation_id):
        raise NotFound
    return found


def sign_offs(work: Work, language: str) -> Sequence[SignedOff]:
    """Who signed off what in a language at the actor's organisation, the newest first."""
    query = select(SignedOff).where(
        SignedOff.organisation_id == work.staff.organisation_id, SignedOff.language == language
    )
    return work.session.exec(query.order_by(col(SignedOff.signed_at).desc())).all()


def how_far(work: Work, organisation_id: OrganisationId) -> list[HowFar]:
    """How far every text is checked at an organisation: purposes by name, languages in our order."""
    own = {(one.purpose, one.language): one for one in work.session.exec(_counting(organisation_id))}
    signed = {
        (one.purpose, one.language, one.digest): one
        for one in work.session.exec(select(SignedOff).where(SignedOff.organisation_id == organisation_id))
    }
    unread = set(signs_off())
    return [
        _how_far(work, name, code, own.get((name, code)), signed, goes_unread=name in unread)
        for name in shelf.purposes()
        for code in LANGUAGES
    ]


def _how_far(
    work: Work,
    purpose: str,
    language: str,
    own: LocalWords | None,
    signed: dict[tuple[str, str, str], SignedOff],
    *,
    goes_unread: bool,
) -> HowFar:
    if own and own.approved_by_id:
        approver = members.membership(work, own.approved_by_id).first_name
        return HowFar(purpose, language, f"our own, approved by {approver}", is_own=True, counts=True)
    words = shelf.ready_words(purpose, language)
    if words.language != language:
        return HowFar(purpose, language, "not there: English goes", is_own=False, counts=False)
    found = signed.get((purpose, language, digest_of(words)))
    if found:
        return HowFar(purpose, language, f"signed off, read by {found.read_by}", is_own=False, counts=True)
    counts = language == ENGLISH.code or (not goes_unread and words.checked != READ_BY_NOBODY)
    return HowFar(purpose, language, words.checked, is_own=False, counts=counts)


def _counting(organisation_id: OrganisationId) -> SelectOfScalar[LocalWords]:
    return select(LocalWords).where(*_counts(organisation_id))


def _counts(organisation_id: OrganisationId) -> tuple[sa.ColumnElement[bool], ...]:
    is_there = col(LocalWords.organisation_id) == organisation_id
    return is_there, col(LocalWords.approved_at).is_not(None), col(LocalWords.ended_at).is_(None)


def _of(organisation_id: OrganisationId) -> SelectOfScalar[LocalWords]:
    return select(LocalWords).where(LocalWords.organisation_id == organisation_id)
