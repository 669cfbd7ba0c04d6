"""How families see me: what I say about myself, my photo if I want one, and whether anybody may find me.

A photo is drawn anew between two Works, because that is slow. Only what stands in the form's own fields counts.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.domain.people import members, profiles, rules
from app.domain.people import queries as people
from app.domain.people.profiles import LONGEST
from app.foundation import pictures
from app.foundation.actors import Anybody
from app.foundation.errors import Refused
from app.foundation.languages import LANGUAGES
from app.foundation.pictures import Face
from app.foundation.work import Work
from app.web import forms
from app.web.language import with_words
from app.web.my_account.group import me
from app.web.person_card import Card, card_of, faces_of
from app.web.trusted_person.group import refusal_of

REFUSED = 422
ROOM = pictures.BIGGEST_FILE + 256 * 1024  # a photo, and what every form may bring
PREVIEW, NO_PICTURE = "preview", "no picture"


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    first_name: str
    role_words: str
    languages: Collection[str]
    helps_with: str
    reads_when: str
    is_enforcing: bool
    is_public: bool


@dataclass(frozen=True)
class Standing:
    """Whether families find this person, and what is missing. `writes`: in a role that writes to families."""

    writes: bool
    holds_threads: bool
    is_public: bool
    slug: str


@me.shows("/profile")
def profile(work: Work) -> ResponseReturnValue:
    """How it is now."""
    return _draw(work, _as_kept(work), is_kept=bool(request.args.get("kept")))


@me.does_in_steps("/profile", room=ROOM)
def keep_profile(house: House) -> ResponseReturnValue:
    """How it shall be; or only how it would look. A refusal keeps everything typed."""
    with house.database.reading(Anybody()) as work:
        me.enter(work)
        g.work = work
        if request.form.get("do") == PREVIEW:
            return _draw(work, _typed(), is_preview=True)
    face, problem = _face()
    with house.database.writing(Anybody()) as work:
        me.enter(work)
        g.work = work
        problem = problem or refusal_of(work, lambda: _keep(work, face)) or ""
        if problem:
            return _draw(work, _typed(), problem), REFUSED
    return redirect(url_for("me.profile", kept="yes"), 303)


def _keep(work: Work, face: Face | None) -> None:
    typed = _typed()
    profiles.write(
        work,
        first_name=typed.first_name,
        role_words=typed.role_words,
        languages=typed.languages,
        helps_with=typed.helps_with,
        reads_when=typed.reads_when,
        is_enforcing=typed.is_enforcing,
        is_public=typed.is_public,
    )
    if request.form.get("do") == NO_PICTURE:
        profiles.take_picture_away(work)
    elif face:
        profiles.keep_picture(work, face)


def _face() -> tuple[Face | None, str]:
    """The photo that came along, drawn anew, and why it cannot be taken."""
    sent = request.files.get("picture")
    if not sent or not sent.filename or request.form.get("do") == NO_PICTURE:
        return None, ""
    sent.stream.seek(0)  # it was read before, if this is done once more
    try:
        return pictures.draw_anew(sent.read(pictures.BIGGEST_FILE + 1)), ""
    except Refused as refusal:
        return None, refusal.sentence


def _typed() -> Typed:
    return Typed(
        first_name=forms.typed("first_name"),
        role_words=forms.typed("role_words"),
        languages=[code for code in request.form.getlist("languages") if code in LANGUAGES],
        helps_with=forms.typed("helps_with"),
        reads_when=forms.typed("reads_when"),
        is_enforcing=forms.ticked("is_enforcing"),
        is_public=forms.ticked("is_public"),
    )


def _as_kept(work: Work) -> Typed:
    person = members.membership(work, work.staff.membership_id)
    return Typed(
        first_name=person.first_name,
        role_words=person.role_words,
        languages=person.languages.split(","),
        helps_with=person.helps_with,
        reads_when=person.reads_when,
        is_enforcing=person.is_enforcing,
        is_public=person.is_public,
    )


def _draw(work: Work, typed: Typed, problem: str = "", *, is_kept: bool = False, is_preview: bool = False) -> str:
    me_id = work.staff.membership_id
    face = faces_of(work, [me_id]).get(me_id, "")
    wrong = _field_of(problem)
    return render_template(
        "my_account/profile.html",
        typed=typed,
        card=_card(work, typed if is_preview else _as_kept(work), face),
        has_face=bool(face),
        standing=_standing(work),
        languages=LANGUAGES.values(),
        poster_languages=with_words(),
        longest=LONGEST,
        kinds=",".join(f"image/{kind.lower()}" for kind in pictures.KINDS),
        errors=[(wrong, problem)] if problem else [],
        wrong=wrong,
        is_kept=is_kept,
        is_preview=is_preview,
        words_of_buttons={"preview": PREVIEW, "no_picture": NO_PICTURE},
    )


def _card(work: Work, typed: Typed, face: str) -> Card:
    shown = replace(
        profiles.of(work, work.staff.membership_id),
        first_name=typed.first_name.strip(),
        role_words=typed.role_words,
        languages=tuple(code for code in LANGUAGES if code in typed.languages),
        helps_with=typed.helps_with,
        reads_when=typed.reads_when,
        is_enforcing=typed.is_enforcing,
    )
    return card_of(shown, face)


def _standing(work: Work) -> Standing:
    person = members.membership(work, work.staff.membership_id)
    return Standing(
        writes=bool(rules.WRITE_TO_FAMILIES & work.staff.roles),
        holds_threads=members.holds_threads(work, person),
        is_public=person.is_public,
        slug=people.organisation(work, person.organisation_id).slug,
    )


def _field_of(problem: str) -> str:
    """Which field a refusal is about."""
    for name, words in profiles.WHAT.items():
        if words in problem:
            return name
    return "first_name" if "first name" in problem else "picture"
