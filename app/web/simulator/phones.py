"""The demo's first page: pretend phones side by side, and the desks behind them.

What is typed here goes the whole real way: into the pretend network, by its carrier to our signed webhook, and so on.
Nothing here writes a message itself.
"""

import hashlib
from collections.abc import Sequence

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.channels.simulator import HandsetKind, Line, Mood, Network
from app.foundation.actors import Anybody
from app.foundation.errors import NotFound, Refused
from app.foundation.languages import LANGUAGES, language
from app.foundation.phone_numbers import for_people, is_drama, read_number
from app.foundation.sms import LONGEST
from app.foundation.text import one_line
from app.foundation.work import Work
from app.web import forms
from app.web import pages as web
from app.web.simulator import desks, on_screen, provider_panel
from app.web.simulator.table_top import enter, pages

ZONE = "Europe/London"
KINDS = ((HandsetKind.SMART.value, "a smart phone"), (HandsetKind.KEYPAD.value, "a phone with keys"))


@pages.shows("/")
def phones(work: Work) -> ResponseReturnValue:
    """The table top."""
    return _table_top(work)


@pages.shows("/simulator/phones")
def live(work: Work) -> ResponseReturnValue:
    """What changes by itself: screens and who waits at which desk. "Nothing new" (304) when it looks the same."""
    house = web.house()
    words = render_template("simulator/live.html", phones=_phones(house), rooms=_rooms(work), zone=ZONE, now=work.now)
    answer = Response(words, content_type="text/html; charset=utf-8")
    answer.set_etag(hashlib.sha256(words.encode()).hexdigest()[:20], weak=True)
    return answer.make_conditional(request)


@pages.does_in_steps("/simulator/type")
def type_text(house: House) -> ResponseReturnValue:
    """Somebody sends a text from a phone."""
    enter(house)
    network = house.pretend_network
    number, words = _handset(network), forms.typed("text")
    if not words.strip():
        raise Refused("There is nothing typed yet.")
    if len(words) > LONGEST:
        raise Refused(f"A phone sends at most {LONGEST} letters at once. Please make it shorter.")
    network.type_text(number, _line(network), words)
    return _back_to(number)


@pages.does_in_steps("/simulator/ring")
def ring(house: House) -> ResponseReturnValue:
    """Somebody rings a line."""
    enter(house)
    network = house.pretend_network
    number = _handset(network)
    network.ring(number, _line(network))
    return _back_to(number)


@pages.does_in_steps("/simulator/mood")
def mood(house: House) -> ResponseReturnValue:
    """Switch a phone on or off, or make it refuse texts."""
    enter(house)
    number = _handset(house.pretend_network)
    try:
        house.pretend_network.set_mood(number, Mood(forms.typed("mood")))
    except ValueError:
        raise Refused("Choose what the phone does from the list.") from None
    return _back_to(number)


@pages.does_in_steps("/simulator/new-phone")
def new_phone(house: House) -> ResponseReturnValue:
    """Put another phone on the table. Only numbers that no real phone has."""
    network = house.pretend_network
    number = read_number(forms.typed("number", limit=40)) or ""
    if not is_drama(number) or number in {line.number for line in network.lines()}:
        sentence = "Please use a number from 07700 900003 to 07700 900999, for example 07700 900166."
        with house.database.reading(Anybody()) as work:
            pages.enter(work)
            return _table_top(work, errors=[("number", sentence)]), 422
    enter(house)
    network.add_handset(
        number,
        one_line(forms.typed("label"), 40) or for_people(number),
        kind=HandsetKind.KEYPAD if forms.typed("kind") == HandsetKind.KEYPAD else HandsetKind.SMART,
        language=language(forms.typed("language")).code,
    )
    return _back_to(number)


def _table_top(work: Work, *, errors: Sequence[tuple[str, str]] = ()) -> str:
    house = web.house()
    return render_template(
        "simulator/phones.html",
        phones=_phones(house),
        lines=[(line.number, _line_words(line)) for line in house.pretend_network.lines()],
        moods=[(mood.value, words) for mood, words in on_screen.MOODS.items()],
        rooms=_rooms(work),
        kinds=KINDS,
        languages=[(one.code, one.english) for one in LANGUAGES.values()],
        panel=provider_panel.panel(house.pretend_network),
        delivers_to=work.settings.pretend_delivers_to,
        errors=errors,
        typed=request.form,
        zone=ZONE,
        now=work.now,
    )


def _line_words(line: Line) -> str:
    return line.label.capitalize() or for_people(line.number)


def _phones(house: House) -> list[on_screen.Phone]:
    settings = house.settings
    own = (settings.public_url, settings.pretend_signs_for, settings.pretend_delivers_to)
    return on_screen.phones(house.pretend_network, own)


def _rooms(work: Work) -> list[desks.Room]:
    return [] if work.settings.plays_provider else desks.rooms(work)


def _handset(network: Network) -> str:
    found = network.handset(forms.typed("number", limit=60))
    if found is None:
        raise NotFound
    return found.number


def _line(network: Network) -> str:
    number = forms.typed("line", limit=60)
    if number not in {line.number for line in network.lines()}:
        raise NotFound
    return number


def _back_to(number: str) -> ResponseReturnValue:
    return redirect(url_for("simulator.phones", _anchor=f"phone-{on_screen.key_of(number)}"), 303)
