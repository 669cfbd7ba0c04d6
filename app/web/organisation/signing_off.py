"""Signing automatic texts off in a language: somebody who speaks it has read the few texts that nobody reads before
they go. And which computer translates, if any."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.conversations.translating import choosing
from app.domain.people import members
from app.domain.wording import actions, queries, shelf
from app.domain.wording.rules import Purpose
from app.foundation.errors import NotFound
from app.foundation.languages import ENGLISH, LANGUAGES, language
from app.foundation.work import Work
from app.web import forms, pages, times
from app.web.organisation.group import REFUSED, house, zone_of
from app.web.trusted_person.group import refusal_of


@dataclass(frozen=True)
class ToRead:
    """One text that goes without anybody reading it first, with its English beside it."""

    purpose: Purpose
    words: str
    english: str
    is_there: bool
    is_signed_off: bool


@house.shows("/our-words/languages/<code>")
def sign_off_page(work: Work, code: str) -> ResponseReturnValue:
    """The few texts to read, and who has signed them off."""
    return _draw(work, code)


@house.does("/our-words/languages/<code>")
def sign_off(work: Work, code: str) -> ResponseReturnValue:
    """We stand for these words."""
    problem = refusal_of(work, lambda: actions.sign_off(work, code, read_by=forms.typed("read_by", limit=200)))
    if problem:
        return _draw(work, code, problem), REFUSED
    return redirect(url_for("house.sign_off_page", code=code), 303)


@house.does("/our-words/languages/<code>/take-back")
def take_sign_off_back(work: Work, code: str) -> ResponseReturnValue:
    """These texts go in English again."""
    actions.take_sign_off_back(work, code)
    return redirect(url_for("house.sign_off_page", code=code), 303)


@house.shows("/translating")
def who_translates(work: Work) -> ResponseReturnValue:
    """Which computer translates here, and what families are told."""
    return _draw_translators(work)


@house.does("/translating")
def choose_translator(work: Work) -> ResponseReturnValue:
    """Choose who translates, or nobody."""
    wanted = request.form.get("translator", "")
    if not wanted:
        choosing.put_away(work)
        return redirect(url_for("house.who_translates"), 303)
    has_said_so = forms.ticked("told")
    translators = pages.house().translators
    problem = refusal_of(work, lambda: choosing.choose(work, wanted, translators, has_said_so=has_said_so))
    if problem:
        return _draw_translators(work, problem), REFUSED
    return redirect(url_for("house.who_translates"), 303)


def _draw(work: Work, code: str, problem: str = "") -> str:
    if code not in LANGUAGES or code == ENGLISH.code:
        raise NotFound
    place, zone = work.staff.organisation_id, zone_of(work)
    texts = [_to_read(work, name, code) for name in queries.signs_off()]
    signed = next(iter(queries.sign_offs(work, code)), None)
    by = members.membership(work, signed.signed_by_id).first_name if signed else ""
    return render_template(
        "organisation/signing_off.html",
        language=language(code),
        texts=texts,
        is_signed_off=queries.is_language_signed_off(work, place, code),
        signed=signed,
        said=f"Signed off by {by}, {times.said(signed.signed_at, work.now, zone)}." if signed else "",
        errors=[("read_by", problem)] if problem else [],
    )


def _to_read(work: Work, name: str, code: str) -> ToRead:
    place = work.staff.organisation_id
    words = queries.words_for(work, place, name, code)
    own = queries.counting(work, place, name, code)
    return ToRead(
        purpose=shelf.purpose(name),
        words=words.text,
        english=queries.words_for(work, place, name, ENGLISH.code).text,
        is_there=words.language == code,
        is_signed_off=own is not None or queries.is_signed_off(work, place, name, code),
    )


def _draw_translators(work: Work, problem: str = "") -> str:
    choice = choosing.choice_of(work, work.staff.organisation_id)
    translators = pages.house().translators
    return render_template(
        "organisation/who_translates.html",
        chosen=choice.translator if choice else "",
        translators=list(translators.values()),
        languages={
            name: ", ".join(one.english for one in LANGUAGES.values() if one != ENGLISH and found.speaks(one.code))
            for name, found in translators.items()
        },
        errors=[("translator", problem)] if problem else [],
    )
