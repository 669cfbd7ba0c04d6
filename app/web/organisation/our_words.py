"""An organisation's own words: how far every text is checked in every language, and words of its own that one person
proposes and a second one approves. Old versions stay visible."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import members
from app.domain.people import queries as people
from app.domain.wording import actions, checks, queries, shelf
from app.domain.wording.coach import looking
from app.domain.wording.coach.remarks import Reader, Remark
from app.domain.wording.models import LocalWords
from app.domain.wording.queries import HowFar
from app.domain.wording.rules import Purpose, ReadyWords
from app.foundation.errors import NotFound
from app.foundation.languages import ENGLISH, LANGUAGES, Language, language
from app.foundation.sms import in_words, parts_of
from app.foundation.work import Work
from app.web import forms, times
from app.web.organisation.group import REFUSED, house, zone_of
from app.web.trusted_person.group import refusal_of


@dataclass(frozen=True)
class Row:
    """One purpose, and how far its words are checked in each language."""

    purpose: Purpose
    how_far: tuple[HowFar, ...]


@dataclass(frozen=True)
class Looked:
    """A proposal as it would stand on a phone, with what is wrong and what the coach says."""

    on_phone: str
    cost: str
    problems: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Version:
    """One version of ours: what became of it, in words; how it would look, while it waits for a second person."""

    words: LocalWords
    language: Language
    said: str
    counts: bool
    waits: bool
    may_approve: bool
    looked: Looked | None


@house.shows("/our-words")
def our_words(work: Work) -> ResponseReturnValue:
    """Everything at a glance, and what waits for a second person."""
    found: dict[str, list[HowFar]] = {}
    for one in queries.how_far(work, work.staff.organisation_id):
        found.setdefault(one.purpose, []).append(one)
    rows = [Row(shelf.purpose(name), tuple(cells)) for name, cells in found.items()]
    return render_template(
        "organisation/our_words.html",
        rows=sorted(rows, key=lambda row: row.purpose.title),
        languages=list(LANGUAGES.values()),
        signed_off={
            code for code in LANGUAGES if queries.is_language_signed_off(work, work.staff.organisation_id, code)
        },
        waiting=[_version(work, one) for one in queries.proposals(work)],
        titles={name: shelf.purpose(name).title for name in shelf.purposes()},
        is_due=shelf.outside_is_due(people.today_at(work, work.staff.organisation_id)),
        slug=people.organisation(work, work.staff.organisation_id).slug,
    )


@house.shows("/our-words/<purpose>")
def ready_words(work: Work, purpose: str) -> ResponseReturnValue:
    """One purpose in one language: the words that count, and every version of ours."""
    return _draw(work, purpose, _code(request.args.get("in", ENGLISH.code)))


@house.does("/our-words/<purpose>")
def propose(work: Work, purpose: str) -> ResponseReturnValue:
    """Propose words of ours, or only look at them on a phone."""
    code, words = _code(forms.typed("in", limit=20)), forms.typed("words", limit=2_000)
    if request.form.get("do") == "look":
        return _draw(work, purpose, code, words=words, looked=_looked(purpose, code, words))
    problem = refusal_of(work, lambda: actions.propose(work, purpose, code, words=words))
    if problem:
        looked = _looked(purpose, code, words)
        return _draw(work, purpose, code, words=words, looked=looked, problem=problem), REFUSED
    return _back(purpose, code)


@house.does("/our-words/versions/<uuid:local_id>/approve")
def approve(work: Work, local_id: UUID) -> ResponseReturnValue:
    """A second person approves."""
    found = queries.version(work, local_id)
    read_by = forms.typed("read_by", limit=200)
    problem = refusal_of(work, lambda: actions.approve(work, local_id, read_by=read_by))
    if problem:
        return _draw(work, found.purpose, found.language, problem=problem, field="versions"), REFUSED
    return _back(found.purpose, found.language)


@house.does("/our-words/versions/<uuid:local_id>/put-aside")
def put_aside(work: Work, local_id: UUID) -> ResponseReturnValue:
    """Turn a proposal down, or let words of ours count no longer."""
    found = actions.put_aside(work, local_id, why=forms.typed("why", limit=300))
    return _back(found.purpose, found.language)


def _back(purpose: str, code: str) -> ResponseReturnValue:
    where: dict[str, Any] = {"purpose": purpose, "in": code}
    return redirect(url_for("house.ready_words", _anchor="versions", **where), 303)


def _code(code: str) -> str:
    if code not in LANGUAGES:
        raise NotFound
    return code


def _draw(
    work: Work,
    purpose: str,
    code: str,
    *,
    words: str | None = None,
    looked: Looked | None = None,
    problem: str = "",
    field: str = "words",
) -> str:
    if purpose not in shelf.purposes():
        raise NotFound
    place = work.staff.organisation_id
    stands = queries.words_for(work, place, purpose, code)
    return render_template(
        "organisation/our_words_one.html",
        purpose=shelf.purpose(purpose),
        language=language(code),
        languages=list(LANGUAGES.values()),
        stands=stands,
        english=queries.words_for(work, place, purpose, ENGLISH.code).text,
        words=stands.text if words is None else words,
        looked=looked or _looked(purpose, code, stands.text),
        versions=[_version(work, one) for one in queries.versions(work, purpose) if one.language == code],
        errors=[(field, problem)] if problem else [],
    )


def _looked(purpose: str, code: str, words: str) -> Looked:
    """Words on a pretend phone, with typical names. Only blanks that we know are filled."""
    wrong = actions.problems(purpose, code, words)
    ready = ReadyWords(purpose, code, words, frozenset(), "")
    on_phone = checks.typical(ready.text)
    remarks = looking.look(on_phone, Reader(language=code, author=checks.TYPICAL["first_name"]), shelf.rulebook)
    return Looked(
        on_phone, in_words(parts_of(on_phone)), tuple(wrong), tuple(one for one in remarks if not one.is_note)
    )


def _version(work: Work, one: LocalWords) -> Version:
    zone = zone_of(work)
    by = members.membership(work, one.proposed_by_id).first_name
    said = f"Proposed by {by}, {times.said(one.proposed_at, work.now, zone)}."
    if one.approved_by_id and one.approved_at:
        approver = members.membership(work, one.approved_by_id).first_name
        read = f", read by {one.read_by}" if one.read_by else ""
        said += f" Approved by {approver}, {times.said(one.approved_at, work.now, zone)}{read}."
    if one.ended_by_id and one.ended_at:
        why = f": {one.why_ended}" if one.why_ended else ""
        ended = members.membership(work, one.ended_by_id).first_name
        said += f" Put aside by {ended}, {times.said(one.ended_at, work.now, zone)}{why}."
    waits = one.approved_at is None and one.ended_at is None
    return Version(
        words=one,
        language=language(one.language),
        said=said,
        counts=one.approved_at is not None and one.ended_at is None,
        waits=waits,
        may_approve=waits and one.proposed_by_id != work.staff.membership_id,
        looked=_looked(one.purpose, one.language, one.words) if waits else None,
    )
