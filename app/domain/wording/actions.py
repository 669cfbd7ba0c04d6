"""An organisation keeps its own words: one person proposes, a second approves. And it signs off what nobody reads
before it goes. Managers alone do this. No version is ever deleted."""

from uuid import UUID

from sqlmodel import col, delete

from app.domain.audit import actions as audit
from app.domain.people import rules as people_rules
from app.domain.wording import checks, queries, shelf
from app.domain.wording.models import LocalWords, SignedOff
from app.domain.wording.rules import ReadyWords, blanks_in
from app.foundation.errors import NotFound, Refused
from app.foundation.languages import ENGLISH, LANGUAGES, language
from app.foundation.text import storable
from app.foundation.work import Work

LONGEST_NAME = 100  # characters, of whoever read a text


def propose(work: Work, purpose: str, code: str, *, words: str) -> LocalWords:
    """Propose words of our own. Refused with everything that is wrong with them; NotFound for a purpose or language
    that we do not have, and for whoever keeps no house."""
    _must_keep_house(work)
    text = storable(words).strip()
    if wrong := problems(purpose, code, text):
        raise Refused(" ".join(wrong))
    place = work.staff.organisation_id
    own = queries.counting(work, place, purpose, code)
    if text == (own.words if own else shelf.ready_words(purpose, code).text):
        raise Refused("These are the words that stand there already.")
    made = LocalWords(
        organisation_id=place,
        purpose=purpose,
        language=code,
        words=text,
        proposed_by_id=work.staff.membership_id,
        proposed_at=work.now,
    )
    work.session.add(made)
    work.session.flush()
    audit.note(work, "proposed words of our own", "local_words", made.id, organisation_id=place, words=_named(made))
    return made


def problems(purpose: str, code: str, words: str) -> list[str]:
    """What keeps these words from standing there, each as a sentence. NotFound for what we do not have."""
    if purpose not in shelf.purposes() or code not in LANGUAGES:
        raise NotFound
    if not words.strip():
        return ["There is nothing written yet."]
    ready = ReadyWords(purpose, code, words, blanks_in(words), "")
    return checks.problems(shelf.purpose(purpose), ready, shelf.ready_words(purpose, ENGLISH.code), shelf.measure(code))


def approve(work: Work, local_id: UUID, *, read_by: str = "") -> LocalWords:
    """A second person approves; from now on these words count, and those before them do not. Refused to whoever
    proposed them, and where nobody is named who reads that language. Harmless when approved already."""
    found = queries.version(work, local_id)
    if found.approved_at:
        return found
    if found.ended_at:
        raise Refused("These words were put aside. Propose them again if they should count.")
    if found.proposed_by_id == work.staff.membership_id:
        raise Refused("You proposed these words. A second person approves them.")
    reader = _reader(read_by, found.language)
    if before := queries.counting(work, found.organisation_id, found.purpose, found.language):
        _end(work, before, "newer words count")
        work.session.flush()
    found.approved_by_id, found.approved_at, found.read_by = work.staff.membership_id, work.now, reader
    work.session.add(found)
    place = found.organisation_id
    audit.note(work, "approved words of our own", "local_words", found.id, organisation_id=place, words=_named(found))
    return found


def put_aside(work: Work, local_id: UUID, *, why: str = "") -> LocalWords:
    """Turn a proposal down, or let words of our own count no longer: then those of the shelf do. Harmless when done."""
    found = queries.version(work, local_id)
    if found.ended_at is None:
        _end(work, found, storable(why).strip()[:300])
        place, named = found.organisation_id, _named(found)
        audit.note(work, "put words of our own aside", "local_words", found.id, organisation_id=place, words=named)
    return found


def sign_off(work: Work, code: str, *, read_by: str) -> int:
    """Stand for every text on the shelf that nobody reads before it goes, in this language: somebody who speaks it has
    read them. Gives how many were signed off now. Refused without a name; NotFound for a language that has none."""
    _must_keep_house(work)
    if code not in LANGUAGES or code == ENGLISH.code:
        raise NotFound
    reader = _reader(read_by, code)
    place = work.staff.organisation_id
    waiting = [name for name in queries.signs_off() if not queries.is_signed_off(work, place, name, code)]
    ready = [words for name in waiting if (words := shelf.ready_words(name, code)).language == code]
    for words in ready:
        work.session.add(
            SignedOff(
                organisation_id=place,
                language=code,
                purpose=words.purpose,
                digest=queries.digest_of(words),
                read_by=reader,
                signed_by_id=work.staff.membership_id,
                signed_at=work.now,
            )
        )
    if ready:
        said = f"{language(code).english}, read by {reader}"
        audit.note(work, "signed off automatic texts", "organisation", place, organisation_id=place, words=said)
    return len(ready)


def take_sign_off_back(work: Work, code: str) -> None:
    """These texts go out in English again. Harmless when nothing was signed off."""
    _must_keep_house(work)
    place = work.staff.organisation_id
    if not queries.sign_offs(work, code):
        return
    work.session.exec(delete(SignedOff).where(col(SignedOff.organisation_id) == place, col(SignedOff.language) == code))
    said = language(code).english
    audit.note(work, "took a sign-off back", "organisation", place, organisation_id=place, words=said)


def _must_keep_house(work: Work) -> None:
    if not people_rules.may_keep_house(work.actor, work.staff.organisation_id):
        raise NotFound


def _reader(read_by: str, code: str) -> str:
    reader = " ".join(storable(read_by).split())[:LONGEST_NAME]
    if not reader and code != ENGLISH.code:
        raise Refused(f"Please write who read them. It is somebody who speaks {language(code).english}.")
    return reader


def _end(work: Work, words: LocalWords, why: str) -> None:
    words.ended_by_id, words.ended_at, words.why_ended = work.staff.membership_id, work.now, why
    work.session.add(words)


def _named(words: LocalWords) -> str:
    return f"{shelf.purpose(words.purpose).title}, {language(words.language).english}"
