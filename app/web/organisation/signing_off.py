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
    zone = zone_of(work)
    texts = _to_read(work, code)
    signed = next(iter(queries.sign_offs(work, code)), None)
    by = members.membership(work, signed.signed_by_id).first_name if signed else ""
    return render_template(
        "organisation/signing_off.html",
        language=language(code),
        texts=texts,
        is_signed_off=all(one.is_signed_off for one in texts),
        signed=signed,
        said=f"Signed off by {by}, {times.said(signed.signed_at, work.now, zone)}." if signed else "",
        errors=[("read_by", problem)] if problem else [],
    )


def _to_read(work: Work, code: str) -> list[ToRead]:
    place, names = work.staff.organisation_id, queries.signs_off()
    words = queries.all_words_for(work, place, names, code)
    english = queries.all_words_for(work, place, names, ENGLISH.code)
    counts = {one.purpose for one in queries.how_far(work, place) if one.language == code and one.counts}
    return [
        ToRead(
            purpose=shelf.purpose(name),
            words=words[name].text,
            english=english[name].text,
            is_there=words[name].language == code,
            is_signed_off=name in counts,
        )
        for name in names
    ]


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
